"""Who acts for the person, whom the person cannot decide without, and who must keep away."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from knutepunkt.foundation.owned import InsideForeignKey, OwnedModel, OwnerField
from knutepunkt.organisation.models import Staff, Unit
from knutepunkt.people.models.person import Person


class Custody(OwnedModel):
    """Child welfare has taken over custody: it decides from `starts_at`, and the parents' sight ends in the same moment.

    `staff` is who answers there. Ends with the decision, never by being removed.
    """

    organisation_id = OwnerField(person="person_id", part="file", open_insert=True)
    person = InsideForeignKey(Person, related_name="custodies")
    unit = InsideForeignKey(Unit, related_name="+")
    staff = InsideForeignKey(Staff, null=True, related_name="+")
    decided_by = models.CharField(max_length=200)
    reference = models.CharField(max_length=60, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    recorded_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "person"], condition=Q(ends_at=None), name="one_custody_at_a_time"
            ),
            models.CheckConstraint(name="custody_period", condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d}"


class CompetenceDecision(OwnedModel):
    """The person cannot decide about some topics (null: all) in a period. Written, reasoned, by health personnel who know the case,
    and shown to the person and the next of kin (pbrl. § 4-3); it does not count before it is presented.
    """

    organisation_id = OwnerField(person="person_id", part="file")
    person = InsideForeignKey(Person, related_name="competence_decisions")
    topics = ArrayField(models.CharField(max_length=40), null=True)
    reason = models.TextField()
    decided_by = models.CharField(max_length=200)
    decided_on = models.DateField()
    presented_to = models.CharField(max_length=200, blank=True)
    presented_on = models.DateField(null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="competence_period", condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at"))
            ),
            models.CheckConstraint(name="competence_has_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.decided_on}"


class ConflictKind(models.TextChoices):
    """Why somebody who works here keeps away from a file."""

    OWN = "own", _("The file is their own")
    RELATIVE = "relative", _("They are family")
    DECLARED = "declared", _("They have said that they know each other")


class ConflictOfInterest(OwnedModel):
    """A member of staff who must not reach a person's file as staff (pfl. § 6, hpl. § 21). Own and relatives' files follow from the
    accounts and need no row; a row is what somebody declared.
    """

    organisation_id = OwnerField(person="person_id", part="staff", open_insert=True)
    person = InsideForeignKey(Person, related_name="+")
    staff = InsideForeignKey(Staff, related_name="+")
    kind = models.CharField(max_length=10, choices=ConflictKind.choices, default=ConflictKind.DECLARED)
    note = models.CharField(max_length=300, blank=True)
    declared_by = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "person", "staff"], condition=Q(ends_at=None), name="conflict_once"
            )
        ]

    def __str__(self) -> str:
        return self.kind


class EmergencyAccess(OwnedModel):
    """Somebody opened a file because life or health was in danger (pjl. § 19, hpl. § 25): the reason in words, an end that comes by
    itself, and what the one who looked at it afterwards found.
    """

    organisation_id = OwnerField(person="person_id", part="file", open_insert=True)
    person = InsideForeignKey(Person, related_name="+")
    staff = InsideForeignKey(Staff, related_name="+")
    reason = models.TextField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=200, blank=True)
    finding = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(name="emergency_ends", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="emergency_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="emergency_reviewed_at_and_by",
                condition=Q(reviewed_at=None, reviewed_by="") | (Q(reviewed_at__isnull=False) & ~Q(reviewed_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"
