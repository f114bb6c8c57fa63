"""The back button after a consent is withdrawn, and after sign-out: nothing of the file is to be seen again.

In a browser that keeps whole pages to go back to, as people's browsers do.
"""

import pytest

from live import CHROMIUM_FLAGS, chromium
from stories.sivert import SCHOOL, household
from stories.walking import Walker

pytestmark = pytest.mark.browser
NAME = "Sivert"
KEEPS_PAGES = "--disable-back-forward-cache"


@pytest.fixture(scope="module")
def keeping(browser):
    """A browser of our own: the shared one is told not to keep pages."""
    launched = browser.browser_type.launch(
        executable_path=chromium() or None, args=CHROMIUM_FLAGS, ignore_default_args=[KEEPS_PAGES]
    )
    yield launched
    launched.close()


def coordinated(home):
    """The teacher coordinates on what the parents have said yes to; gives that consent."""
    from knutepunkt.consent.models import Consent
    from knutepunkt.coordination import operations as coordination

    with home.work() as (row, teacher, _parents, by):
        asked = coordination.ask_service(
            follow_up=row, service_unit=teacher.unit, answer_by=by["at"].date(), kind="coordinator", **by
        )
        coordination.name_coordinator(appointment=asked, coordinator=teacher, **by)
        coordination.accept_appointment(appointment=asked, **by)
        coordination.appoint(appointment=asked, topics=["goals", "school"], **by)
        return Consent.objects.get(person=row.person)


def withdrawn(home, consent):
    from knutepunkt.consent.operations import withdraw_consent

    with home.work() as (_row, _teacher, _parents, by):
        withdraw_consent(consent=consent, reason="Sa det på telefonen.", **by)


@pytest.fixture
def readers(live, keeping):
    """Two browsers of the same reader: one that runs scripts, one that does not."""
    opened = [keeping.new_context(locale="nb-NO", java_script_enabled=scripts) for scripts in (True, False)]
    yield [Walker(live, context.new_page()) for context in opened]
    for context in opened:
        context.close()


def test_back_and_reload_show_nothing_of_what_was_closed_meanwhile(live, readers):
    home = household(live)
    consent = coordinated(home)
    plan, file = f"/plans/{home.plan}/", f"/persons/{home.follow_up}/"
    for walker in readers:
        walker.open(f"/demo/trondheim/{home.login('teacher')}/")
        assert "no-store" in walker.page.goto(live.url + plan).headers["cache-control"]
        walker.reads(SCHOOL, NAME).open(file).reads(NAME).open("/account/")

    withdrawn(home, consent)

    for walker in readers:
        for path in (file, plan):
            assert walker.page.go_back().status == 404
            assert walker.page.url == live.url + path
            walker.does_not_read(SCHOOL, NAME)
            assert walker.page.reload().status == 404
            walker.does_not_read(SCHOOL, NAME)
        walker.open("/account/")
        with walker.page.expect_navigation():
            walker.page.locator("main form[action='/sign-out/'] button").click()
        for _time in range(2):
            walker.page.go_back()
            walker.page.wait_for_url("**/sign-in/?next=**")
            walker.does_not_read(SCHOOL, NAME)
