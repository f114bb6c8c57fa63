"""A received message as a row: what the header says, and reading the bytes again."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from knutepunkt.exchange.kith import Header, Message, fingerprint, read
from knutepunkt.exchange.kith.model import Parties
from knutepunkt.exchange.models import ReceivedMessage, Result
from knutepunkt.foundation.clock import day

LONGEST_NAME, LONGEST_ID, LONGEST_TYPE, LONGEST_HER = 200, 200, 60, 12


def read_again(row: ReceivedMessage) -> Message:
    """The message in the row, as it was read on the day it came. Raises Unreadable for what was rejected as such."""
    return read(bytes(row.original), on=day(row.received_at), test_installation=settings.KNUTEPUNKT_TEST_INSTALLATION)


def row_of(
    data: bytes, header: Header | None, *, organisation_id: UUID, at: datetime, result: Result, status: str = ""
) -> ReceivedMessage:
    """A row, not yet saved. Bytes larger than what is received are not kept, only their fingerprint."""
    row = ReceivedMessage(
        organisation_id=organisation_id,
        received_at=at,
        original=data if len(data) <= settings.KNUTEPUNKT_MAX_MESSAGE else b"",
        fingerprint=fingerprint(data),
        result=result,
        status=status,
    )
    if header is not None:
        _fill(row, header)
    return row


def _fill(row: ReceivedMessage, header: Header) -> None:
    row.message_id = printable(header.message_id)[:LONGEST_ID]
    row.message_type = printable(header.type_code)[:LONGEST_TYPE]
    row.generated_at = header.generated_at
    row.sender_her, row.sender_unit_her = _addresses(header.sender)
    row.receiver_her, row.receiver_unit_her = _addresses(header.receiver)
    row.sender_name = printable(sender_name(header))[:LONGEST_NAME]
    if header.conversation is not None:
        row.parent_message_id = printable(header.conversation.parent_id)[:LONGEST_ID]
        row.conversation_id = printable(header.conversation.conversation_id)[:LONGEST_ID]


def sender_name(header: Header) -> str:
    """The sending organisation's name; empty when it gives none."""
    return next((party.name for party in header.sender if party.level == "organisation" and party.name), "")


def printable(text: str) -> str:
    """Without what no database or page can hold."""
    return "".join(letter for letter in text if letter.isprintable())


def _addresses(parties: Parties) -> tuple[str, str]:
    """The addresses of the organisation and of its unit: HER-ids, else whatever identifies them."""
    named = [party for party in parties if party.level == "organisation"]
    known = [_address(party.ident("HER") or (party.idents[0].value if party.idents else "")) for party in named]
    return (known[0] if known else "", known[-1] if len(known) > 1 else "")


def _address(text: str) -> str:
    return printable(text)[:LONGEST_HER]
