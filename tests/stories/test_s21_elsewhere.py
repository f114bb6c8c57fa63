"""S21 The coordinator works elsewhere: Tone, teacher in the county, is a guest in Trondheim's file."""

from dataclasses import replace

import pytest

from rooms.front.test_sessions_in_browser import with_authenticator
from stories.backstage import Invented, in_days
from stories.ostbyen import OstbyenStory
from stories.telling import step

PHONE = {"width": 390, "height": 844}
NOTE = "Snakket med Ivar om skolehverdagen."
ILL = "Epilepsien er verre om natta."


class Elsewhere(OstbyenStory):
    """Tone coordinates within what the consent covers."""

    @step
    def given_ivar_wants_a_coordinator_at_his_school(self):
        self.ivar, self.name = Invented("Ivar", 19), f"Tone {Invented('Tone', 40).family}"
        notice, self.person = self.tell_of(self.ivar, f"Går på videregående. {self.ivar.family}")
        self.acknowledge_and_ask(notice)
        self.follow_up = self.follow_up_of(notice, self.person)
        self.file = f"/persons/{self.follow_up}/"
        self.ingrid.page.set_viewport_size(PHONE)
        self.consent(self.follow_up, "signed", "assessment", "coordinator", topics=["school", "work"])
        assert self.one("SELECT state FROM coordination_followup WHERE id = %s", self.follow_up) == "consented"

    @step
    def when_the_administrator_adds_a_guest_from_the_county(self):
        bente = self.visit("bente-rokke")
        bente.open("/organisation/staff/guests/new/").send(
            name=self.name, title="lærer", employer="Trøndelag fylkeskommune", sector="education", unit="PP-tjenesten"
        )
        self.guest, account = self.one("SELECT id, account_id FROM organisation_staff WHERE name = %s", self.name)
        assert account is None
        bente.open(f"/organisation/staff/{self.guest}/roles/new/").send(role="guest", unit=self.unit_id("tr-ppt"))
        bente.open(f"/organisation/staff/{self.guest}/invitation/").push("/invitation/")
        self.link = bente.page.locator("#link").input_value().replace("127.0.0.1", "localhost")

    def visit(self, login):
        walker = self.stage.enter(login)
        walker.page.set_viewport_size(PHONE)
        return walker

    @step
    def when_she_makes_her_own_way_in(self):
        self.tone = self.visit("")
        self.tone.live = replace(self.live, url=self.link.partition("/sign-in/")[0])
        with_authenticator(self.tone.page)
        self.tone.open(self.link)
        with self.tone.page.expect_navigation():
            self.tone.page.locator("[data-passkey=create] button").click()
        assert self.tone.status_of(self.file) == 404
        for path in ("/persons/emergency/", "/notices/"):
            assert self.tone.status_of(path) in {403, 404}, path

    @step
    def when_she_is_asked_and_appointed(self):
        self.ingrid.open(self.file + "coordinator/ask/").send(
            service_unit=self.unit_id("tr-ppt"), kind="coordinator", answer_by=in_days(5), wish="En fra skolen."
        )
        asked = self.one("SELECT id FROM coordination_appointment WHERE person_id = %s", self.person)
        request = f"/persons/requests/{asked}/"
        elin = self.visit("elin-kvam").open(request).does_not_read(self.ivar.family)
        elin.follow("/naming/").send(coordinator=f"{self.name}, lærer")
        elin.open(request).does_not_read(self.ivar.family)
        assert self.tone.status_of(self.file) == 404
        self.tone.open("/persons/requests/").follow(request).reads(self.ivar.name)
        self.tone.follow("/yes/").send()
        self.ingrid.open(self.file + "coordinator/").follow(f"/{asked}/appointing/").send(main=True)
        assert self.one("SELECT state FROM coordination_appointment WHERE id = %s", asked) == "appointed"
        self.ingrid.open(self.file + "notes/new/").send(text=ILL, happened_on=in_days(0), topic="physical-health")
        note = self.one("SELECT id FROM coordination_worknote WHERE text = %s", ILL)
        self.ingrid.open(f"{self.file}notes/{note}/").push("/signature/")

    @step
    def then_she_sees_what_the_consent_covers_on_every_page(self):
        self.tone.open(self.file).reads(self.ivar.given).does_not_read(ILL)
        for part in ("notes/", "team/", "history/", "consents/"):
            self.tone.open(self.file + part).does_not_read(ILL)

    @step
    def then_what_she_writes_belongs_to_the_municipalitys_file(self):
        self.tone.open(self.file + "notes/new/").send(text=NOTE, happened_on=in_days(0))
        note, organisation = self.one("SELECT n.id, o.slug FROM coordination_worknote n JOIN organisation_organisation o"
                                      " ON o.id = n.organisation_id WHERE n.text = %s", NOTE)  # fmt: skip
        assert organisation == "trondheim"
        self.tone.open(f"{self.file}notes/{note}/").push("/signature/")
        self.ingrid.open(self.file + "notes/").reads(NOTE)

    @step
    def then_the_log_says_who_she_was(self):
        bases = self.rows(
            "SELECT DISTINCT role, basis FROM audit_viewrecord WHERE person_id = %s AND by_name = %s",
            self.person,
            self.name,
        )
        assert ("lærer", "coordinator") in bases
        assert any("note" in what for what in self.log(self.person))


@pytest.fixture(scope="module")
def told(stage):
    return Elsewhere(stage)


@pytest.mark.story("S21.1")
def test_a_coordinator_from_the_county_works_within_the_consent(told):
    told.given_ivar_wants_a_coordinator_at_his_school()
    told.when_the_administrator_adds_a_guest_from_the_county()
    told.when_she_makes_her_own_way_in()
    told.when_she_is_asked_and_appointed()
    told.then_she_sees_what_the_consent_covers_on_every_page()
    told.then_what_she_writes_belongs_to_the_municipalitys_file()
    told.then_the_log_says_who_she_was()
