"""The outbox."""

from django.db import models
from django.db.models import Q

from knutepunkt.foundation.owned import OwnedModel, OwnerField


class OutboundState(models.TextChoices):
    """Where a message out is; `stopped` is lifted when what stopped it turns out wrong."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    STOPPED = "stopped"


class OutboundMessage(OwnedModel):
    """One message out: an e-mail, a letter to print, a technical receipt. Never health content in an e-mail."""

    organisation_id = OwnerField(person="person_id", part="messages", unit="unit_id", open_insert=True)
    person_id = models.UUIDField(null=True)
    unit_id = models.UUIDField(null=True)
    channel = models.CharField(max_length=20)
    kind = models.CharField(max_length=60)
    recipient = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    source_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=OutboundState.choices, default=OutboundState.QUEUED)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    next_attempt_at = models.DateTimeField(null=True)
    stopped_because = models.CharField(max_length=20, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["queued_at", "id"]
        indexes = [
            models.Index(fields=["organisation_id", "queued_at"], condition=Q(state="queued"), name="outbound_queued")
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.kind}"
