"""Our own checks of a message that is XML: structure and meaning, from tables. Findings come in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from knutepunkt.exchange.kith import payload as content
from knutepunkt.exchange.kith import values
from knutepunkt.exchange.kith.elements import BOOLEANS, DATES
from knutepunkt.exchange.kith.findings import Finding, finding
from knutepunkt.exchange.kith.vocabulary import (
    FITS,
    HEAD_VERSION,
    NUMBER_KINDS,
    STATES_REFERENCE,
    EventCode,
    MessageType,
    Status,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from knutepunkt.exchange.kith.model import Header, Ident, Parties, Patient
    from knutepunkt.exchange.kith.nodes import Node

MAX_ID: Final = 200
_HER_DIGITS: Final = 10
_ANSWERS: Final = frozenset({MessageType.DIALOG_SVAR, MessageType.DIALOG_AVVIK})


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks look at."""

    root: Node
    header: Header
    type: MessageType | None
    main: tuple[Node, ...]
    number_is_valid: Callable[[Ident], bool]

    @property
    def status(self) -> Status | None:
        """The sending status; None when absent or unknown."""
        for node in self.main:
            for place in _STATUS_PATHS:
                value = node.value(*place)
                if value in set(Status):
                    return Status(value)
        return None


_STATUS_PATHS: Final = (
    ("InformasjonOmForsendelsen", "Forsendelsesstatus"),
    ("FellesAdministrativeOpplysninger", "InformasjonOmForsendelsen", "Forsendelsesstatus"),
)


def findings(message: Checked) -> tuple[Finding, ...]:
    """Everything for which the message is refused."""
    return tuple(found for check in _CHECKS for found in check(message))


def remarks(message: Checked) -> tuple[Finding, ...]:
    """What a person should see, though the message is taken."""
    return tuple(found for check in _REMARKS for found in check(message))


def _identity_of_message(message: Checked) -> Iterator[Finding]:
    header = message.header
    if not header.type_code:
        yield finding("type-missing", "MsgInfo/Type")
    elif message.type is None:
        yield finding("type-unknown", "MsgInfo/Type")
    if not header.version:
        yield finding("version-missing", "MsgInfo/MIGversion")
    elif HEAD_VERSION not in header.version:
        yield finding("version-unknown", "MsgInfo/MIGversion")
    yield from id_findings(header.message_id, "MsgInfo/MsgId")
    if not message.root.text("MsgInfo", "GenDate"):
        yield finding("generated-missing", "MsgInfo/GenDate")


def id_findings(message_id: str, where: str) -> Iterator[Finding]:
    """A message id must be there and be one word that can be referred to."""
    if not message_id:
        yield finding("id-missing", where)
    elif not is_usable_id(message_id):
        yield finding("id-invalid", where)


def is_usable_id(text: str) -> bool:
    """One word of printable characters, not longer than can be stored."""
    return len(text) <= MAX_ID and text.isprintable() and " " not in text


def _parties(message: Checked) -> Iterator[Finding]:
    for side, parties in (("sender", message.header.sender), ("receiver", message.header.receiver)):
        yield from party_findings(side, parties, f"MsgInfo/{side.capitalize()}")


def party_findings(side: str, parties: Parties, where: str) -> Iterator[Finding]:
    """A sender or receiver is identified, and its HER-ids are numbers."""
    idents = [ident for party in parties for ident in party.idents]
    if not idents:
        yield finding(f"{side}-missing", where)
    if not all(_is_her(ident.value) for ident in idents if ident.kind == "HER"):
        yield finding(f"{side}-her-invalid", f"{where}/Organisation/Ident")


