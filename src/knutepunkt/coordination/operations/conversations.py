"""Messages between the person and those who help, and "this does not work": to the unit, without the coordinator."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from knutepunkt.access.actor import Actor
from knutepunkt.access.grants import refresh_person
from knutepunkt.coordination.concerns import unit_that_may_read
from knutepunkt.coordination.models import Appointment
from knutepunkt.coordination.operations.asking import WhoSaidIt
from knutepunkt.coordination.reaching import coordinator_of, tell, unit_for
from knutepunkt.foundation.clock import day
from knutepunkt.messaging.conversations import begin_conversation, close_conversation, write_message
from knutepunkt.messaging.files import CheckedFile
from knutepunkt.messaging.models import Conversation, ConversationKind
from knutepunkt.organisation.hours import due_on
from knutepunkt.people.models import Person
from knutepunkt.tasks.models import Task
from knutepunkt.tasks.operations import OPEN, create_task, settle

TASK = "message"
ANSWERED_WITHIN = "acknowledge-notice"


@transaction.atomic
def write_to(
    *,
    person: Person,
    to: str,
    words: str,
    by: Actor,
    at: datetime,
    subject: str = "",
    files: Iterable[CheckedFile] = (),
    said_by: str = "",
) -> Conversation:
    """The person, or somebody for the person, writes to the coordinator, the team or the unit, or says what does not work.

    Without a coordinator who can read it, the unit gets it. A concern goes to the nearest unit in which somebody else than the
    coordinators can read it, as a task that tells nothing. Raises WhoSaidIt, and what `begin_conversation` does.
    """
    if to == ConversationKind.CONCERN and by.kind != "person" and not said_by.strip():
        raise WhoSaidIt(field="said_by")
    appointment = coordinator_of(by.organisation_id, person.pk, at=at) if to == ConversationKind.COORDINATOR else None
    if to == ConversationKind.COORDINATOR and appointment is None:
        to = ConversationKind.UNIT
    unit = unit_for(person, at=at)
    if to == ConversationKind.CONCERN:
        unit = unit_that_may_read(unit, person.pk, at=at)
    conversation = begin_conversation(
        kind=to, about_id=person.pk, unit_id=unit.pk, subject=subject, words=words, by=by, at=at, files=files, said_by=said_by,
        kept_by=person.account_id if said_by else None,
    )  # fmt: skip
    if by.kind == "person" or said_by:
        _ask_for_answer(conversation, by=by, at=at, appointment=appointment)
    else:
        tell(person.organisation_id, person.pk, None, unit_id=unit.pk, source_id=conversation.pk, by=by, at=at)
    return conversation


@transaction.atomic
def answer_in(
    *,
    conversation: Conversation,
    words: str,
    by: Actor,
    at: datetime,
    files: Iterable[CheckedFile] = (),
) -> None:
    """Write in a conversation: from the person it asks for an answer, from those who help it tells the person that there is something
    to read. Raises what `write_message` does.
    """
    write_message(conversation=conversation, words=words, by=by, at=at, files=files)
    organisation_id, about_id = conversation.organisation_id, conversation.about_id
    if by.kind == "person":
        to_coordinator = conversation.kind == ConversationKind.COORDINATOR
        appointment = coordinator_of(organisation_id, about_id, at=at) if to_coordinator else None
        _ask_for_answer(conversation, by=by, at=at, appointment=appointment)
    else:
        settle(organisation_id=organisation_id, source_id=conversation.pk, by=by, at=at)
        tell(
            organisation_id,
            about_id,
            _writer(conversation),
            unit_id=conversation.unit_id,
            source_id=conversation.pk,
            by=by,
            at=at,
            hidden=conversation.kind == ConversationKind.CONCERN,
        )


def end_conversation(*, conversation: Conversation, by: Actor, at: datetime) -> None:
    """Nobody writes in it any more, and what waited for an answer is done."""
    close_conversation(conversation=conversation, by=by, at=at)
    settle(organisation_id=conversation.organisation_id, source_id=conversation.pk, by=by, at=at)


def _writer(conversation: Conversation) -> UUID | None:
    """The account on the person's side; None: the person's own."""
    if conversation.kept_by is not None:
        return conversation.kept_by
    first = conversation.messages.filter(by_person=True, said_by="").order_by("at", "id").first()
    return first.by_account if first else None


def _ask_for_answer(conversation: Conversation, *, by: Actor, at: datetime, appointment: Appointment | None) -> None:
    """One task at a time, for the coordinator or the unit. It tells that somebody has written, never who or what."""
    waiting = Task.objects.filter(
        organisation_id=conversation.organisation_id, source_id=conversation.pk, state__in=OPEN
    )
    if not waiting.exists():
        create_task(
            by=by,
            at=at,
            organisation_id=conversation.organisation_id,
            unit_id=appointment.unit_id if appointment else conversation.unit_id,
            staff_id=appointment.coordinator_id if appointment else None,
            kind=TASK,
            due_on=due_on(conversation.organisation_id, ANSWERED_WITHIN, day(at)),
            source_type="messaging.conversation",
            source_id=conversation.pk,
            person_id=conversation.person_id,
        )
    if conversation.kind == ConversationKind.CONCERN:
        refresh_person(conversation.organisation_id, conversation.about_id, at=at, actor=by)
