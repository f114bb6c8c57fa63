"""Giving a technical receipt (AppRec): made once, kept, and given again for a repeat."""

from collections.abc import Iterable
from datetime import datetime

from knutepunkt.exchange.kith import AppRecError, AppRecStatus, Header, Ident, Level, Party, write_apprec
from knutepunkt.exchange.models import Receipt, ReceivedMessage
from knutepunkt.foundation.ids import new_id
from knutepunkt.organisation.models import Organisation


def give_receipt(
    row: ReceivedMessage, *, header: Header | None, status: AppRecStatus, errors: Iterable[AppRecError], at: datetime
) -> bytes | None:
    """Write and keep the receipt of a message; None when nobody can be answered. A receipt is never itself acknowledged."""
    if header is None or not header.can_be_answered or not row.message_id:
        return None
    receipt_id = new_id()
    content = write_apprec(
        header, id=str(receipt_id), at=at, status=status, errors=errors, answering=_answering(row, header)
    )
    Receipt.objects.create(
        id=receipt_id,
        organisation_id=row.organisation_id,
        message=row,
        unit_id=row.unit_id,
        status=status,
        content=content,
        made_at=at,
    )
    return content


def _answering(row: ReceivedMessage, header: Header) -> tuple[Party, ...]:
    """Who answers a message that names no receiver."""
    if header.receiver:
        return ()
    own = Organisation.objects.get(pk=row.organisation_id)
    idents = (Ident(own.number, "ENH"),) if own.number else ()
    return (Party(level=Level.ORGANISATION, name=own.name, idents=idents),)
