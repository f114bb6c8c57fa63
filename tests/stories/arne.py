"""S1 Arne (Trondheim): from stroke to a plan with work as the goal.

Morten is nurse on the stroke ward, Ingrid caseworker in the adult office of Østbyen, Kari occupational therapist and soon
coordinator, Jon physiotherapist, Guro speech therapist, Hanne caseworker in another district, Bente keeps the set-up.
"""

from stories.arne_assessed import BACK_TO_WORK, FromNoticeToAssessment
from stories.backstage import in_days, written
from stories.telling import step

WORK_GOAL = "Jeg vil tilbake på verkstedet, to dager i uka til våren."
TRAINING, SPEECH = "Trening av arm og gange", "Trening i å finne ordene"


class FromNoticeToPlan(FromNoticeToAssessment):
    """From the ward's notice to a plan in force."""

    # S1.5

    @step
    def when_a_service_is_asked_for_a_coordinator(self):
        self.ingrid.open(self.file + "coordinator/ask/").send(
            service_unit=self.unit_id("tr-ergo"),
            kind="coordinator",
            answer_by=in_days(5),
            wish="Kari. Hun forstår meg.",
        )
        self.appointment, state, answer_by, wish = self.one(
            "SELECT id, state, answer_by, wish FROM coordination_appointment WHERE person_id = %s", self.person
        )
        assert (state, written(answer_by), wish) == ("requested-of-service", in_days(5), "Kari. Hun forstår meg.")

    def unit_id(self, slug):
        return self.one(
            "SELECT u.id FROM organisation_unit u JOIN organisation_organisation o ON o.id = u.organisation_id"
            " WHERE u.slug = %s AND o.slug = 'trondheim'", slug,
        )  # fmt: skip

    @step
    def when_it_names_kari_and_she_says_yes(self):
        self.kari = self.stage.enter("kari-lie").open("/persons/requests/")
        self.kari.follow(f"/persons/requests/{self.appointment}/").does_not_read(self.arne.family)
        assert self.kari.status_of(self.file) == 404
        self.kari.follow("/naming/").send(coordinator="Kari Lie")
        self.kari.open(f"/persons/requests/{self.appointment}/").reads(self.arne.family)
        self.kari.follow("/yes/").send()

    @step
    def when_ingrid_appoints_her(self):
        self.ingrid.open(self.file + "coordinator/").reads("Kari. Hun forstår meg.")
        self.ingrid.follow(f"/{self.appointment}/appointing/").send(main=True)

    @step
    def then_she_is_coordinator_and_sees_his_file(self):
        state, name = self.one(
            "SELECT a.state, s.name FROM coordination_appointment a JOIN organisation_staff s ON s.id = a.coordinator_id WHERE a.id = %s",
            self.appointment,
        )
        assert (state, name) == ("appointed", "Kari Lie")
        steps = [
            s
            for (s,) in self.rows(
                "SELECT to_state FROM coordination_appointmentstep WHERE appointment_id = %s ORDER BY at, id",
                self.appointment,
            )
        ]
        assert steps == ["proposed", "accepted", "appointed"]
        assert (
            self.one(
                "SELECT count(*) FROM coordination_mainresponsibility WHERE appointment_id = %s AND period @> now()",
                self.appointment,
            )
            == 1
        )
        assert (
            self.one("SELECT state FROM coordination_followup WHERE id = %s", self.follow_up) == "coordinator-appointed"
        )
        self.kari.open(self.file).reads(self.arne.name, BACK_TO_WORK, "Kari Lie")
        self.own.open("/my/").reads("Kari Lie")

    # S1.6

    @step
    def when_kari_writes_the_plan_with_his_work_goal(self):
        self.kari.open(f"/plans/new/{self.follow_up}/").send()
        self.plan = self.one(
            "SELECT id FROM plans_individualplan WHERE person_id = %s AND state = 'draft'", self.person
        )
        self.its = f"/plans/{self.plan}/"
        self.kari.open(self.its + "goals/new/").send(words=WORK_GOAL, life_area="work", is_main=True)
        self.goal = self.one("SELECT id FROM plans_goal WHERE plan_id = %s", self.plan)
        self.activities = {}
        for what, unit, how, amount in (
            (TRAINING, "tr-fysio", "Styrke og gange i sal og trapp", "fem ganger i uka, 45 minutter"),
            (SPEECH, "tr-logoped", "Samtaletrening med bilder", "to ganger i uka, 30 minutter"),
        ):
            self.kari.open(f"{self.its}goals/{self.goal}/activities/new/").send(
                what=what, how=how, amount=amount, unit=self.unit_id(unit), starts_on=written(self.home_on)
            )
            self.activities[what] = self.one(
                "SELECT id FROM plans_activity WHERE plan_id = %s AND what = %s", self.plan, what
            )

    @step
    def then_it_cannot_be_put_into_force_before_it_is_complete(self):
        self.kari.open(self.its)
        missing = self.kari.page.locator("main a[href]").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        assert self.its + "period/" in missing
        assert self.its + "responsible/" in missing
        assert not self.kari.has_button("/activate/")
        self.kari.post(self.its + "activate/")
        assert self.one("SELECT state FROM plans_individualplan WHERE id = %s", self.plan) == "draft"
        assert self.one("SELECT count(*) FROM plans_revision WHERE plan_id = %s", self.plan) == 0

    @step
    def when_the_services_agree_to_what_they_are_asked(self):
        for login, what in (("jon-eide", TRAINING), ("guro-lien", SPEECH)):
            service = self.stage.enter(login).open("/plans/asked/").reads(what)
            service.follow(f"/plans/activities/{self.activities[what]}/").does_not_read(self.arne.family)
            service.follow("/agree/").send(note="Vi begynner dagen han kommer hjem.")
        found = dict(self.rows("SELECT what, state FROM plans_activity WHERE plan_id = %s", self.plan))
        assert found == {TRAINING: "agreed-by-responsible", SPEECH: "agreed-by-responsible"}

    @step
    def when_the_rest_is_written(self):
        self.kari.open(self.its + "texts/").send(
            needs="Trening hver dag og en som snakker med arbeidsgiver.", cooperation="NAV Falkenborg og verkstedet."
        )
        self.kari.open(self.its + "period/").send(starts_on=in_days(0), ends_on=in_days(300), review_on=in_days(90))
        self.kari.open(self.its + "responsible/").send(unit=self.unit_id("tr-fysio"))
        self.kari.open(self.file + "team/new/").send(
            name="Rolf Dahl", role="verksmester", kind="work", contributes="Lettere oppgaver fra første dag."
        )

    @step
    def then_everything_the_law_asks_for_is_there_but_his_yes(self):
        self.kari.open(self.its)
        assert not self.kari.has_button("/activate/")
        self.kari.post(self.its + "activate/")
        plan = self.one(
            "SELECT p.state, p.starts_on, p.ends_on, p.review_on, u.slug FROM plans_individualplan p"
            " JOIN organisation_unit u ON u.id = p.main_responsible_id WHERE p.id = %s", self.plan,
        )  # fmt: skip
        assert (plan[0], plan[4]) == ("draft", "tr-fysio")
        assert [written(day) for day in plan[1:4]] == [in_days(0), in_days(300), in_days(90)]
        amounts = dict(self.rows("SELECT what, amount FROM plans_activity WHERE plan_id = %s", self.plan))
        assert amounts == {TRAINING: "fem ganger i uka, 45 minutter", SPEECH: "to ganger i uka, 30 minutter"}
        self.kari.reads(WORK_GOAL, *amounts, *amounts.values())

    # his yes, and the plan in force

    @step
    def when_arne_reads_it_adds_to_it_and_says_yes(self):
        self.own.open("/my/plan/").reads(WORK_GOAL, TRAINING, SPEECH)
        self.own.open("/my/important/").send(words="Ringe arbeidskameratene selv.")
        self.own.open(f"/my/plan/goals/{self.goal}/comment/").send(words="Fredager passer best.")
        self.own.open("/my/plan/answer/").send(answer="yes", words="Ja! Dette er min plan.")

    @step
    def when_kari_puts_it_into_force(self):
        self.kari.open(self.its).push("/activate/")

    @step
    def then_the_plan_is_active(self):
        assert self.one("SELECT state FROM plans_individualplan WHERE id = %s", self.plan) == "active"
        assert self.one("SELECT state FROM coordination_followup WHERE id = %s", self.follow_up) == "plan-active"
        assert self.one("SELECT count(*) FROM plans_revision WHERE plan_id = %s", self.plan) == 1
        self.own.open("/my/plan/").reads(WORK_GOAL, "Fredager passer best.")


