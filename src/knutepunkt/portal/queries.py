"""What the own pages read: one statement each. Row-level security decides what is seen."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from knutepunkt.access.actor import Actor
from knutepunkt.audit.models import ViewRecord
from knutepunkt.intake.states import NoticeState

GONE = (NoticeState.ENTERED_IN_ERROR, NoticeState.FORWARDED, NoticeState.WITHDRAWN_BY_SENDER)
WAITING = frozenset({NoticeState.RECEIVED, NoticeState.ACKNOWLEDGED, NoticeState.CLARIFYING, NoticeState.RESTING})

IN_FORCE = "{0}.starts <= %(at)s AND ({0}.ends IS NULL OR {0}.ends > %(at)s)"
SEERS = f"""
SELECT s.id, s.name, s.title, coalesce(u.name, '') AS unit_name, bool_or(seen.topics IS NULL) AS everything,
       array_agg(DISTINCT seen.basis) AS bases,
       array_agg(DISTINCT topic) FILTER (WHERE topic IS NOT NULL) AS topics
  FROM (
    SELECT g.account_id, g.topics, g.basis FROM access_grant g
     WHERE g.organisation_id = %(organisation)s AND g.person_id = %(person)s AND g.account_id IS NOT NULL
       AND {IN_FORCE.format("g")} AND g.role NOT IN ('person', 'parent', 'guardian')
    UNION ALL
    SELECT w.account_id, g.topics, g.basis FROM access_grant g
      JOIN access_unitgrant w ON w.organisation_id = g.organisation_id AND w.unit_id = g.unit_id AND w.content
       AND {IN_FORCE.format("w")}
     WHERE g.organisation_id = %(organisation)s AND g.person_id = %(person)s AND {IN_FORCE.format("g")}
  ) seen
  JOIN organisation_staff s ON s.organisation_id = %(organisation)s AND s.account_id = seen.account_id
  LEFT JOIN organisation_unit u ON u.organisation_id = s.organisation_id AND u.id = s.unit_id
  LEFT JOIN LATERAL unnest(seen.topics) AS topic ON true
 GROUP BY s.id, s.name, s.title, u.name
 ORDER BY bool_or(seen.topics IS NULL) DESC, s.name, s.id
"""  # noqa: S608 -- only our own text is put in

AROUND = f"""
SELECT json_build_object(
  'plan_id', (SELECT p.id FROM plans_individualplan p
     WHERE p.organisation_id = %(organisation)s AND p.person_id = %(person)s
       AND p.state IN ('draft', 'active', 'under-revision', 'paused') LIMIT 1),
  'has_follow_up', EXISTS (SELECT FROM coordination_followup f
     WHERE f.organisation_id = %(organisation)s AND f.person_id = %(person)s
       AND f.state NOT IN ('closed', 'entered-in-error')),
  'coordinators', (SELECT coalesce(json_agg(json_build_object('name', s.name, 'title', s.title, 'phone', s.phone,
       'unit_name', u.name) ORDER BY r.id IS NULL, c.starts_at, c.id), '[]'::json)
    FROM coordination_appointment c
    JOIN coordination_followup f ON f.organisation_id = c.organisation_id AND f.id = c.follow_up_id
    JOIN organisation_staff s ON s.organisation_id = c.organisation_id AND s.id = c.coordinator_id
    JOIN organisation_unit u ON u.organisation_id = c.organisation_id AND u.id = c.unit_id
    LEFT JOIN coordination_mainresponsibility r ON r.organisation_id = c.organisation_id AND r.appointment_id = c.id
         AND r.period @> %(at)s::timestamptz
   WHERE c.organisation_id = %(organisation)s AND c.person_id = %(person)s AND c.state = 'appointed'
     AND f.state NOT IN ('closed', 'entered-in-error')
     AND c.starts_at <= %(at)s AND (c.ends_at IS NULL OR c.ends_at > %(at)s)),
  'notices', (SELECT coalesce(json_agg(json_build_object('id', n.id, 'kind', n.kind, 'state', n.state,
       'sender', n.sender_organisation, 'received_at', n.received_at, 'unit_name', u.name, 'rests_until', n.rests_until,
       'wish', coalesce(t.wish, ''), 'opened', t.id IS NOT NULL)
       ORDER BY n.received_at DESC, n.id), '[]'::json)
    FROM intake_notice n JOIN organisation_unit u ON u.organisation_id = n.organisation_id AND u.id = n.unit_id
    LEFT JOIN intake_noticecontent t ON t.organisation_id = n.organisation_id AND t.notice_id = n.id
   WHERE n.organisation_id = %(organisation)s AND n.person_id = %(person)s AND NOT n.state = ANY (%(gone)s)),
  'important', (SELECT json_build_object('words', i.words, 'said_by', i.said_by, 'said_at', i.said_at)
    FROM coordination_important i WHERE i.organisation_id = %(organisation)s AND i.person_id = %(person)s
   ORDER BY i.said_at DESC, i.id LIMIT 1),
  'to_sign', (SELECT count(*) FROM consent_consent c WHERE c.organisation_id = %(organisation)s
     AND c.person_id = %(person)s AND c.state = 'given-orally'
     AND (c.ends_on IS NULL OR c.ends_on >= (%(at)s AT TIME ZONE 'Europe/Oslo')::date)),
  'seers', (SELECT count(*) FROM ({SEERS}) AS who),
  'see_all', (SELECT count(*) FROM ({SEERS}) AS who WHERE who.everything),
  'last_look', (SELECT json_build_object('name', v.by_name, 'role', v.role, 'page', v.page, 'at', v.at)
    FROM audit_viewrecord v WHERE v.organisation_id = %(organisation)s AND v.person_id = %(person)s
     AND v.account_id <> %(account)s ORDER BY v.at DESC, v.id DESC LIMIT 1)
)::text
"""  # noqa: S608 -- the same


@dataclass(frozen=True, slots=True)
class OwnCoordinator:
    """Somebody appointed now, the one with the main responsibility first."""

    name: str
    title: str
    phone: str
    unit_name: str


@dataclass(frozen=True, slots=True)
class OwnNotice:
    """A notice about the person, as its envelope. `opened`: the content may be read, for the person has said yes."""

    id: UUID
    kind: str
    state: str
    sender: str
    received_at: datetime
    unit_name: str
    rests_until: date | None
    wish: str
    opened: bool

    @property
    def waits_for_wish(self) -> bool:
        """The person has not yet said yes or no, and the notice is still open."""
        return self.state in WAITING and not self.opened


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the person said is important."""

    words: str
    said_by: str
    said_at: datetime


