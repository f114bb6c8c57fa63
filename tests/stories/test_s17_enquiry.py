"""S17 Enquiry, own initiative, not now."""

import pytest

from stories.backstage import NUMBERS, Invented, can_sign_in, in_days, today, written
from stories.ostbyen import OstbyenStory
from stories.telling import step

QUESTION = "Hva finnes av tilbud for unge voksne etter hjernerystelse?"
TOPIC, ANSWER = "Tilbud etter hjernerystelse", "Mestringskurs på rehabiliteringssenteret, og samtale hos oss."
SEEN_AT_HOME = "Faller ofte, klarer ikke trappa. Hjemmetjenesten er bekymret."
LETTER = "Jeg ber om hjelp til å komme i gang igjen etter operasjonen."
PERHAPS = "Kan ha behov for opptrening etter brudd."
NO_NEED = "Vi har sett på gange, hverdag og arbeid sammen med ham. Han klarer alt selv og ønsker ingen oppfølging nå."
AGAIN = "Nå er det blitt verre. Jeg vil gjerne ha hjelp likevel."


class Enquiry(OstbyenStory):
    """A nurse asks what exists."""

    @step
    def when_a_nurse_asks_what_exists(self):
        self.before = self.one("SELECT count(*) FROM people_person")
        self.question = f"{QUESTION} Sak {next(NUMBERS)}."
        self.hanne.open("/notices/new/enquiry/").send(
            text=self.question, sender_name="Lise", sender_organisation="Legevakten"
        )
        self.notice, self.person = self.newest_notice(self.question)

    @step
    def when_it_is_answered(self):
        self.hanne.open(f"/notices/{self.notice}/").reads(self.question)
        self.hanne.open(f"/notices/{self.notice}/answer/").send(topic=TOPIC, answer=ANSWER)

    @step
    def then_it_is_counted_and_there_is_no_file(self):
        assert self.one("SELECT kind, state, person_id FROM intake_notice WHERE id = %s", self.notice) == (
            "enquiry",
            "guidance-given",
            None,
        )
        assert self.one(
            "SELECT outcome_text, topic_of_enquiry FROM intake_noticecontent WHERE notice_id = %s", self.notice
        ) == (ANSWER, TOPIC)
        assert self.one("SELECT count(*) FROM people_person") == self.before
        self.hanne.open("/notices/enquiries/").reads(TOPIC)
        self.hanne.open(f"/notices/{self.notice}/").reads(ANSWER)
        log = [
            what
            for (what,) in self.rows(
                "SELECT what FROM audit_event WHERE subject_id = %s AND person_id IS NULL", self.notice
            )
        ]
        assert "notice.received" in log
        assert len(log) >= 2


class OwnInitiative(OstbyenStory):
    """The home service starts on its own initiative."""

    @step
    def when_a_service_tells_of_what_it_has_seen(self):
        self.solveig = Invented("Solveig", 79)
        petter = self.stage.enter("petter-hagen")
        self.notice, self.person = self.tell_of(
            self.solveig,
            f"{SEEN_AT_HOME} {self.solveig.family}",
            by=petter,
            kind="own-initiative",
            basis_text="Spurt hjemme",
        )

    @step
    def then_nothing_begins_before_she_is_asked(self):
        self.ingrid.open(f"/notices/{self.notice}/").push("/acknowledgement/")
        assert self.one("SELECT wish, person_id FROM intake_noticecontent WHERE notice_id = %s", self.notice) == (
            "",
            None,
        )
        self.ingrid.open(f"/notices/{self.notice}/acceptance/").send(refused=True)
        assert self.rows("SELECT id FROM coordination_followup WHERE person_id = %s", self.person) == []

    @step
    def when_she_says_yes(self):
        self.ingrid.open(f"/notices/{self.notice}/wish/").send(wish="yes", words="Ja, kom gjerne.")
        self.follow_up = self.follow_up_of(self.notice, self.person)

    @step
    def then_it_begins(self):
        kind, channel, state = self.one("SELECT kind, channel, state FROM intake_notice WHERE id = %s", self.notice)
        assert (kind, channel, state) == ("own-initiative", "form", "accepted")
        assert self.one("SELECT wish, wish_words FROM intake_noticecontent WHERE notice_id = %s", self.notice) == (
            "yes",
            "Ja, kom gjerne.",
        )
        self.ingrid.open(f"/persons/{self.follow_up}/").reads(self.solveig.name)
        log = self.log(self.person)
        assert log.index("notice.wish-recorded") < log.index("notice.accept")
        assert "Petter Hagen" not in {name for name, _page in self.readers(self.person)}


