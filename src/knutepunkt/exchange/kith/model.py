"""A message as read: frozen facts, no XML. None shows itself in a log: the standard repr is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knutepunkt.exchange.kith.vocabulary import NUMBER_KINDS, AppRecStatus, Level, MessageType, Status

if TYPE_CHECKING:
    from datetime import date, datetime

    from knutepunkt.exchange.kith.findings import AppRecError, Finding
    from knutepunkt.exchange.kith.nodes import Node


@dataclass(frozen=True, slots=True)
class Code:
    """A coded value: V, S, DN and OT of the standard."""

    value: str
    system: str = ""
    text: str = ""
    other_text: str = ""

    @property
    def label(self) -> str:
        """The text the sender gave, or the bare code."""
        return self.text or self.other_text or self.value


@dataclass(frozen=True, slots=True, repr=False)
class Ident:
    """An identifier with its kind: FNR, DNR, HER, ENH, HPR …."""

    value: str
    kind: str
    system: str = ""
    kind_text: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Address:
    """A postal or street address as sent."""

    street: str
    postal_code: str
    city: str
    postbox: str
    kind: Code | None


@dataclass(frozen=True, slots=True, repr=False)
class Telecom:
    """A way to reach somebody: scheme tel, mailto, fax … and the address without it."""

    scheme: str
    value: str
    kind: Code | None


@dataclass(frozen=True, slots=True, repr=False)
class Party:
    """One level of a sender or receiver: legal entity, service or professional."""

    level: Level
    name: str
    idents: tuple[Ident, ...]
    address: Address | None = None
    phones: tuple[Telecom, ...] = ()
    role: Code | None = None

    def ident(self, kind: str) -> str:
        """The first identifier of a kind, or nothing."""
        return next((ident.value for ident in self.idents if ident.kind == kind), "")


Parties = tuple[Party, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Patient:
    """The person the message is about, as the sender knows them."""

    given_name: str
    middle_name: str
    family_name: str
    birth_date: date | None
    sex: Code | None
    idents: tuple[Ident, ...]
    address: Address | None
    phones: tuple[Telecom, ...]

    @property
    def number(self) -> str:
        """The surest personal number, or nothing: a person may have none."""
        return next((i.value for kind in NUMBER_KINDS for i in self.idents if i.kind == kind), "")

    @property
    def full_name(self) -> str:
        """Given, middle and family name."""
        return " ".join(filter(None, (self.given_name, self.middle_name, self.family_name)))


@dataclass(frozen=True, slots=True)
class Conversation:
    """Which message this one answers or changes, and the first of the thread."""

    parent_id: str
    conversation_id: str


@dataclass(frozen=True, slots=True, repr=False)
class Header:
    """Who sends what to whom about whom: enough to answer with an AppRec.

    `generated_text` is the time as the sender wrote it, which a receipt repeats letter by letter.
    """

    message_id: str
    type_code: str
    type_text: str
    version: str
    generated_at: datetime | None
    generated_text: str
    sender: Parties
    receiver: Parties
    other_receivers: tuple[Parties, ...]
    patient: Patient | None
    conversation: Conversation | None

    @property
    def can_be_answered(self) -> bool:
        """An AppRec needs an identified addressee; a receipt is never itself acknowledged."""
        return self.type_code != MessageType.APPREC and any(party.idents for party in self.sender)

    @property
    def sender_her(self) -> tuple[int, ...]:
        """HER-ids of the sender's levels, outer first."""
        return _her(self.sender)

    @property
    def receiver_her(self) -> tuple[int, ...]:
        """HER-ids of the receiver's levels, outer first."""
        return _her(self.receiver)


def _her(parties: Parties) -> tuple[int, ...]:
    found = (party.ident("HER") for party in parties)
    return tuple(int(value) for value in found if value.isascii() and value.isdigit())


@dataclass(frozen=True, slots=True, repr=False)
class Event:
    """A dated event of a stay; `at` is None when only a day was given."""

    code: Code | None
    text: str
    on: date
    at: datetime | None
    estimated: bool
    note: str
    place: str


@dataclass(frozen=True, slots=True, repr=False)
class Discharge:
    """The stay as far as this message tells."""

    admitted: Event | None = None
    expected: Event | None = None
    ready: Event | None = None
    readiness_withdrawn: Event | None = None
    discharged: Event | None = None
    discharged_to: Code | None = None
    dead: Event | None = None


@dataclass(frozen=True, slots=True, repr=False)
class PlanFacts:
    """What is said about individual plan, coordinator, application and consent. None: nothing was said."""

    plan_exists: bool | None = None
    coordinator_appointed: bool | None = None
    own_application_sent: bool | None = None
    note: str = ""
    consent: Code | None = None
    no_forwarding: bool | None = None


@dataclass(frozen=True, slots=True, repr=False)
class DialogPart:
    """A question or a note of a dialog message."""

    kind: str
    topic: Code | None
    subject: str
    text: str
    reason: str
    urgency: Code | None


@dataclass(frozen=True, slots=True, repr=False)
class Reservation:
    """A reservation of the person, perhaps withdrawn again."""

    concerns: str
    made_on: date | None
    withdrawn_on: date | None
    note: str


@dataclass(frozen=True, slots=True, repr=False)
class Attachment:
    """A file sent along. `readable` is false when its text is not base64."""

    name: str
    mime_type: str
    content: bytes
    readable: bool

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.content)


@dataclass(frozen=True, slots=True, repr=False)
class FreeText:
    """A text written by the sender, with the element it stood in."""

    element: str
    text: str


@dataclass(frozen=True, slots=True, repr=False)
class Receipt:
    """What an AppRec says about a message sent earlier."""

    status: AppRecStatus
    errors: tuple[AppRecError, ...]
    original_id: str
    original_type: str
    original_issued_at: datetime | None


@dataclass(frozen=True, slots=True, repr=False)
class Message:
    """A message that passed every check. `root` is the tree it was read from, for showing all of it."""

    header: Header
    type: MessageType
    status: Status
    payload_version: str
    issued_at: datetime | None
    events: tuple[Event, ...]
    discharge: Discharge
    individual_plan: PlanFacts
    dialog: tuple[DialogPart, ...]
    reservations: tuple[Reservation, ...]
    attachments: tuple[Attachment, ...]
    texts: tuple[FreeText, ...]
    receipt: Receipt | None
    remarks: tuple[Finding, ...]
    root: Node

    @property
    def message_id(self) -> str:
        """MsgId, or the AppRec's own id."""
        return self.header.message_id

    @property
    def generated_at(self) -> datetime | None:
        """When the sender made it."""
        return self.header.generated_at

    @property
    def patient(self) -> Patient | None:
        """Whom it is about; an AppRec names nobody."""
        return self.header.patient

    @property
    def parent_id(self) -> str:
        """The message it answers, changes or cancels, or nothing."""
        return self.header.conversation.parent_id if self.header.conversation else ""

    @property
    def conversation_id(self) -> str:
        """The first message of its thread, or nothing."""
        return self.header.conversation.conversation_id if self.header.conversation else ""

    @property
    def is_change(self) -> bool:
        """Whether it changes an earlier message."""
        return self.status is Status.CHANGE

    @property
    def is_cancellation(self) -> bool:
        """Whether it cancels an earlier message."""
        return self.status is Status.CANCELLATION
