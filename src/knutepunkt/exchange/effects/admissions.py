"""What the messages of one admission say together: the newest version of each, in the order the hospital made them."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from uuid import UUID

from knutepunkt.exchange.envelope import read_again
from knutepunkt.exchange.kith import Event, Message, MessageType, Status
from knutepunkt.exchange.models import ReceivedMessage, Result
from knutepunkt.foundation.clock import OSLO

EMPTY: dict[str, Any] = {
    "admitted_at": None,
    "expected_on": None,
    "ready_at": None,
    "readiness_withdrawn_at": None,
    "discharged_at": None,
    "discharged_to": "",
}
LONGEST_PLACE = 200


def together(
    organisation_id: UUID, notice_id: UUID, *, and_now: Iterable[tuple[ReceivedMessage, Message]] = ()
) -> dict[str, Any]:
    """The facts of the admission after all messages that stand; `and_now` are those not saved yet."""
    standing = [(row, read_again(row)) for row in standing_rows(organisation_id, notice_id)]
    everything = sorted(
        [*standing, *and_now], key=lambda pair: (pair[0].generated_at or pair[0].received_at, pair[0].pk)
    )
    replaced = {row.parent_message_id for row, message in everything if message.is_change}
    facts = dict(EMPTY)
    for row, message in everything:
        if row.message_id not in replaced:
            facts.update(facts_of(message, at=row.generated_at or row.received_at))
    return facts


def standing_rows(organisation_id: UUID, notice_id: UUID) -> list[ReceivedMessage]:
    """The messages of a notice that are not cancelled and cancel nothing."""
    rows = ReceivedMessage.objects.filter(organisation_id=organisation_id, notice_id=notice_id, cancelled_at=None)
    return list(rows.exclude(result=Result.REJECTED).exclude(status=Status.CANCELLATION).order_by("generated_at", "id"))


def facts_of(message: Message, *, at: datetime) -> dict[str, Any]:
    """What one message says of the admission. Being ready again ends an earlier withdrawal."""
    said = message.discharge
    facts: dict[str, Any] = {}
    if said.admitted:
        facts["admitted_at"] = moment(said.admitted)
    if said.expected:
        facts["expected_on"] = said.expected.on
    if said.ready:
        facts["ready_at"] = moment(said.ready)
        facts["readiness_withdrawn_at"] = None
    if message.type is MessageType.LOG_AVMELDING:
        facts["readiness_withdrawn_at"] = moment(said.readiness_withdrawn) if said.readiness_withdrawn else at
    if said.discharged:
        facts["discharged_at"] = moment(said.discharged)
    if said.discharged_to:
        facts["discharged_to"] = said.discharged_to.label[:LONGEST_PLACE]
    return facts


def moment(event: Event) -> datetime:
    """When it happened; the start of the day where only a day is given."""
    return event.at or datetime.combine(event.on, time(), tzinfo=OSLO)
