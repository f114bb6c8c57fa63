"""Finding people: by name in Norwegian order, by number exactly. Row-level security decides who is found.

The stored columns `name_order` and `first_order` … `fourth_order` are compared with plain operators only, for under row-level security no other may
use an index.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from knutepunkt.access.actor import Actor
from knutepunkt.people import vault
from knutepunkt.people.numbers import LENGTH

MOST = 25
"""How many are shown; who seeks among more writes more letters."""
SHORTEST = 2
"""Fewer letters than this seek nobody: they would fit half a town."""


@dataclass(frozen=True, slots=True)
class Found:
    """One row of a search or a list: enough to know the right person by. `masked` of the number is not among it."""

    id: UUID
    given_name: str = field(repr=False)
    family_name: str = field(repr=False)
    birth_date: date | None = field(repr=False)
    due_date: date | None = field(repr=False)
    death_on: date | None = field(repr=False)
    death_reported: bool = False

    @property
    def full_name(self) -> str:
        """Given and family name; may be empty."""
        return " ".join(part for part in (self.given_name, self.family_name) if part)


COLUMNS = "p.id, p.given_name, p.family_name, p.birth_date, p.due_date, p.death_on, p.death_reported_at IS NOT NULL"
BY_NUMBER = f"""
SELECT {COLUMNS} FROM people_person p WHERE p.organisation_id = %(organisation)s AND p.number_hash = %(hash)s
"""  # noqa: S608 -- constants of this module
BY_NAME = f"""
SELECT {COLUMNS} FROM people_person p
 WHERE p.organisation_id = %(organisation)s
   AND (p.name_order ^@ norwegian_order(%(typed)s) OR p.first_order ^@ norwegian_order(%(words)s)
     OR p.second_order ^@ norwegian_order(%(words)s) OR p.third_order ^@ norwegian_order(%(words)s)
     OR p.fourth_order ^@ norwegian_order(%(words)s))
 ORDER BY p.name_order, p.id LIMIT {MOST}
"""  # noqa: S608 -- the same


def search(actor: Actor, words: str) -> list[Found]:
    """At most 25 persons the actor may see whose name, from any of its first four words on, begins with the words typed, in
    Norwegian order; or the one with exactly the number typed. One statement; the caller writes the view records.
    """
    sought = " ".join(words.replace(",", " ").split())
    digits = sought.replace(" ", "")
    if len(sought) < SHORTEST:
        return []
    if digits.isdigit():
        return _number(actor, digits)
    spoken = " ".join(sought.replace("-", " ").split())
    return _rows(BY_NAME, {"organisation": actor.organisation_id, "typed": sought, "words": spoken})


def _number(actor: Actor, digits: str) -> list[Found]:
    if len(digits) != LENGTH:
        return []
    found = _rows(
        BY_NUMBER, {"organisation": actor.organisation_id, "hash": vault.fingerprint(actor.organisation_id, digits)}
    )
    if not found:
        actor.sought.append(digits)
    return found


def _rows(sql: str, values: dict[str, Any]) -> list[Found]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Found(*row) for row in cursor.fetchall()]
