"""Who can see what now: everybody who works here, everybody close, what has been taken away from whom, and what is kept back by law.

It is computed from the grants and exclusions the database itself goes by, read by the system for a page that has been opened.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from knutepunkt.access import scope
from knutepunkt.access.actor import Actor
from knutepunkt.identity.system import DERIVER
from knutepunkt.portal.files import OwnFile

IN_FORCE = "{0}.starts <= %(at)s AND ({0}.ends IS NULL OR {0}.ends > %(at)s)"
STAFF = f"""
SELECT s.id, s.account_id, s.name, s.title, coalesce(u.name, '') AS unit_name, bool_or(seen.topics IS NULL) AS everything,
       array_agg(DISTINCT seen.basis) AS bases,
       array_agg(DISTINCT topic) FILTER (WHERE topic IS NOT NULL) AS topics,
       CASE WHEN bool_or(seen.ends IS NULL) THEN NULL ELSE max(seen.ends) END AS until, bool_or(seen.by_unit) AS by_unit
  FROM (
    SELECT g.account_id, g.topics, g.basis, g.ends, false AS by_unit FROM access_grant g
     WHERE g.organisation_id = %(organisation)s AND g.person_id = %(person)s AND g.account_id IS NOT NULL
       AND {IN_FORCE.format("g")} AND g.role NOT IN ('person', 'parent', 'guardian', 'foster-parent', 'next-of-kin')
    UNION ALL
    SELECT w.account_id, g.topics, g.basis, g.ends, true FROM access_grant g
      JOIN access_unitgrant w ON w.organisation_id = g.organisation_id AND w.unit_id = g.unit_id AND w.content
       AND {IN_FORCE.format("w")}
     WHERE g.organisation_id = %(organisation)s AND g.person_id = %(person)s AND {IN_FORCE.format("g")}
  ) seen
  JOIN organisation_staff s ON s.organisation_id = %(organisation)s AND s.account_id = seen.account_id
  LEFT JOIN organisation_unit u ON u.organisation_id = s.organisation_id AND u.id = s.unit_id
  LEFT JOIN LATERAL unnest(seen.topics) AS topic ON true
 GROUP BY s.id, s.account_id, s.name, s.title, u.name
 ORDER BY bool_or(seen.topics IS NULL) DESC, s.name, s.id
"""  # noqa: S608 -- only our own text is put in
CLOSE = f"""
SELECT k.id, k.account_id, k.name, k.relation, bool_or(g.topics IS NULL) AS everything, array_agg(DISTINCT g.basis) AS bases,
       array_agg(DISTINCT topic) FILTER (WHERE topic IS NOT NULL) AS topics,
       CASE WHEN bool_or(g.ends IS NULL) THEN NULL ELSE max(g.ends) END AS until
  FROM access_grant g
  JOIN people_nextofkin k ON k.organisation_id = g.organisation_id AND k.person_id = g.person_id AND k.account_id = g.account_id
   AND k.valid_from <= %(at)s AND (k.valid_to IS NULL OR k.valid_to > %(at)s)
  LEFT JOIN LATERAL unnest(g.topics) AS topic ON true
 WHERE g.organisation_id = %(organisation)s AND g.person_id = %(person)s AND {IN_FORCE.format("g")}
   AND g.role IN ('parent', 'guardian', 'foster-parent', 'next-of-kin')
 GROUP BY k.id, k.account_id, k.name, k.relation ORDER BY k.name, k.id
"""  # noqa: S608 -- the same
TAKEN_AWAY = f"""
SELECT a.account_id, e.topics, e.object_id IS NOT NULL AS one_row FROM access_exclusion e
  JOIN LATERAL (SELECT e.account_id WHERE e.account_id IS NOT NULL
    UNION SELECT w.account_id FROM access_unitgrant w WHERE w.organisation_id = e.organisation_id AND w.unit_id = e.unit_id
     AND {IN_FORCE.format("w")}) a ON true
 WHERE e.organisation_id = %(organisation)s AND e.person_id = %(person)s AND {IN_FORCE.format("e")}
"""  # noqa: S608 -- the same
KEPT = """
SELECT w.decided_by, w.review_on FROM consent_withheldmatter w
 WHERE w.organisation_id = %(organisation)s AND w.person_id = %(person)s AND w.kept_from = 'person' AND w.by_law
   AND w.starts_at <= %(at)s AND (w.ends_at IS NULL OR w.ends_at > %(at)s) ORDER BY w.starts_at, w.id
