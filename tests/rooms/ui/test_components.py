"""Every component is shown in the gallery, strictly, without inline style or script, and keeps what it promises."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory
from django.utils import translation

from knutepunkt.ui import drawings, forms, nav
from knutepunkt.ui.examples import SECTIONS, context, example_form, example_knot
from knutepunkt.ui.pages import bare_context, env, page

pytestmark = pytest.mark.urls("rooms.ui.only_ui_urls")

SRC = Path(drawings.__file__).resolve().parent.parent
TEMPLATES = sorted(SRC.glob("*/templates/**/*.html"))
COMPONENTS = sorted((SRC / "ui/templates/ui/components").glob("*.html"))


@pytest.fixture
def request_():
    return RequestFactory().get("/ui/gallery/")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def show(request, source, **values):
    html = env().from_string(source).render(bare_context(request) | values)
    return BeautifulSoup(html, "html.parser")


@pytest.mark.parametrize("name", [path.stem for path in COMPONENTS])
def test_each_component_has_an_example_that_renders(name, request_):
    html = env().get_template(f"ui/components/examples/{name}.html").render(bare_context(request_) | context())
    assert html.strip()


def test_gallery_lists_every_component():
    assert {key for key, _title in SECTIONS} == {path.stem for path in COMPONENTS}


def test_every_macro_is_used_in_an_example():
    examples = "".join(path.read_text() for path in (SRC / "ui/templates/ui/components/examples").glob("*.html"))
    layouts = "".join(path.read_text() for path in (SRC / "ui/templates/ui").glob("*.html"))
    missing = [
        f"{path.stem}.{macro}"
        for path in COMPONENTS
        for macro in re.findall(r"{% macro ([a-z]\w*)\(", path.read_text())
        if not re.search(rf"\b{macro}\(", examples + layouts)
        and macro not in {"error_summary", "field", "section_head"}
    ]
    assert missing == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SRC)))
def test_no_inline_style_or_script_in_any_template(path):
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


def test_ids_in_the_gallery_are_unique_and_references_lead_somewhere(request_):
    soup = BeautifulSoup(page(request_, "ui/gallery.html", sections=SECTIONS, **context()).content, "html.parser")
    ids = [tag["id"] for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for attribute in ("for", "aria-labelledby", "aria-describedby", "popovertarget"):
        for tag in soup.find_all(attrs={attribute: True}):
            value = tag[attribute]
            assert set(value if isinstance(value, list) else value.split()) <= set(ids)


def test_no_storage_of_pages_in_the_browser(request_):
    soup = BeautifulSoup(page(request_, "ui/gallery.html", sections=SECTIONS, **context()).content, "html.parser")
    config = soup.find("meta", attrs={"name": "htmx-config"})["content"]
    assert '"historyCacheSize":0' in config
    assert '"allowEval":false' in config
    script = (SRC / "ui/static/ui/app.js").read_text()
    assert "setItem" not in script
    assert not re.search(r"innerHTML|eval\(|document\.write", script)


class TestForm:
    FORM = (
        '{% from "ui/components/form.html" import form_tag, fields %}'
        "{% call form_tag(form, csrf_input) %}{{ fields(form) }}{% endcall %}"
    )

    def test_each_error_is_linked_to_its_field(self, request_):
        soup = show(request_, self.FORM, form=example_form())
        links = soup.select(".ds-error-summary a")
        assert len(links) == 5
        for link in links:
            target = soup.find(id=link["href"][1:])
            assert target.name in {"input", "textarea", "select"}
            assert target["aria-invalid"] == "true"
            described = " ".join(soup.find(id=each).text for each in target["aria-describedby"].split())
            assert link.text in described

    def test_what_was_written_stands_after_a_failed_submit(self, request_):
        soup = show(request_, self.FORM, form=example_form())
        assert soup.find(id="id_reply_by")["value"] == "4/12"
        assert soup.find(id="id_met_at_0")["value"] == "3.12.2026"
        assert soup.find(id="id_met_at_1")["value"] == "14.30"
        assert soup.find(id="id_hours")["value"] == "2,5"
        assert soup.find(id="id_asked_by_0").has_attr("checked")
        assert not soup.find(id="id_asked_by_1").has_attr("checked")
        assert soup.find(id="id_channels_0").has_attr("checked")
        assert soup.find("form")["enctype"] == "multipart/form-data"

    def test_written_text_is_escaped(self, request_):
        class Small(forms.Form):
            what = forms.TextField()
            name = forms.CharField()

        soup = show(request_, self.FORM, form=Small({"what": "</textarea><b>x", "name": '"><b>x'}))
        assert soup.find("b") is None
        assert soup.find(id="id_name")["value"] == '"><b>x'

    def test_groups_have_a_legend_and_optional_fields_say_so(self, request_):
        soup = show(request_, self.FORM, form=example_form())
        assert soup.find("fieldset").find("legend").text.strip().startswith("When")
        labels = {tag["for"]: tag.text for tag in soup.find_all("label")}
        assert "(optional)" in labels["id_hours"]
        assert "(optional)" not in labels["id_phone"]

    def test_initial_values_are_shown_in_norwegian_form(self, request_):
        from datetime import UTC, date, datetime
        from decimal import Decimal

        class Small(forms.Form):
            on = forms.DateField(initial=date(2026, 12, 4))
            at = forms.MomentField(initial=datetime(2026, 12, 4, 13, 30, tzinfo=UTC))
            hours = forms.DecimalField(initial=Decimal("2.5"))

        soup = show(request_, self.FORM, form=Small())
        assert soup.find(id="id_on")["value"] == "04.12.2026"
        assert [soup.find(id=f"id_at_{part}")["value"] for part in (0, 1)] == ["04.12.2026", "14.30"]
        assert soup.find(id="id_hours")["value"] == "2,5"

    def test_a_draft_is_shown_again_without_errors(self, request_):
        saved = {"reply_by": "4/1", "channels": ["phone", "letter"]}
        form = type(example_form()).resume(saved)
        soup = show(request_, self.FORM, form=form)
        assert soup.find(id="id_reply_by")["value"] == "4/1"
        assert soup.find(id="id_channels_1").has_attr("checked")
        assert soup.select(".ds-error-summary") == []
        assert not form.is_valid()


class TestPages:
    def test_htmx_gets_the_block_alone_and_others_the_page(self, request_):
        args = {"sections": SECTIONS, **context()}
        whole = page(request_, "ui/gallery.html", block="facts", **args)
        part = page(RequestFactory(headers={"HX-Request": "true"}).get("/"), "ui/gallery.html", block="facts", **args)
        assert b"<html" in whole.content
        assert part.content.decode().strip() in whole.content.decode()
        assert b"<" not in part.content
        assert whole["Vary"] == part["Vary"] == "HX-Request"

    def test_a_block_can_use_what_its_template_imports(self, request_):
        values = {"heading": "Gone", "text": "", "advice": "", "number": 404}
        from knutepunkt.ui.pages import block_text

        html = block_text("ui/error.html", "main", bare_context(request_) | values)
        assert 'class="ds-button"' in html

    def test_boosted_requests_get_the_whole_page(self):
        request = RequestFactory(headers={"HX-Request": "true", "HX-Boosted": "true"}).get("/")
        assert b"<html" in page(request, "ui/gallery.html", "facts", sections=SECTIONS, **context()).content

    @pytest.mark.parametrize("language", ["nb", "nn", "en"])
    def test_the_page_says_its_language(self, request_, language):
        with translation.override(language):
            assert (
                f'<html lang="{language}"'.encode()
                in page(request_, "ui/error.html", heading="", text="", advice="", number=404).content
            )


class TestMenu:
    def test_only_what_is_registered_and_shown_has_an_entry(self, request_):
        nav.register(nav.NavItem(key="a", label="A", url_name="ui:gallery", order=2))
        nav.register(nav.NavItem(key="b", label="B", url_name="ui:other", order=1, count=lambda _request: 3))
        nav.register(nav.NavItem(key="c", label="C", url_name="ui:gallery", shown=lambda _request: False))
        nav.register(nav.NavItem(key="d", label="D", url_name="ui:gallery", audience="person"))
        entries = nav.menu(request_, "staff", None)
        assert [(entry.label, entry.current, entry.count) for entry in entries] == [("B", False, 3), ("A", True, None)]
        assert [entry.current for entry in nav.menu(request_, "staff", "b")] == [True, False]

    def test_the_same_key_twice_is_a_mistake(self):
        nav.register(nav.NavItem(key="a", label="A", url_name="ui:gallery"))
        with pytest.raises(ValueError, match="'a'"):
            nav.register(nav.NavItem(key="a", label="A", url_name="ui:other"))

    def test_a_place_no_room_knows_is_not_shown(self, request_):
        html = page(request_, "ui/error.html", heading="", text="", advice="", number=404).content.decode()
        assert "Sign in" not in html
        nav.place(nav.Place.SIGN_IN, "ui:gallery")
        html = page(request_, "ui/error.html", heading="", text="", advice="", number=404).content.decode()
        assert "/ui/gallery/" in html

    @pytest.mark.parametrize("post", [True, False])
    def test_search_can_keep_what_is_asked_out_of_the_address(self, request_, post):
        nav.place(nav.Place.SEARCH, "ui:gallery", post=post)
        html = page(request_, "ui/gallery.html", sections=SECTIONS, **context()).content
        form = BeautifulSoup(html, "html.parser").find("form", class_="find")
        assert form.get("method") == ("post" if post else None)
        assert (form.find("input", {"name": "csrfmiddlewaretoken"}) is not None) == post


class TestPictures:
    def test_the_words_beside_hold_all_the_picture_holds(self, request_):
        source = '{% from "ui/components/pictures.html" import knot %}{{ knot(drawing) }}'
        drawing = example_knot()
        soup = show(request_, source, drawing=drawing)
        words = soup.find(class_="knot-words").text
        svg = soup.find(class_="knot-wide")
        for name in svg.find_all(class_="nm"):
            assert name.text in words
        assert svg.find("title").text
        assert svg["aria-labelledby"].split()[1] == svg.find("desc")["id"]
        assert "Not begun yet: Stein Vold" in words
