"""S4 the family decides who is in the group; S10 consent withdrawn; S19 parents who do not agree, care taken over, foster home.

All on a telephone, and with what the log says.
"""

import pytest

from stories.backstage import in_days
from stories.emil import EXPLAINED
from stories.sivert import SCHOOL, SLEEP, household, informed
from stories.telling import Story, step

PHONE = {"width": 390, "height": 844}
GOALS = 'section[aria-labelledby="goals"]'
WRITTEN = "Sivert var keeper i dag. Jeg vil foreslå at vi øver litt mer på utspark."


class Household(Story):
    """Who comes to a telephone."""

    def visit(self, who, at_home=None):
        login = who if "-" in who else (at_home or self.home).login(who)
        walker = self.stage.enter(login, self.live.url + f"/demo/trondheim/{login}/")
        walker.page.set_viewport_size(PHONE)
        return walker

    def question(self):
        return self.one("SELECT id FROM consent_consent WHERE person_id = %s AND state = 'drafted'", self.home.person)

    def answers(self, who, question, answer):
        parent = self.visit(who).open(f"/my/consents/questions/{question}/")
        parent.page.locator('[name="child_heard"]').fill("Marte er grei")
        with parent.page.expect_navigation():
            parent.page.locator(f'button[name="answer"][value="{answer}"]').click()
        return parent

    def adds_the_teacher(self, *topics):
        """Which is a question to the parents, and nothing more."""
        self.visit("ingrid-solbakken").open(f"/persons/{self.home.follow_up}/team/new/").send(
            staff=self.home.teacher, contributes="Hjelper i storefri", sees_plan=True, topics=list(topics)
        )

    def state(self, consent):
        return self.one("SELECT state FROM consent_consent WHERE id = %s", consent)


class Group(Household):
    """The teacher is to take part."""

    @step
    def given_sivert_has_a_plan(self):
        self.home = household(self.live)

    @step
    def when_the_teacher_is_added_she_waits(self):
        self.adds_the_teacher("goals", "school")
        self.asked = self.question()
        topics, uses = self.one("SELECT topics, uses FROM consent_consent WHERE id = %s", self.asked)
        assert (set(topics), uses) == ({"goals", "school"}, "Hjelper i storefri")
        assert self.visit("teacher").status_of(f"/plans/{self.home.plan}/") == 404
        assert {"consent.asked", "care-team.member-added"} <= set(self.log(self.home.person))

    @step
    def then_the_parents_see_it_as_she_will(self):
        mother = self.visit("mor").open(f"/my/consents/questions/{self.asked}/")
        mother.reads(SCHOOL).does_not_read(SLEEP)
        self.shown = mother.page.locator(GOALS).first.inner_html()

    @step
    def when_both_say_yes_she_sees_that_alone(self):
        self.answers("mor", self.asked, "yes")
        assert self.state(self.asked) == "drafted"
        self.answers("far", self.asked, "yes")
        assert self.state(self.asked) == "given-signed"
        teacher = self.visit("teacher").open(f"/plans/{self.home.plan}/")
        teacher.reads(SCHOOL).does_not_read(SLEEP)
        assert teacher.page.locator(GOALS).first.inner_html() == self.shown

    @step
    def when_she_is_taken_out_it_ends_in_the_same_moment(self):
        member = self.one("SELECT id FROM coordination_careteammember WHERE person_id = %s", self.home.person)
        teacher = self.visit("teacher")
        self.visit("ingrid-solbakken").open(f"/persons/{self.home.follow_up}/team/").push(f"/team/{member}/removal/")
        for path in (
            f"/plans/{self.home.plan}/",
            f"/plans/{self.home.plan}/print/",
            f"/persons/{self.home.follow_up}/",
        ):
            assert teacher.status_of(path) == 404, path
        assert self.state(self.asked) == "lapsed"
        assert "care-team.member-removed" in self.log(self.home.person)

    @step
    def when_she_coordinates_she_sees_no_health(self):
        from knutepunkt.consent.operations import record_consent
        from knutepunkt.coordination import operations as coordination

        with self.home.work() as (row, teacher, parents, by):
            record_consent(
                person=row.person, subjects=["coordinator"], recipient_staff=teacher, topics=["goals", "school"], answer="signed",
                given_by="parent", parents=parents, **informed(by["at"]), **by,
            )  # fmt: skip
            asked = coordination.ask_service(
                follow_up=row, service_unit=teacher.unit, answer_by=by["at"].date(), wish="", kind="coordinator", **by
            )
            coordination.name_coordinator(appointment=asked, coordinator=teacher, **by)
            asked.topics = ["goals", "school"]
            asked.save(update_fields=["topics"])
            coordination.accept_appointment(appointment=asked, **by)
            coordination.appoint(appointment=asked, **by)
            coordination.save_assessment(follow_up=row, version=0, fields={"body": "Stramme muskler"}, **by)
        teacher = self.visit("teacher").open(f"/plans/{self.home.plan}/")
        teacher.reads(SCHOOL).does_not_read(SLEEP)
        teacher.open(f"/persons/{self.home.follow_up}/").does_not_read("Stramme muskler")
        topics = self.rows("SELECT DISTINCT unnest(topics) FROM access_grant WHERE account_id IN"
                           " (SELECT account_id FROM organisation_staff WHERE id = %s)", self.home.teacher)  # fmt: skip
        assert not {topic for (topic,) in topics} & {"physical-health", "mental-health", "substance-use", "assessment"}


