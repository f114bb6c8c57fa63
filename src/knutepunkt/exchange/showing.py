"""A message as the pages show it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import allowed
from knutepunkt.access.permissions import Permission
from knutepunkt.exchange import queries, words
from knutepunkt.exchange.effects.discharge import text_of
from knutepunkt.exchange.envelope import read_again
from knutepunkt.exchange.kith import Message, Section, Unreadable, present
from knutepunkt.exchange.models import ReceivedMessage, Result
from knutepunkt.exchange.reasons import Remark, remarks
from knutepunkt.intake.models import Notice
from knutepunkt.intake.rules import name_is_shown
from knutepunkt.intake.sight import content_of
from knutepunkt.people.models import Person


@dataclass(frozen=True, slots=True)
class Line:
    """One message in a list or a thread."""

    id: UUID
    title: str | Promise
    sender: str
    at: Any
    result: str
    tone: str
    person: str = ""
    text: str = ""
    cancelled: bool = False
    current: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything of one message. `sections` is empty for one that could not be read or is not shown yet."""

    row: ReceivedMessage
    title: str | Promise
    status: str | Promise
    tone: str
    name: str
    sections: tuple[Section, ...]
    attachments: tuple[Any, ...]
    thread: list[Line]
    remarks: list[Remark]
    hidden: bool
    may_decide: bool
    is_correction: bool
    candidates: list[Person]


def line_of(row: ReceivedMessage, *, person: Person | None = None, text: str = "", current: bool = False) -> Line:
    """A message as a line."""
    return Line(
        id=row.pk,
        title=words.type_name(row.message_type),
        sender=row.sender_name or row.sender_her,
        at=row.received_at,
        result=row.get_result_display(),
        tone=words.TONES.get(Result(row.result), "neutral"),
        person=person.full_name if person else "",
        text=text,
        cancelled=row.cancelled_at is not None,
        current=current,
    )


def message_of(row: ReceivedMessage) -> Message | None:
    """What the row holds, or None for what was refused as unreadable."""
    if row.result == Result.REJECTED:
        return None
    try:
        return read_again(row)
    except Unreadable:
        return None


def hidden_with_its_notice(row: ReceivedMessage) -> bool:
    """Is only the envelope shown, because the notice it belongs to shows no more yet?"""
    if row.notice_id is None:
        return False
    notice = Notice.objects.filter(organisation_id=row.organisation_id, pk=row.notice_id).first()
    return notice is None or not name_is_shown(notice, content_of(notice))


def shown(actor: Actor, row: ReceivedMessage, *, language: str) -> Shown:
    """All of a message, for one who may read it."""
    hidden = hidden_with_its_notice(row)
    message = None if hidden else message_of(row)
    waits = row.result == Result.FOR_A_PERSON and row.cancelled_at is None
    may_decide = waits and message is not None and allowed(actor, Permission.MESSAGE_DECIDE, row)
    return Shown(
        row=row,
        title=words.type_name(row.message_type),
        status=words.STATUSES.get(row.status, ""),
        tone=words.TONES.get(Result(row.result), "neutral"),
        name=message.patient.full_name if message and message.patient else "",
        sections=present(message, language=language_of(language)) if message else (),
        attachments=message.attachments if message else (),
        thread=[] if hidden else _thread(actor, row),
        remarks=remarks(row.faults),
        hidden=hidden,
        may_decide=may_decide,
        is_correction=message is not None and (message.is_change or message.is_cancellation),
        candidates=_candidates(actor, row, message) if may_decide and message else [],
    )


def language_of(language: str) -> Any:
    """One of the languages messages are shown in."""
    return language if language in {"nb", "nn", "en"} else "nb"


def _thread(actor: Actor, row: ReceivedMessage) -> list[Line]:
    lines = []
    for one in queries.related(actor, row):
        message = message_of(one)
        lines.append(line_of(one, text=text_of(message) if message else "", current=one.pk == row.pk))
    return lines if len(lines) > 1 else []


def _candidates(actor: Actor, row: ReceivedMessage, message: Message) -> list[Person]:
    """Files of the actor's that may be meant when the number finds none: born on the same day."""
    if row.person_id is not None or message.patient is None or message.patient.birth_date is None:
        return []
    return list(
        Person.visible_to(actor)
        .filter(birth_date=message.patient.birth_date)
        .order_by("family_name", "given_name", "id")[:5]
    )
