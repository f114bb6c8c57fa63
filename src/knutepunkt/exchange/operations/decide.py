"""A person decides what a message becomes, in one click."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor, system_actor
from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.exchange import persons
from knutepunkt.exchange.effects.discharge import join_all, make_notice
from knutepunkt.exchange.effects.incoming import Incoming, Outcome
from knutepunkt.exchange.effects.others import on_file, report_for
from knutepunkt.exchange.envelope import read_again
from knutepunkt.exchange.kith import MessageType
from knutepunkt.exchange.models import ReceivedMessage, Result
from knutepunkt.exchange.operations.receive import write_outcome
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.system import IMPORTER
from knutepunkt.intake.kinds import NoticeKind
from knutepunkt.intake.models import Notice
from knutepunkt.people.models import Person


class AlreadyDecided(Refusal):
    """Somebody was quicker, or there is nothing to decide."""

    message = _("It has already been decided what this message becomes. Reload the page to see where it stands.")


class NotOnThisMatter(Refusal):
    """A change or cancellation is no notice of its own."""

    message = _("A change or cancellation cannot become a notice of its own. Put it on a file or set it aside.")


class NobodyNamed(Refusal):
    """There is no file to put it on."""

    message = _("Choose the file the message belongs to.")


@transaction.atomic
def make_notice_of(*, message: ReceivedMessage, kind: str, by: Actor, at: datetime) -> Notice:
    """The message is a notice of this kind: made from it, routed, with its deadline from now. Registers the person when new."""
    with acting_as(IMPORTER, purpose="decide-message", organisation_id=message.organisation_id, at=at):
        incoming = _locked(message, by=by, at=at)
        read = incoming.message
        if read.is_change or read.is_cancellation:
            raise NotOnThisMatter
        assert read.patient is not None, "checked when the message was read"
        persons.hold(incoming.organisation_id, read.patient)
        person = incoming.person() or persons.register(incoming.organisation_id, read.patient, by=incoming.by, at=at)
        notice = make_notice(incoming, person, kind)
        if kind == NoticeKind.DISCHARGE:
            join_all(incoming, notice)
        _decided(incoming, Outcome(Result.NOTICE_MADE, person.pk, notice.pk, notice.unit_id), by=by)
    by.forget(person.pk)
    return notice


@transaction.atomic
def put_on_file(*, message: ReceivedMessage, person: Person | None, by: Actor, at: datetime) -> None:
    """The message is information on this person's file; a message of a death is then reported there.

    `person` None: the file with the number in the message. Raises NobodyNamed when there is none.
    """
    if person is not None:
        require(by, Permission.PERSON_READ, person)
    with acting_as(IMPORTER, purpose="decide-message", organisation_id=message.organisation_id, at=at):
        incoming = _locked(message, by=by, at=at)
        file = person or incoming.person()
        if file is None:
            raise NobodyNamed
        is_death = incoming.message.type is MessageType.LOG_DOD and not incoming.message.is_cancellation
        outcome = report_for(incoming, file) if is_death else on_file(incoming, file)
        _decided(incoming, outcome, by=by)


@transaction.atomic
def set_aside(*, message: ReceivedMessage, by: Actor, at: datetime) -> None:
    """Nothing follows from the message; it stays, readable, with who decided it."""
    with acting_as(IMPORTER, purpose="decide-message", organisation_id=message.organisation_id, at=at):
        incoming = _locked(message, by=by, at=at)
        row = incoming.row
        _decided(incoming, Outcome(Result.SET_ASIDE, row.person_id, row.notice_id, row.unit_id), by=by)


def _locked(message: ReceivedMessage, *, by: Actor, at: datetime) -> Incoming:
    """The message as it stands now, held; the effect is the importer's, the decision the actor's."""
    row = ReceivedMessage.objects.select_for_update(of=("self",)).get(
        organisation_id=message.organisation_id, pk=message.pk
    )
    require(by, Permission.MESSAGE_DECIDE, row)
    if row.result != Result.FOR_A_PERSON or row.cancelled_at is not None:
        raise AlreadyDecided
    importer = system_actor(IMPORTER, organisation_id=row.organisation_id, at=at, purpose="decide-message")
    return Incoming(read_again(row), row, importer, at)


def _decided(incoming: Incoming, outcome: Outcome, *, by: Actor) -> None:
    row = incoming.row
    write_outcome(row, incoming, outcome)
    row.decided_by, row.decided_at = by.name, incoming.at
    row.save()
    record("message.decided", row, by=by, at=incoming.at, result=row.result, notice=row.notice_id or "")
