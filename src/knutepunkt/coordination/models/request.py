"""What a person asks of the unit about the own file and the help: a matter with a deadline, a state and an answer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knutepunkt.coordination.states import PersonRequestState
from knutepunkt.foundation.owned import InsideForeignKey, OwnedModel, OwnedStep, OwnerField
from knutepunkt.organisation.models import Unit
from knutepunkt.people.models import Person


class RequestKind(models.TextChoices):
    """What can be asked. The law behind each is in `coordination.asked.KINDS`."""

    CORRECTION = "correction", _("Something about me is wrong")
    OTHER_COORDINATOR = "other-coordinator", _("I want another coordinator")
    COMPLAINT = "complaint", _("I want to complain")
    MEETING = "meeting", _("I want a meeting")
    EVALUATION = "evaluation", _("How it is going for me")
    COPY = "copy", _("I want a copy of my file on paper")


class PersonRequest(OwnedModel):
    """One matter. `answers`: what was written, by the code of the question. `unit` answers for it by `due_on`.

    What is about the coordinator (`person_id` null) is seen by the one who asked (`kept_by`) and the people of the unit who see
    content, and never by the person's coordinators (an exclusion); the rest by those who see the formal side of the file.
    `said_by`: who said it, when somebody who works here (`by_name`) wrote it down.
    """

    organisation_id = OwnerField(
        person="person_id",
        part="file",
        unit="unit_id",
        content=True,
        account="kept_by",
        about="about_id",
        open_insert=True,
    )
    about = InsideForeignKey(Person, related_name="requests")
    person_id = models.UUIDField(null=True)
    kept_by = models.UUIDField(null=True)
    unit = InsideForeignKey(Unit, related_name="person_requests")
    kind = models.CharField(max_length=20, choices=RequestKind.choices)
    answers = models.JSONField(default=dict)
    state = models.CharField(
        max_length=20, choices=[(s, s) for s in PersonRequestState], default=PersonRequestState.RECEIVED
    )
    received_at = models.DateTimeField()
    due_on = models.DateField()
    by_account = models.UUIDField()
    by_name = models.CharField(max_length=200)
    by_person = models.BooleanField()
    said_by = models.CharField(max_length=200, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(
                fields=["organisation_id", "unit", "due_on"], condition=Q(state="received"), name="request_open"
            )
        ]

    def __str__(self) -> str:
        return self.kind


class PersonRequestStep(OwnedStep):
    """One move in the life of a matter, seen by those who see the matter."""

    organisation_id = OwnerField(
        person="person_id",
        part="file",
        unit="unit_id",
        content=True,
        open_insert=True,
        append_only=True,
        follows="request",
    )
    unit_id = models.UUIDField()
    request = InsideForeignKey(PersonRequest, related_name="steps")
