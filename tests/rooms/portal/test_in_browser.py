"""The own pages on a phone, in a real browser under the strict policy, with and without findings of axe."""

import mimetypes
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from knutepunkt.config.middleware import CSP
from knutepunkt.ui import nav
from rooms.portal.family import child

pytestmark = pytest.mark.browser

STATIC = Path(nav.__file__).parent / "static"
AXE = Path(__file__).resolve().parents[2] / "browser" / "axe.min.js"
HOST = "http://own.test"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MODES = {
    "phone": {"viewport": {"width": 390, "height": 844}},
    "small": {"viewport": {"width": 320, "height": 700}},
    "dark phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}


@pytest.fixture
def pages(world, plan, time_machine_at):
    """Every own page of Arne, as the server sends it."""
    client = world.client(plan.person, HTTP_ACCEPT_LANGUAGE="en")
    names = ("home", "plan", "plan-answer", "important", "consents", "consent", "who-sees", "looks", "files")
    names += ("papers", "take", "represents", "contact", "blocks")
    urls = [reverse(f"portal:{name}") for name in names]
    urls += [reverse("portal:comment", args=[world.goal.id]), reverse("portal:withdraw", args=[world.consent.id])]
    shown = {url: client.get(url).content for url in urls}
    emil = world.client(child(world, 13), HTTP_ACCEPT_LANGUAGE="en")
    shown["/emil/"] = emil.get(reverse("portal:home")).content
    assert b"Only mine" in shown["/emil/"]
    return shown


@pytest.fixture
def chrome(browser):
    return browser


def answering(pages):
    def answer(route):
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(content_type=mimetypes.guess_type(file.name)[0] or "font/woff2", body=file.read_bytes())
        else:
            headers = {"Content-Security-Policy": CSP.replace("'self'", HOST)}
            route.fulfill(content_type="text/html; charset=utf-8", body=pages[path], headers=headers)

    return answer


@pytest.mark.parametrize("mode", MODES)
def test_the_own_pages_fit_a_phone_and_axe_finds_nothing(chrome, pages, mode):
    view = chrome.new_context(base_url=HOST, **MODES[mode]).new_page()
    complaints = []
    view.on("console", lambda line: line.type in {"error", "warning"} and complaints.append(line.text))
    view.route("**/*", answering(pages))
    for path in pages:
        view.goto(path)
        view.evaluate(AXE.read_text() + ";0")
        found = view.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", TAGS)
        assert [(each["id"], [n["html"][:160] for n in each["nodes"]]) for each in found["violations"]] == [], path
        assert view.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path
        assert view.evaluate("parseFloat(getComputedStyle(document.querySelector('main')).fontSize)") >= 18, path
    assert complaints == []
