"""What the messages are called: types, statuses, namespaces, and which content fits which type. Data, no logic."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

HEAD_NAMESPACE: Final = "http://www.kith.no/xmlstds/msghead/2006-05-24"
HEAD_VERSION: Final = "1.2"
BASE64_NAMESPACE: Final = "http://www.kith.no/xmlstds/base64container"
APPREC_NAMESPACES: Final = {
    "http://www.kith.no/xmlstds/apprec/2004-11-21": "1.0",
    "http://www.kith.no/xmlstds/apprec/2012-02-15": "1.1",
}


class MessageType(StrEnum):
    """The message types received (Volven 8279)."""

    HELSEOPPL_SOKNAD = "HELSEOPPL_SOKNAD"
    LOG_INNLAGT = "LOG_INNLAGT"
    LOG_UTSKRIVNINGSKLAR = "LOG_UTSKRIVNINGSKLAR"
    LOG_AVMELDING = "LOG_AVMELDING"
    LOG_UTSKREVET = "LOG_UTSKREVET"
    LOG_DOD = "LOG_DOD"
    UTSKRIVNINGSRAPPORT = "UTSKRIVNINGSRAPPORT"
    DIALOG_FORESPORSEL = "DIALOG_FORESPORSEL"
    DIALOG_NOTAT = "DIALOG_NOTAT"
    DIALOG_SVAR = "DIALOG_SVAR"
    DIALOG_AVVIK = "DIALOG_AVVIK"
    MEDISINSKE_OPPLYSNINGER = "MEDISINSKE_OPPLYSNINGER"
    HELSEOPPLYSNINGER_LEGE = "HELSEOPPLYSNINGER_LEGE"
    INNLEGGELSESRAPPORT = "INNLEGGELSESRAPPORT"
    ORIENTERING_TJENESTETILBUD = "ORIENTERING_TJENESTETILBUD"
    APPREC = "APPREC"


class Status(StrEnum):
    """What a sending is in relation to earlier ones (Forsendelsesstatus, Volven 7309)."""

    NEW = "N"
    CHANGE = "M"
    CANCELLATION = "C"
    UPDATE = "O"
    ADDITION = "A"
    HISTORY = "H"
    OTHER = "X"


class AppRecStatus(StrEnum):
    """How a message was taken (Volven 8258)."""

    OK = "1"
    REJECTED = "2"
    ERRORS_IN_PART = "3"


class Level(StrEnum):
    """What a party in a header is."""

    ORGANISATION = "organisation"
    PROFESSIONAL = "professional"
    PATIENT = "patient"
    PERSON = "person"


class EventCode(StrEnum):
    """Events of a hospital stay (Volven 9121)."""

    ADMITTED = "1"
    DISCHARGED = "2"
    READY = "3"
    READINESS_WITHDRAWN = "4"
    DEAD = "13"


_PO: Final = "http://www.kith.no/xmlstds/po/"
_PO2: Final = "http://ehelse.no/xmlstds/po/"
PAYLOADS: Final[dict[tuple[str, str], str]] = {
    ("http://www.kith.no/xmlstds/dialog/2006-10-11", "Dialogmelding"): "1.0",
    ("http://www.kith.no/xmlstds/dialog/2013-01-23", "Dialogmelding"): "1.1",
    (f"{_PO}Pasientlogistikk/2009-06-30", "Pasientlogistikk"): "1.5",
    (f"{_PO}HelseopplysningerVedSoknad/2009-06-30", "HelseopplysningerVedSoknad"): "1.5",
    (f"{_PO}Konsultasjon/2009-06-30", "Konsultasjon"): "1.5",
    (f"{_PO}OverforingMedisinskeOpplysninger/2009-06-30", "OverforingMedisinskeOpplysninger"): "1.5",
    (f"{_PO}Innleggelsesrapport/2009-06-30", "Innleggelsesrapport"): "1.5",
    (f"{_PO}OrienteringOmTjenestetilbud/2009-06-30", "OrienteringOmTjenestetilbud"): "1.5",
    (f"{_PO}TverrfagligEpikrise/2009-06-30", "TverrfagligEpikrise"): "1.5",
    (f"{_PO}Pasientlogistikk/2012-04-01", "Pasientlogistikk"): "1.6",
    (f"{_PO}HelseopplysningerVedSoknad/2012-04-01", "HelseopplysningerVedSoknad"): "1.6",
    (f"{_PO}HelseopplysningerTilLege/2012-04-01", "Konsultasjon"): "1.6",
    (f"{_PO}MedisinskeOpplysninger/2012-04-01", "OverforingMedisinskeOpplysninger"): "1.6",
    (f"{_PO}Innleggelsesrapport/2012-04-01", "Innleggelsesrapport"): "1.6",
    (f"{_PO}OrienteringOmTjenestetilbud/2012-04-01", "OrienteringOmTjenestetilbud"): "1.6",
    (f"{_PO}TverrfagligEpikrise/2012-04-01", "TverrfagligEpikrise"): "1.6",
    (f"{_PO2}Pasientlogistikk/2016-05-30", "Pasientlogistikk"): "2.0",
    (f"{_PO2}HelseopplysningerSaksbehandling/2016-05-30", "HelseopplysningerSaksbehandling"): "2.0",
    (f"{_PO2}Sammenfatning/2016-05-30", "Sammenfatning"): "2.0",
}
"""(namespace, root element) of each content we read -> its version."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What the content of a type must be: one of these roots, holding at least one of these parts."""

    roots: frozenset[str]
    parts: frozenset[str] = frozenset()
    events: bool = False

    @property
    def is_dialog(self) -> bool:
        """Dialog messages carry no sending status; their thread is the conversation."""
        return "Dialogmelding" in self.roots


