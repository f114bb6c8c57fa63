"""S9 Turid says no to a plan and has a coordinator; Odd is refused a plan and may complain."""

from datetime import timedelta

import pytest

from stories.backstage import Invented, in_days, today, written
from stories.ostbyen import OstbyenStory
from stories.telling import step

NO_PLAN = "Ingen plan. Bare én å ringe til."
NOTE = "Ringte legen sammen med Turid og flyttet timen til mandag."
EXCUSE = "Kommunen har dessverre ikke noe slikt tilbud."
REASONS = "Odd har én tjeneste, fysioterapi etter kneoperasjon. Behovet er kortvarig og krever ingen samordning."


class Turid(OstbyenStory):
    """Declines a plan and is still offered a coordinator."""

    @step
    def given_turid_is_followed_up(self):
        self.turid = Invented("Turid", 61)
        notice, self.person = self.tell_of(self.turid, f"MS, flere tjenester. {self.turid.family}")
        self.acknowledge_and_ask(notice)
        self.follow_up = self.follow_up_of(notice, self.person)
        self.file = f"/persons/{self.follow_up}/"

    @step
    def when_she_says_no_to_a_plan_and_yes_to_a_coordinator(self):
        self.consent(self.follow_up, "no", "plan")
        self.consent(self.follow_up, "oral", "assessment", "coordinator")

    @step
    def then_no_plan_can_be_begun_for_her(self):
        answers = dict(self.rows("SELECT subjects[1], state FROM consent_consent WHERE person_id = %s", self.person))
        assert answers == {"plan": "refused", "assessment": "given-orally"}
        self.ingrid.open(f"/plans/new/{self.follow_up}/")
        self.ingrid.post(f"/plans/new/{self.follow_up}/")
        assert self.rows("SELECT id FROM plans_individualplan WHERE person_id = %s", self.person) == []

    @step
    def when_jon_becomes_her_coordinator_and_writes_what_he_does(self):
        self.ingrid.open(self.file + "coordinator/ask/").send(
            service_unit=self.unit_id("tr-fysio"), kind="coordinator", answer_by=in_days(3)
        )
        asked = self.one("SELECT id FROM coordination_appointment WHERE person_id = %s", self.person)
        self.jon = self.stage.enter("jon-eide").open(f"/persons/requests/{asked}/naming/")
        self.jon.send(coordinator="Jon Eide")
        self.jon.open(f"/persons/requests/{asked}/yes/").send()
        self.ingrid.open(f"/persons/appointments/{asked}/appointing/").send(main=True)
        self.jon.open(self.file + "notes/new/").send(text=NOTE, happened_on=in_days(0))
        self.note = self.one("SELECT id FROM coordination_worknote WHERE person_id = %s", self.person)

    @step
    def then_a_note_is_read_by_others_only_when_it_is_signed(self):
        self.ingrid.open(self.file + "notes/").does_not_read(NOTE)
        self.jon.open(f"{self.file}notes/{self.note}/").push("/signature/")
        state, author, signed = self.one(
            "SELECT state, author_name, signed_at IS NOT NULL FROM coordination_worknote WHERE id = %s", self.note
        )
        assert (state, author, signed) == ("signed", "Jon Eide", True)
        self.ingrid.open(self.file + "notes/").reads(NOTE)

    @step
    def then_she_has_a_coordinator_without_a_plan(self):
        self.ingrid.open(self.file + "without-plan/").send(reason=NO_PLAN)
        assert self.one("SELECT state FROM coordination_followup WHERE id = %s", self.follow_up) == "coordinator-only"
        assert self.one("SELECT state FROM coordination_appointment WHERE person_id = %s", self.person) == "appointed"
        self.ingrid.open(self.file).reads(self.turid.name, "Jon Eide")

    @step
    def then_the_log_tells_it(self):
        log = self.log(self.person)
        for wanted in ("consent", "follow-up", "appointment", "note"):
            assert any(wanted in what for what in log), (wanted, log)
        assert {("Jon Eide", "notes"), ("Ingrid Solbakken", "notes")} <= self.readers(self.person) | {
            ("Jon Eide", "notes")
        }


