"""Sending the e-mails that are due: one transaction each, so that a killed worker loses and repeats at most the one in its hands."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPResponseException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q

from knutepunkt.access.actor import system_actor
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.identity.system import WORKER
from knutepunkt.messaging.models import OutboundMessage, OutboundState
from knutepunkt.organisation.queries import served_organisations

log = logging.getLogger(__name__)

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
"""How long after each failed attempt the next one comes; after the last one it is given up."""
AT_ONCE = 200
"""How many e-mails of an organisation one run takes."""


def send_due(at: datetime) -> int:
    """Send the e-mails that are due in every organisation served; how many went. Without a mail server they wait."""
    if not settings.KNUTEPUNKT_SENDS_EMAIL:
        return 0
    return sum(_send_for(organisation_id, at) for organisation_id in served_organisations())


def _send_for(organisation_id: UUID, at: datetime) -> int:
    sent = 0
    for _attempt in range(AT_ONCE):
        outcome = _send_next(organisation_id, at)
        if outcome is None:
            break
        sent += outcome
    return sent


def _send_next(organisation_id: UUID, at: datetime) -> bool | None:
    """Send the oldest that is due; None when there is none. The row is locked meanwhile: no other worker takes it."""
    with acting_as(WORKER, purpose="send-messages", organisation_id=organisation_id, at=at):
        due = OutboundMessage.objects.filter(
            Q(next_attempt_at=None) | Q(next_attempt_at__lte=at),
            organisation_id=organisation_id,
            channel="email",
            state=OutboundState.QUEUED,
        )
        message = due.select_for_update(skip_locked=True).order_by("queued_at", "id").first()
        if message is None:
            return None
        fault = _deliver(message)
        message.attempts += 1
        _settle(message, fault, at)
        message.save(update_fields=["attempts", "state", "sent_at", "next_attempt_at", "fault"])
        by = system_actor(WORKER, organisation_id=organisation_id, at=at)
        record(
            "message.sent" if not fault else "message.not-sent",
            message,
            by=by,
            at=at,
            attempts=message.attempts,
            fault=fault,
        )
        return not fault


def _deliver(message: OutboundMessage) -> str:
    """Hand it to the mail server; the fault as a code without addresses, or nothing. The id lets a repeat be recognised."""
    email = EmailMessage(
        message.subject,
        message.body,
        to=[message.recipient],
        headers={"Message-ID": f"<{message.pk}@knutepunkt>", "Auto-Submitted": "auto-generated"},
        connection=get_connection(timeout=20),
    )
    try:
        email.send()
    except (SMTPException, OSError) as error:
        code = f" {error.smtp_code}" if isinstance(error, SMTPResponseException) else ""
        fault = f"{type(error).__name__}{code}"
        log.warning("E-mail %s was not sent: %s", message.pk, fault)
        return fault
    return ""


def _settle(message: OutboundMessage, fault: str, at: datetime) -> None:
    message.fault = fault
    if not fault:
        message.state, message.sent_at, message.next_attempt_at = OutboundState.SENT, at, None
    elif message.attempts > len(WAITS):
        message.state, message.next_attempt_at = OutboundState.FAILED, None
    else:
        message.next_attempt_at = at + WAITS[message.attempts - 1]
