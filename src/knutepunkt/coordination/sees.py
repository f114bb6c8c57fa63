"""Who can see what of one file now, in plain words: read from the grants in force, less what the person opposes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.permissions import FILE, Topic
from knutepunkt.consent.models import Block

WHY: dict[str, Any] = {
    "person": _("It is their own file."),
    "parent": _("Has parental responsibility."),
    "guardian": _("Acts within a mandate."),
    "foster-parent": _("Is foster parent and sees what daily life needs."),
    "next-of-kin": _("The one who decides has said yes."),
    "child-welfare": _("Child welfare has custody."),
    "emergency": _("Emergency access, which ends by itself."),
    "caseworker": _("The unit follows the person up."),
    "coordinator": _("Is coordinator."),
    "member": _("The one who decides has said yes."),
}
COOPERATION = _("Health personnel who cooperate.")
ALL = tuple(str(topic) for topic in Topic)
GRANTS = """
SELECT g.account_id, g.unit_id, g.role, g.topics, g.basis, g.ends, s.id, coalesce(s.name, k.name, held.name, 'the person'),
       coalesce(s.title, k.relation, ''), coalesce(u.name, ''), s.unit_id
  FROM access_grant g
  LEFT JOIN organisation_staff s ON s.organisation_id = g.organisation_id AND s.account_id = g.account_id
  LEFT JOIN organisation_unit u ON u.organisation_id = g.organisation_id AND u.id = s.unit_id
  LEFT JOIN organisation_unit held ON held.organisation_id = g.organisation_id AND held.id = g.unit_id
  LEFT JOIN LATERAL (SELECT n.name, n.relation FROM people_nextofkin n WHERE n.organisation_id = g.organisation_id
       AND n.person_id = g.person_id AND n.account_id = g.account_id AND s.id IS NULL ORDER BY n.valid_from LIMIT 1) k ON true
 WHERE g.organisation_id = %(organisation)s AND g.person_id = %(person)s AND g.starts <= %(at)s AND (g.ends IS NULL OR g.ends > %(at)s)
 ORDER BY g.starts, g.id
"""


@dataclass(slots=True)
class Sees:
    """Somebody, or a unit as a whole, with the topics open to them and why. `until`: when it ends by itself, if it does."""

    name: str
    title: str
    place: str
    role: str
    why: str | Promise
    topics: set[str]
    until: datetime | None
    staff_id: UUID | None = None
    account_id: UUID | None = None
    unit_id: UUID | None = None
    is_unit: bool = False

    @property
    def everything(self) -> bool:
        """All topics are open."""
        return self.topics >= set(ALL)


def who_sees(
    organisation_id: UUID, person_id: UUID, *, person_name: str, blocks: Iterable[Block], at: datetime
) -> list[Sees]:
    """One row for each account and each unit that sees something of the file at the moment, in the order they came to it."""
    with connection.cursor() as cursor:
        cursor.execute(GRANTS, {"organisation": organisation_id, "person": person_id, "at": at})
        grants = cursor.fetchall()
    found: dict[tuple[UUID | None, UUID | None], Sees] = {}
    for row in grants:
        _add(found, row, person_name)
    for block in blocks:
        if block.starts_at <= at and (block.ends_at is None or block.ends_at > at):
            _take(found.values(), block)
    return [row for row in found.values() if row.topics]


def _add(found: dict[tuple[UUID | None, UUID | None], Sees], row: Any, person_name: str) -> None:
    account_id, unit_id, role, topics, basis, ends, staff_id, name, title, place, staff_unit = row
    open_to = set(ALL) | {FILE} if topics is None else set(topics)
    known = found.get((account_id, unit_id))
    if known:
        known.topics |= open_to
        known.until = None if known.until is None or ends is None else max(known.until, ends)
        return
    why = COOPERATION if basis == "cooperation" else WHY.get(role, "")
    name = person_name if role == "person" else name
    found[account_id, unit_id] = Sees(
        name, title, place, role, why, open_to, ends, staff_id, account_id, staff_unit, is_unit=unit_id is not None
    )


def _take(rows: Iterable[Sees], block: Block) -> None:
    """A block wins: the topics it names, or all, are closed to the one, to the unit, or to all who cooperate."""
    taken = set(ALL) | {FILE} if block.topics is None else set(block.topics)
    for row in rows:
        alone = block.staff_id is not None and row.staff_id == block.staff_id
        unit = block.unit_id is not None and block.unit_id == row.unit_id
        everybody = block.staff_id is None and block.unit_id is None and row.why == COOPERATION
        if alone or unit or everybody:
            row.topics -= taken
