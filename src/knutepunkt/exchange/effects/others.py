"""Conversations, information, deaths."""

from uuid import UUID

from knutepunkt.coordination.models import FollowUp
from knutepunkt.coordination.states import RUNNING
from knutepunkt.exchange import persons
from knutepunkt.exchange.effects.incoming import Incoming, Outcome, for_a_person, routed_unit
from knutepunkt.exchange.envelope import read_again, sender_name
from knutepunkt.exchange.models import ReceivedMessage, Result, SentReference
from knutepunkt.exchange.queries import thread_rows
from knutepunkt.exchange.reasons import Fault
from knutepunkt.intake.models import Notice
from knutepunkt.intake.states import OPEN
from knutepunkt.people.death import DeathAlreadyReported
from knutepunkt.people.models import Person
from knutepunkt.people.operations import report_death

LONGEST_REPORTER = 200


def ask_a_person(incoming: Incoming) -> Outcome:
    """DIALOG_FORESPORSEL, DIALOG_NOTAT: a conversation; somebody decides whether it is a notice, and of which kind."""
    return for_a_person(incoming, Fault.CONVERSATION)


def join_conversation(incoming: Incoming) -> Outcome:
    """DIALOG_SVAR, DIALOG_AVVIK: joined to the conversation it answers; an answer to nothing known is for a person."""
    earlier = thread_rows(incoming.organisation_id, incoming.row)
    if not earlier and not _sent_from_here(incoming):
        return for_a_person(incoming, Fault.NO_CONVERSATION)
    if earlier and not persons.is_same(incoming.message.patient, read_again(earlier[0]).patient):
        return for_a_person(incoming, Fault.OTHER_PERSON)
    person = incoming.person()
    first: ReceivedMessage | None = earlier[0] if earlier else None
    return Outcome(
        Result.JOINED,
        person_id=person.pk if person else None,
        notice_id=first.notice_id if first else None,
        unit_id=first.unit_id if first else None,
    )


def _sent_from_here(incoming: Incoming) -> bool:
    ids = {incoming.row.parent_message_id, incoming.row.conversation_id} - {""}
    return SentReference.objects.filter(organisation_id=incoming.organisation_id, message_id__in=ids).exists()


def inform(incoming: Incoming) -> Outcome:
    """Medical information, reports and orientations: on the person's file when there is one."""
    person = incoming.person()
    if person is None:
        return for_a_person(incoming, Fault.NO_FILE)
    return on_file(incoming, person)


def on_file(incoming: Incoming, person: Person) -> Outcome:
    """Information on the file, with the unit that follows the person."""
    return Outcome(Result.INFORMATION, person_id=person.pk, unit_id=following_unit(incoming, person))


def following_unit(incoming: Incoming, person: Person) -> UUID | None:
    """The unit of the open follow-up, else of the open notice, else where routing leads."""
    mine = {"organisation_id": incoming.organisation_id, "person_id": person.pk}
    follow_up = FollowUp.objects.filter(**mine, state__in=RUNNING).order_by("-opened_at", "-id").first()
    if follow_up is not None:
        return follow_up.unit_id
    notice = Notice.objects.filter(**mine, state__in=OPEN).order_by("-received_at", "-id").first()
    return notice.unit_id if notice is not None else routed_unit(incoming, person)


def report(incoming: Incoming) -> Outcome:
    """LOG_DOD: everything queued for the person stops; the file shows who reported it and when."""
    person = incoming.person()
    if person is None:
        return for_a_person(incoming, Fault.NO_FILE)
    return report_for(incoming, person)


def report_for(incoming: Incoming, person: Person) -> Outcome:
    """Report the death of this person; a second report of the same death is joined to the first."""
    died = incoming.message.discharge.dead
    if died is not None and died.on > incoming.today:
        return for_a_person(incoming, Fault.DEATH_AHEAD)
    unit_id = following_unit(incoming, person)
    try:
        report_death(
            person=person,
            by=incoming.by,
            at=incoming.at,
            died_on=died.on if died else None,
            reported_by=sender_name(incoming.message.header)[:LONGEST_REPORTER] or incoming.row.sender_her,
        )
    except DeathAlreadyReported:
        return Outcome(Result.JOINED, person_id=person.pk, unit_id=unit_id)
    return Outcome(Result.APPLIED, person_id=person.pk, unit_id=unit_id)
