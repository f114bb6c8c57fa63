"""The lists of tasks that pages show. Overdue is derived from the due day, never stored."""

from datetime import date

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from knutepunkt.access.actor import Actor
from knutepunkt.access.permissions import Permission
from knutepunkt.access.roles import ROLES
from knutepunkt.tasks.models import Task
from knutepunkt.tasks.states import TaskState


def open_tasks(actor: Actor) -> "QuerySet[Task]":
    """What is open and not stopped, oldest due first; row-level security decides which rows there are."""
    tasks = Task.visible_to(actor).filter(state__in=[TaskState.OPEN, TaskState.IN_PROGRESS], stopped_at=None)
    return tasks.select_related("unit", "staff").order_by("due_on", "id")


def my_tasks(actor: Actor, on: date) -> "QuerySet[Task]":
    """The actor's own tasks and those of the actor's units nobody has taken; `overdue` tells whether the day has passed."""
    units = {r.unit_id for r in actor.unit_roles if r.unit_id and Permission.TASK_READ in ROLES[r.role].permissions}
    mine = Q(staff_id=actor.staff_id) if actor.staff_id else Q(pk=None)
    return (
        open_tasks(actor)
        .filter(mine | Q(staff=None, unit_id__in=units))
        .annotate(
            overdue=Case(
                When(due_on__lt=on, then=Value(value=True)), default=Value(value=False), output_field=BooleanField()
            )
        )
    )
