"""What only a browser shows: a passkey made and used, the warning before the session ends, the back button after sign-out."""

import pytest

from browser.pages import invited
from live import axe_findings

pytestmark = pytest.mark.browser
NOTHING_YET = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
    "automaticPresenceSimulation": True,
}  # fmt: skip


def with_authenticator(page):
    """Chromium's own virtual authenticator, whose owner is verified."""
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    return tools, tools.send("WebAuthn.addVirtualAuthenticator", {"options": NOTHING_YET})["authenticatorId"]


def test_a_passkey_is_made_by_invitation_and_signs_in(live, visit, django_db_blocker):
    with django_db_blocker.unblock():
        token = invited(live, "Øyvind Berge")
    page = visit(None).page
    tools, authenticator = with_authenticator(page)
    site = live.url.replace("127.0.0.1", "localhost")
    page.goto(f"{site}/sign-in/invitation/{token}/")
    assert axe_findings(page) == []

    with page.expect_navigation():
        page.locator("[data-passkey=create] button").click()
    assert "Øyvind Berge" in page.locator("header").inner_text()
    page.goto(f"{site}/account/sign-in/")
    assert axe_findings(page) == []
    page.goto(f"{site}/account/")
    with page.expect_navigation():
        page.locator("main form[action='/sign-out/'] button").click()

    page.goto(f"{site}/sign-in/local/?next=/account/sessions/")
    with page.expect_navigation():
        page.locator("[data-passkey=get] button").click()

    assert page.url == f"{site}/account/sessions/"
    assert "Chrome" in page.locator("main").inner_text()

    page.goto(f"{site}/sign-in/local/")
    tools.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    page.locator("[data-passkey=get] button").click()
    page.locator("[data-passkey=get] [role=status]:not(:empty)").wait_for()


def test_the_warning_comes_in_time_keeps_the_text_and_lets_one_stay(live, visit):
    visitor = visit("ingrid-solbakken")
    page = visitor.page
    page.clock.install()
    visitor.open("/notices/new/oral/")
    dialog = page.locator("#session-end")
    words = page.locator("main textarea").first
    words.fill("Half a sentence")
    page.clock.run_for(2000)
    page.locator("[data-draft-status]:not(:empty)").wait_for()
    page.clock.fast_forward("27:00")
    page.clock.run_for(5000)
    assert not dialog.is_visible()

    page.clock.fast_forward("01:30")
    page.clock.run_for(5000)
    dialog.wait_for(state="visible")
    assert axe_findings(page) == []
    with page.expect_response("**/account/stay/") as stayed:
        dialog.locator("form button").click()

    assert stayed.value.status == 204
    dialog.wait_for(state="hidden")
    assert words.input_value() == "Half a sentence"

    page.clock.fast_forward("31:00")
    page.clock.run_for(10000)
    dialog.locator("[data-close]").click()
    assert words.input_value() == "Half a sentence"


def test_the_back_button_shows_nothing_after_sign_out(visit):
    visitor = visit("ingrid-solbakken")
    page = visitor.page
    visitor.open("/notices/")
    visitor.open("/account/")
    with page.expect_navigation():
        page.locator("main form[action='/sign-out/'] button").click()

    page.go_back()
    page.wait_for_url("**/sign-in/?next=**")
    page.go_back()

    page.wait_for_url("**/sign-in/?next=**")
    assert "Ingrid" not in page.content()


def test_a_member_of_staff_who_is_a_parent_too_changes_to_her_own_pages_and_back(live, visit):
    visitor = visit("nina-strand")
    page = visitor.page
    switch = page.locator("main form[action='/account/other-self/'] button")
    visitor.open("/account/")
    with page.expect_navigation():
        switch.click()
    assert page.url.startswith(f"{live.url}/my/")
    assert visitor.open("/notices/").status == 403

    visitor.open("/account/")
    assert axe_findings(page) == []
    with page.expect_navigation():
        switch.click()
    assert page.url == f"{live.url}/day/"
    assert visitor.open("/my/").status == 403
