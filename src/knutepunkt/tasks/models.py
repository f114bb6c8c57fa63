"""Tasks and their steps."""

from django.db import models
from django.db.models import Q

from knutepunkt.foundation.owned import InsideForeignKey, OwnedModel, OwnedStep, OwnerField
from knutepunkt.organisation.models import Staff, Unit
from knutepunkt.tasks.states import TaskState


class Task(OwnedModel):
    """Something to do by a day, by a unit or a member of staff, because of a source (room and id).

    It is an envelope: everybody in the unit sees it, so `text` never names a person or a health matter.
    `stopped_because`: what stopped it, so that lifting that starts this again and nothing else.
    """

    organisation_id = OwnerField(person="person_id", part="file", unit="unit_id", open_insert=True)
    person_id = models.UUIDField(null=True)
    unit = InsideForeignKey(Unit, related_name="tasks")
    staff = InsideForeignKey(Staff, null=True, related_name="tasks")
    kind = models.CharField(max_length=60)
    text = models.CharField(max_length=300, blank=True)
    due_on = models.DateField()
    source_type = models.CharField(max_length=60)
    source_id = models.UUIDField()
    state = models.CharField(max_length=20, choices=[(s, s) for s in TaskState], default=TaskState.OPEN)
    stopped_at = models.DateTimeField(null=True)
    stopped_because = models.CharField(max_length=20, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(
                fields=["organisation_id", "unit", "due_on"],
                condition=Q(state__in=["open", "in-progress"]),
                name="task_open_by_unit",
            ),
            models.Index(fields=["organisation_id", "source_id"], name="task_by_source"),
        ]

    def __str__(self) -> str:
        return self.kind


class TaskStep(OwnedStep):
    """One move in the life of a task, seen by the unit as the task is."""

    organisation_id = OwnerField(
        person="person_id", part="file", unit="unit_id", open_insert=True, append_only=True, follows="task"
    )
    unit_id = models.UUIDField()
    task = InsideForeignKey(Task, related_name="steps")
