"""Work notes: what a coordinator did. A draft is its author's; a signed text never changes, it is corrected by a new one."""

from datetime import date, datetime

from django.db import ProgrammingError, transaction
from django.utils.translation import gettext_lazy as _
from psycopg.errors import InsufficientPrivilege

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.moves import make_move
from knutepunkt.access.permissions import Permission, Topic
from knutepunkt.audit.log import record
from knutepunkt.coordination.models import FollowUp, WorkNote
from knutepunkt.coordination.states import WORK_NOTE, WorkNoteState
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.lifecycle import CannotMove
from knutepunkt.foundation.refusal import Refusal


class NoText(Refusal):
    """An empty note documents nothing."""

    message = _("Write what was done.")


class NotYourNote(Refusal):
    """A draft belongs to the one who writes it."""

    message = _("Only the one who wrote the note can sign or change it.")


class NotYourTopic(Refusal):
    """A coordinator from elsewhere writes within what the consent opens."""

    message = _("This part of the file is not open to you. Choose the work in general.")


class InTheFuture(Refusal):
    """A note tells of what has happened."""

    message = _("Choose a day up to today. A note tells of what has happened.")


class ReasonMissing(Refusal):
    """Why a signed note is not right."""

    message = _("Write what was wrong, so that those who read the first text understand.")


@transaction.atomic
def write_note(
    *, follow_up: FollowUp, text: str, happened_on: date, by: Actor, at: datetime, topic: str = Topic.WORK_NOTES
) -> WorkNote:
    """Begin a note as a draft that only its author sees."""
    require(by, Permission.WORK_NOTE_WRITE, follow_up)
    _checked(text, happened_on, at)
    try:
        with transaction.atomic():
            return _new(follow_up, text, happened_on, topic, by=by, at=at)
    except ProgrammingError as error:  # the database takes no row the writer would not see
        if isinstance(error.__cause__, InsufficientPrivilege):
            raise NotYourTopic(field="topic") from None
        raise


def _new(
    follow_up: FollowUp,
    text: str,
    happened_on: date,
    topic: str,
    *,
    by: Actor,
    at: datetime,
    replaces: WorkNote | None = None,
) -> WorkNote:
    note = WorkNote.objects.create(
        organisation_id=follow_up.organisation_id,
        person_id=follow_up.person_id,
        follow_up=follow_up,
        topic=str(Topic(topic)),
        text=text.strip(),
        happened_on=happened_on,
        author_id=by.account_id,
        author_name=by.name,
        author_title=by.title,
        replaces=replaces,
        created_at=at,
    )
    record("work-note.drafted", note, by=by, at=at)
    return note


@transaction.atomic
def change_note(*, note: WorkNote, text: str, happened_on: date, by: Actor, at: datetime) -> WorkNote:
    """Go on writing a draft."""
    _mine(note, by)
    if note.state != WorkNoteState.DRAFT:
        raise CannotMove
    _checked(text, happened_on, at)
    note.text, note.happened_on = text.strip(), happened_on
    note.save(update_fields=["text", "happened_on"])
    record("work-note.changed", note, by=by, at=at)
    return note


@transaction.atomic
def sign_note(*, note: WorkNote, by: Actor, at: datetime) -> WorkNote:
    """Sign: from now on the text stands and those who see the file can read it."""
    _mine(note, by)
    if make_move(note, WORK_NOTE, "sign", by=by, at=at):
        note.signed_at = at
        note.save(update_fields=["signed_at"])
    return note


@transaction.atomic
def correct_note(*, note: WorkNote, text: str, by: Actor, at: datetime, reason: str) -> WorkNote:
    """Put a new, signed note in the place of a signed one. Both stay readable, in a chain (pjl. § 25, journal regulation)."""
    if not reason.strip():
        raise ReasonMissing(field="reason")
    _checked(text, note.happened_on, at)
    make_move(note, WORK_NOTE, "correct", by=by, at=at, reason=reason)
    follow_up = note.follow_up
    newer = _new(follow_up, text, note.happened_on, note.topic, by=by, at=at, replaces=note)
    return sign_note(note=newer, by=by, at=at)


@transaction.atomic
def note_in_error(*, note: WorkNote, by: Actor, at: datetime, reason: str) -> WorkNote:
    """The note should not have been written, for example on the wrong person. Its text is no longer shown."""
    if not reason.strip():
        raise ReasonMissing(field="reason")
    if note.state == WorkNoteState.DRAFT:
        _mine(note, by)
    make_move(note, WORK_NOTE, "enter-in-error", by=by, at=at, reason=reason)
    return note


def _mine(note: WorkNote, by: Actor) -> None:
    if note.author_id != by.account_id:
        raise NotYourNote


def _checked(text: str, happened_on: date, at: datetime) -> None:
    if not text.strip():
        raise NoText(field="text")
    if happened_on > day(at):
        raise InTheFuture(field="happened_on")
