"""Hostile text in every free-text column and every form field, shown back on every page and paper; and requests that mean harm."""

import random
import re
from urllib.parse import quote

import pytest
from django.test import Client

from browser.pages import DOCUMENTS, PAGES, rows_for_pages
from proofs.hostile import HOSTILE, Page, columns, plant
from proofs.matrix import LED_ON, OPEN, ask

pytestmark = pytest.mark.filterwarnings("ignore:.*:RuntimeWarning")
GARBAGE = [
    "",
    "\x00",
    "..",
    "%2e%2e",
    "a" * 3000,
    "\u202e",
    "😀",
    "-1",
    "1e309",
    "'; DROP TABLE x;--",
    "<kpx>",
    "\ud83d",
    "[]",
    "null",
]


@pytest.fixture(scope="module")
def town(demo_copy):
    """A copy of the demo with rows for every page and hostile text everywhere: (ids, number of columns)."""
    from databases import superuser

    ids = rows_for_pages(demo_copy)
    return demo_copy, ids, plant(superuser(), demo_copy.database)


def signed_in(copy, login):
    """A browser of somebody of the demo, or of nobody."""
    client = Client(HTTP_ACCEPT_LANGUAGE="nb", raise_request_exception=False)
    if login:
        client.get(copy.accounts[login]["url"])
    return client


def test_hostile_text_is_text_on_every_page(town):
    copy, ids, planted = town
    assert planted >= 100
    assert len(list(columns())) == planted
    harmed, shown = {}, 0
    for name, (login, path) in PAGES.items():
        answer, body = ask(signed_in(copy, login), path.format(**ids))
        assert answer in {OPEN, LED_ON}, (name, answer)
        page = Page(body)
        shown += page.planted
        if page.harm:
            harmed[name] = page.harm

    assert harmed == {}
    assert shown >= 60  # pages that show the words at all


def test_hostile_text_in_every_field_is_shown_back_as_text(town):
    """Each form of each page is sent with hostile text in every field: no failure, nothing but text comes back."""
    copy, ids, _planted = town
    wrong, sent = {}, 0
    for name, (login, path) in PAGES.items():
        client = signed_in(copy, login)
        place = path.format(**ids)
        _answer, body = ask(client, place)
        for form in Page(body).forms:
            if form["method"] != "post" or "/sign-out" in form["action"]:
                continue
            sent += 1
            answer, back = ask(client, form["action"] or place, "post", data=form["fields"])
            found = Page(back)
            if found.harm or answer not in {OPEN, LED_ON, "refused", "hidden", "sign in"}:
                wrong[name, form["action"]] = (answer, found.harm)

    assert wrong == {}
    assert sent >= 80


def test_garbage_in_addresses_is_never_a_failure(town):
    copy, ids, _planted = town
    chance = random.Random(20261122)
    failed = []
    for login, path in PAGES.values():
        client = signed_in(copy, login)
        pieces = re.findall(r"\{(\w+)\}", path)
        odd = quote(chance.choice(GARBAGE).encode("utf-8", "replace"))
        for address in (
            path.format(**ids | dict.fromkeys(pieces, odd)),
            f"{path.format(**ids)}?page={odd}&next={odd}&q={odd}&as={odd}",
        ):
            try:
                ask(client, address)
            except AssertionError as failure:
                failed.append((address[:80], str(failure)[:80]))

    assert failed == []


def test_papers_hold_the_words_as_words(town):
    """A PDF is made of the same hostile text and says it letter by letter."""
    import io

    from pypdf import PdfReader

    copy, ids, _planted = town
    client = signed_in(copy, "ingrid-solbakken")
    response = client.get(f"/plans/{ids['plan']}/print/")

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    assert "<kpx onkpx=1>" in words.replace("\n", " ")
    assert "plans:print" in DOCUMENTS


def test_every_page_refuses_frames_strangers_scripts_and_being_kept(town):
    copy, ids, _planted = town
    wrong = []
    for name, (login, path) in PAGES.items():
        headers = signed_in(copy, login).get(path.format(**ids)).headers
        policy = headers["Content-Security-Policy"]
        if not (
            "frame-ancestors 'none'" in policy
            and "script-src 'self'" in policy
            and "unsafe" not in policy
            and headers["X-Frame-Options"] == "DENY"
            and headers["X-Content-Type-Options"] == "nosniff"
            and "no-store" in headers["Cache-Control"]
        ):
            wrong.append(name)

    assert wrong == []


def test_every_form_needs_the_token_of_its_own_browser(town):
    """A POST from another site is refused everywhere, whoever the browser belongs to."""
    copy, ids, _planted = town
    taken = []
    for name, (login, path) in PAGES.items():
        client = Client(enforce_csrf_checks=True)
        client.cookies = signed_in(copy, login).cookies
        response = client.post(path.format(**ids), {"text": "x"}, HTTP_ORIGIN="https://evil.example")
        if response.status_code != 403:
            taken.append((name, response.status_code))

    assert [each for each in taken if each[1] != 405] == []


@pytest.mark.parametrize(
    "where", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\t/evil.example"]
)
def test_nobody_is_led_out_of_the_product(town, where):
    copy, _ids, _planted = town
    client = signed_in(copy, "ingrid-solbakken")
    for address in (f"/sign-in/?next={quote(where)}", f"/demo/trondheim/ingrid-solbakken/?next={quote(where)}"):
        response = client.get(address)
        assert "evil.example" not in response.headers.get("Location", "")
        assert Page(response.content.decode()).harm == []


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example"])
def test_a_strange_host_is_refused(town, host):
    response = Client(raise_request_exception=False).get("/", HTTP_HOST=host)

    assert response.status_code == 400
    assert b"evil.example" not in response.content
    assert HOSTILE.encode() not in response.content
