"""KITH: reading the national messages, showing them whole, and answering with receipts.

Pure: bytes in, facts out; no database, no clock, no network. What a message leads to is decided by the room around.

Standards: MsgHead 1.2, dialog message 1.0/1.1, care messages (PLO) 1.5/1.6 and 2.0, AppRec 1.0/1.1.
Words: header, content (payload), event, receipt (AppRec), finding (something wrong with a message).
"""

from knutepunkt.exchange.kith.apprec import write_apprec
from knutepunkt.exchange.kith.findings import AppRecError, Finding, Unreadable, apprec_error
from knutepunkt.exchange.kith.model import (
    Address,
    Attachment,
    Code,
    Conversation,
    DialogPart,
    Discharge,
    Event,
    FreeText,
    Header,
    Ident,
    Message,
    Party,
    Patient,
    PlanFacts,
    Receipt,
    Reservation,
    Telecom,
)
from knutepunkt.exchange.kith.present import Item, Section, present
from knutepunkt.exchange.kith.reading import fingerprint, read
from knutepunkt.exchange.kith.vocabulary import AppRecStatus, EventCode, Level, MessageType, Status

__all__ = [
    "Address",
    "AppRecError",
    "AppRecStatus",
    "Attachment",
    "Code",
    "Conversation",
    "DialogPart",
    "Discharge",
    "Event",
    "EventCode",
    "Finding",
    "FreeText",
    "Header",
    "Ident",
    "Item",
    "Level",
    "Message",
    "MessageType",
    "Party",
    "Patient",
    "PlanFacts",
    "Receipt",
    "Reservation",
    "Section",
    "Status",
    "Telecom",
    "Unreadable",
    "apprec_error",
    "fingerprint",
    "present",
    "read",
    "write_apprec",
]
