"""S11 One plan only: Olav has one, Arendal is asked by consent, the school's plan is linked, and somebody is always responsible."""

from datetime import timedelta

import pytest

from stories.backstage import Invented, in_days, inside, today, written
from stories.ostbyen import EXPLAINED, OstbyenStory
from stories.telling import step

REASONS = "Fysioterapeuten møter ham oftest, og derfor følger tjenesten planen opp fra den dagen av."
PHONE = {"width": 390, "height": 844}


class OnePlan(OstbyenStory):
    """On a telephone, in Østbyen."""

    @step
    def given_somebody_with_a_plan_in_force(self):
        self.olav = Invented("Olav", 61)
        self.ingrid.page.set_viewport_size(PHONE)
        notice, self.person = self.tell_of(self.olav, f"Vil ut og gå. {self.olav.family}")
        self.acknowledge_and_ask(notice)
        self.follow_up = self.follow_up_of(notice, self.person)
        self.consent(self.follow_up, "oral", "assessment", "plan", "coordinator")
        self.plan = self.plan_in_force(self.follow_up, self.person)
        self.address = f"/plans/{self.plan}/"

    @step
    def then_a_second_plan_is_refused(self):
        self.ingrid.open(f"/plans/new/{self.follow_up}/").post(f"/plans/new/{self.follow_up}/")
        living = self.rows("SELECT id FROM plans_individualplan WHERE person_id = %s AND state <> 'ended'", self.person)
        assert living == [(self.plan,)]

    @step
    def when_arendal_is_asked_by_a_consent_that_names_it(self):
        self.ingrid.open(f"/plans/elsewhere/{self.follow_up}/").does_not_read("Arendal")
        arendal = self.one("SELECT id FROM organisation_organisation WHERE slug = 'arendal'")
        page = self.ingrid.open(f"/persons/{self.follow_up}/consents/new/")
        told = {"answer": "signed", "given_by": "person", "information": EXPLAINED, "informed_on": in_days(0)}
        page.send(refused=True, subjects=["plan", "sharing"], recipient_organisation=arendal, **told)
        page.send(subjects=["sharing"])
        assert self.rows(
            "SELECT state, recipients FROM consent_consent WHERE person_id = %s AND recipient_organisation_id = %s",
            self.person, arendal,
        ) == [("given-signed", "Arendal kommune")]  # fmt: skip
        self.ingrid.open(f"/persons/{self.follow_up}/consents/").reads("Arendal kommune")
        self.ingrid.open(f"/plans/elsewhere/{self.follow_up}/").send(organisation="Arendal")

    @step
    def then_it_lies_in_their_inbox_and_tells_nothing_back(self):
        question, unit, person = self.one(
            "SELECT r.id, u.name, r.person_id FROM plans_receivedplanquestion r JOIN organisation_unit u ON u.id = r.unit_id"
            " JOIN plans_planquestion q ON q.question_id = r.question_id WHERE q.person_id = %s", self.person,
        )  # fmt: skip
        assert (bool(unit), person) == (True, None)
        assert self.ingrid.status_of(f"/plans/received/{question}/") == 404
        task = self.one("SELECT kind FROM tasks_task WHERE source_id = %s", question)
        assert task == "plan-question"
        self.answered(question)
        asked = self.one("SELECT id FROM plans_planquestion WHERE person_id = %s", self.person)
        has_plan, contact = self.one("SELECT has_plan, contact FROM plans_planquestion WHERE id = %s", asked)
        assert (has_plan, contact) == (False, "")
        self.ingrid.open(f"/plans/questions/{asked}/").send()
        assert self.one("SELECT state FROM tasks_task WHERE source_id = %s", asked) == "done"
        assert {"plan-question.asked", "plan-question.answer-came"} <= set(self.log(self.person))

    def answered(self, question):
        """The caseworker in Arendal has nothing to tell."""
        login = next(
            login for login, account in self.live.accounts.items()
            if "/arendal/" in account["url"] and "caseworker" in account["role"]
        )  # fmt: skip
        caseworker = self.stage.enter(login)
        caseworker.page.set_viewport_size(PHONE)
        caseworker.open(f"/plans/received/{question}/").send(tells="no")

    @step
    def when_the_schools_plan_is_linked(self):
        self.ingrid.open(self.address + "sub-plans/").send(
            title="Opplæringsplan", holder="Strinda videregående skole", topic="school", contact="Tone Moe"
        )

    @step
    def then_it_stands_on_the_page_and_on_paper(self):
        from rooms.paper.tagged import TaggedPdf

        self.ingrid.open(self.address).reads("Opplæringsplan, Strinda videregående skole, Tone Moe")
        paper = " ".join(text for _tag, text in TaggedPdf(self.ingrid.download(self.address + "print/")).blocks())
        assert "Strinda videregående skole" in paper
        assert "sub-plan.linked" in self.log(self.person)

    @step
    def when_two_services_do_not_agree(self):
        self.before = self.one("SELECT main_responsible_id FROM plans_individualplan WHERE id = %s", self.plan)
        self.ingrid.open(self.address + "disagreement/").send(
            one=self.unit_id("tr-fysio"),
            other=self.unit_id("tr-ostbyen-voksen"),
            words="Begge mener den andre er nærmest.",
        )
        self.raised = self.one("SELECT id FROM plans_disagreement WHERE plan_id = %s", self.plan)
        assert self.one("SELECT kind FROM tasks_task WHERE source_id = %s", self.raised) == "responsibility"

    @step
    def then_the_municipality_decides_and_nobody_is_without(self):
        from knutepunkt.plans.jobs import carry_out_due

        page = self.ingrid.open(f"/plans/disagreements/{self.raised}/")
        page.send(refused=True, unit=self.unit_id("tr-fysio"), from_day=in_days(3), reasons="Nei")
        page.send(unit=self.unit_id("tr-fysio"), from_day=in_days(3), reasons=REASONS)
        assert self.responsible() == self.before
        with inside(self.live, "trondheim") as (_loader, at):
            assert carry_out_due(at + timedelta(days=3)) >= 1
        assert self.responsible() not in {None, self.before}
        assert written(today() + timedelta(days=3)) == written(
            self.one("SELECT from_day FROM plans_disagreement WHERE id = %s", self.raised)
        )
        assert {"disagreement.raised", "disagreement.decided", "plan.main-responsible-set"} <= set(
            self.log(self.person)
        )
        assert ("Ingrid Solbakken", "plan") in self.readers(self.person)

    def responsible(self):
        return self.one("SELECT main_responsible_id FROM plans_individualplan WHERE id = %s", self.plan)


@pytest.fixture(scope="module")
def told(stage):
    return OnePlan(stage)


@pytest.mark.story("S11.1")
def test_a_second_plan_is_refused(told):
    told.then_a_second_plan_is_refused()


@pytest.mark.story("S11.2")
def test_another_organisation_is_asked_by_consent_and_tells_nothing_it_may_not(told):
    told.then_it_lies_in_their_inbox_and_tells_nothing_back()


@pytest.mark.story("S11.3")
def test_other_plans_are_linked_to_the_common_one(told):
    told.then_it_stands_on_the_page_and_on_paper()


@pytest.mark.story("S11.4")
def test_services_disagree_and_the_municipality_decides(told):
    told.then_the_municipality_decides_and_nobody_is_without()
