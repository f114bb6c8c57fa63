"""What is mine to do, and how it stands with the persons: the two reads behind the start page and the overview.

Each is one statement. Row-level security decides what is in it: leaders get envelopes without names, employees what is asked of
their service, coordinators their own persons.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from knutepunkt.access.actor import Actor

WORK = """
WITH person AS (SELECT id, trim(given_name || ' ' || family_name) AS name FROM people_person WHERE organisation_id = %(organisation)s)
SELECT what, detail, state, id, due, due_on, person_id, coalesce(name, ''), coalesce(more, ''), since FROM (
  SELECT 'notice' AS what, n.kind AS detail, n.state, n.id, n.due_at AS due, NULL::date AS due_on, n.person_id,
         CASE WHEN n.state = 'received' THEN '' ELSE p.name END AS name, n.sender_organisation AS more, n.received_at AS since
    FROM intake_notice n LEFT JOIN person p ON p.id = n.person_id
   WHERE n.organisation_id = %(organisation)s AND n.unit_id = ANY(%(units)s) AND n.state IN ('received', 'acknowledged', 'clarifying')
  UNION ALL
  SELECT 'task', t.kind, t.state, t.source_id, NULL, t.due_on, t.person_id, p.name, t.text, t.created_at
    FROM tasks_task t LEFT JOIN person p ON p.id = t.person_id
   WHERE t.organisation_id = %(organisation)s AND t.unit_id = ANY(%(units)s) AND t.state IN ('open', 'in-progress')
     AND t.stopped_at IS NULL AND t.due_on <= %(soon)s
  UNION ALL
  SELECT 'asked', a.kind, a.state, a.id, NULL, a.answer_by, a.person_id, p.name, '', a.created_at
    FROM coordination_appointment a LEFT JOIN person p ON p.id = a.person_id
   WHERE a.organisation_id = %(organisation)s AND a.unit_id = ANY(%(units)s) AND a.state IN ('requested-of-service', 'proposed')
  UNION ALL
  SELECT 'activity', a.what, a.state, a.plan_id, NULL, a.starts_on, a.person_id, p.name, '', NULL
    FROM plans_activity a LEFT JOIN person p ON p.id = a.person_id
    JOIN plans_individualplan i ON i.organisation_id = a.organisation_id AND i.id = a.plan_id AND i.state IN ('active', 'under-revision')
   WHERE a.organisation_id = %(organisation)s AND a.state = 'agreed-by-responsible' AND a.starts_on < %(today)s
  UNION ALL
  SELECT 'review', '', i.state, i.id, NULL, i.review_on, i.person_id, p.name, '', NULL
    FROM plans_individualplan i LEFT JOIN person p ON p.id = i.person_id
   WHERE i.organisation_id = %(organisation)s AND i.state = 'active' AND i.review_on <= %(soon)s
  UNION ALL
  SELECT 'coordinator', '', f.state, f.id, NULL, (f.opened_at AT TIME ZONE 'Europe/Oslo')::date + %(coordinator_days)s, f.person_id, p.name, '', f.opened_at
    FROM coordination_followup f LEFT JOIN person p ON p.id = f.person_id
   WHERE f.organisation_id = %(organisation)s AND f.unit_id = ANY(%(units)s) AND f.state IN ('opened', 'consented')
) work
ORDER BY coalesce(due, due_on::timestamp AT TIME ZONE 'Europe/Oslo', since), id
LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Work:
    """One thing to do. `what` says which kind; `due` a moment or `due_on` a day; `name` is empty where it may not be shown."""

    what: str
    detail: str
    state: str
    id: UUID
    due: datetime | None
    due_on: date | None
    person_id: UUID | None
    name: str
    more: str
    since: datetime | None

    def day(self) -> date | None:
        """The day it is due, where people are."""
        return self.due_on or (self.due.date() if self.due else None)


def my_work(actor: Actor, *, today: date, soon: date, coordinator_days: int, limit: int = 60) -> list[Work]:
    """What is mine to do, most urgent first, until the day `soon`; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            WORK,
            {
                "organisation": actor.organisation_id,
                "units": list(actor.unit_ids),
                "today": today,
                "soon": soon,
                "coordinator_days": coordinator_days,
                "limit": limit,
            },
        )
        return [Work(*row) for row in cursor.fetchall()]


STANDING = """
SELECT f.id, f.person_id, trim(p.given_name || ' ' || p.family_name), f.state, f.opened_at,
       i.id, i.state, i.review_on, s.name,
       EXISTS (SELECT FROM plans_activity a WHERE a.organisation_id = f.organisation_id AND a.plan_id = i.id
                 AND a.state = 'agreed-by-responsible' AND a.starts_on < %(today)s)
  FROM coordination_followup f
  JOIN people_person p ON p.organisation_id = f.organisation_id AND p.id = f.person_id
  LEFT JOIN LATERAL (SELECT i.id, i.state, i.review_on FROM plans_individualplan i
                      WHERE i.organisation_id = f.organisation_id AND i.follow_up_id = f.id AND i.state <> 'entered-in-error'
                      ORDER BY i.changed_at DESC LIMIT 1) i ON true
  LEFT JOIN LATERAL (SELECT s.name FROM coordination_appointment a
                       JOIN organisation_staff s ON s.organisation_id = a.organisation_id AND s.id = a.coordinator_id
                      WHERE a.organisation_id = f.organisation_id AND a.follow_up_id = f.id AND a.state = 'appointed'
                        AND (a.ends_at IS NULL OR a.ends_at > %(at)s)
                      ORDER BY a.starts_at DESC LIMIT 1) s ON true
 WHERE f.organisation_id = %(organisation)s AND f.state NOT IN ('closed', 'entered-in-error')
 ORDER BY p.name_order, f.id
 LIMIT 500
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with one person: follow-up, plan, coordinator, and whether something agreed has not begun."""

    follow_up_id: UUID
    person_id: UUID
    name: str
    state: str
    opened_at: datetime
    plan_id: UUID | None
    plan_state: str | None
    review_on: date | None
    coordinator: str | None
    has_gap: bool

    @property
    def has_plan(self) -> bool:
        """A plan is in force."""
        return self.plan_state in {"active", "under-revision"}


def standings(actor: Actor, *, today: date) -> list[Standing]:
    """Everybody with an open follow-up whom the actor may see, in Norwegian order of names; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, {"organisation": actor.organisation_id, "today": today, "at": actor.at})
        return [Standing(*row) for row in cursor.fetchall()]
