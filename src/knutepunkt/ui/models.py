"""Unfinished text: kept for its writer only, so that nothing typed is lost."""

from django.db import models

from knutepunkt.foundation.owned import OwnedModel, OwnerField


class Draft(OwnedModel):
    """What an account has typed into one form and not sent. `form_key` names the form and the thing it is about."""

    organisation_id = OwnerField(account="account_id", anchored=False)
    account_id = models.UUIDField()
    form_key = models.CharField(max_length=200)
    fields = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "account_id", "form_key"], name="one_draft_per_form")
        ]

    def __str__(self) -> str:
        return self.form_key
