"""What the own pages read: one statement each. Row-level security decides what is seen."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from knutepunkt.access.actor import Actor
from knutepunkt.audit.models import ViewRecord
from knutepunkt.foundation.clock import OSLO
from knutepunkt.intake.states import NoticeState
from knutepunkt.messaging.conversations import UNREAD
from knutepunkt.portal.files import OwnFile

GONE = (NoticeState.ENTERED_IN_ERROR, NoticeState.FORWARDED, NoticeState.WITHDRAWN_BY_SENDER)
WAITING = frozenset({NoticeState.RECEIVED, NoticeState.ACKNOWLEDGED, NoticeState.CLARIFYING, NoticeState.RESTING})

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
  'unread', ({UNREAD.replace("%(about)s", "%(person)s")}),
  'to_sign', (SELECT count(*) FROM consent_consent c WHERE c.organisation_id = %(organisation)s
     AND c.person_id = %(person)s AND c.state = 'given-orally'
     AND (c.ends_on IS NULL OR c.ends_on >= (%(at)s AT TIME ZONE 'Europe/Oslo')::date)),
  'last_look', (SELECT json_build_object('name', v.by_name, 'role', v.role, 'page', v.page, 'at', v.at)
    FROM audit_viewrecord v WHERE v.organisation_id = %(organisation)s AND v.person_id = %(person)s
     AND v.account_id <> %(account)s AND v.basis <> 'own-file' ORDER BY v.at DESC, v.id DESC LIMIT 1)
)::text
"""  # noqa: S608 -- only our own text is put in


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
    """What stands around the plan: who coordinates, what came in, what is important and who looked last."""

    plan_id: UUID | None
    has_follow_up: bool
    coordinators: tuple[OwnCoordinator, ...]
    notices: tuple[OwnNotice, ...]
    important: OwnWords | None
    unread: int
    to_sign: int
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
        unread=found["unread"],
        to_sign=found["to_sign"],
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
class Looked:
    """Which readings are asked for: by one reader, from and until a day; None and empty: all."""

    who: UUID | None = None
    since: date | None = None
    until: date | None = None


def _readings(actor: Actor, file: OwnFile) -> QuerySet[ViewRecord]:
    """Readings by others. When a child reads is the child's affair, also towards those who act for it."""
    rows = ViewRecord.objects.filter(organisation_id=actor.organisation_id, person_id=file.person.pk)
    rows = rows.exclude(account_id=actor.account_id)
    return rows if file.own else rows.exclude(basis="own-file")


def looks(actor: Actor, file: OwnFile, wanted: Looked, *, first: int, limit: int) -> list[ViewRecord]:
    """Readings by others, newest first, from the record number `first`; asks for one more to tell whether there are more."""
    rows = _readings(actor, file)
    if wanted.who:
        rows = rows.filter(account_id=wanted.who)
    if wanted.since:
        rows = rows.filter(at__gte=datetime.combine(wanted.since, time(), tzinfo=OSLO))
    if wanted.until:
        rows = rows.filter(at__lt=datetime.combine(wanted.until + timedelta(days=1), time(), tzinfo=OSLO))
    return list(rows.order_by("-at", "-id")[first : first + limit + 1])


def readers(actor: Actor, file: OwnFile) -> list[tuple[UUID, str]]:
    """Everybody who has looked, by name."""
    names = dict(_readings(actor, file).order_by("by_name").values_list("account_id", "by_name").distinct())
    return list(names.items())


OPENED = """
SELECT s.name, s.title, u.name, e.starts_at, e.ends_at, e.reviewed_at, e.reviewed_by,
       CASE WHEN whole.told THEN e.reason ELSE '' END, CASE WHEN whole.told THEN e.finding ELSE '' END
  FROM people_emergencyaccess e
  JOIN organisation_staff s ON s.organisation_id = e.organisation_id AND s.id = e.staff_id
  LEFT JOIN organisation_unit u ON u.organisation_id = s.organisation_id AND u.id = s.unit_id
 CROSS JOIN (SELECT %(person)s = ANY (ARRAY(SELECT wholly_visible_person_ids())) AS told) whole
 WHERE e.organisation_id = %(organisation)s AND e.person_id = %(person)s ORDER BY e.starts_at DESC, e.id DESC
"""


@dataclass(frozen=True, slots=True)
class Opened:
    """One time somebody opened the file because life or health was in danger: who, when, why, and what the leader found afterwards.

    Nobody knows what free words touch on, so `reason` and `finding` are for those from whom nothing of the file is kept.
    """

    name: str
    title: str
    unit_name: str | None
    starts_at: datetime
    ends_at: datetime
    reviewed_at: datetime | None
    reviewed_by: str
    reason: str
    finding: str


def opened_in_emergency(actor: Actor, file: OwnFile) -> list[Opened]:
    """Every such time the reader may know of, newest first; one statement (pjl. § 18)."""
    with connection.cursor() as cursor:
        cursor.execute(OPENED, {"organisation": actor.organisation_id, "person": file.person.pk})
        return [Opened(*row) for row in cursor.fetchall()]


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
