"""Grants and exclusions: derived facts about who may see what. Written only by `access.grants`."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from knutepunkt.foundation.owned import OwnedModel, OwnerField


class Grant(OwnedModel):
    """An account, or everybody with a content role in a unit, may see one person's file; for which topics (null: all),
    in what role, on what basis, from and to. `source` names the registered source it was derived from.
    """

    organisation_id = OwnerField(anchored=False)
    person_id = models.UUIDField()
    account_id = models.UUIDField(null=True)
    unit_id = models.UUIDField(null=True)
    role = models.CharField(max_length=40)
    topics = ArrayField(models.CharField(max_length=40), null=True)
    basis = models.CharField(max_length=80)
    source = models.CharField(max_length=60)
    source_id = models.UUIDField()
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="grant_to_account_or_unit",
                condition=Q(account_id__isnull=True, unit_id__isnull=False)
                | Q(account_id__isnull=False, unit_id__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "person_id"], name="grant_by_person"),
            models.Index(fields=["organisation_id", "account_id", "person_id"], name="grant_by_account"),
            models.Index(fields=["organisation_id", "unit_id", "person_id"], name="grant_by_unit"),
            models.Index(fields=["account_id"], name="grant_own_files"),
        ]

    def __str__(self) -> str:
        return f"{self.role} ({self.source})"


class Exclusion(OwnedModel):
    """What is taken away again, whatever gave it: towards one account, or everybody in a unit. Subtracted last, always wins.

    With neither topics nor object the whole file is closed; with topics, these; with an object, that row and what hangs on it.
    `kind`: "block" (the person opposes), "conflict" (own, relatives' and declared persons' files), "withheld" (kept from somebody).
    Derived from registered sources as grants are. That a row exists tells something, so only jobs read the table.
    """

    organisation_id = OwnerField(anchored=False)
    person_id = models.UUIDField()
    account_id = models.UUIDField(null=True)
    unit_id = models.UUIDField(null=True)
    topics = ArrayField(models.CharField(max_length=40), null=True)
    object_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=20)
    source = models.CharField(max_length=60)
    source_id = models.UUIDField()
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="exclusion_of_account_or_unit",
                condition=Q(account_id__isnull=True, unit_id__isnull=False)
                | Q(account_id__isnull=False, unit_id__isnull=True),
            ),
            models.CheckConstraint(
                name="exclusion_of_topics_or_object", condition=Q(topics__isnull=True) | Q(object_id__isnull=True)
            ),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "account_id", "person_id"], name="exclusion_by_account"),
            models.Index(fields=["organisation_id", "unit_id", "person_id"], name="exclusion_by_unit"),
            models.Index(fields=["organisation_id", "person_id"], name="exclusion_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.source})"


class UnitGrant(OwnedModel):
    """An account works in a unit in a role; without unit: in the whole organisation. `content` is the role's."""

    organisation_id = OwnerField(anchored=False)
    account_id = models.UUIDField()
    unit_id = models.UUIDField(null=True)
    role = models.CharField(max_length=40)
    content = models.BooleanField()
    source_id = models.UUIDField()
    starts = models.DateTimeField()
    ends = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "account_id"], name="unit_grant_by_account")]

    def __str__(self) -> str:
        return self.role