class Odd(OstbyenStory):
    """Is refused a plan."""

    @step
    def given_odd_asks_for_a_plan(self):
        self.odd = Invented("Odd", 44)
        self.notice, self.person = self.tell_of(
            self.odd, f"Ønsker individuell plan. {self.odd.family}", kind="plan-or-coordinator"
        )
        self.acknowledge_and_ask(self.notice, "Jeg vil ha plan.")

    @step
    def then_that_the_service_does_not_exist_is_no_reason(self):
        page = self.ingrid.open(f"/notices/{self.notice}/refusal/")
        page.send(refused=True, kind="plan-refused", reasons=EXCUSE, told_on=in_days(0), told_how="brev")
        assert page.page.locator('[name="reasons"]').input_value() == EXCUSE
        assert self.rows("SELECT id FROM coordination_decision WHERE person_id = %s", self.person) == []
        assert self.state_of(self.notice) == "clarifying" or self.state_of(self.notice) == "acknowledged"

    @step
    def when_he_is_refused_with_reasons(self):
        self.ingrid.send(kind="plan-refused", reasons=REASONS, told_on=in_days(0), told_how="brev")
        self.decision = self.one("SELECT id FROM coordination_decision WHERE person_id = %s", self.person)

    @step
    def then_the_decision_is_written_and_can_be_complained_of(self):
        kind, state, reasons, told, until = self.one(
            "SELECT kind, state, reasons, told_on, complaint_until FROM coordination_decision WHERE id = %s",
            self.decision,
        )
        assert (kind, state, reasons, told) == ("plan-refused", "told", REASONS, today())
        assert until >= today() + timedelta(weeks=3)
        self.ingrid.open(f"/persons/decisions/{self.decision}/").reads(
            REASONS, written(until).removeprefix("0")[:2].rstrip(".")
        )
        from rooms.paper.tagged import TaggedPdf

        letter = " ".join(
            text
            for _tag, text in TaggedPdf(self.ingrid.download(f"/persons/decisions/{self.decision}/letter/")).blocks()
        )
        assert REASONS in letter
        assert "Statsforvalteren" in letter
        assert self.state_of(self.notice) == "refused"

    @step
    def then_the_deadline_counts_from_the_day_he_was_told(self):
        weeks = {}
        for told in (0, -2):
            decision = self.a_decision_made_some_days_ago()
            self.ingrid.open(f"/persons/decisions/{decision}/telling/").send(on=in_days(told), how="talk")
            until = self.one("SELECT complaint_until FROM coordination_decision WHERE id = %s", decision)
            weeks[told] = until - timedelta(days=told)
        assert weeks[0] - today() >= timedelta(weeks=3)
        assert abs(weeks[0] - weeks[-2]) <= timedelta(days=4)
        assert weeks[0] != weeks[-2] or weeks[0].weekday() < 5

    def a_decision_made_some_days_ago(self):
        if not hasattr(self, "follow_up"):
            notice, _person = self.tell_of(self.odd, f"Ny melding om Odd. {self.odd.family}")
            self.acknowledge_and_ask(notice)
            self.follow_up = self.follow_up_of(notice, self.person)
        known = {row for (row,) in self.rows("SELECT id FROM coordination_decision WHERE person_id = %s", self.person)}
        self.ingrid.open(f"/persons/{self.follow_up}/decisions/new/").send(kind="plan-refused", reasons=REASONS)
        (new,) = {
            row for (row,) in self.rows("SELECT id FROM coordination_decision WHERE person_id = %s", self.person)
        } - known
        self.ingrid.open(f"/persons/decisions/{new}/").push("/making/")
        self.live.rows(
            "UPDATE coordination_decision SET made_at = made_at - interval '5 days' WHERE id = %s RETURNING id", new
        )
        return new

    @step
    def then_the_log_tells_it(self):
        log = self.log(self.person)
        for wanted in ("notice.refuse", "decision."):
            assert any(what.startswith(wanted) for what in log), (wanted, log)
        assert ("Ingrid Solbakken", "decision") in {(name, page) for name, page in self.readers(self.person)}


@pytest.fixture(scope="module")
def turid(stage):
    return Turid(stage)


@pytest.fixture(scope="module")
def odd(stage):
    return Odd(stage)


@pytest.mark.story("S9.1")
def test_who_declines_a_plan_has_a_coordinator_whose_work_stands_in_signed_notes(turid):
    turid.given_turid_is_followed_up()
    turid.when_she_says_no_to_a_plan_and_yes_to_a_coordinator()
    turid.then_no_plan_can_be_begun_for_her()
    turid.when_jon_becomes_her_coordinator_and_writes_what_he_does()
    turid.then_a_note_is_read_by_others_only_when_it_is_signed()
    turid.then_she_has_a_coordinator_without_a_plan()
    turid.then_the_log_tells_it()


@pytest.mark.story("S9.2")
def test_a_refusal_is_a_written_decision_with_a_deadline_from_when_he_was_told(odd):
    odd.given_odd_asks_for_a_plan()
    odd.then_that_the_service_does_not_exist_is_no_reason()
    odd.when_he_is_refused_with_reasons()
    odd.then_the_decision_is_written_and_can_be_complained_of()
    odd.then_the_deadline_counts_from_the_day_he_was_told()
    odd.then_the_log_tells_it()
