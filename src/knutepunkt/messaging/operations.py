"""Queueing what leaves the house, sending it, and stopping it while something is to be cleared up."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.system import WORKER
from knutepunkt.messaging import nudge
from knutepunkt.messaging.delivery import send_due
from knutepunkt.messaging.models import OutboundMessage, OutboundState

__all__ = [
    "NoAddress",
    "NotQueued",
    "hears_posted",
    "mark_sent",
    "queue_email",
    "queue_letter",
    "restore",
    "retry",
    "send_due",
    "stop_all",
    "stop_letter",
]

EMAIL, LETTER = "email", "letter"
Hearer = Callable[[OutboundMessage, Actor, datetime], None]
_HEARERS: list[Hearer] = []


def hears_posted(function: Hearer) -> Hearer:
    """Register `function(message, by, at)` of a room above: called in the same transaction when a letter has been posted."""
    if function not in _HEARERS:
        _HEARERS.append(function)
    return function


class NoAddress(Refusal):
    """There is nowhere to send it."""

    message = _("This is not an e-mail address. Write it as name@example.no.")


class NotQueued(Refusal):
    """It has gone, or it is stopped."""

    message = _("This is not waiting to be sent: it has been sent already, or it is stopped.")


@transaction.atomic
def queue_email(
    *,
    by: Actor,
    at: datetime,
    organisation_id: UUID,
    to: str,
    kind: str,
    subject: str,
    body: str,
    person_id: UUID | None = None,
    unit_id: UUID | None = None,
    source_id: UUID | None = None,
) -> OutboundMessage:
    """Queue an e-mail that says there is something to read and where; never a name or a health matter.

    It leaves after the transaction holds. Raises NoAddress.
    """
    try:
        validate_email(to)
    except ValidationError:
        raise NoAddress(field="email") from None
    message = OutboundMessage(
        organisation_id=organisation_id, person_id=person_id, unit_id=unit_id, channel=EMAIL, kind=kind, recipient=to, subject=subject,
        body=body, source_id=source_id, queued_at=at,
    )  # fmt: skip
    _queue(message, by=by, at=at)
    transaction.on_commit(nudge.something_to_send, robust=True)
    return message


@transaction.atomic
def queue_letter(
    *,
    by: Actor,
    at: datetime,
    organisation_id: UUID,
    recipient: str,
    kind: str,
    subject: str,
    body: str = "",
    person_id: UUID | None = None,
    unit_id: UUID | None = None,
    source_id: UUID | None = None,
) -> OutboundMessage:
    """Queue a letter to be printed and posted; it waits until somebody says it is posted (`mark_sent`)."""
    message = OutboundMessage(
        organisation_id=organisation_id, person_id=person_id, unit_id=unit_id, channel=LETTER, kind=kind, recipient=recipient,
        subject=subject, body=body, source_id=source_id, queued_at=at,
    )  # fmt: skip
    _queue(message, by=by, at=at)
    return message


def _queue(message: OutboundMessage, *, by: Actor, at: datetime) -> None:
    message.save(force_insert=True)
    record("message.queued", message, by=by, at=at, channel=message.channel, kind=message.kind)


@transaction.atomic
def mark_sent(*, message: OutboundMessage, by: Actor, at: datetime) -> None:
    """A letter has been posted, and what waited for that is done. Raises NotQueued."""
    waiting = OutboundMessage.objects.filter(
        organisation_id=message.organisation_id, pk=message.pk, state=OutboundState.QUEUED
    )
    if not waiting.update(state=OutboundState.SENT, sent_at=at):
        raise NotQueued
    message.state, message.sent_at = OutboundState.SENT, at
    record("message.sent", message, by=by, at=at, channel=message.channel)
    for hearer in _HEARERS:
        hearer(message, by, at)


def stop_all(person_id: UUID, *, organisation_id: UUID, at: datetime, because: str) -> int:
    """Stop what is queued to or about a person; how many. Waits for one that is being sent this moment."""
    with acting_as(WORKER, purpose="stop-messages", organisation_id=organisation_id, at=at):
        queued = OutboundMessage.objects.filter(
            organisation_id=organisation_id, person_id=person_id, state=OutboundState.QUEUED
        )
        return queued.update(state=OutboundState.STOPPED, stopped_because=because)


@transaction.atomic
def stop_letter(*, message: OutboundMessage, by: Actor, at: datetime, because: str) -> None:
    """A letter that is not to be posted any more; a consequence of what has been done about its matter. Nothing when it has gone."""
    with acting_as(WORKER, purpose="stop-messages", organisation_id=message.organisation_id, at=at):
        waiting = OutboundMessage.objects.filter(
            organisation_id=message.organisation_id, pk=message.pk, state=OutboundState.QUEUED, channel=LETTER
        )
        stopped = waiting.update(state=OutboundState.STOPPED, stopped_because=because)
    if stopped:
        record("message.stopped", message, by=by, at=at, channel=message.channel)


def restore(person_id: UUID, *, organisation_id: UUID, at: datetime, because: str) -> int:
    """Queue again what `stop_all` stopped for the same reason; how many."""
    with acting_as(WORKER, purpose="restore-messages", organisation_id=organisation_id, at=at):
        stopped = OutboundMessage.objects.filter(
            organisation_id=organisation_id, person_id=person_id, state=OutboundState.STOPPED, stopped_because=because
        )
        restored = stopped.update(state=OutboundState.QUEUED, stopped_because="", next_attempt_at=None)
    if restored:
        transaction.on_commit(nudge.something_to_send, robust=True)
    return restored


@transaction.atomic
def retry(*, message: OutboundMessage, by: Actor, at: datetime) -> None:
    """Try one that was given up once more, from the start of the row of attempts. Raises NotQueued."""
    failed = OutboundMessage.objects.filter(
        organisation_id=message.organisation_id, pk=message.pk, state=OutboundState.FAILED
    )
    if not failed.update(state=OutboundState.QUEUED, attempts=0, next_attempt_at=None, fault=""):
        raise NotQueued
    record("message.retried", message, by=by, at=at, channel=message.channel)
    transaction.on_commit(nudge.something_to_send, robust=True)
