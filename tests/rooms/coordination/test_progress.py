"""The next step and the deadlines from the facts alone."""

from datetime import timedelta

import pytest
from django.utils import translation

from knutepunkt.coordination import operations as ops
from knutepunkt.coordination import panels, progress, queries
from knutepunkt.coordination.next_step import next_step
from knutepunkt.organisation.models import DeadlineSetting


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def standing(case, at=None, plan=None, notices=()):
    at = at or case.at
    case.follow_up.refresh_from_db()
    with case.world.acting(case.ingrid, case.arne, at=at):
        file = queries.case_file(case.ingrid, case.follow_up, at=at)
    return progress.Standing(follow_up=case.follow_up, file=file, plan=plan, notices=notices, at=at)


def states(case, **more):
    return [step["state"] for step in progress.steps(standing(case, **more))]


def test_the_five_steps_follow_the_facts(case):
    assert states(case) == ["done", "now", "todo", "todo", "todo"]
    case.consent()
    assert states(case) == ["done", "done", "now", "todo", "todo"]
    case.coordinator()
    assert states(case) == ["done", "done", "done", "now", "todo"]
    plan = panels.PlanPanel(state="active", going_on=True, text="In force", url="/plans/x/", since=case.at.date())
    assert states(case, plan=plan) == ["done", "done", "done", "done", "now"]


def test_a_no_to_the_plan_does_not_hold_the_steps_up(case):
    case.consent(subjects=["plan"], answer="no")
    case.consent(subjects=["coordinator"], at=case.at + timedelta(minutes=1))
    case.coordinator(at=case.at + timedelta(minutes=2))
    s = standing(case, at=case.at + timedelta(hours=1))
    assert progress.steps(s)[3] == {"label": "Plan", "text": "Arne does not want a plan", "state": "done"}
    assert "Plan" in [d.label for d in progress.deadlines(s) if d.note == "not wanted"]


def test_one_next_step_from_asking_to_following_up(case):
    def heading(**more):
        return str(next_step(standing(case, **more)).heading)

    assert heading() == "Ask Arne, and write down the answer"
    case.consent()
    assert heading() == "Ask Arne: what is important to you?"
    ops.say_what_is_important(person=case.arne, words="Work", by=case.loader, at=case.at)
    assert heading() == "Ask a service for a coordinator"
    asked = case.ask(answer_by=case.at.date() + timedelta(days=3))
    assert heading() == "Go on with the assessment"
    assert heading(at=case.at + timedelta(days=4)) == "Find out who can be coordinator"
    ops.name_coordinator(appointment=asked, coordinator=case.world.silje, by=case.loader, at=case.at)
    ops.accept_appointment(appointment=asked, by=case.loader, at=case.at)
    assert heading() == "Appoint Silje Dahl as coordinator"
    ops.appoint(appointment=asked, by=case.loader, at=case.at)
    ops.save_assessment(follow_up=case.follow_up, by=case.loader, at=case.at, version=0, fields={"body": "x"})
    assert heading() == "Set the need level"
    ops.set_need_level(follow_up=case.follow_up, level=2, reason="Several at once", by=case.loader, at=case.at)
    step = panels.NextStep(heading="Begin the plan", reason="", label="Begin", url="/plans/new/")
    plan = panels.PlanPanel(state="none", going_on=False, text="", url="", next_step=step)
    assert heading(plan=plan) == "Begin the plan"
    assert heading() == "Tell Arne about the right to a plan and a coordinator"
    ops.told_of_right(follow_up=case.follow_up, on=case.at.date(), how="In a talk", by=case.loader, at=case.at)
    assert heading() == "Get the consent signed"
    case.consent(answer="signed", at=case.at + timedelta(hours=1))
    assert heading(at=case.at + timedelta(hours=2)) == "Follow up as agreed"
    ops.close_follow_up(follow_up=case.follow_up, by=case.loader, at=case.at + timedelta(hours=3), reason="Done")
    assert heading(at=case.at + timedelta(hours=4)) == "The follow-up is closed"


def test_deadlines_are_the_laws_or_the_organisations_own(case):
    def lines():
        return {d.label: (d.on, d.met) for d in progress.deadlines(standing(case))}

    today = case.at.date()
    assert lines()["Coordinator offered"] == (today + timedelta(days=14), None)
    assert lines()["Coordinator appointed"] == (today + timedelta(days=28), None)
    case.consent()
    assert lines()["Plan in force"] == (today + timedelta(days=90), None)
    DeadlineSetting.objects.create(
        organisation_id=case.arne.organisation_id,
        key="coordinator-appointed",
        amount=21,
        valid_from=today - timedelta(days=9),
    )
    assert lines()["Coordinator appointed"][0] == today + timedelta(days=21)
    case.coordinator()
    assert lines()["Coordinator appointed"][1] == today


def test_what_must_be_in_place_before_coming_home(case):
    assert progress.in_place(standing(case)) == []
    ops.set_discharge(follow_up=case.follow_up, on=case.at.date() + timedelta(days=9), by=case.loader, at=case.at)
    assert [t.state for t in progress.in_place(standing(case))] == ["miss", "miss"]
    case.consent()
    case.ask()
    assert [t.state for t in progress.in_place(standing(case))] == ["ok", "wait"]
    case.coordinator()
    assert [t.state for t in progress.in_place(standing(case))] == ["ok", "ok"]
    assert progress.in_place(standing(case, at=case.at + timedelta(days=10))) == []