class Withdrawal(Household):
    """The parents say yes to the teacher, and take it back: first a part, then all."""

    @step
    def given_the_teacher_reads_and_writes(self):
        self.home = household(self.live)
        self.adds_the_teacher("goals", "school", "mental-health")
        self.consent = self.question()
        for who in ("mor", "far"):
            self.answers(who, self.consent, "yes")
        self.visit("teacher").open(f"/plans/{self.home.plan}/").reads(SCHOOL, SLEEP)

    @step
    def when_one_topic_is_taken_back_after_reading_what_follows(self):
        page = self.visit("ingrid-solbakken").open(
            f"/persons/{self.home.follow_up}/consents/{self.consent}/withdrawal/"
        )
        page.send(part=["mental-health"], reason="Far sa det på telefonen.")
        assert self.state(self.consent) == "partly-withdrawn"
        self.visit("teacher").open(f"/plans/{self.home.plan}/").reads(SCHOOL).does_not_read(SLEEP)

    @step
    def when_all_is_taken_back_while_she_writes(self):
        teacher = self.visit("teacher").open(f"/plans/{self.home.plan}/goals/{self.home.goal}/comment/")
        teacher.page.locator('[name="words"]').fill(WRITTEN)
        left = self.one("SELECT id FROM consent_consent WHERE goes_on_from_id = %s", self.consent)
        mother = self.visit("mor").open(f"/my/consents/{left}/withdrawal/")
        mother.send(words="Vi vil vente.")
        assert self.state(left) == "withdrawn"

    @step
    def then_it_is_gone_through_every_door(self):
        teacher = self.visit("teacher")
        for path in ("", "print/", "revisions/", "differences/0/", f"goals/{self.home.goal}/comment/"):
            assert teacher.status_of(f"/plans/{self.home.plan}/{path}") == 404, path
        for path in ("", "consents/", "notes/", "team/", "sees/"):
            assert teacher.status_of(f"/persons/{self.home.follow_up}/{path}") == 404, path

    @step
    def then_her_words_are_refused_and_hers_to_copy(self):
        teacher = self.visit("teacher")
        form = teacher.page.locator('form:has([name="words"])').first
        with teacher.page.expect_navigation():
            form.locator("button[type=submit]:not([name=_draft])").first.click()
        assert WRITTEN in teacher.page.content()
        teacher.does_not_read("Sivert " + self.name()[1])
        assert self.rows("SELECT id FROM plans_goalcomment WHERE words = %s", WRITTEN) == []

    def name(self):
        return self.one("SELECT given_name, family_name FROM people_person WHERE id = %s", self.home.person)

    @step
    def then_who_saw_what_stays_readable(self):
        teacher = self.one("SELECT name FROM organisation_staff WHERE id = %s", self.home.teacher)
        self.visit("mor").open("/my/looks/").reads(teacher)
        assert (teacher, "plan") in self.readers(self.home.person)
        assert {"consent.withdraw-part", "consent.withdraw-own"} <= set(self.log(self.home.person))


