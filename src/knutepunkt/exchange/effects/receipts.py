"""APPREC: what the other side answered to something we sent."""

from datetime import datetime
from uuid import UUID

from knutepunkt.access.scope import acting_as
from knutepunkt.exchange.kith import Message
from knutepunkt.exchange.models import SentReference
from knutepunkt.identity.system import IMPORTER


def was_sent_by(organisation_id: UUID, message: Message, *, at: datetime) -> bool:
    """Is the receipt about something this organisation sent?"""
    assert message.receipt is not None, "only receipts come here"
    with acting_as(IMPORTER, purpose="import", organisation_id=organisation_id, at=at):
        return SentReference.objects.filter(
            organisation_id=organisation_id, message_id=message.receipt.original_id
        ).exists()


def join_receipt(organisation_id: UUID, message: Message, *, at: datetime) -> None:
    """Write on what was sent how it was taken, and when that was told."""
    assert message.receipt is not None, "only receipts come here"
    sent = SentReference.objects.select_for_update().get(
        organisation_id=organisation_id, message_id=message.receipt.original_id
    )
    sent.receipt_status, sent.receipt_at = message.receipt.status, at
    sent.save(update_fields=["receipt_status", "receipt_at"])
