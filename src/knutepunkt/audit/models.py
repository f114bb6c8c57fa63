"""The two logs, and the list of look-ups to review. The logs have no foreign keys: what they tell of may be corrected, they may not."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from knutepunkt.foundation.owned import InsideForeignKey, OwnedModel, OwnedStep, OwnerField


class Event(OwnedModel):
    """One change: what was done to which thing, by whom, when. `facts` holds ids and codes, never names or free text."""

    organisation_id = OwnerField(person="person_id", part="file", open_insert=True, append_only=True, anchored=False)
    at = models.DateTimeField()
    account_id = models.UUIDField()
    by_name = models.CharField(max_length=200)
    role = models.CharField(max_length=60, blank=True)
    purpose = models.CharField(max_length=40)
    what = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80)
    subject_id = models.UUIDField()
    person_id = models.UUIDField(null=True)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"


class ViewRecord(OwnedModel):
    """One read of a person's file: which parts, by whom, in what role, from which organisation, on what basis."""

    organisation_id = OwnerField(person="person_id", part="file", open_insert=True, append_only=True, anchored=False)
    at = models.DateTimeField()
    account_id = models.UUIDField()
    by_name = models.CharField(max_length=200)
    by_organisation = models.CharField(max_length=200)
    role = models.CharField(max_length=60, blank=True)
    purpose = models.CharField(max_length=40)
    basis = models.CharField(max_length=80)
    person_id = models.UUIDField()
    page = models.CharField(max_length=80)
    objects_seen = ArrayField(models.UUIDField(), default=list)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.page} {self.at:%Y-%m-%d %H:%M}"


class ReviewState(models.TextChoices):
    """Where the looking into a look-up stands."""

    OPEN = "open"
    ASKED = "asked"
    IN_ORDER = "in-order"
    BREACH = "breach"


class ReviewItem(OwnedModel):
    """Somebody's look-ups of one day that a leader is to look into, and why (pjl. § 22 a). Only the reviewer sees it, and the reviewer
    is never the one who looked. `person_id` is a reference: who it is, the reviewer sees only where the file is open to them.
    """

    organisation_id = OwnerField(account="reviewer_id", about="person_id", open_insert=True, anchored=False)
    kind = models.CharField(max_length=40)
    day = models.DateField()
    account_id = models.UUIDField()
    by_name = models.CharField(max_length=200)
    role = models.CharField(max_length=60, blank=True)
    person_id = models.UUIDField(null=True)
    count = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    pages = ArrayField(models.CharField(max_length=80), default=list)
    reviewer_id = models.UUIDField(null=True)
    unit_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=ReviewState.choices, default=ReviewState.OPEN)
    listed_at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "day", "kind", "account_id", "person_id"],
                name="review_item_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="review_by_another", condition=Q(reviewer_id=None) | ~Q(reviewer_id=F("account_id"))
            ),
        ]
        indexes = [models.Index(fields=["organisation_id", "reviewer_id", "state", "day"], name="review_by_reviewer")]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class ReviewStep(OwnedStep):
    """One move of a review: what the reviewer found, and in which words."""

    organisation_id = OwnerField(follows="item", append_only=True, open_insert=True, anchored=False)
    item = InsideForeignKey(ReviewItem, related_name="steps")

    class Meta:
        ordering = ["at", "id"]
