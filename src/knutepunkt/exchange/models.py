"""Received messages, their receipts, conversations."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.permissions import Topic
from knutepunkt.foundation.owned import InsideForeignKey, OwnedModel, OwnerField
from knutepunkt.organisation.models import Unit


class Result(models.TextChoices):
    """What became of a received message."""

    NOTICE_MADE = "notice-made", _("Became a notice")
    JOINED = "joined", _("Joined to an earlier one")
    WAITING = "waiting", _("Waits for its original")
    INFORMATION = "information", _("On the person's file")
    FOR_A_PERSON = "for-a-person", _("For a person to decide")
    REJECTED = "rejected", _("Rejected")
    RECEIPT = "receipt", _("A receipt for what we sent")
    APPLIED = "applied", _("Applied")
    SET_ASIDE = "set-aside", _("Set aside by a person")


class ReceivedMessage(OwnedModel):
    """A message as it came: the bytes, what they say of themselves, and what became of it. `message_id` is the sender's.

    When it belongs to a notice it is seen by those who see the content of that notice and nobody else: a policy of the
    database asks for the content's row each time, so what closes the content closes the message (migration 0002).
    `faults`: codes of `reasons`, with the element they are about, never a value.
    """

    organisation_id = OwnerField(person="person_id", unit="unit_id", content=True, topic="topic", open_insert=True)
    unit = InsideForeignKey(Unit, null=True, related_name="+")
    person_id = models.UUIDField(null=True)
    topic = models.CharField(max_length=40, default=Topic.MESSAGES)
    message_id = models.CharField(max_length=200, blank=True)
    message_type = models.CharField(max_length=60, blank=True)
    status = models.CharField(max_length=2, blank=True)
    parent_message_id = models.CharField(max_length=200, blank=True)
    conversation_id = models.CharField(max_length=200, blank=True)
    sender_her = models.CharField(max_length=12, blank=True)
    sender_unit_her = models.CharField(max_length=12, blank=True)
    receiver_her = models.CharField(max_length=12, blank=True)
    receiver_unit_her = models.CharField(max_length=12, blank=True)
    sender_name = models.CharField(max_length=200, blank=True)
    generated_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    original = models.BinaryField()
    fingerprint = models.CharField(max_length=64)
    result = models.CharField(max_length=20, choices=Result.choices)
    notice_id = models.UUIDField(null=True)
    faults = models.JSONField(default=list)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["received_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "sender_her", "message_id"],
                condition=~Q(result="rejected") & ~Q(message_id=""),
                name="message_id_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "parent_message_id"], name="message_by_parent"),
            models.Index(fields=["organisation_id", "notice_id"], name="message_by_notice"),
            models.Index(fields=["organisation_id", "conversation_id"], name="message_by_conversation"),
        ]

    def __str__(self) -> str:
        return self.message_type


class Receipt(OwnedModel):
    """The technical receipt (AppRec) we gave for a message; made once, given again for a repeat."""

    organisation_id = OwnerField(unit="unit_id", open_insert=True)
    message = InsideForeignKey(ReceivedMessage, related_name="receipts")
    unit_id = models.UUIDField(null=True)
    status = models.CharField(max_length=2)
    content = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation_id", "message"], name="one_receipt_per_message")]

    def __str__(self) -> str:
        return self.status


class SentReference(OwnedModel):
    """The id of a message we sent, so that a receipt that comes back finds it."""

    organisation_id = OwnerField(open_insert=True)
    message_id = models.CharField(max_length=200)
    message_type = models.CharField(max_length=60)
    sent_at = models.DateTimeField()
    receipt_status = models.CharField(max_length=2, blank=True)
    receipt_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["sent_at", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation_id", "message_id"], name="sent_reference_once")]

    def __str__(self) -> str:
        return self.message_type
