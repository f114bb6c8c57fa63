"""What can be wrong with a message: one row per finding, with its sentence and the AppRec error it is answered by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from knutepunkt.exchange.kith.model import Header

APPREC_ERRORS_OID: Final = "2.16.578.1.12.4.1.1.8221"

APPREC_ERRORS: Final = {
    "E10": "Ugyldig meldingsidentifikator",
    "E20": "Lege finnes ikke",
    "E21": "Mottaker finnes ikke",
    "E30": "Pasientens fødselsnummer mangler",
    "E31": "Pasientens fødselsnummer er feil",
    "E32": "Pasientens navn mangler",
    "E33": "Pasientens etternavn mangler",
    "E34": "Pasientens fornavn mangler",
    "E35": "Pasienten finnes ikke i mottakersystemet",
    "E36": "Pasientopplysninger er utilstrekkelige",
    "T01": "Ikke XML / ikke 'well formed' / uleselig",
    "T02": "XML validerer ikke",
    "T10": "Støtter ikke meldingsformatet",
    "T99": "Annen feil på format",
    "X99": "Annen feil",
}
"""Volven 8221, the codes we may send."""


@dataclass(frozen=True, slots=True)
class AppRecError:
    """One error of an AppRec: code and text of list 8221 (or of another list when received), and free text."""

    code: str
    text: str
    other_text: str = ""
    system: str = APPREC_ERRORS_OID


def apprec_error(code: str, other_text: str = "") -> AppRecError:
    """The error with its official text. Raises KeyError for a code we do not send."""
    return AppRecError(code, APPREC_ERRORS[code], other_text)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong, or remarkable, in a message. `where` is a path of element names, never a value."""

    code: str
    sentence: str | Promise
    apprec: AppRecError
    where: str = ""


class Unreadable(Exception):  # noqa: N818 -- named for what the message is
    """The message is refused. The header is as much as could be read; without one nobody can be answered."""

    def __init__(self, findings: tuple[Finding, ...], header: Header | None = None) -> None:
        super().__init__(", ".join(finding.code for finding in findings))
        self.findings = findings
        self.header = header


_FINDINGS: Final[dict[str, tuple[str, str | Promise]]] = {
    # The file
    "too-large": ("T99", _("The message is larger than 20 MB.")),
    "not-xml": ("T01", _("The file is not well-formed XML, is cut off, or is written in an unknown character set.")),
    "doctype": ("T01", _("The file has a document type declaration or entities, which are refused for safety.")),
    "too-complex": (
        "T99",
        _("The file is nested too deeply, has too many elements, or an attribute that is too long."),
    ),
    "wrong-root": ("T10", _("The file is XML, but not a message of a format and version that is received here.")),
    # The header
    "header-missing": ("T02", _("The message has no header.")),
    "type-missing": ("T02", _("The header does not say which type of message this is.")),
    "type-unknown": ("T10", _("Messages of this type are not received here.")),
    "version-missing": ("T02", _("The message does not say which version of the standard it follows.")),
    "version-unknown": ("T10", _("The message follows a version of the standard that is not received here.")),
    "id-missing": ("E10", _("The message has no message id.")),
    "id-invalid": ("E10", _("The message id contains spaces or control characters, or is too long.")),
    "generated-missing": ("T02", _("The message does not say when it was made.")),
    "sender-missing": ("T02", _("The message has no identified sender.")),
    "receiver-missing": ("E21", _("The message has no identified receiver.")),
    "sender-her-invalid": ("T02", _("A HER-id of the sender is not a number.")),
    "receiver-her-invalid": ("E21", _("A HER-id of the receiver is not a number.")),
    "patient-missing": ("E36", _("The message does not say which person it is about.")),
    "patient-unknown": ("E36", _("The person has neither an identity number nor both name and date of birth.")),
    "number-invalid": ("E31", _("An identity number of the person is not valid here.")),
    "number-absent": ("E30", _("The person has no Norwegian identity number in this message.")),
    "reference-missing": ("X99", _("The message changes or cancels an earlier message, but does not say which.")),
    "reference-invalid": (
        "X99",
        _("The reference to an earlier message is not usable, or points at the message itself."),
    ),
    "conversation-absent": ("X99", _("The answer does not say which message it answers.")),
    # The content
    "date-invalid": ("T02", _("A date or time in the message cannot be read.")),
    "yes-no-invalid": ("T02", _("A yes/no answer in the message is neither true nor false.")),
    "payload-missing": ("T02", _("The message has no content that can be read.")),
    "payload-unknown": ("T10", _("The content is of a format or version that is not received here.")),
    "payload-mismatch": ("T02", _("The content does not fit the type of message given in the header.")),
    "payload-several": ("T02", _("The message holds several main documents; one is expected.")),
    "event-missing": ("T02", _("The message tells of no event with a time.")),
    "event-unknown": ("X99", _("The message tells of an event with an unknown code.")),
    "status-missing": ("T02", _("The message does not say whether it is new, a change or a cancellation.")),
    "status-unknown": ("T02", _("The message has an unknown sending status.")),
    "attachment-unreadable": ("T99", _("An attachment is damaged and cannot be read.")),
    "attachment-elsewhere": ("X99", _("An attachment is only referred to and has not been fetched.")),
    # Receipts
    "receipt-status-missing": ("T02", _("The receipt does not say how the message was taken.")),
    "receipt-status-unknown": ("T02", _("The receipt has an unknown status.")),
    "receipt-reference-missing": ("T02", _("The receipt does not say which message it is about.")),
    "receipt-without-error": ("X99", _("The receipt refuses a message without saying why.")),
}

FINDING_CODES: Final = frozenset(_FINDINGS)


def finding(code: str, where: str = "") -> Finding:
    """The finding of this code."""
    apprec, sentence = _FINDINGS[code]
    return Finding(code, sentence, apprec_error(apprec), where)
