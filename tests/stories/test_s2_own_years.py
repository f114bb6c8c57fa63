"""S2 Emil and his mother, on a telephone: she acts for him, he is heard, keeps something, and is asked before he decides alone."""

import io
import json
import zipfile

import pytest

from stories.emil import family
from stories.telling import Story, step

PHONE = {"width": 390, "height": 844}
KEPT = "Det er mitt eget."


class Growing(Story):
    """Three Emils of three ages: nine, thirteen, and fifteen years and ten months."""

    def visit(self, login):
        walker = self.stage.enter(login, self.live.url + f"/demo/trondheim/{login}/")
        walker.page.set_viewport_size(PHONE)
        return walker

    @step
    def given_three_families(self):
        self.nine, self.thirteen = family(self.live, 9), family(self.live, 13)
        self.fifteen = family(self.live, 15, 10, shared=True, asked=False)

    @step
    def when_emil_of_nine_says_what_he_thinks(self):
        child = self.visit(self.nine.child_login).open("/my/")
        child.reads("Emil")
        child.open(f"/my/consents/questions/{self.nine.question}/")
        assert child.page.locator('button[name="answer"]').count() == 0
        child.send(words="De er greie der")

    @step
    def then_his_mother_reads_it_and_answers_for_him(self):
        mother = self.visit(self.nine.mother_login).open(f"/my/consents/questions/{self.nine.question}/")
        assert "De er greie der" in mother.page.locator('[name="child_heard"]').input_value()
        with mother.page.expect_navigation():
            mother.page.locator('button[name="answer"][value="yes"]').click()
        state, heard, given_by = self.one(
            "SELECT state, child_heard, given_by FROM consent_consent WHERE id = %s", self.nine.question
        )
        assert (state, heard, given_by) == ("given-signed", "De er greie der", "parent")
        log = self.log(self.nine.person)
        assert {"consent.child-heard", "consent.give-signed-own"} <= set(log), log

    @step
    def when_emil_of_thirteen_keeps_something_to_himself(self):
        mother = self.visit(self.thirteen.mother_login)
        mother.open("/my/plan/").reads("Jeg vil sove bedre")
        child = self.visit(self.thirteen.child_login).open("/my/mine/")
        child.send(topic="mental-health", words=KEPT)
        child.reads(KEPT)

    @step
    def then_it_is_gone_for_his_mother_everywhere(self):
        mother = self.visit(self.thirteen.mother_login)
        mother.open("/my/plan/").does_not_read("Jeg vil sove bedre", KEPT).reads("Jeg vil være med i friminuttet")
        for path in ("/my/", "/my/who-sees/", "/my/looks/", "/my/consents/", "/my/papers/", "/my/who-sees/closed/"):
            mother.open(path).does_not_read(KEPT, "Jeg vil sove bedre")
        assert mother.status_of("/my/mine/") == 404
        token = mother.open("/my/take/").page.locator("[name=csrfmiddlewaretoken]").first.input_value()
        form = {"csrfmiddlewaretoken": token, "about": self.thirteen.person}
        taken = mother.page.context.request.post(
            self.live.url + "/my/take/archive/", form=form, headers={"Referer": self.live.url + "/"}
        )
        assert taken.status == 200
        data = zipfile.ZipFile(io.BytesIO(taken.body())).read("bundle.json").decode()
        assert "friminuttet" in data
        assert KEPT not in data
        assert "sove bedre" not in data
        assert "withheld" not in str(json.loads(data)["parts"]["views"])
        logged = self.rows(
            "SELECT e.by_name FROM audit_event e JOIN consent_withheldmatter w ON w.id = e.subject_id"
            " WHERE e.what = 'withheld.recorded' AND w.person_id = %s",
            self.thirteen.person,
        )
        assert logged == [(self.thirteen.name,)]

    @step
    def when_emil_soon_sixteen_is_asked_about_his_teacher_by_name(self):
        child = self.visit(self.fifteen.child_login).open("/my/consents/")
        child.reads(self.fifteen.teacher_name)
        child.open(f"/my/consents/beforehand/{self.fifteen.teacher}/")
        child.page.locator('[name="topics"][value="leisure"]').uncheck()
        with child.page.expect_navigation():
            child.page.locator('button[name="answer"][value="yes"]').click()

    @step
    def then_his_answer_counts_from_the_birthday_and_until_then_nothing_changes(self):
        answered, topics, birth = self.one(
            "SELECT (c.answered_at AT TIME ZONE 'Europe/Oslo')::date, c.topics, p.birth_date FROM consent_consent c"
            " JOIN people_person p ON p.id = c.person_id WHERE c.person_id = %s AND c.given_by = 'person'",
            self.fifteen.person,
        )
        assert (answered.year - birth.year, answered.month, answered.day) == (16, birth.month, birth.day)
        assert sorted(topics) == ["goals", "school"]
        now = self.rows(
            "SELECT g.topics FROM access_grant g JOIN organisation_staff s ON s.account_id = g.account_id"
            " WHERE s.id = %s AND g.person_id = %s AND g.starts <= now() AND (g.ends IS NULL OR g.ends > now())",
            self.fifteen.teacher, self.fifteen.person,
        )  # fmt: skip
        assert {topic for (topics,) in now for topic in topics} == {"goals", "school", "leisure"}
        assert "consent.give-signed-own" in self.log(self.fifteen.person)


@pytest.fixture(scope="module")
def growing(stage):
    return Growing(stage)


@pytest.mark.story("S2.6")
def test_he_is_heard_from_seven_and_it_is_recorded(growing):
    growing.then_his_mother_reads_it_and_answers_for_him()


@pytest.mark.story("S2.4")
def test_what_he_keeps_from_his_parents_at_thirteen_is_invisible_to_them_in_every_channel(growing):
    growing.then_it_is_gone_for_his_mother_everywhere()


@pytest.mark.story("S2.5")
def test_from_fifteen_years_and_nine_months_he_is_asked_himself(growing):
    growing.then_his_answer_counts_from_the_birthday_and_until_then_nothing_changes()