class Application(OstbyenStory):
    """A request counts as an application from the day it came."""

    @step
    def when_a_letter_that_came_three_days_ago_is_recorded(self):
        self.nils = Invented("Nils", 50)
        self.hanne.open("/notices/new/paper/").send(
            received_at_0=in_days(-3), received_at_1="09:15", kind="own-request", name=self.nils.name, birth_date=written(self.nils.born),
            number=self.nils.number, text=f"{LETTER} {self.nils.name}", basis="own",
        )  # fmt: skip
        self.notice, self.person = self.newest_notice(f"{LETTER} {self.nils.name}")

    @step
    def then_it_counts_from_the_day_it_came(self):
        counts, received, recorded, due = self.one(
            "SELECT application_from, (received_at AT TIME ZONE 'Europe/Oslo')::date, (recorded_at AT TIME ZONE 'Europe/Oslo')::date, due_at"
            " FROM intake_notice WHERE id = %s", self.notice,
        )  # fmt: skip
        assert written(counts) == written(received) == in_days(-3)
        assert recorded == today()
        assert due is not None

    @step
    def when_it_is_handed_on_as_an_application(self):
        self.hanne.open(f"/notices/{self.notice}/").push("/acknowledgement/")
        self.hanne.open(f"/notices/{self.notice}/application/").send(to="Helse- og velferdskontoret", on=in_days(0))

    @step
    def then_the_day_stays(self):
        assert written(self.one("SELECT application_from FROM intake_notice WHERE id = %s", self.notice)) == in_days(-3)
        assert self.state_of(self.notice) == "handed-on-as-application"
        self.hanne.open(f"/notices/{self.notice}/").reads("Helse- og velferdskontoret")
        assert "notice.hand-on" in self.log(self.person)


class NoNeed(OstbyenStory):
    """Looked at, no need found, may ask again."""

    @step
    def given_a_possible_need(self):
        self.per = Invented("Per", 34)
        self.notice, self.person = self.tell_of(self.per, f"{PERHAPS} {self.per.family}")
        self.own = self.stage.enter("per", can_sign_in(self.live, self.person))
        self.acknowledge_and_ask(self.notice, "Greit at dere ser på det.")

    @step
    def when_no_need_is_found_and_he_is_told(self):
        self.ingrid.open(f"/notices/{self.notice}/no-need/").send(
            reasons=NO_NEED, told_on=in_days(0), told_how="samtale og brev"
        )

    @step
    def then_the_decision_stands_and_he_was_told(self):
        assert self.state_of(self.notice) == "no-need-found"
        kind, state, reasons, told = self.one(
            "SELECT kind, state, reasons, told_on FROM coordination_decision WHERE person_id = %s", self.person
        )
        assert (kind, state, reasons, told) == ("no-need", "told", NO_NEED, today())
        self.ingrid.open(f"/notices/{self.notice}/").reads(self.per.name)

    @step
    def when_he_asks_again(self):
        self.own.open("/my/request/").send(text=AGAIN)

    @step
    def then_it_is_a_new_request_from_today_in_his_own_district(self):
        new, unit, state, counts, kind = self.one(
            "SELECT n.id, u.slug, n.state, n.application_from, n.kind FROM intake_notice n JOIN organisation_unit u ON u.id = n.unit_id"
            " WHERE n.person_id = %s AND n.id <> %s", self.person, self.notice,
        )  # fmt: skip
        assert (unit, state, counts, kind) == ("tr-ostbyen-voksen", "received", today(), "own-request")
        self.ingrid.open(f"/notices/{new}/").does_not_read(AGAIN)
        self.ingrid.push("/acknowledgement/").reads(AGAIN)
        self.own.open("/my/").reads(self.per.given)
        log = self.log(self.person)
        assert "notice.find-no-need" in log
        assert log.count("notice.received") == 2


@pytest.mark.story("S17.1")
def test_an_enquiry_without_a_person_is_answered_and_counted(stage):
    enquiry = Enquiry(stage)
    enquiry.when_a_nurse_asks_what_exists()
    enquiry.when_it_is_answered()
    enquiry.then_it_is_counted_and_there_is_no_file()


@pytest.mark.story("S17.2")
def test_a_service_starts_on_its_own_initiative_and_she_is_asked(stage):
    initiative = OwnInitiative(stage)
    initiative.when_a_service_tells_of_what_it_has_seen()
    initiative.then_nothing_begins_before_she_is_asked()
    initiative.when_she_says_yes()
    initiative.then_it_begins()


@pytest.mark.story("S17.3")
def test_a_request_counts_as_an_application_from_the_day_it_came(stage):
    application = Application(stage)
    application.when_a_letter_that_came_three_days_ago_is_recorded()
    application.then_it_counts_from_the_day_it_came()
    application.when_it_is_handed_on_as_an_application()
    application.then_the_day_stays()


@pytest.mark.story("S17.4")
def test_no_need_is_found_and_he_may_ask_again(stage):
    perhaps = NoNeed(stage)
    perhaps.given_a_possible_need()
    perhaps.when_no_need_is_found_and_he_is_told()
    perhaps.then_the_decision_stands_and_he_was_told()
    perhaps.when_he_asks_again()
    perhaps.then_it_is_a_new_request_from_today_in_his_own_district()
