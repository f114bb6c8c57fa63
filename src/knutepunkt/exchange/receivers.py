"""Who a message is for: the inner HER-id first, then the organisation; a retired address leads to its successor."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from knutepunkt.exchange.kith import Header
from knutepunkt.organisation.queries import receiver_of

LONGEST_CHAIN = 8


@dataclass(frozen=True, slots=True)
class Served:
    """The organisation served here. `by_successor`: the address in the message is retired."""

    organisation_id: UUID
    unit_id: UUID | None
    by_successor: bool = False


def served_by(header: Header | None, *, on: date) -> Served | None:
    """Who receives it on a day, or None when nobody here does."""
    if header is None:
        return None
    for her_id in reversed(header.receiver_her):
        found = _in_force(str(her_id), on)
        if found is not None:
            return found
    return None


def _in_force(her_id: str, on: date) -> Served | None:
    asked = her_id
    for _step in range(LONGEST_CHAIN):
        found = receiver_of(asked, on)
        if found is None:
            return None
        if found.in_force:
            return Served(found.organisation_id, found.unit_id, by_successor=asked != her_id)
        if not found.successor:
            return None
        asked = found.successor
    return None
