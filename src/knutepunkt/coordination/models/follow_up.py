"""The follow-up with its decisions and work notes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.permissions import Topic
from knutepunkt.coordination.states import RUNNING, DecisionState, FollowUpState, WorkNoteState
from knutepunkt.foundation.owned import InsideForeignKey, OwnedModel, OwnedStep, OwnerField
from knutepunkt.organisation.models import Staff, Unit
from knutepunkt.people.models import Person


class FollowUp(OwnedModel):
    """The work with one person in one organisation. One is open at a time (constraint)."""

    organisation_id = OwnerField(person="person_id", unit="unit_id", content=True, open_insert=True)
    person = InsideForeignKey(Person, related_name="follow_ups")
    unit = InsideForeignKey(Unit, related_name="follow_ups")
    responsible = InsideForeignKey(Staff, null=True, related_name="follow_ups")
    state = models.CharField(max_length=30, choices=[(s, s) for s in FollowUpState], default=FollowUpState.OPENED)
    target_group = models.CharField(max_length=40, blank=True)
    field_of_need = models.CharField(max_length=40, blank=True)
    need_level = models.PositiveSmallIntegerField(null=True)
    need_reason = models.TextField(blank=True)
    pathway = models.PositiveSmallIntegerField(null=True)
    contact_doctor = models.CharField(max_length=200, blank=True)
    told_of_right_on = models.DateField(null=True)
    told_of_right_how = models.CharField(max_length=200, blank=True)
    discharge_on = models.DateField(null=True)
    close_reason = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["opened_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "person"], condition=Q(state__in=sorted(RUNNING)), name="one_open_follow_up"
            ),
            models.CheckConstraint(
                name="need_level_1_to_3", condition=Q(need_level=None) | Q(need_level__gte=1, need_level__lte=3)
            ),
            models.CheckConstraint(
                name="pathway_1_to_4", condition=Q(pathway=None) | Q(pathway__gte=1, pathway__lte=4)
            ),
        ]

    def __str__(self) -> str:
        return self.state


class FollowUpStep(OwnedStep):
    """One move in the life of a follow-up."""

    organisation_id = OwnerField(
        person="person_id", part="file", open_insert=True, append_only=True, follows="follow_up"
    )
    follow_up = InsideForeignKey(FollowUp, related_name="steps")


class DecisionKind(models.TextChoices):
    """What is decided."""

    PLAN_GRANTED = "plan-granted", _("An individual plan is granted")
    PLAN_REFUSED = "plan-refused", _("An individual plan is refused")
    COORDINATOR_GRANTED = "coordinator-granted", _("A coordinator is granted")
    COORDINATOR_REFUSED = "coordinator-refused", _("A coordinator is refused")
    NO_NEED = "no-need", _("No need was found")


class Decision(OwnedModel):
    """A written decision with reasons. The complaint deadline counts from the day the person was told (`told_on`)."""

    organisation_id = OwnerField(person="person_id", part="assessment", open_insert=True)
    person = InsideForeignKey(Person, related_name="decisions")
    unit = InsideForeignKey(Unit, related_name="decisions")
    follow_up = InsideForeignKey(FollowUp, null=True, related_name="decisions")
    kind = models.CharField(max_length=30, choices=DecisionKind.choices)
    track = models.CharField(max_length=20, default="health")
    reasons = models.TextField()
    state = models.CharField(max_length=20, choices=[(s, s) for s in DecisionState], default=DecisionState.DRAFTED)
    made_by = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(null=True)
    told_on = models.DateField(null=True)
    told_how = models.CharField(max_length=120, blank=True)
    complaint_until = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="told_and_deadline_together",
                condition=Q(told_on=None, complaint_until=None)
                | Q(told_on__isnull=False, complaint_until__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.kind


class DecisionStep(OwnedStep):
    """One move in the life of a decision."""

    organisation_id = OwnerField(person="person_id", open_insert=True, append_only=True, follows="decision")
    decision = InsideForeignKey(Decision, related_name="steps")


class WorkNote(OwnedModel):
    """What a coordinator did, on one topic. Signed text never changes: a correction is a new note that `replaces` it."""

    organisation_id = OwnerField(person="person_id", topic="topic")
    person = InsideForeignKey(Person, related_name="work_notes")
    follow_up = InsideForeignKey(FollowUp, related_name="work_notes")
    topic = models.CharField(max_length=40, default=Topic.WORK_NOTES)
    text = models.TextField()
    happened_on = models.DateField()
    author_id = models.UUIDField()
    author_name = models.CharField(max_length=200)
    author_title = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=20, choices=[(s, s) for s in WorkNoteState], default=WorkNoteState.DRAFT)
    signed_at = models.DateTimeField(null=True)
    replaces = InsideForeignKey("self", null=True, related_name="replaced_by")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-happened_on", "-created_at", "id"]

    def __str__(self) -> str:
        return f"{self.happened_on}"


class WorkNoteStep(OwnedStep):
    """One move in the life of a work note."""

    organisation_id = OwnerField(person="person_id", open_insert=True, append_only=True, follows="work_note")
    work_note = InsideForeignKey(WorkNote, related_name="steps")
