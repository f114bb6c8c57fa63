"""Every page the resolver knows, in a browser: axe finds nothing, light and dark, filled, empty and after a failed submit;
nothing scrolls sideways at 320 px; no page asks another host for anything.
"""

import pytest
from django.urls import URLResolver, get_resolver

from browser.pages import DOCUMENTS, EMPTY, PAGES, rows_for_pages
from live import axe_findings

pytestmark = pytest.mark.browser
NARROW = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}


def readable_pages():
    def walk(resolver, space=""):
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                yield from walk(entry, entry.namespace or space)
            elif "GET" in entry.callback.methods:
                yield f"{space}:{entry.name}"

    return set(walk(get_resolver()))


def test_every_page_is_listed():
    assert readable_pages() == set(PAGES) | DOCUMENTS


@pytest.fixture(scope="session")
def ids(live, django_db_blocker):
    with django_db_blocker.unblock():
        return rows_for_pages(live)


@pytest.fixture(scope="module")
def visitors(live, browser):
    """One signed-in page for each account and colour scheme, kept for the module."""
    kept = {}

    def visitor(login, scheme):
        if (login, scheme) not in kept:
            context = browser.new_context(
                locale="nb-NO", viewport=DESKTOP, color_scheme=scheme, reduced_motion="reduce"
            )
            page = context.new_page()
            page.set_default_timeout(15000)
            if login:
                page.goto(live.url + live.accounts[login]["url"])
            kept[login, scheme] = page
        return kept[login, scheme]

    yield visitor
    for page in kept.values():
        page.context.close()


def sideways(page):
    page.set_viewport_size(NARROW)
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(DESKTOP)
    return wide


def fail_to_submit(page):
    """Send the page's own form with everything emptied; True when it came back with errors."""
    return page.evaluate(
        """() => {
          const form = document.querySelector('main form.form, main form:has(.ds-field)');
          if (!form || form.getAttribute('role') === 'search') return false;
          form.noValidate = true;
          for (const field of form.querySelectorAll('input, textarea, select')) {
            if (field.type === 'hidden' || field.type === 'submit') continue;
            if (field.type === 'radio' || field.type === 'checkbox') field.checked = false;
            else if (field.type !== 'file') field.value = '';
          }
          return true;
        }"""
    )


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_is_whole(live, ids, visitors, name):
    login, path = PAGES[name]
    address = live.url + path.format(**ids)
    page = visitors(login, "light")
    response = page.goto(address)
    assert response.status == 200, f"{response.status} {address}"
    findings = {"light": axe_findings(page)}
    page.emulate_media(color_scheme="dark")
    findings["dark"] = axe_findings(page, rules=["color-contrast"])  # nothing else of a page depends on the scheme
    page.emulate_media(color_scheme="light")
    wide = sideways(page)

    assert (findings, wide) == ({"light": [], "dark": []}, NARROW["width"])
    if name in EMPTY:
        page = visitors(EMPTY[name], "light")
        assert page.goto(address).status == 200
        assert (axe_findings(page), sideways(page)) == ([], NARROW["width"])


FAILING = sorted({
    "intake:oral", "intake:record", "intake:paper", "intake:enquiry", "intake:send", "intake:public-report", "intake:person",
    "intake:guidance", "intake:answer", "intake:application", "intake:forwarding", "intake:rest", "intake:refusal", "coordination:naming",
    "coordination:declining", "coordination:need", "coordination:told", "coordination:closing",
    "coordination:record-consent", "coordination:important", "coordination:new-decision", "coordination:new-note", "coordination:ask",
    "coordination:new-member", "plans:new-goal", "plans:goal", "plans:comment", "plans:let-go", "plans:new-activity", "plans:period",
    "plans:leave-out", "plans:answer", "plans:stop", "portal:comment", "portal:important", "portal:request", "exchange:upload",
    "organisation:new-unit", "organisation:new-staff", "organisation:new-role", "organisation:set-deadline", "organisation:new-her",
    "organisation:new-rule",
})  # fmt: skip


@pytest.mark.parametrize("name", FAILING)
def test_a_failed_submit_is_summarised_linked_and_accessible(live, ids, visitors, name):
    login, path = PAGES[name]
    page = visitors(login, "light")
    page.goto(live.url + path.format(**ids))
    assert fail_to_submit(page)
    with page.expect_navigation():
        page.evaluate("document.querySelector('main form.form, main form:has(.ds-field)').requestSubmit()")
    summary = page.locator(".ds-error-summary")

    assert summary.count() == 1, page.url
    for link in summary.locator("a").all():
        assert page.locator(link.get_attribute("href")).count() == 1, link.get_attribute("href")
    assert axe_findings(page) == []


def test_pages_ask_no_other_host(live, ids, browser):
    context = browser.new_context(locale="nb-NO")
    page = context.new_page()
    asked = set()
    page.on("request", lambda request: asked.add(request.url.split("/")[2]))
    page.goto(live.url + live.accounts["ingrid-solbakken"]["url"])
    page.goto(live.url + "/plans/{plan}/".format(**ids))
    context.close()

    assert asked == {live.url.split("/")[2]}