"""
ALL = "SELECT json_build_object({})::text".format(
    ", ".join(
        f"'{key}', (SELECT coalesce(json_agg(x), '[]'::json) FROM ({sql}) x)"  # noqa: S608 -- the same
        for key, sql in (("staff", STAFF), ("close", CLOSE), ("away", TAKEN_AWAY), ("kept", KEPT))
    )
)
ACT_FOR = frozenset({"person", "parent", "guardian"})


@dataclass(frozen=True, slots=True)
class Seer:
    """Somebody who can read in the file now: all of it, or some topics, or all but some; why; and until when, if that is known.

    `by_unit`: for working in the unit that follows the person up, which cannot be shut out of its own work one by one.
    """

    id: UUID
    account_id: UUID
    name: str
    title: str
    unit_name: str
    everything: bool
    bases: tuple[str, ...]
    topics: tuple[str, ...]
    until: datetime | None
    but: tuple[str, ...] = ()
    by_unit: bool = False


@dataclass(frozen=True, slots=True)
class KeptBack:
    """That something is kept from the person by law: who decided, and when it is looked at again. Never what it is."""

    decided_by: str
    review_on: date | None


@dataclass(frozen=True, slots=True)
class Sight:
    """Who sees what at a moment."""

    staff: tuple[Seer, ...]
    close: tuple[Seer, ...]
    kept_back: tuple[KeptBack, ...]

    @property
    def whole(self) -> list[Seer]:
        """Those who work here and see all of it."""
        return [seer for seer in self.staff if seer.everything]

    @property
    def part(self) -> list[Seer]:
        """Those who work here and see some of it."""
        return [seer for seer in self.staff if not seer.everything]


NOBODY = Sight((), (), ())


def sight(actor: Actor, file: OwnFile) -> Sight:
    """Who can see what of the file now. Those who only see some of it themselves are not told who sees the rest."""
    if file.role not in ACT_FOR:
        return NOBODY
    values = {"organisation": actor.organisation_id, "person": file.person.pk, "at": actor.at}
    found = _read_by_the_system(actor, file, values)
    shut, without = _taken(found["away"])
    # That a child keeps something from a parent is the child's to know, so parents are not told what parents do not see.
    hidden = without if file.own else defaultdict(set)
    own = {actor.account_id}
    return Sight(
        tuple(_left((_seer(row) for row in found["staff"]), shut | own, without)),
        tuple(_left((_seer(row) for row in found["close"]), shut | own, hidden)),
        tuple(_kept(row) for row in found["kept"]) if file.own else (),
    )


def _read_by_the_system(actor: Actor, file: OwnFile, values: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """As `scope.acting_as`, without its savepoint and as one message: the system's settings, the question, the settings that were."""
    system = scope.Scope(actor.organisation_id, DERIVER, file.person.pk, "who-sees", actor.at)
    with connection.cursor() as cursor:
        cursor.execute(f"{system.sql()}; {ALL}; {scope.current().sql()}", values)
        while cursor.description is None:
            cursor.nextset()
        found: dict[str, list[dict[str, Any]]] = json.loads(cursor.fetchone()[0])
    return found


def _taken(rows: Iterable[Any]) -> tuple[set[UUID], dict[UUID, set[str]]]:
    """The accounts the file is closed to, and the topics closed to others."""
    shut: set[UUID] = set()
    without: dict[UUID, set[str]] = defaultdict(set)
    for row in rows:
        account = UUID(row["account_id"])
        if row["topics"] is None and not row["one_row"]:
            shut.add(account)
        without[account].update(row["topics"] or ())
    return shut, without


def _left(seers: Iterable[Seer], shut: set[UUID], without: dict[UUID, set[str]]) -> list[Seer]:
    found = []
    for seer in seers:
        away = without[seer.account_id]
        topics = tuple(topic for topic in seer.topics if topic not in away)
        if seer.account_id not in shut and (seer.everything or topics):
            found.append(replace(seer, topics=topics, but=tuple(sorted(away)) if seer.everything else ()))
    return found


def _seer(row: dict[str, Any]) -> Seer:
    return Seer(
        id=UUID(row["id"]),
        account_id=UUID(row["account_id"]),
        name=row["name"],
        title=row.get("title") or row.get("relation", ""),
        unit_name=row.get("unit_name", ""),
        everything=row["everything"],
        bases=tuple(row["bases"]),
        topics=() if row["everything"] else tuple(row["topics"] or ()),
        until=datetime.fromisoformat(row["until"]) if row["until"] else None,
        by_unit=row.get("by_unit", False),
    )


def _kept(row: dict[str, Any]) -> KeptBack:
    return KeptBack(row["decided_by"], date.fromisoformat(row["review_on"]) if row["review_on"] else None)
