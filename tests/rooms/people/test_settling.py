"""A task that a coming day made is done when what it asks for has been done, by whichever operation did it; and not before."""

from datetime import date, datetime, timedelta

import pytest

from knutepunkt.access.grants import refresh_person
from knutepunkt.audit.models import Event
from knutepunkt.consent.operations import record_consent, withdraw_consent
from knutepunkt.coordination.models import FollowUp
from knutepunkt.foundation.clock import OSLO
from knutepunkt.people import deciding, jobs, operations
from knutepunkt.tasks.models import Task, TaskStep
from world import informed

BIRTHDAY = date(2027, 3, 1)
ENDS = datetime(2027, 1, 15, 6, tzinfo=OSLO)
SOON = ENDS - timedelta(days=20)


def morning(year, month, on):
    return datetime(year, month, on, 6, tzinfo=OSLO)


@pytest.fixture
def iver(world):
    """Fifteen years and nine months on 1 December 2026, followed up by the office; his mother and father decide for him until March."""
    person = world.person("Iver", "Lie", birth_date=date(2011, 3, 1), account=True)
    FollowUp.objects.create(
        organisation_id=world.lyngvik.id, person=person, unit=world.office, opened_at=world.at - timedelta(days=400)
    )
    refresh_person(world.lyngvik.id, person.pk, at=world.at)
    person.parents = [
        operations.add_next_of_kin(
            person=person, by=world.loader(), at=world.at, name=name, relation="parent", parental_responsibility=True
        )
        for name in ("Mor Lie", "Far Lie")
    ]
    return person


def state(world, kind):
    world.system()
    return [task.state for task in Task.objects.filter(kind=kind).order_by("created_at", "id")]


class TestAskTheYoungPerson:
    KIND = "ask-the-young-person"

    def says(self, world, person, subjects, *, at, by=None, answer="oral", given_by="person", **more):
        more = informed(at) | more
        by = by or world.loader()
        if given_by == "parent":
            more |= {"parents": person.parents, "child_heard": "Greit"}
        with world.inside(world.lyngvik):
            return record_consent(
                person=person, by=by, at=at, subjects=subjects, answer=answer, given_by=given_by, **more
            )

    def asked(self, world, person):
        assert jobs.tell_in_good_time(morning(2026, 12, 1)) == 1
        assert state(world, self.KIND) == ["open"]

    def test_done_when_all_that_rests_has_an_answer_of_his_own(self, world, iver):
        at = morning(2026, 12, 2)
        self.says(world, iver, ["assessment", "plan"], at=world.at, given_by="parent")
        self.says(
            world, iver, ["sharing"], at=world.at, given_by="parent", recipient_staff=world.silje, topics=["school"]
        )
        self.asked(world, iver)
        self.says(world, iver, ["plan"], at=at)
        assert state(world, self.KIND) == ["open"]
        self.says(world, iver, ["sharing"], at=at, recipient_staff=world.leif, topics=["school"])
        assert state(world, self.KIND) == ["open"]
        actor = world.actor(iver, at=at)
        with world.acting(actor, iver, at=at):
            record_consent(person=iver, by=actor, at=at, subjects=["sharing"], answer="no", recipient_staff=world.silje)
        assert state(world, self.KIND) == ["done"]
        step = TaskStep.objects.get(name="finish")
        assert (step.by_name, step.at) == ("Iver Lie", at)
        assert Event.objects.get(what="task.finish").account_id == iver.account_id

    def test_a_no_to_all_is_an_answer_to_each(self, world, iver):
        self.says(
            world, iver, ["sharing"], at=world.at, given_by="parent", recipient_staff=world.silje, topics=["school"]
        )
        self.asked(world, iver)
        self.says(world, iver, ["sharing"], at=morning(2026, 12, 2), answer="no")
        assert state(world, self.KIND) == ["done"]

    def test_what_his_parents_say_before_the_day_is_no_answer(self, world, iver):
        self.asked(world, iver)
        self.says(world, iver, ["plan"], at=morning(2026, 12, 2), given_by="parent")
        assert state(world, self.KIND) == ["open"]

    def test_late_is_done_too_also_by_taking_back_what_his_parents_said_yes_to(self, world, iver):
        given = self.says(
            world, iver, ["sharing"], at=world.at, given_by="parent", recipient_staff=world.silje, topics=["school"]
        )
        self.asked(world, iver)
        at = morning(2027, 3, 5)
        actor = world.actor(iver, at=at)
        with world.acting(actor, iver, at=at):
            withdraw_consent(consent=given, by=actor, at=at, reason="Jeg vil ikke")
        assert state(world, self.KIND) == ["done"]

    def test_who_has_answered_before_the_task_is_made_is_not_asked_but_gets_the_letter_once(self, world, iver):
        self.says(world, iver, ["plan", "sharing"], at=morning(2026, 12, 1))
        assert [jobs.tell_in_good_time(morning(2026, 12, n)) for n in (2, 3)] == [1, 0]
        assert state(world, self.KIND) == ["done"]


