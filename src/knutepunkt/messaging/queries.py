"""What the outbox page shows."""

from uuid import UUID

from django.db.models import Q, QuerySet

from knutepunkt.messaging.models import OutboundMessage, OutboundState

MOST = 50
"""How many are shown; older ones are found on the file they belong to."""
SHOWN = {
    "waiting": Q(state=OutboundState.QUEUED),
    "failed": Q(state=OutboundState.FAILED),
    "stopped": Q(state=OutboundState.STOPPED),
    "sent": Q(state=OutboundState.SENT),
}


def outbox(organisation_id: UUID, show: str) -> "QuerySet[OutboundMessage]":
    """The newest in one state; row-level security decides which rows there are. Technical receipts are not among them."""
    rows = OutboundMessage.objects.filter(SHOWN[show], organisation_id=organisation_id, channel__in=["email", "letter"])
    return rows.order_by("-queued_at", "-id")[:MOST]
