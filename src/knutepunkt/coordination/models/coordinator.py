"""Who coordinates and who takes part."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from knutepunkt.coordination.models.follow_up import FollowUp
from knutepunkt.coordination.states import AppointmentState
from knutepunkt.foundation.owned import InsideForeignKey, OwnedModel, OwnedStep, OwnerField
from knutepunkt.organisation.models import Staff, Unit
from knutepunkt.people.models import Person


class AppointmentKind(models.TextChoices):
    """Kinds of coordinator; the first three fulfil the duty of law."""

    COORDINATOR = "coordinator", _("Coordinator")
    CHILD_COORDINATOR = "child-coordinator", _("Child coordinator")
    HOSPITAL_COORDINATOR = "hospital-coordinator", _("Coordinator in the hospital")
    PATHWAY_COORDINATOR = "pathway-coordinator", _("Coordinator of a pathway or diagnosis")


class Appointment(OwnedModel):
    """A coordinator asked of a service (`unit`) by a day, named, accepted, appointed, ended. Appointments may overlap."""

    organisation_id = OwnerField(person="person_id", unit="unit_id", open_insert=True)
    person = InsideForeignKey(Person, related_name="appointments")
    follow_up = InsideForeignKey(FollowUp, related_name="appointments")
    unit = InsideForeignKey(Unit, related_name="coordinator_requests")
    asked_by = InsideForeignKey(Unit, related_name="+")
    coordinator = InsideForeignKey(Staff, null=True, related_name="appointments")
    kind = models.CharField(max_length=30, choices=AppointmentKind.choices, default=AppointmentKind.COORDINATOR)
    state = models.CharField(
        max_length=30, choices=[(s, s) for s in AppointmentState], default=AppointmentState.REQUESTED
    )
    answer_by = models.DateField()
    wish = models.TextField(blank=True)
    wish_not_followed = models.TextField(blank=True)
    conflict_of_interest = models.TextField(blank=True)
    topics = ArrayField(models.CharField(max_length=40), null=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.kind


class AppointmentStep(OwnedStep):
    """One move in the life of an appointment."""

    organisation_id = OwnerField(person="person_id", open_insert=True, append_only=True, follows="appointment")
    appointment = InsideForeignKey(Appointment, related_name="steps")


class MainResponsibility(OwnedModel):
    """Which appointment has the main responsibility in a period: exactly one at every instant once there is one."""

    organisation_id = OwnerField(person="person_id")
    person = InsideForeignKey(Person, related_name="+")
    follow_up = InsideForeignKey(FollowUp, related_name="main_responsibilities")
    appointment = InsideForeignKey(Appointment, related_name="main_responsibilities")
    period = DateTimeRangeField()

    class Meta:
        ordering = ["period", "id"]
        constraints = [
            ExclusionConstraint(
                name="one_main_responsible_at_every_instant",
                expressions=[
                    ("organisation_id", RangeOperators.EQUAL),
                    ("follow_up", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id}"


class CareTeamMember(OwnedModel):
    """Somebody who takes part: staff, a guest from elsewhere, or somebody named without access (GP, volunteer, employer).

    `topics` null: all that the consent covers as a whole. Only members with `staff` can be given sight.
    """

    organisation_id = OwnerField(person="person_id")
    person = InsideForeignKey(Person, related_name="care_team")
    follow_up = InsideForeignKey(FollowUp, related_name="care_team")
    staff = InsideForeignKey(Staff, null=True, related_name="memberships")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=200)
    service = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, default="municipality")
    phone = models.CharField(max_length=40, blank=True)
    contributes = models.TextField(blank=True)
    sees_plan = models.BooleanField(default=False)
    topics = ArrayField(models.CharField(max_length=40), null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "id"]

    def __str__(self) -> str:
        return self.name
