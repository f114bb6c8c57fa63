"""Tasks are made by what other operations do, done by people, and stopped when what they were for falls away."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor, UnitRole
from knutepunkt.access.moves import make_move
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.system import WORKER
from knutepunkt.tasks.models import Task
from knutepunkt.tasks.states import TASK, TaskState

OPEN = (TaskState.OPEN, TaskState.IN_PROGRESS)


class ReasonMissing(Refusal):
    """Why is it not relevant?"""

    message = _("Write why the task is not relevant any more.")


class TaskStopped(Refusal):
    """A task that is stopped cannot be done."""

    message = _(
        "This task is stopped because a death is reported. Cancel the report on the person's file if it is wrong."
    )


@transaction.atomic
def create_task(
    *,
    by: Actor,
    at: datetime,
    organisation_id: UUID,
    unit_id: UUID,
    kind: str,
    due_on: date,
    source_type: str,
    source_id: UUID,
    person_id: UUID | None = None,
    staff_id: UUID | None = None,
    text: str = "",
) -> Task:
    """Make a task for a unit or a member of its staff; an effect of an operation that has checked the permission.

    `text` says what to do and never names a person or a health matter: leaders of the unit see it.
    """
    task = Task.objects.create(
        organisation_id=organisation_id,
        person_id=person_id,
        unit_id=unit_id,
        staff_id=staff_id,
        kind=kind,
        text=text,
        due_on=due_on,
        source_type=source_type,
        source_id=source_id,
        created_at=at,
    )
    record("task.created", task, by=by, at=at, kind=kind, unit=unit_id, source=source_id)
    return task


def begin(*, task: Task, by: Actor, at: datetime) -> None:
    """Somebody has started on it."""
    _not_stopped(task)
    make_move(task, TASK, "begin", by=by, at=at)


def finish(*, task: Task, by: Actor, at: datetime) -> None:
    """It is done."""
    _not_stopped(task)
    make_move(task, TASK, "finish", by=by, at=at)


def drop(*, task: Task, by: Actor, at: datetime, reason: str) -> None:
    """It is not relevant any more, for a reason."""
    if not reason.strip():
        raise ReasonMissing(field="reason")
    make_move(task, TASK, "drop", by=by, at=at, reason=reason)


def _not_stopped(task: Task) -> None:
    if task.stopped_at:
        raise TaskStopped


@transaction.atomic
def settle(*, organisation_id: UUID, source_id: UUID, by: Actor, at: datetime, kinds: Iterable[str] = ()) -> int:
    """Finish the open tasks of a source because what they asked for has been done; how many.

    A consequence of an operation that has checked the permission: the step names `by`, who need not be able to see the task.
    """
    tasks = Task.objects.filter(organisation_id=organisation_id, source_id=source_id, state__in=OPEN)
    if kinds:
        tasks = tasks.filter(kind__in=list(kinds))
    consequence = replace(by, organisation_id=organisation_id, unit_roles=(UnitRole(None, "system"),))
    with acting_as(WORKER, purpose="settle-tasks", organisation_id=organisation_id, at=at):
        found = list(tasks)
        for task in found:
            make_move(task, TASK, "finish", by=consequence, at=at)
    return len(found)


def stop_all(person_id: UUID, *, organisation_id: UUID, at: datetime, because: str) -> int:
    """Stop the open tasks about a person; how many. Their states stay, so that `restore` gives back exactly these."""
    with acting_as(WORKER, purpose="stop-tasks", organisation_id=organisation_id, at=at):
        open_tasks = Task.objects.filter(
            organisation_id=organisation_id, person_id=person_id, state__in=OPEN, stopped_at=None
        )
        return open_tasks.update(stopped_at=at, stopped_because=because)


def restore(person_id: UUID, *, organisation_id: UUID, at: datetime, because: str) -> int:
    """Open again what `stop_all` stopped for the same reason; how many."""
    with acting_as(WORKER, purpose="restore-tasks", organisation_id=organisation_id, at=at):
        stopped = Task.objects.filter(organisation_id=organisation_id, person_id=person_id, stopped_because=because)
        return stopped.update(stopped_at=None, stopped_because="")
