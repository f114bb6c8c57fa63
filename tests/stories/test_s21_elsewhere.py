"""S21 The coordinator works elsewhere: Tone, teacher in the county, is a guest in Trondheim's file."""

import pytest

from stories.backstage import Invented, in_days, inside
from stories.ostbyen import OstbyenStory
from stories.telling import step

PHONE = {"width": 390, "height": 844}
NOTE = "Snakket med Ivar om skolehverdagen."
ILL = "Epilepsien er verre om natta."


class Elsewhere(OstbyenStory):
    """Tone coordinates within what the consent covers."""

    @step
    def given_ivar_wants_a_coordinator_at_his_school(self):
        self.ivar = Invented("Ivar", 19)
        notice, self.person = self.tell_of(self.ivar, f"Går på videregående. {self.ivar.family}")
        self.acknowledge_and_ask(notice)
        self.follow_up = self.follow_up_of(notice, self.person)
        self.file = f"/persons/{self.follow_up}/"
        with inside(self.live, "trondheim") as (loader, at):
            from knutepunkt.consent.models import Consent
            from knutepunkt.coordination.models import FollowUp
            from knutepunkt.coordination.operations import follow_up_consented
            from knutepunkt.people.models import Person

            ivar = Person.objects.get(pk=self.person)
            Consent.objects.create(
                organisation_id=ivar.organisation_id, person=ivar, subjects=["assessment", "coordinator"], topics=["school", "work"],
                state="given-signed", given_by="person", given_by_name=ivar.full_name, answered_at=at,
                recorded_by="Ingrid Solbakken", created_at=at,
            )  # fmt: skip
            follow_up_consented(follow_up=FollowUp.objects.get(pk=self.follow_up), by=loader, at=at)

    @step
    def when_the_administrator_adds_a_guest_from_the_county(self):
        bente = self.stage.enter("bente-rokke")
        bente.page.set_viewport_size(PHONE)
        bente.open("/organisation/staff/guests/new/").send(
            name="Tone Moe", title="lærer", employer="Trøndelag fylkeskommune", sector="education", unit="PP-tjenesten"
        )
        self.guest = self.one("SELECT id FROM organisation_staff WHERE name = 'Tone Moe'")
        assert self.rows("SELECT id FROM organisation_staffrole WHERE staff_id = %s", self.guest) == []

    @step
    def when_she_gets_a_sign_in_of_her_own_and_is_appointed(self):
        from knutepunkt.coordination.models import Appointment, FollowUp
        from knutepunkt.coordination.operations import accept_appointment, appoint, ask_service, name_coordinator
        from knutepunkt.foundation.clock import day
        from knutepunkt.identity.models import Account
        from knutepunkt.organisation.models import Staff, Unit

        with inside(self.live, "trondheim") as (loader, at):
            tone = Staff.objects.get(pk=self.guest)
            tone.account = Account.objects.create(subject="demo:tone-moe", kind="staff", password="!", language="nb")
            tone.save()
            by = {"by": loader, "at": at}
            row = ask_service(
                follow_up=FollowUp.objects.get(pk=self.follow_up), service_unit=Unit.objects.get(slug="tr-ppt"), answer_by=day(at),
                wish="", kind="coordinator", **by,
            )  # fmt: skip
            name_coordinator(appointment=row, coordinator=tone, **by)
            accept_appointment(appointment=row, **by)
            appoint(appointment=Appointment.objects.get(pk=row.pk), **by)
        self.ingrid.open(self.file + "notes/new/").send(text=ILL, happened_on=in_days(0), topic="physical-health")
        note = self.one("SELECT id FROM coordination_worknote WHERE text = %s", ILL)
        self.ingrid.open(f"{self.file}notes/{note}/").push("/signature/")

    @step
    def then_she_sees_what_the_consent_covers_on_every_page(self):
        self.tone = self.stage.enter("tone-moe", url="/demo/trondheim/tone-moe/")
        self.tone.page.set_viewport_size(PHONE)
        self.tone.open(self.file).reads(self.ivar.given).does_not_read(ILL)
        for part in ("notes/", "team/", "history/", "consents/"):
            if self.tone.status_of(self.file + part) == 200:
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
            "SELECT DISTINCT role, basis FROM audit_viewrecord WHERE person_id = %s AND by_name = 'Tone Moe'",
            self.person,
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
    told.when_she_gets_a_sign_in_of_her_own_and_is_appointed()
    told.then_she_sees_what_the_consent_covers_on_every_page()
    told.then_what_she_writes_belongs_to_the_municipalitys_file()
    told.then_the_log_says_who_she_was()
