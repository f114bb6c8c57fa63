"""The two logs. Neither has foreign keys: what they tell of may be corrected, they may not."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from knutepunkt.foundation.owned import OwnedModel, OwnerField


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
