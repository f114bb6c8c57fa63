"""A change or a cancellation is applied to its original; before it has come, it waits."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext

from knutepunkt.exchange import persons
from knutepunkt.exchange.effects.admissions import EMPTY, standing_rows, together
from knutepunkt.exchange.effects.discharge import join_all
from knutepunkt.exchange.effects.incoming import Incoming, Outcome, for_a_person
from knutepunkt.exchange.effects.others import report_for
from knutepunkt.exchange.envelope import read_again
from knutepunkt.exchange.kith import MessageType, Status
from knutepunkt.exchange.models import ReceivedMessage, Result
from knutepunkt.exchange.reasons import Fault
from knutepunkt.intake.kinds import NoticeKind
from knutepunkt.intake.models import Notice
from knutepunkt.intake.operations import join_admission, withdraw
from knutepunkt.intake.states import NOTICE, NoticeState
from knutepunkt.organisation.models import Organisation
from knutepunkt.people.death import NoDeathReported
from knutepunkt.people.models import Person
from knutepunkt.people.operations import cancel_death


def apply_to_original(incoming: Incoming) -> Outcome:
    """Find the original and apply; another person's or another sender's is never touched without somebody deciding."""
    original = original_of(incoming.row)
    if original is None or original.result == Result.WAITING:
        return Outcome(Result.WAITING)
    original = root_of(original)
    if original.sender_her != incoming.row.sender_her:
        return for_a_person(incoming, Fault.OTHER_SENDER)
    if not persons.is_same(incoming.message.patient, read_again(original).patient):
        return for_a_person(incoming, Fault.OTHER_PERSON)
    if original.cancelled_at is not None or original.status == Status.CANCELLATION:
        return for_a_person(incoming, Fault.ALREADY_CANCELLED)
    return _cancel(incoming, original) if incoming.message.is_cancellation else _change(incoming, original)


def original_of(row: ReceivedMessage) -> ReceivedMessage | None:
    """The message this one changes or cancels: the same sender's first, for ids are the sender's own."""
    named = list(_accepted(row).filter(message_id=row.parent_message_id).order_by("received_at", "id"))
    own = [one for one in named if one.sender_her == row.sender_her]
    return next(iter(own or named), None)


def root_of(row: ReceivedMessage) -> ReceivedMessage:
    """The first version of what has been changed, perhaps several times. A change that was not applied stands for itself."""
    seen = {row.pk}
    while row.status == Status.CHANGE and row.result == Result.APPLIED:
        original = original_of(row)
        if original is None or original.pk in seen:
            break
        seen.add(original.pk)
        row = original
    return row


def versions_of(root: ReceivedMessage) -> list[ReceivedMessage]:
    """The original and every change that was applied to it, in the order they came."""
    found, front = [root], [root.message_id]
    while front:
        changes = _accepted(root).filter(
            parent_message_id__in=front, sender_her=root.sender_her, status=Status.CHANGE, result=Result.APPLIED
        )
        later = [row for row in changes.order_by("received_at", "id") if row not in found]
        found += later
        front = [row.message_id for row in later]
    return found


def _accepted(row: ReceivedMessage) -> QuerySet[ReceivedMessage]:
    return ReceivedMessage.objects.filter(organisation_id=row.organisation_id).exclude(result=Result.REJECTED)


def _change(incoming: Incoming, root: ReceivedMessage) -> Outcome:
    applied = Outcome(Result.APPLIED, root.person_id, root.notice_id, root.unit_id)
    notice = _notice_of(root)
    if notice is not None and notice.kind == NoticeKind.DISCHARGE:
        join_all(incoming, notice)
    if root.message_type == MessageType.LOG_DOD and root.person_id and root.result == Result.APPLIED:
        person = _person(root)
        _cancel_death(incoming, person)
        changed = report_for(incoming, person)
        return applied if changed.result == Result.APPLIED else changed
    return applied


def _cancel(incoming: Incoming, root: ReceivedMessage) -> Outcome:
    versions = versions_of(root)
    mark_cancelled(versions, at=incoming.at)
    applied = Outcome(Result.APPLIED, root.person_id, root.notice_id, root.unit_id)
    if root.message_type == MessageType.LOG_DOD:
        if _was_last_report(root):
            _cancel_death(incoming, _person(root))
        return applied
    notice = _notice_of(root)
    return _cancel_on_notice(incoming, notice, applied) if notice is not None else applied


def mark_cancelled(versions: list[ReceivedMessage], *, at: datetime) -> None:
    """The sender took them back; they stay, marked."""
    for row in versions:
        row.cancelled_at = at
        row.save(update_fields=["cancelled_at"])


def _cancel_on_notice(incoming: Incoming, notice: Notice, applied: Outcome) -> Outcome:
    """Other messages of the admission still stand: they say what is left. None stands: the notice is withdrawn."""
    if standing_rows(notice.organisation_id, notice.pk):
        if notice.kind == NoticeKind.DISCHARGE:
            join_admission(notice=notice, by=incoming.by, at=incoming.at, **together(notice.organisation_id, notice.pk))
        return applied
    if notice.kind == NoticeKind.DISCHARGE:
        join_admission(notice=notice, by=incoming.by, at=incoming.at, **EMPTY, cancelled_at=incoming.at)
    if any(move.name == "withdraw" for move in NOTICE.open_moves(notice.state)):
        withdraw(notice=notice, by=incoming.by, at=incoming.at, reason=_reason(notice))
        return applied
    if notice.state != NoticeState.ACCEPTED:
        return applied
    return Outcome(Result.FOR_A_PERSON, applied.person_id, applied.notice_id, applied.unit_id, faults=(Fault.TOO_LATE,))


def _reason(notice: Notice) -> str:
    """Why it was withdrawn, in the written language of the organisation that keeps it."""
    owner = Organisation.objects.get(pk=notice.organisation_id)
    with translation.override(owner.language_form):
        return gettext("The sender cancelled the message.")


def _notice_of(root: ReceivedMessage) -> Notice | None:
    if root.notice_id is None:
        return None
    return Notice.objects.filter(organisation_id=root.organisation_id, pk=root.notice_id).first()


def _person(root: ReceivedMessage) -> Person:
    assert root.person_id is not None, "a death is reported of somebody"
    return Person.objects.get(organisation_id=root.organisation_id, pk=root.person_id)


def _was_last_report(root: ReceivedMessage) -> bool:
    """Did messages report this death, and has every one of them now been taken back? What staff reported stays theirs."""
    reports = _accepted(root).filter(person_id=root.person_id, message_type=MessageType.LOG_DOD, status=Status.NEW)
    if root.person_id is None or not reports.filter(result=Result.APPLIED).exists():
        return False
    return not reports.filter(cancelled_at=None, result__in=[Result.APPLIED, Result.JOINED]).exists()


def _cancel_death(incoming: Incoming, person: Person) -> None:
    """The state before is restored; nothing to do when somebody has already cancelled it by hand."""
    try:
        cancel_death(person=person, by=incoming.by, at=incoming.at)
    except NoDeathReported:
        return


def waiting_for(original: ReceivedMessage) -> list[ReceivedMessage]:
    """What came before its original and waited for it, in the order it was made."""
    rows = _accepted(original).filter(
        result=Result.WAITING, parent_message_id=original.message_id, sender_her=original.sender_her
    )
    return list(rows.order_by("generated_at", "received_at", "id"))
