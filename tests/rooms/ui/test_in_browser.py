"""The gallery in a real browser, answered by the test itself under the strict policy: axe, widths and the little script."""

import mimetypes
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import RequestFactory
from django.utils import translation

from knutepunkt.config.middleware import CSP
from knutepunkt.ui import nav
from knutepunkt.ui.examples import SECTIONS, context
from knutepunkt.ui.pages import env, page_context, page_text

pytestmark = [pytest.mark.browser, pytest.mark.urls("rooms.ui.only_ui_urls")]

STATIC = Path(nav.__file__).parent / "static"
AXE = Path(__file__).resolve().parents[2] / "browser" / "axe.min.js"
HOST = "http://ui.test"
MODES = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}},
    "dark phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
    "320": {"viewport": {"width": 320, "height": 700}},
    "forced colours": {"viewport": {"width": 1280, "height": 900}, "forced_colors": "active"},
}
SPACING = "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important} p{margin-bottom:2em!important}"

FORM = """{% extends "ui/staff.html" %}{% from "ui/components/form.html" import form_tag, form_buttons %}
{% block title %}Form{% endblock %}{% block heading %}Form{% endblock %}
{% block main %}{% call form_tag(form, csrf_input, draft_url="/draft/") %}
<label for="id_what">What</label><textarea name="what" id="id_what"></textarea>
{{ form_buttons("Send", draft=true) }}{% endcall %}
<div hx-get="/part/" hx-trigger="load" id="part"></div>{% endblock %}"""


class Staff:
    name = "Ingrid Solbakken"
    organisation_name = "Lyngvik kommune"
    kind = "staff"
    language = "en"


class Site:
    """What the browser sees, and what it sent."""

    def __init__(self):
        self.posts = []
        request = RequestFactory().get("/ui/gallery/")
        request.actor = Staff()
        for where in (nav.Place.SEARCH, nav.Place.SIGN_OUT, nav.Place.ACCOUNT, nav.Place.LANGUAGE):
            nav.place(where, "ui:gallery")
        nav.register(nav.NavItem(key="gallery", label="Components", url_name="ui:gallery", icon="grid", group="unit"))
        from knutepunkt.ui import forms

        with translation.override("en"):
            self.pages = {
                "/ui/gallery/": page_text(request, "ui/gallery.html", sections=SECTIONS, **context()),
                "/form/": env().from_string(FORM).render(page_context(request) | {"form": forms.Form()}),
                "/part/": "<p>The part.</p>",
            }

    def answer(self, route):
        request = route.request
        path = urlsplit(request.url).path
        if request.method == "POST":
            self.posts.append((path, parse_qs(request.post_data or ""), request.headers))
            route.fulfill(status=200, content_type="text/plain; charset=utf-8", body="Draft saved at 10.42")
        elif path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(content_type=mimetypes.guess_type(file.name)[0] or "font/woff2", body=file.read_bytes())
        else:
            headers = {"Content-Security-Policy": CSP.replace("'self'", HOST)}
            route.fulfill(content_type="text/html; charset=utf-8", body=self.pages[path], headers=headers)


@pytest.fixture
def chrome(browser):
    return browser


@pytest.fixture
def site(registry):
    return Site()


def opened(chrome, site, path, **options):
    view = chrome.new_context(base_url=HOST, **options).new_page()
    view.complaints = []
    view.on("console", lambda line: line.type in {"error", "warning"} and view.complaints.append(line.text))
    view.on("pageerror", lambda error: view.complaints.append(str(error)))
    view.route("**/*", site.answer)
    view.goto(path)
    view.wait_for_load_state("networkidle")
    return view


def findings(view):
    view.evaluate(AXE.read_text() + ";0")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = view.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", tags)
    return [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found["violations"]]


@pytest.mark.parametrize("mode", MODES)
def test_gallery_has_no_findings_and_nothing_scrolls_sideways(chrome, site, mode):
    view = opened(chrome, site, "/ui/gallery/", **MODES[mode])
    view.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert findings(view) == []
    assert view.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert view.complaints == []


def test_menu_and_dialog_open_without_script_and_without_findings(chrome, site):
    view = opened(chrome, site, "/ui/gallery/", **MODES["phone"])
    view.get_by_role("button", name="Menu").click()
    assert view.get_by_role("link", name="Components", exact=True).is_visible()
    assert findings(view) == []
    view.keyboard.press("Escape")
    view.get_by_role("button", name="Stop sharing with Hanne").click()
    assert view.get_by_role("dialog").is_visible()
    assert findings(view) == []
    plain = opened(chrome, site, "/ui/gallery/", java_script_enabled=False, **MODES["phone"])
    plain.get_by_role("button", name="Menu").click()
    assert plain.get_by_role("link", name="Components", exact=True).is_visible()


def test_text_spacing_of_the_reader_does_not_widen_the_page(chrome, site):
    view = chrome.new_context(base_url=HOST, bypass_csp=True, **MODES["320"]).new_page()
    view.route("**/*", site.answer)
    view.goto("/ui/gallery/")
    view.add_style_tag(content=SPACING)
    assert view.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_slash_goes_to_the_search_box_but_not_while_writing(chrome, site):
    view = opened(chrome, site, "/form/", **MODES["desktop"])
    view.keyboard.press("/")
    assert view.evaluate("document.activeElement.id") == "search"
    view.fill("#id_what", "")
    view.type("#id_what", "a/b")
    assert view.input_value("#id_what") == "a/b"


def test_written_text_is_kept_on_the_server_a_moment_later(chrome, site):
    view = opened(chrome, site, "/form/", **MODES["desktop"])
    view.type("#id_what", "half a sen")
    view.get_by_text("Draft saved at 10.42").wait_for()
    [(path, sent, headers)] = site.posts
    assert path == "/draft/"
    assert sent["what"] == ["half a sen"]
    assert len(headers["x-csrftoken"]) == len(sent["csrfmiddlewaretoken"][0]) == 64
    assert view.evaluate("[Object.keys(localStorage), Object.values(sessionStorage)]") == [[], ["/form/"]]
    view.evaluate("dispatchEvent(new Event('pagehide'))")
    assert view.evaluate("sessionStorage.length") == 0


def test_text_not_yet_kept_is_sent_when_the_page_is_left(chrome, site):
    view = opened(chrome, site, "/form/", **MODES["desktop"])
    view.type("#id_what", "going")
    view.evaluate("dispatchEvent(new Event('pagehide'))")
    view.get_by_text("Draft saved at 10.42").wait_for()
    assert [sent["what"] for _path, sent, _headers in site.posts] == [["going"]]


def test_htmx_swaps_under_the_strict_policy_and_keeps_no_history(chrome, site):
    view = opened(chrome, site, "/form/", **MODES["desktop"])
    view.get_by_text("The part.").wait_for()
    assert view.complaints == []
    assert view.evaluate("[htmx.config.historyCacheSize, htmx.config.allowEval, localStorage.length]") == [0, False, 0]


def test_signing_out_empties_the_storage_of_the_browser(chrome, site):
    view = opened(chrome, site, "/form/", **MODES["desktop"])
    view.evaluate("localStorage.setItem('a', '1'); sessionStorage.setItem('b', '2')")
    view.get_by_role("button", name="Sign out").click()
    view.wait_for_load_state("networkidle")
    assert len(site.posts) == 1
    assert view.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