@dataclass(frozen=True, slots=True)
class LastLook:
    """The latest reading by somebody else."""

    name: str
    role: str
    page: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the plan: who coordinates, what came in, what is important, who sees and who looked last."""

    plan_id: UUID | None
    has_follow_up: bool
    coordinators: tuple[OwnCoordinator, ...]
    notices: tuple[OwnNotice, ...]
    important: OwnWords | None
    to_sign: int
    seers: int
    see_all: int
    last_look: LastLook | None


def _values(actor: Actor, person_id: UUID) -> dict[str, Any]:
    return {
        "organisation": actor.organisation_id,
        "person": person_id,
        "account": actor.account_id,
        "at": actor.at,
        "gone": [str(state) for state in GONE],
    }


def around(actor: Actor, person_id: UUID) -> Around:
    """Everything the home page says besides the plan; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(AROUND, _values(actor, person_id))
        found = json.loads(cursor.fetchone()[0])
    important, look = found["important"], found["last_look"]
    return Around(
        plan_id=UUID(found["plan_id"]) if found["plan_id"] else None,
        has_follow_up=found["has_follow_up"],
        coordinators=tuple(OwnCoordinator(**row) for row in found["coordinators"]),
        notices=tuple(_notice(row) for row in found["notices"]),
        important=important and OwnWords(**(important | {"said_at": datetime.fromisoformat(important["said_at"])})),
        to_sign=found["to_sign"],
        seers=found["seers"],
        see_all=found["see_all"],
        last_look=look and LastLook(**(look | {"at": datetime.fromisoformat(look["at"])})),
    )


def _notice(row: dict[str, str]) -> OwnNotice:
    made = row | {
        "id": UUID(row["id"]),
        "received_at": datetime.fromisoformat(row["received_at"]),
        "rests_until": date.fromisoformat(row["rests_until"]) if row["rests_until"] else None,
    }
    return OwnNotice(**made)  # type: ignore[arg-type]  # the statement names the fields


@dataclass(frozen=True, slots=True)
class Seer:
    """Somebody who can read in the file now: all of it, or some topics; and why."""

    id: UUID
    name: str
    title: str
    unit_name: str
    everything: bool
    bases: tuple[str, ...]
    topics: tuple[str, ...]


def who_sees(actor: Actor, person_id: UUID) -> list[Seer]:
    """Everybody who can see something about the person at this moment; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(SEERS, _values(actor, person_id))
        rows = cursor.fetchall()
    return [
        Seer(key, name, title, unit, everything, tuple(bases), () if everything else tuple(topics or ()))
        for key, name, title, unit, everything, bases, topics in rows
    ]


def looks(actor: Actor, person_id: UUID, *, first: int, limit: int) -> list[ViewRecord]:
    """Readings by others, newest first, from the record number `first`; asks for one more to tell whether there are more."""
    rows = ViewRecord.objects.filter(organisation_id=actor.organisation_id, person_id=person_id)
    return list(rows.exclude(account_id=actor.account_id).order_by("-at", "-id")[first : first + limit + 1])


LIVING_PLAN = """
SELECT p.id FROM plans_individualplan p
 WHERE p.organisation_id = %s AND p.person_id = %s AND p.state IN ('draft', 'active', 'under-revision', 'paused') LIMIT 1
"""


def living_plan_id(actor: Actor, person_id: UUID) -> UUID | None:
    """The plan that is being made or is in force; there is never more than one."""
    with connection.cursor() as cursor:
        cursor.execute(LIVING_PLAN, [actor.organisation_id, person_id])
        row = cursor.fetchone()
    return row[0] if row else None
