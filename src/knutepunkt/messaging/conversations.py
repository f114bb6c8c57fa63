"""Writing to each other: beginning, answering, reading, closing. What is written stays as it was written.

Whom it goes to, tasks and e-mails are decided above, where persons and coordinators are known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.permissions import FILE, Permission, Topic
from knutepunkt.audit.log import record
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.messaging.files import CheckedFile
from knutepunkt.messaging.models import Attachment, Conversation, ConversationKind, ConversationMessage, ReadMark

LONGEST_WORDS = 10_000


class NothingWritten(Refusal):
    """An empty message."""

    message = _("Write something first.")


class WithoutSubject(Refusal):
    """Nothing to know it by in a list."""

    message = _("Write a few words about what it is about.")


class TooLong(Refusal):
    """More than one message holds."""

    message = _("This is too long for one message. Send it as two, or add it as a file.")


class CannotWriteHere(Refusal):
    """The writer would not see what comes back."""

    message = _("You cannot write messages here. Call the unit instead: the number is on the page of the unit.")


class ConversationClosed(Refusal):
    """Nobody reads in it any more."""

    message = _("This conversation is closed. Begin a new one.")


@dataclass(frozen=True, slots=True)
class Party:
    """What permission is asked for: the unit and whom it is about."""

    unit_id: UUID | None
    person_id: UUID | None


def require_to_write(by: Actor, unit_id: UUID, about_id: UUID) -> None:
    """The person and who acts for the person write as such, all others as those who help. Raises NotAllowed."""
    if by.kind == "person":
        require(by, Permission.OWN_WRITE, Party(None, about_id))
    else:
        require(by, Permission.CONVERSE, Party(unit_id, about_id))


@transaction.atomic
def begin_conversation(
    *,
    kind: str,
    about_id: UUID,
    unit_id: UUID,
    subject: str,
    words: str,
    by: Actor,
    at: datetime,
    files: Iterable[CheckedFile] = (),
    said_by: str = "",
    kept_by: UUID | None = None,
) -> Conversation:
    """Begin to write about a matter. A concern is its writer's (`kept_by`) and the unit's. Raises NotAllowed, WithoutSubject, NothingWritten,
    TooLong, CannotWriteHere.
    """
    require_to_write(by, unit_id, about_id)
    concern = kind == ConversationKind.CONCERN
    if not concern and not subject.strip():
        raise WithoutSubject(field="subject")
    conversation = Conversation.objects.create(
        organisation_id=by.organisation_id,
        person_id=None if concern else about_id,
        about_id=about_id,
        part=str(Topic.MESSAGES) if kind == ConversationKind.TEAM else FILE,
        kept_by=(kept_by or by.account_id) if concern else None,
        unit_id=unit_id,
        kind=kind,
        subject="" if concern else subject.strip(),
        begun_by=by.account_id,
        begun_by_name=said_by or by.name,
        begun_at=at,
        latest_at=at,
    )
    record("conversation.begun", conversation, by=by, at=at)
    _write(conversation, words, by=by, at=at, files=files, said_by=said_by)
    if by.kind == "person" and not Conversation.visible_to(by).filter(pk=conversation.pk).exists():
        raise CannotWriteHere
    return conversation


@transaction.atomic
def write_message(
    *,
    conversation: Conversation,
    words: str,
    by: Actor,
    at: datetime,
    files: Iterable[CheckedFile] = (),
    said_by: str = "",
) -> ConversationMessage:
    """Write in a conversation that is open. Raises NotAllowed, ConversationClosed, NothingWritten, TooLong."""
    require_to_write(by, conversation.unit_id, conversation.about_id)
    waiting = Conversation.objects.filter(
        organisation_id=conversation.organisation_id, pk=conversation.pk, closed_at=None
    )
    if not waiting.update(latest_at=at):
        raise ConversationClosed
    return _write(conversation, words, by=by, at=at, files=files, said_by=said_by)


def _write(
    conversation: Conversation, words: str, *, by: Actor, at: datetime, files: Iterable[CheckedFile], said_by: str
) -> ConversationMessage:
    if not words.strip():
        raise NothingWritten(field="words")
    if len(words) > LONGEST_WORDS:
        raise TooLong(field="words")
    message = ConversationMessage.objects.create(
        organisation_id=conversation.organisation_id,
        conversation=conversation,
        words=words.strip(),
        by_account=by.account_id,
        by_name=by.name,
        by_person=by.kind == "person" or bool(said_by),
        said_by=said_by,
        at=at,
    )
    kept = [
        Attachment(
            organisation_id=conversation.organisation_id,
            message=message,
            name=file.name,
            content_type=file.content_type,
            size=len(file.content),
            sha256=file.sha256,
            content=file.content,
            scanned=file.scanned,
        )
        for file in files
    ]
    Attachment.objects.bulk_create(kept)
    record("conversation.written", conversation, by=by, at=at, message=message.pk, files=[each.sha256 for each in kept])
    mark_read(conversation=conversation, by=by, at=at)
    return message


def mark_read(*, conversation: Conversation, by: Actor, at: datetime) -> None:
    """The account has read this far; part of the reading that the view record tells of."""
    ReadMark.objects.bulk_create(
        [
            ReadMark(
                organisation_id=conversation.organisation_id,
                conversation=conversation,
                account_id=by.account_id,
                read_at=at,
            )
        ],
        update_conflicts=True,
        unique_fields=["organisation_id", "conversation", "account_id"],
        update_fields=["read_at"],
    )


@transaction.atomic
def close_conversation(*, conversation: Conversation, by: Actor, at: datetime) -> None:
    """Nobody writes here any more; it stays readable. Closing twice is closing once."""
    require_to_write(by, conversation.unit_id, conversation.about_id)
    still_open = Conversation.objects.filter(
        organisation_id=conversation.organisation_id, pk=conversation.pk, closed_at=None
    )
    if still_open.update(closed_at=at):
        conversation.closed_at = at
        record("conversation.closed", conversation, by=by, at=at)


LISTED = """
SELECT c.id, c.kind, c.subject, c.about_id, c.unit_id, c.begun_by_name, c.latest_at, c.closed_at, u.name, latest.by_name,
       latest.by_person, coalesce(latest.at > r.read_at, true) AND latest.by_account <> %(account)s AS unread
  FROM messaging_conversation c
  JOIN organisation_unit u ON u.organisation_id = c.organisation_id AND u.id = c.unit_id
  LEFT JOIN messaging_readmark r ON r.organisation_id = c.organisation_id AND r.conversation_id = c.id AND r.account_id = %(account)s
  LEFT JOIN LATERAL (SELECT m.by_name, m.by_person, m.by_account, m.at FROM messaging_conversationmessage m
     WHERE m.organisation_id = c.organisation_id AND m.conversation_id = c.id ORDER BY m.at DESC, m.id DESC LIMIT 1) latest ON true
 WHERE c.organisation_id = %(organisation)s AND (%(about)s::uuid IS NULL OR c.about_id = %(about)s)
   AND (NOT %(open)s OR c.closed_at IS NULL)
 ORDER BY c.closed_at IS NOT NULL, c.latest_at DESC, c.id
 LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A conversation in a list: who wrote last, and whether the reader has read it. `subject` is empty for a concern."""

    id: UUID
    kind: str
    subject: str
    about_id: UUID
    unit_id: UUID
    begun_by_name: str
    latest_at: datetime
    closed_at: datetime | None
    unit_name: str
    latest_by: str
    latest_by_person: bool
    unread: bool


def conversations(
    actor: Actor, *, about_id: UUID | None = None, only_open: bool = False, limit: int = 200
) -> list[Listed]:
    """The conversations the actor sees, newest first; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            LISTED,
            {
                "organisation": actor.organisation_id,
                "account": actor.account_id,
                "about": about_id,
                "open": only_open,
                "limit": limit,
            },
        )
        return [Listed(*row) for row in cursor.fetchall()]


