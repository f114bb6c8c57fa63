"""What may be remarkable about a received message, as codes that are stored and sentences that are shown.

Findings about the bytes have their sentences in `kith`; here are those about what the message meets in this installation.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knutepunkt.exchange.kith.findings import FINDING_CODES, Finding, finding


class Fault(StrEnum):
    """Codes of what a message met here."""

    NOT_SERVED = "not-served"
    OTHER_BYTES = "other-bytes"
    RETIRED_ADDRESS = "retired-address"
    OTHER_PERSON = "other-person"
    OTHER_SENDER = "other-sender"
    NO_ADMISSION = "no-admission"
    NO_FILE = "no-file"
    NO_CONVERSATION = "no-conversation"
    ALREADY_CANCELLED = "already-cancelled"
    TOO_LATE = "too-late"
    DEATH_AHEAD = "death-ahead"
    UNKNOWN_REFERENCE = "unknown-reference"
    SCHEMA = "schema"
    CONVERSATION = "conversation"


SENTENCES: dict[str, str | Promise] = {
    Fault.NOT_SERVED: _("The receiver is not served by this installation."),
    Fault.OTHER_BYTES: _("Another message with the same message id has already been received from this sender."),
    Fault.RETIRED_ADDRESS: _("The message was sent to an address that is no longer in use, and went to its successor."),
    Fault.OTHER_PERSON: _("The message refers to a message about another person. Nothing was changed by itself."),
    Fault.OTHER_SENDER: _("The message refers to a message from another sender. Nothing was changed by itself."),
    Fault.NO_ADMISSION: _("There is no notice of this admission here, so the message could not be joined to one."),
    Fault.NO_FILE: _("The person has no file here."),
    Fault.NO_CONVERSATION: _("The message it answers is not known here."),
    Fault.ALREADY_CANCELLED: _("The message it changes has been cancelled."),
    Fault.TOO_LATE: _("The notice is already accepted, so it was not withdrawn by itself."),
    Fault.DEATH_AHEAD: _("The message gives a day of death that lies ahead."),
    Fault.UNKNOWN_REFERENCE: _("The receipt is about a message that was not sent from here."),
    Fault.SCHEMA: _("The message does not follow the national schema at this place."),
    Fault.CONVERSATION: _("It is part of a conversation. Somebody decides whether it is a notice of need."),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One fault as shown: the sentence and the element it is about."""

    sentence: str | Promise
    where: str = ""


def stored(code: str, where: str = "") -> dict[str, str]:
    """The form in which a fault is kept on the message."""
    return {"code": str(code), "where": where}


def stored_findings(findings: tuple[Finding, ...]) -> list[dict[str, str]]:
    """Findings about the bytes, in the form in which they are kept."""
    return [stored(found.code, found.where) for found in findings]


def remarks(faults: list[dict[str, str]]) -> list[Remark]:
    """What to show of the faults of a message."""
    return [Remark(sentence(fault["code"]), fault.get("where", "")) for fault in faults]


def sentence(code: str) -> str | Promise:
    """The sentence of a code."""
    if code in SENTENCES:
        return SENTENCES[code]
    return finding(code).sentence if code in FINDING_CODES else code