class Custody(Household):
    """The parents do not agree; then child welfare takes over."""

    @step
    def given_the_parents_disagree(self):
        self.home = household(self.live)
        self.adds_the_teacher("school")
        self.asked = self.question()
        self.answers("mor", self.asked, "yes")
        self.answers("far", self.asked, "no")

    @step
    def then_nothing_starts_and_each_sees_only_that(self):
        assert self.state(self.asked) == "drafted"
        grants = self.rows(
            "SELECT id FROM access_grant WHERE account_id IN (SELECT account_id FROM organisation_staff WHERE id = %s)",
            self.home.teacher,
        )
        assert grants == []
        family = self.one("SELECT family_name FROM people_person WHERE id = %s", self.home.person)
        for who, other in (("mor", "Far"), ("far", "Mor")):
            page = self.visit(who).open(f"/my/consents/questions/{self.asked}/")
            said = page.page.locator("main").inner_text()
            assert not any(f"{other} {family} {verb}" in said for verb in ("har sagt", "sa ", "svarte"))
        assert self.log(self.home.person).count("consent.parent-answered") == 2 * 2

    @step
    def when_child_welfare_takes_over_the_next_click_is_refused(self):
        self.visit("mor").open("/my/plan/").reads(SCHOOL)
        of = f"/persons/of/{self.home.person}/"
        ingrid = self.visit("ingrid-solbakken")
        ingrid.open(of + "acting/new/").send(name="Fostermor", relation="fostermor", foster_parent=True)
        vera = self.who_sign_in()
        ingrid.open(of + "custody/new/").send(unit="Barneverntjenesten i Trondheim", staff=vera, decided_by="Nemnda")
        assert {"next-of-kin.added", "custody.taken-over"} <= set(self.log(self.home.person))
        for who in ("mor", "far"):
            page = self.visit(who)
            page.page.goto(self.live.url + "/my/plan/")
            page.does_not_read(SCHOOL, SLEEP)

    def who_sign_in(self):
        """Sign-ins, which no page of the unit makes: the foster mother's, and that of Vera in child welfare; gives Vera."""
        from knutepunkt.identity.models import Account
        from knutepunkt.organisation.models import Staff, Unit
        from knutepunkt.people.kin import connect_kin_account
        from knutepunkt.people.models import NextOfKin

        def account(who, kind):
            return Account.objects.create(
                subject=f"demo:{self.home.login(who)}", kind=kind, password="!", language="nb"
            )

        with self.home.work() as (row, _teacher, _parents, by):
            kin = NextOfKin.objects.get(person=row.person, foster_parent=True)
            connect_kin_account(kin=kin, account=account("foster", "person"), **by)
            vera = Staff.objects.create(
                organisation_id=row.organisation_id, account=account("vera", "staff"), name="Vera Lund", title="barnevernspedagog",
                unit=Unit.objects.get(slug="tr-barnevern"), sector="child-welfare",
            )  # fmt: skip
        return vera.pk

    @step
    def when_child_welfare_says_yes_it_counts(self):
        worker = self.visit("vera").open(f"/persons/{self.home.follow_up}/consents/{self.asked}/answer/")
        worker.send(
            answer="signed", given_by="child-welfare", topics=["school"], information=EXPLAINED, informed_on=in_days(0), child_heard="Ja"
        )  # fmt: skip
        assert self.state(self.asked) == "given-signed"
        assert "consent.give-signed" in self.log(self.home.person)

    @step
    def then_the_foster_mother_sees_daily_matters(self):
        self.visit("foster").open("/my/plan/").reads(SCHOOL).does_not_read(SLEEP)
        assert ("Fostermor", "own-plan") in self.readers(self.home.person)


@pytest.fixture(scope="module")
def group(stage):
    return Group(stage)


@pytest.fixture(scope="module")
def withdrawal(stage):
    return Withdrawal(stage)


@pytest.fixture(scope="module")
def custody(stage):
    return Custody(stage)


@pytest.mark.story("S4.1")
def test_adding_without_consent_is_a_question_that_waits(group):
    group.when_the_teacher_is_added_she_waits()


@pytest.mark.story("S4.2")
def test_the_parents_see_it_exactly_as_she_will(group):
    group.then_the_parents_see_it_as_she_will()


@pytest.mark.story("S4.3")
def test_she_sees_that_alone(group):
    group.when_both_say_yes_she_sees_that_alone()


@pytest.mark.story("S4.4")
def test_taking_her_out_ends_it_at_once(group):
    group.when_she_is_taken_out_it_ends_in_the_same_moment()


@pytest.mark.story("S4.5")
def test_the_teacher_coordinates_within_what_consent_covers(group):
    group.when_she_coordinates_she_sees_no_health()


@pytest.mark.story("S10.1")
def test_a_part_and_then_all_is_taken_back(withdrawal):
    withdrawal.when_one_topic_is_taken_back_after_reading_what_follows()
    withdrawal.when_all_is_taken_back_while_she_writes()


@pytest.mark.story("S10.2")
def test_it_is_gone_through_every_door(withdrawal):
    withdrawal.then_it_is_gone_through_every_door()


@pytest.mark.story("S10.3")
def test_her_words_are_hers_to_copy(withdrawal):
    withdrawal.then_her_words_are_refused_and_hers_to_copy()


@pytest.mark.story("S10.4")
def test_who_saw_what_stays_readable(withdrawal):
    withdrawal.then_who_saw_what_stays_readable()


@pytest.mark.story("S19.1")
def test_nothing_starts_that_needs_both(custody):
    custody.then_nothing_starts_and_each_sees_only_that()


@pytest.mark.story("S19.2")
def test_child_welfare_takes_over(custody):
    custody.when_child_welfare_takes_over_the_next_click_is_refused()
    custody.when_child_welfare_says_yes_it_counts()


@pytest.mark.story("S19.3")
def test_the_foster_mother_sees_daily_matters(custody):
    custody.then_the_foster_mother_sees_daily_matters()
