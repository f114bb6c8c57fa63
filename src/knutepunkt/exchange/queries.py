"""Complete reads: what pages and panels of this room show."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from knutepunkt.access.actor import Actor
from knutepunkt.exchange.models import ReceivedMessage, Result
from knutepunkt.people.models import Person

PER_PAGE = 30
ENVELOPE = (
    "id", "message_type", "status", "sender_name", "sender_her", "receiver_her", "receiver_unit_her", "received_at", "generated_at",
    "result", "faults", "message_id",
)  # fmt: skip


def thread_rows(organisation_id: UUID, row: ReceivedMessage) -> list[ReceivedMessage]:
    """The received messages of the same conversation, oldest first, the row itself not among them."""
    ids = {row.parent_message_id, row.conversation_id} - {""}
    if not ids:
        return []
    same = Q(message_id__in=ids) | Q(conversation_id__in=ids)
    rows = ReceivedMessage.objects.filter(same, organisation_id=organisation_id).exclude(result=Result.REJECTED)
    return list(rows.exclude(pk=row.pk).order_by("received_at", "id"))


def related(actor: Actor, row: ReceivedMessage) -> list[ReceivedMessage]:
    """Everything that belongs with a message, as far as the actor sees it: its conversation, changes and cancellations."""
    ids = {row.message_id, row.parent_message_id, row.conversation_id} - {""}
    if not ids:
        return []
    same = Q(message_id__in=ids) | Q(conversation_id__in=ids) | Q(parent_message_id__in=ids)
    rows = ReceivedMessage.visible_to(actor).filter(same).exclude(result=Result.REJECTED)
    return list(rows.order_by("generated_at", "received_at", "id"))


def listed(actor: Actor, *, result: str = "") -> QuerySet[ReceivedMessage]:
    """The messages the actor may see, those for a person to decide first, then the newest; without the bytes."""
    rows = ReceivedMessage.visible_to(actor).defer("original")
    if result:
        rows = rows.filter(result=result)
    waits = Case(
        When(result=Result.FOR_A_PERSON, cancelled_at=None, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return rows.order_by(waits, "-received_at", "-id")


def persons_of(actor: Actor, rows: Iterable[ReceivedMessage]) -> dict[UUID, Person]:
    """The persons of some messages, as far as the actor sees their files."""
    ids = {row.person_id for row in rows if row.person_id}
    return {person.pk: person for person in Person.visible_to(actor).filter(pk__in=ids)} if ids else {}


def of_notice(actor: Actor, notice_id: UUID) -> list[ReceivedMessage]:
    """The messages a notice was made of and those joined to it, oldest first."""
    rows = ReceivedMessage.visible_to(actor).filter(notice_id=notice_id).exclude(result=Result.REJECTED)
    return list(rows.order_by("generated_at", "received_at", "id"))


def information_on(actor: Actor, person_id: UUID, *, limit: int = 20) -> list[ReceivedMessage]:
    """What others have sent that lies on the person's file, newest first; without the bytes."""
    rows = ReceivedMessage.visible_to(actor).filter(
        person_id=person_id, result__in=[Result.INFORMATION, Result.APPLIED, Result.JOINED, Result.NOTICE_MADE]
    )
    return list(rows.defer("original").order_by("-received_at", "-id")[:limit])


def quarantined(organisation_id: UUID, *, before: datetime | None = None) -> list[dict[str, object]]:
    """Envelopes of what found no receiver, newest first: nothing of whom they are about, and not the bytes."""
    rows = ReceivedMessage.objects.filter(organisation_id=organisation_id)
    if before is not None:
        rows = rows.filter(received_at__lt=before)
    return list(rows.order_by("-received_at", "-id").values(*ENVELOPE)[: PER_PAGE + 1])