class TestActingEndsSoon:
    KIND = "acting-ends-soon"
    GUARDIAN = {"relation": "verge", "mandate": "Økonomi", "mandate_kind": "guardian"}

    def guardian(self, world, person, **more):
        return operations.add_next_of_kin(
            person=person, by=world.loader(), at=more.pop("at", world.at), name="Odd", **(self.GUARDIAN | more)
        )

    def decision(self, world, person, *, at, presented=True, **more):
        made = deciding.decide_competence(
            person=person, by=world.loader(), at=at, reason="Forstår ikke følgene", decided_by="Lege", **more
        )
        if presented:
            deciding.present_competence(decision=made, by=world.loader(), at=at, presented_to="Iver og mor")
        return made

    def told(self, world):
        assert jobs.tell_in_good_time(SOON) >= 1
        assert state(world, self.KIND) == ["open"]

    @pytest.mark.parametrize(
        ("changes", "then"),
        [
            ({"valid_to": ENDS + timedelta(days=400)}, "done"),
            ({"mandate": "", "mandate_kind": ""}, "done"),
            ({"phone": "90012345"}, "open"),
        ],
    )
    def test_a_mandate_renewed_or_taken_away_or_something_else_changed(self, world, iver, changes, then):
        kin = self.guardian(world, iver, valid_to=ENDS)
        self.told(world)
        operations.change_next_of_kin(kin=kin, by=world.loader(), at=SOON, **changes)
        assert state(world, self.KIND) == [then]

    def test_a_mandate_that_is_ended(self, world, iver):
        kin = self.guardian(world, iver, valid_to=ENDS)
        self.told(world)
        operations.end_next_of_kin(kin=kin, by=world.loader(), at=SOON)
        assert state(world, self.KIND) == ["done"]

    @pytest.mark.parametrize(
        ("more", "then"),
        [
            ({}, "done"),
            ({"valid_to": ENDS}, "open"),
            ({"valid_from": ENDS + timedelta(days=1)}, "open"),
            ({"mandate_kind": "future-proxy"}, "open"),
            ({"mandate_topics": ["work"]}, "open"),
            ({"mandate": "", "mandate_kind": "", "relation": "venn"}, "open"),
        ],
    )
    def test_somebody_new_who_may_the_same_and_goes_on(self, world, iver, more, then):
        self.guardian(world, iver, valid_to=ENDS)
        self.told(world)
        self.guardian(world, iver, at=SOON, **more)
        assert state(world, self.KIND) == [then]

    @pytest.mark.parametrize(
        ("more", "then"),
        [
            ({"topics": None}, "done"),
            ({"topics": ["work", "school"]}, "done"),
            ({"topics": ["leisure"]}, "open"),
            ({"topics": None, "presented": False}, "open"),
            ({"topics": None, "ends_at": ENDS - timedelta(days=1)}, "open"),
        ],
    )
    def test_a_decision_that_is_followed_by_another(self, world, iver, more, then):
        self.decision(world, iver, at=world.at, topics=["work"], ends_at=ENDS)
        self.told(world)
        self.decision(world, iver, at=SOON, **more)
        assert state(world, self.KIND) == [then]

    def test_a_decision_that_is_ended(self, world, iver):
        made = self.decision(world, iver, at=world.at, topics=None, ends_at=ENDS)
        self.told(world)
        deciding.end_competence(decision=made, by=world.loader(), at=SOON, because="Forstår det nå")
        assert state(world, self.KIND) == ["done"]

    @pytest.mark.parametrize("how", ["the end is moved", "it is taken over anew"])
    def test_custody(self, world, iver, how):
        service = world.unit("barnevern", "Barneverntjenesten", kind="service", sector="child-welfare")
        over = {"person": iver, "by": world.loader(), "unit": service, "decided_by": "Nemnda"}
        custody = deciding.take_over_custody(at=world.at, **over)
        deciding.end_custody(custody=custody, by=world.loader(), at=world.at, ends_at=ENDS)
        self.told(world)
        if how == "the end is moved":
            deciding.end_custody(custody=custody, by=world.loader(), at=SOON, ends_at=ENDS + timedelta(days=200))
        else:
            deciding.take_over_custody(at=SOON, starts_at=ENDS, **over)
        assert state(world, self.KIND) == ["done"]

    def test_the_end_that_comes_by_itself_leaves_the_task_for_somebody_must_see_who_acts(self, world, iver):
        self.guardian(world, iver, valid_to=ENDS)
        self.told(world)
        jobs.tell_in_good_time(ENDS + timedelta(days=3))
        assert state(world, self.KIND) == ["open"]