UNREAD = """
SELECT count(*) FROM messaging_conversation c
  LEFT JOIN messaging_readmark r ON r.organisation_id = c.organisation_id AND r.conversation_id = c.id AND r.account_id = %(account)s
 WHERE c.organisation_id = %(organisation)s AND c.about_id = %(about)s AND EXISTS (
   SELECT FROM messaging_conversationmessage m WHERE m.organisation_id = c.organisation_id AND m.conversation_id = c.id
      AND m.by_account <> %(account)s AND m.at > coalesce(r.read_at, '-infinity'))
"""


def unread(actor: Actor, about_id: UUID) -> int:
    """How many conversations about somebody hold something the actor has not read; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, {"organisation": actor.organisation_id, "account": actor.account_id, "about": about_id})
        return int(cursor.fetchone()[0])


def messages_of(conversation: Conversation) -> list[ConversationMessage]:
    """What has been written, oldest first, each with its files (without their bytes) in `files`; two statements."""
    rows = list(conversation.messages.order_by("at", "id"))
    files: dict[UUID, list[Attachment]] = {}
    for file in Attachment.objects.filter(
        organisation_id=conversation.organisation_id, message__conversation=conversation
    ).defer("content"):
        files.setdefault(file.message_id, []).append(file)
    for row in rows:
        row.files = files.get(row.pk, [])  # type: ignore[attr-defined]  # for the page
    return rows
