"""Messages of an admission: the first makes the discharge notice, the rest join it."""

from knutepunkt.exchange import persons
from knutepunkt.exchange.effects.admissions import together
from knutepunkt.exchange.effects.incoming import Incoming, Outcome, for_a_person, routing_facts
from knutepunkt.exchange.envelope import sender_name
from knutepunkt.exchange.kith import Message, MessageType
from knutepunkt.exchange.models import Result
from knutepunkt.exchange.reasons import Fault
from knutepunkt.foundation.clock import day
from knutepunkt.intake.kinds import Basis, Channel, NoticeKind
from knutepunkt.intake.models import Admission, Notice
from knutepunkt.intake.operations import join_admission, open_discharge_notice, receive_notice
from knutepunkt.organisation.queries import receiver_of
from knutepunkt.people.models import Person

LONGEST_NAME, LONGEST_ROLE = 200, 120
ENDS = frozenset({MessageType.LOG_UTSKREVET, MessageType.UTSKRIVNINGSRAPPORT})


def begin_or_join(incoming: Incoming) -> Outcome:
    """HELSEOPPL_SOKNAD, LOG_INNLAGT, LOG_UTSKRIVNINGSKLAR: the first of an admission makes its notice."""
    person = incoming.person()
    notice = _going_on(incoming, person) if person else None
    if person is not None and notice is not None:
        return _joined(incoming, notice, person)
    patient = incoming.message.patient
    assert patient is not None, "checked when the message was read"
    person = person or persons.register(incoming.organisation_id, patient, by=incoming.by, at=incoming.at)
    notice = make_notice(incoming, person, NoticeKind.DISCHARGE)
    join_all(incoming, notice)
    return Outcome(Result.NOTICE_MADE, person.pk, notice.pk, notice.unit_id)


def join(incoming: Incoming) -> Outcome:
    """LOG_AVMELDING, LOG_UTSKREVET, UTSKRIVNINGSRAPPORT: joined to the notice of the admission, else somebody decides."""
    person = incoming.person()
    if person is None:
        return for_a_person(incoming, Fault.NO_ADMISSION)
    notice = _open(incoming, person)
    if notice is None and incoming.message.type in ENDS:
        notice = _open(incoming, person, discharged_too=True)
    if notice is None:
        return for_a_person(incoming, Fault.NO_ADMISSION)
    return _joined(incoming, notice, person)


def _joined(incoming: Incoming, notice: Notice, person: Person) -> Outcome:
    join_all(incoming, notice)
    return Outcome(Result.JOINED, person.pk, notice.pk, notice.unit_id)


def _going_on(incoming: Incoming, person: Person) -> Notice | None:
    """The notice of the admission that is going on, or of one that ended and began on the very day this message names."""
    notice = _open(incoming, person)
    admitted = incoming.message.discharge.admitted
    if notice is not None or admitted is None:
        return notice
    ended = _open(incoming, person, discharged_too=True)
    if ended is None:
        return None
    began = Admission.objects.get(organisation_id=ended.organisation_id, notice=ended).admitted_at
    return ended if began is not None and day(began) == admitted.on else None


def _open(incoming: Incoming, person: Person, *, discharged_too: bool = False) -> Notice | None:
    hospital = sender_name(incoming.message.header)[:LONGEST_NAME]
    return open_discharge_notice(incoming.organisation_id, person.pk, hospital=hospital, discharged_too=discharged_too)


def join_all(incoming: Incoming, notice: Notice) -> None:
    """Write on the notice's admission what its messages say together with this one."""
    facts = together(incoming.organisation_id, notice.pk, and_now=[(incoming.row, incoming.message)])
    join_admission(
        notice=notice,
        by=incoming.by,
        at=incoming.at,
        hospital=sender_name(incoming.message.header)[:LONGEST_NAME],
        ward=ward_name(incoming.message),
        **facts,
    )


def make_notice(incoming: Incoming, person: Person, kind: str) -> Notice:
    """A notice of what the message says; its deadline runs from now, whatever dates stand in an old message."""
    message = incoming.message
    sender = next((party for party in message.header.sender if party.level == "professional"), None)
    consent = message.individual_plan.consent
    return receive_notice(
        organisation_id=incoming.organisation_id,
        kind=kind,
        channel=Channel.KITH,
        by=incoming.by,
        at=incoming.at,
        happened_at=message.generated_at if message.generated_at and message.generated_at <= incoming.at else None,
        person=person,
        text=text_of(message),
        sender_organisation=sender_name(message.header)[:LONGEST_NAME],
        sender_name=sender.name[:LONGEST_NAME] if sender else "",
        sender_role=sender.role.label[:LONGEST_ROLE] if sender and sender.role else "",
        basis=Basis.CONSENT if consent else Basis.NOT_STATED,
        basis_text=consent.label if consent else "",
        facts=routing_facts(incoming, kind, person),
        sender_her=_served_sender(incoming),
    )


def _served_sender(incoming: Incoming) -> str:
    """The sender's address that is served here, the unit's before the organisation's; empty for senders elsewhere."""
    addresses = (incoming.row.sender_unit_her, incoming.row.sender_her)
    return next((her for her in addresses if her and receiver_of(her, incoming.today)), "")


def text_of(message: Message) -> str:
    """What the sender wrote, each text once."""
    dialog = [text for part in message.dialog for text in (part.subject, part.text, part.reason)]
    written = dialog or [free.text for free in message.texts]
    return "\n\n".join(dict.fromkeys(text.strip() for text in written if text.strip()))


def ward_name(message: Message) -> str:
    """The inner level of the sender; empty when there is only one."""
    levels = [party.name for party in message.header.sender if party.level == "organisation"]
    return levels[-1][:LONGEST_NAME] if len(levels) > 1 else ""