def _log(part: str) -> Fit:
    return Fit(frozenset({"Pasientlogistikk"}), frozenset({part}), events=True)


def _dialog(*parts: str) -> Fit:
    return Fit(frozenset({"Dialogmelding"}), frozenset(parts))


def _care(*roots: str) -> Fit:
    return Fit(frozenset(roots))


FITS: Final[dict[MessageType, Fit]] = {
    MessageType.LOG_INNLAGT: _log("MeldingInnlagtPasient"),
    MessageType.LOG_UTSKRIVNINGSKLAR: _log("MeldingUtskrivningsklarPasient"),
    MessageType.LOG_AVMELDING: _log("AvmeldingUtskrivningsklarPasient"),
    MessageType.LOG_UTSKREVET: _log("MeldingOmUtskrevetPasient"),
    MessageType.LOG_DOD: _log("OrienteringOmDod"),
    MessageType.HELSEOPPL_SOKNAD: _care("HelseopplysningerVedSoknad", "HelseopplysningerSaksbehandling"),
    MessageType.MEDISINSKE_OPPLYSNINGER: _care("OverforingMedisinskeOpplysninger", "HelseopplysningerSaksbehandling"),
    MessageType.HELSEOPPLYSNINGER_LEGE: _care("Konsultasjon", "Sammenfatning"),
    MessageType.INNLEGGELSESRAPPORT: _care("Innleggelsesrapport", "Sammenfatning"),
    MessageType.UTSKRIVNINGSRAPPORT: _care("TverrfagligEpikrise", "Sammenfatning"),
    MessageType.ORIENTERING_TJENESTETILBUD: _care("OrienteringOmTjenestetilbud"),
    MessageType.DIALOG_FORESPORSEL: _dialog("Foresporsel"),
    MessageType.DIALOG_NOTAT: _dialog("Notat"),
    MessageType.DIALOG_SVAR: _dialog("Notat", "Foresporsel"),
    MessageType.DIALOG_AVVIK: _dialog("Notat"),
}

NUMBER_KINDS: Final = ("FNR", "DNR", "FHN", "HNR")
"""Kinds of personal number (Volven 8116) whose form we check, the surest first."""

STATES_REFERENCE: Final = frozenset({Status.CHANGE, Status.CANCELLATION})
"""A sending of these statuses must name the one it is about."""

DISCHARGE_WORDS: Final = {
    "innlagt dato": EventCode.ADMITTED,
    "utskrevet dato": EventCode.DISCHARGED,
}
"""Discharge reports (PLO 1.5/1.6) give these two events by text instead of code."""

EXPECTED_IN_TEXT: Final = re.compile(r"forventet utskrivningsklar\D{0,12}(\d{2})\.(\d{2})\.(\d{4})", re.IGNORECASE)
"""How an early notice (PLO 1.5) says in free text when the patient is expected to be ready for discharge."""