class Arne(FromNoticeToPlan):
    """The whole story: what follows when the plan is in force."""

    # S1.7

    @step
    def when_jon_starts_and_the_speech_therapist_does_not(self):
        jon = self.stage.enter("jon-eide").open(f"/plans/activities/{self.activities[TRAINING]}/")
        jon.push("/start/")

    @step
    def then_what_has_not_begun_shows_to_coordinator_and_unit(self):
        states = dict(self.rows("SELECT what, state FROM plans_activity WHERE plan_id = %s", self.plan))
        assert states == {TRAINING: "started", SPEECH: "agreed-by-responsible"}
        for walker in (self.kari, self.ingrid):
            walker.open(self.its)
            late = walker.page.locator(".ds-alert").filter(has_text=SPEECH)
            assert late.count() == 1, walker.text[:800]
            assert TRAINING not in late.inner_text()

    # S1.8

    @step
    def then_his_yes_is_part_of_the_revision(self):
        answer = self.one(
            "SELECT a.says_yes, a.words, a.given_by, a.how FROM plans_revision r JOIN plans_plananswer a ON a.id = r.answer_id WHERE r.plan_id = %s",
            self.plan,
        )
        assert answer == (True, "Ja! Dette er min plan.", "person", "own-page")
        self.kari.open(self.its + "revisions/1/").reads(WORK_GOAL, "Ja! Dette er min plan.")
        said = [
            words
            for (words,) in self.rows(
                "SELECT words FROM coordination_important WHERE person_id = %s ORDER BY said_at", self.person
            )
        ]
        assert said == [BACK_TO_WORK, "Ringe arbeidskameratene selv."]
        assert self.one("SELECT words FROM plans_goalcomment WHERE goal_id = %s", self.goal) == "Fredager passer best."

    # S1.9

    @step
    def then_the_plan_on_paper_says_the_same_in_the_same_order(self):
        from rooms.paper.tagged import TaggedPdf

        self.own.open("/my/plan/")
        shown = self.own.text
        printed = TaggedPdf(self.own.download("/my/plan/paper/"))
        assert str(printed.pdf.Root.Lang) == "nb-NO"
        assert bool(printed.pdf.Root.MarkInfo.Marked)
        paper = " ".join(text for _tag, text in printed.blocks())
        said = [WORK_GOAL, TRAINING, SPEECH]
        assert sorted(said, key=paper.index) == sorted(said, key=shown.index) == said
        for text in (self.arne.name, "Kari Lie", "fem ganger i uka, 45 minutter", "to ganger i uka, 30 minutter"):
            assert text in paper, paper
            assert text in shown or text == self.arne.name, shown
        assert len(printed.headings()) >= 3

    @step
    def then_the_log_tells_it_all(self):
        log = self.log(self.person)
        wanted = [
            "notice.received",
            "notice.acknowledge",
            "notice.accept",
            "consent.",
            "important",
            "assessment",
            "appointment",
            "plan.",
        ]
        for beginning in wanted:
            assert any(beginning in what for what in log), (beginning, log)
        readers = {name for name, _page in self.readers(self.person)}
        assert {"Ingrid Solbakken", "Kari Lie"} <= readers
        assert not {"Hanne Moen", "Bente Røkke", "Morten Lian"} & readers
