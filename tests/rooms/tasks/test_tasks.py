"""Tasks: who has them, who sees them, what ends them."""

from datetime import date, timedelta

import pytest

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import NotAllowed
from knutepunkt.access.moves import AlreadyDone
from knutepunkt.audit.models import Event
from knutepunkt.foundation.lifecycle import CannotMove
from knutepunkt.tasks import operations
from knutepunkt.tasks.models import Task, TaskStep
from knutepunkt.tasks.queries import my_tasks, open_tasks
from knutepunkt.tasks.states import TASK, TaskState

DUE = date(2026, 12, 1)


def make(world, kind="call-back", **more):
    more.setdefault("unit_id", world.office.pk)
    more.setdefault("due_on", DUE)
    more.setdefault("source_id", world.office.pk)
    return operations.create_task(
        by=world.loader(),
        at=world.at,
        organisation_id=world.lyngvik.id,
        kind=kind,
        source_type="organisation.unit",
        **more,
    )


class TestLife:
    def test_begun_and_finished_each_step_with_name_and_the_log(self, world):
        task = make(world)
        with world.acting(world.actor(world.ingrid)) as ingrid:
            operations.begin(task=task, by=ingrid, at=world.at)
            operations.finish(task=task, by=ingrid, at=world.at + timedelta(hours=1))
        steps = list(TaskStep.objects.order_by("at").values_list("name", "to_state", "by_name"))
        assert steps == [("begin", "in-progress", "Ingrid Solbakken"), ("finish", "done", "Ingrid Solbakken")]
        whats = set(Event.objects.filter(subject_id=task.pk).values_list("what", flat=True))
        assert whats == {"task.created", "task.begin", "task.finish"}

    @pytest.mark.parametrize("state", list(TaskState))
    @pytest.mark.parametrize("move", ["begin", "finish", "drop"])
    def test_every_move_from_every_state(self, world, state, move):
        task = make(world)
        Task.objects.filter(pk=task.pk).update(state=state)
        found = next((m for m in TASK.open_moves(state) if m.name == move), None)
        more = {"reason": "moved away"} if move == "drop" else {}
        if found:
            getattr(operations, move)(task=task, by=world.loader(), at=world.at, **more)
            assert Task.objects.get(pk=task.pk).state == found.target
        else:
            with pytest.raises(CannotMove):
                getattr(operations, move)(task=task, by=world.loader(), at=world.at, **more)
            assert Task.objects.get(pk=task.pk).state == state

    def test_twice_by_the_same_is_once_by_another_is_said(self, world):
        task = make(world)
        with world.acting(world.actor(world.ingrid)) as ingrid:
            operations.finish(task=task, by=ingrid, at=world.at)
            operations.finish(task=task, by=ingrid, at=world.at)
        assert TaskStep.objects.count() == 1
        with pytest.raises(AlreadyDone, match="Ingrid Solbakken"):
            operations.finish(task=task, by=world.loader(), at=world.at)

    def test_dropping_needs_a_reason(self, world):
        task = make(world)
        with pytest.raises(operations.ReasonMissing):
            operations.drop(task=task, by=world.loader(), at=world.at, reason=" ")
        operations.drop(task=task, by=world.loader(), at=world.at, reason="moved away")
        assert TaskStep.objects.get().reason == "moved away"


class TestWhoMay:
    def test_the_unit_sees_and_does_it_the_leader_sees_it_others_do_not(self, world):
        task = make(world)
        with world.acting(world.actor(world.leif)) as leif:
            assert list(open_tasks(leif)) == [task]
            with pytest.raises(NotAllowed):
                operations.finish(task=task, by=leif, at=world.at)
        with world.acting(world.actor(world.silje)) as silje:
            assert list(open_tasks(silje)) == []
        other, _unit, eva = world.neighbour()
        with world.acting(world.actor(eva, other)) as stranger:
            assert not Task.objects.exists()
            assert list(my_tasks(stranger, world.at.date())) == []

    def test_an_employee_does_the_tasks_of_the_own_service(self, world):
        task = make(world, unit_id=world.speech.pk)
        with world.acting(world.actor(world.silje)) as silje:
            operations.finish(task=task, by=silje, at=world.at)
        assert Task.objects.get().state == "done"


class TestMine:
    def test_own_and_untaken_ones_of_the_unit_oldest_first_late_is_derived(self, world):
        today = world.at.date()
        late = make(world, "late", due_on=today - timedelta(days=1))
        due_today = make(world, "today", due_on=today, staff_id=world.ingrid.pk)
        make(world, "somebody-else's", staff_id=world.leif.pk)
        make(world, "stopped", due_on=today)
        Task.objects.filter(kind="stopped").update(stopped_at=world.at)
        done = make(world, "done", due_on=today)
        operations.finish(task=done, by=world.loader(), at=world.at)
        with world.acting(world.actor(world.ingrid)) as ingrid:
            assert [(task.pk, task.overdue) for task in my_tasks(ingrid, today)] == [
                (late.pk, True),
                (due_today.pk, False),
            ]

    @pytest.mark.parametrize("rows", [1, 3])
    def test_in_one_statement(self, world, rows, django_assert_num_queries):
        for _row in range(rows):
            make(world, staff_id=world.ingrid.pk)
        with world.acting(world.actor(world.ingrid)) as ingrid, django_assert_num_queries(1):
            assert [(task.unit.name, task.staff.name) for task in my_tasks(ingrid, DUE)] == [
                ("Koordinerende enhet", "Ingrid Solbakken")
            ] * rows


class TestSettling:
    def test_what_was_asked_for_is_done_so_its_tasks_are(self, world):
        person = world.person(account=True)
        mine = make(world, "answer", source_id=person.pk, person_id=person.pk)
        make(world, "other-kind", source_id=person.pk)
        make(world, "other-source")
        himself = world.actor(person)
        with world.acting(himself) as actor:
            assert (
                operations.settle(
                    organisation_id=world.lyngvik.id, source_id=person.pk, by=actor, at=world.at, kinds=["answer"]
                )
                == 1
            )
        assert set(Task.objects.values_list("kind", "state")) == {
            ("answer", "done"),
            ("other-kind", "open"),
            ("other-source", "open"),
        }
        assert TaskStep.objects.get(task=mine).by_name == himself.name
        assert isinstance(himself, Actor)
        assert himself.unit_roles == ()