def _is_her(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _HER_DIGITS and int(text) > 0


def _patient(message: Checked) -> Iterator[Finding]:
    patient = message.header.patient
    if patient is None or not (patient.idents or patient.full_name):
        yield finding("patient-missing", "MsgInfo/Patient")
        return
    if not all(message.number_is_valid(number) for number in _numbers(patient)):
        yield finding("number-invalid", "MsgInfo/Patient/Ident")
    if not patient.idents and not (patient.full_name and patient.birth_date):
        yield finding("patient-unknown", "MsgInfo/Patient")


def _numbers(patient: Patient) -> list[Ident]:
    return [ident for ident in patient.idents if ident.kind in NUMBER_KINDS]


def _content(message: Checked) -> Iterator[Finding]:
    if message.type is None:
        return
    if not message.main:
        known = any(content.contents(message.root))
        yield finding("payload-unknown" if known else "payload-missing", "Document/RefDoc/Content")
        return
    if len(message.main) > 1:
        yield finding("payload-several", "Document")
    main, fit = message.main[0], FITS[message.type]
    parts = {node.name for node in main.children()}
    if main.name not in fit.roots or (fit.parts and not fit.parts & parts):
        yield finding("payload-mismatch", "Document/RefDoc/Content")
    elif fit.events and not any(values.said(node) for node in main.walk() if node.name == "TidspunktForHendelse"):
        yield finding("event-missing", "TidsfestetHendelse")


def _dates(message: Checked) -> Iterator[Finding]:
    for node in message.root.walk():
        text = values.said(node) if node.name in DATES else ""
        if text and values.moment(text) is None and not any(node.children()):
            yield finding("date-invalid", node.name)
    info = message.root.find("MsgInfo")
    made = info.find("GenDate") if info is not None else None
    if values.moment(values.said(made)) is not None and values.time(made) is None:
        yield finding("date-invalid", "GenDate")


def _yes_no(message: Checked) -> Iterator[Finding]:
    for node in message.root.walk():
        if node.name in BOOLEANS and values.said(node) and values.yes_no(node) is None:
            yield finding("yes-no-invalid", node.name)


def _status(message: Checked) -> Iterator[Finding]:
    if message.type is None or not message.main or FITS[message.type].is_dialog:
        return
    given = any(message.main[0].value(*place) for place in _STATUS_PATHS)
    if message.status is None:
        yield finding("status-unknown" if given else "status-missing", "InformasjonOmForsendelsen/Forsendelsesstatus")


def _reference(message: Checked) -> Iterator[Finding]:
    conversation = message.header.conversation
    parent = conversation.parent_id if conversation else ""
    if message.status in STATES_REFERENCE and not parent:
        yield finding("reference-missing", "MsgInfo/ConversationRef/RefToParent")
    if parent and (parent == message.header.message_id or not is_usable_id(parent)):
        yield finding("reference-invalid", "MsgInfo/ConversationRef/RefToParent")


def _attachments(message: Checked) -> Iterator[Finding]:
    if not all(attachment.readable for attachment in content.attachments(message.root)):
        yield finding("attachment-unreadable", "Document/RefDoc/Content/Base64Container")


_CHECKS: Final = (
    _identity_of_message,
    _parties,
    _patient,
    _content,
    _dates,
    _yes_no,
    _status,
    _reference,
    _attachments,
)


def _person_without_number(message: Checked) -> Iterator[Finding]:
    if message.header.patient is not None and not _numbers(message.header.patient):
        yield finding("number-absent", "MsgInfo/Patient/Ident")


def _unknown_events(message: Checked) -> Iterator[Finding]:
    codes = {event.code.value for main in message.main for event in content.events(main) if event.code}
    if codes - set(EventCode) - {""}:
        yield finding("event-unknown", "TidsfestetHendelse/Hendelsekode")


def _answer_to_nothing(message: Checked) -> Iterator[Finding]:
    if message.type in _ANSWERS and message.header.conversation is None:
        yield finding("conversation-absent", "MsgInfo/ConversationRef")


def _files_elsewhere(message: Checked) -> Iterator[Finding]:
    if any(document.text("RefDoc", "FileReference") for document in content.documents(message.root)):
        yield finding("attachment-elsewhere", "Document/RefDoc/FileReference")


_REMARKS: Final = (_person_without_number, _unknown_events, _answer_to_nothing, _files_elsewhere)
