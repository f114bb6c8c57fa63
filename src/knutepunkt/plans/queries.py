"""What the pages of the plan read: each one statement, complete."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from knutepunkt.access.actor import Actor
from knutepunkt.plans.building import build
from knutepunkt.plans.states import LIVING, ActivityState, PlanState
from knutepunkt.plans.whole import WholeActivity, WholePlan

# One document, one statement. Row-level security decides in each part what the reader sees. The texts name no topic: who is
# limited to some topics does not see them (`sees_all` false), nor what else is said of the plan as a whole.
WHOLE_PLAN = """
WITH p AS MATERIALIZED (
  SELECT plan.*, texts.id IS NOT NULL AS sees_all, texts.needs, texts.resources, texts.carried_out, texts.cooperation,
         texts.child_took_part, texts.agreement_expectations, texts.agreement_contact, texts.agreement_meetings
    FROM plans_individualplan plan
    LEFT JOIN plans_plantexts texts ON texts.organisation_id = plan.organisation_id AND texts.plan_id = plan.id
   WHERE plan.organisation_id = %(organisation)s
     AND (plan.id = %(plan)s OR (plan.person_id = %(person)s AND plan.state = ANY (%(living)s)))
)
SELECT json_build_object(
  'plan', json_build_object(
    'id', p.id, 'person_id', p.person_id, 'follow_up_id', p.follow_up_id, 'unit_id', p.unit_id, 'unit_name', unit.name,
    'organisation_name', organisation.name, 'state', p.state, 'version', p.version,
    'person_name', trim(person.given_name || ' ' || person.family_name), 'given_name', person.given_name,
    'birth_date', person.birth_date, 'language', person.language,
    'main_responsible_id', p.main_responsible_id, 'main_responsible', coalesce(main.name, ''),
    'starts_on', p.starts_on, 'ends_on', p.ends_on, 'review_on', p.review_on, 'needs', coalesce(p.needs, ''),
    'resources', CASE WHEN sees_all THEN coalesce(nullif(p.resources, ''), (
        SELECT concat_ws(E'\\n\\n', nullif(a.resources_own, ''), nullif(a.resources_family, ''), nullif(a.resources_network, ''))
          FROM coordination_assessment a
         WHERE a.organisation_id = p.organisation_id AND a.follow_up_id = p.follow_up_id), '') ELSE '' END,
    'resources_assessed', coalesce(p.resources, '') = '', 'carried_out', coalesce(p.carried_out, ''),
    'cooperation', coalesce(p.cooperation, ''), 'child_took_part', coalesce(p.child_took_part, ''),
    'agreement_expectations', coalesce(p.agreement_expectations, ''), 'agreement_contact', coalesce(p.agreement_contact, ''),
    'agreement_meetings', coalesce(p.agreement_meetings, ''),
    'contact_doctor', coalesce(follow_up.contact_doctor, ''), 'discharge_on', follow_up.discharge_on,
    'activated_at', p.activated_at, 'changed_at', p.changed_at, 'changed_by', p.changed_by, 'sees_all', p.sees_all,
    'important', coalesce((SELECT i.words FROM coordination_important i
        WHERE i.organisation_id = p.organisation_id AND i.person_id = p.person_id ORDER BY i.said_at DESC, i.id LIMIT 1), '')),
  'goals', (SELECT coalesce(json_agg(json_build_object(
      'id', g.id, 'parent_id', g.parent_id, 'number', g.number, 'words', g.words, 'expressed_by', g.expressed_by,
      'life_area', g.life_area, 'topic', g.topic, 'is_main', g.is_main, 'state', g.state,
      'why_abandoned', g.why_abandoned, 'version', g.version) ORDER BY g.number, g.id), '[]'::json)
    FROM plans_goal g WHERE g.organisation_id = p.organisation_id AND g.plan_id = p.id),
  'activities', (SELECT coalesce(json_agg(json_build_object(
      'id', a.id, 'goal_id', a.goal_id, 'number', a.number, 'topic', a.topic, 'what', a.what, 'how', a.how,
      'amount', a.amount, 'place', a.place, 'unit_id', a.unit_id, 'unit_name', coalesce(u.name, ''),
      'unit_kind', coalesce(u.sector, ''), 'responsible_id', a.responsible_id, 'responsible_name', coalesce(s.name, ''),
      'responsible_title', coalesce(s.title, ''), 'contributor', a.contributor, 'contributes', a.contributes,
      'starts_on', a.starts_on, 'ends_on', a.ends_on, 'state', a.state, 'answered_by', a.answered_by,
      'answer_note', a.answer_note, 'version', a.version, 'replaces_id', a.replaces_id) ORDER BY a.number, a.id), '[]'::json)
    FROM plans_activity a
    LEFT JOIN organisation_unit u ON u.organisation_id = a.organisation_id AND u.id = a.unit_id
    LEFT JOIN organisation_staff s ON s.organisation_id = a.organisation_id AND s.id = a.responsible_id
   WHERE a.organisation_id = p.organisation_id AND a.plan_id = p.id),
  'comments', (SELECT coalesce(json_agg(json_build_object(
      'id', c.id, 'goal_id', c.goal_id, 'words', c.words, 'said_by', c.said_by, 'by_person', c.by_person, 'said_at', c.said_at)
      ORDER BY c.said_at, c.id), '[]'::json)
    FROM plans_goalcomment c JOIN plans_goal g ON g.organisation_id = c.organisation_id AND g.id = c.goal_id
   WHERE c.organisation_id = p.organisation_id AND g.plan_id = p.id),
  'team', (SELECT coalesce(json_agg(json_build_object(
      'id', m.id, 'name', m.name, 'role', m.role, 'service', m.service, 'kind', m.kind, 'contributes', m.contributes,
      'staff_id', m.staff_id) ORDER BY m.starts_at, m.id), '[]'::json)
    FROM coordination_careteammember m
   WHERE m.organisation_id = p.organisation_id AND m.follow_up_id = p.follow_up_id
     AND m.starts_at <= %(at)s AND (m.ends_at IS NULL OR m.ends_at > %(at)s)),
  'coordinators', (SELECT coalesce(json_agg(json_build_object(
      'id', c.id, 'kind', c.kind, 'state', c.state, 'name', coalesce(s.name, ''), 'title', coalesce(s.title, ''), 'unit_name', u.name,
      'staff_id', c.coordinator_id, 'is_main', r.id IS NOT NULL) ORDER BY c.created_at, c.id), '[]'::json)
    FROM coordination_appointment c
    JOIN organisation_unit u ON u.organisation_id = c.organisation_id AND u.id = c.unit_id
    LEFT JOIN organisation_staff s ON s.organisation_id = c.organisation_id AND s.id = c.coordinator_id
    LEFT JOIN coordination_mainresponsibility r ON r.organisation_id = c.organisation_id AND r.appointment_id = c.id
         AND r.period @> %(at)s::timestamptz
   WHERE c.organisation_id = p.organisation_id AND c.follow_up_id = p.follow_up_id
     AND c.state NOT IN ('declined', 'no-answer', 'ended') AND (c.ends_at IS NULL OR c.ends_at > %(at)s)),
  'consents', (SELECT coalesce(json_agg(json_build_object(
      'id', c.id, 'subjects', c.subjects, 'recipients', c.recipients, 'not_shared', c.not_shared, 'given_by', c.given_by,
      'given_by_name', c.given_by_name, 'answered_on', (c.answered_at AT TIME ZONE 'Europe/Oslo')::date)
      ORDER BY c.answered_at, c.id), '[]'::json)
    FROM consent_consent c
   WHERE c.organisation_id = p.organisation_id AND c.person_id = p.person_id AND c.state LIKE 'given-%%'
     AND c.answered_at <= %(at)s AND (c.ends_on IS NULL OR c.ends_on >= (%(at)s AT TIME ZONE 'Europe/Oslo')::date)),
  'notes', (SELECT coalesce(json_agg(json_build_object('id', n.id, 'key', n.key, 'text', n.text, 'reason', n.reason) ORDER BY n.key),
      '[]'::json)
    FROM plans_pointnote n WHERE n.organisation_id = p.organisation_id AND n.plan_id = p.id),
  'sub_plans', (SELECT coalesce(json_agg(json_build_object(
      'id', s.id, 'topic', s.topic, 'title', s.title, 'holder', s.holder, 'contact', s.contact, 'reference', s.reference)
      ORDER BY s.linked_at, s.id), '[]'::json)
    FROM plans_subplan s WHERE s.organisation_id = p.organisation_id AND s.plan_id = p.id AND s.removed_at IS NULL),
  'answer', (SELECT json_build_object('id', a.id, 'plan_version', a.plan_version, 'says_yes', a.says_yes,
      'words', CASE WHEN p.sees_all THEN a.words ELSE '' END, 'given_by', a.given_by, 'given_by_name', a.given_by_name,
      'how', a.how, 'answered_at', a.answered_at)
    FROM plans_plananswer a WHERE a.organisation_id = p.organisation_id AND a.plan_id = p.id
   ORDER BY a.answered_at DESC, a.id DESC LIMIT 1),
  'revisions', (SELECT coalesce(json_agg(json_build_object('number', r.number, 'made_at', r.made_at, 'made_by', r.made_by)
      ORDER BY r.number DESC), '[]'::json)
    FROM kept_revision_lines(p.id) r)
)::text
  FROM p
  JOIN people_person person ON person.organisation_id = p.organisation_id AND person.id = p.person_id
  JOIN organisation_unit unit ON unit.organisation_id = p.organisation_id AND unit.id = p.unit_id
  JOIN organisation_organisation organisation ON organisation.id = p.organisation_id
  LEFT JOIN organisation_unit main ON main.organisation_id = p.organisation_id AND main.id = p.main_responsible_id
  LEFT JOIN coordination_followup follow_up ON follow_up.organisation_id = p.organisation_id AND follow_up.id = p.follow_up_id
"""


class NoSuchPlan(LookupError):  # noqa: N818 -- it is an answer, not an error
    """There is no such plan for this reader."""


def whole_plan(actor: Actor, plan_id: UUID, *, at: datetime | None = None) -> WholePlan:
    """Everything the reader may see of the plan, in one statement. Set the focus (`open_file`) before. Raises NoSuchPlan."""
    found = _whole(actor, at, plan_id=plan_id)
    if found is None:
        raise NoSuchPlan
    return found


def whole_living_plan(actor: Actor, person_id: UUID, *, at: datetime | None = None) -> WholePlan | None:
    """The same of the person's plan that is not ended; None when there is none."""
    return _whole(actor, at, person_id=person_id)


def _whole(
    actor: Actor, at: datetime | None, *, plan_id: UUID | None = None, person_id: UUID | None = None
) -> WholePlan | None:
    which = {"plan": plan_id, "person": person_id, "living": sorted(LIVING)}
    with connection.cursor() as cursor:
        cursor.execute(WHOLE_PLAN, {"organisation": actor.organisation_id, "at": at or actor.at, **which})
        row = cursor.fetchone()
    return build(json.loads(row[0])) if row else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """An activity that should have begun and has not. `person_name` is empty for those who may not know who it is."""

    activity_id: UUID
    plan_id: UUID
    person_id: UUID
    person_name: str
    number: int
    what: str
    unit_name: str
    who: str
    state: str
    due_on: date
    days: int


GAPS = """
SELECT a.id, a.plan_id, a.person_id, coalesce(trim(person.given_name || ' ' || person.family_name), '') AS person_name,
       a.number, a.what, coalesce(u.name, '') AS unit_name, coalesce(nullif(a.contributor, ''), s.name, '') AS who, a.state,
       coalesce(a.starts_on, f.discharge_on) AS due_on, %(on)s - coalesce(a.starts_on, f.discharge_on) AS days
  FROM plans_activity a
  JOIN plans_individualplan p ON p.organisation_id = a.organisation_id AND p.id = a.plan_id
  JOIN coordination_followup f ON f.organisation_id = a.organisation_id AND f.id = p.follow_up_id
  LEFT JOIN people_person person ON person.organisation_id = a.organisation_id AND person.id = a.person_id
  LEFT JOIN organisation_unit u ON u.organisation_id = a.organisation_id AND u.id = a.unit_id
  LEFT JOIN organisation_staff s ON s.organisation_id = a.organisation_id AND s.id = a.responsible_id
 WHERE a.organisation_id = %(organisation)s AND a.state IN ('proposed', 'agreed-by-responsible') AND a.replaces_id IS NULL
   AND p.state IN ('draft', 'active', 'under-revision') AND coalesce(a.starts_on, f.discharge_on) <= %(on)s
   {where}
 ORDER BY due_on, a.plan_id, a.number, a.id
"""


def gaps(
    organisation_id: UUID,
    *,
    on: date,
    plan_id: UUID | None = None,
    unit_ids: Collection[UUID] | None = None,
    coordinator_id: UUID | None = None,
) -> list[Gap]:
    """Activities whose day has come (their own start, else the discharge day) and that have not started, oldest first.

    For one plan, for units (those that follow the person and those that are to do it), or for one coordinator (`Staff` id).
    """
    where = []
    more: dict[str, Any] = {"organisation": organisation_id, "on": on}
    if plan_id:
        where.append("AND a.plan_id = %(plan)s")
        more["plan"] = plan_id
    if unit_ids is not None:
        where.append("AND (f.unit_id = ANY (%(units)s) OR a.unit_id = ANY (%(units)s))")
        more["units"] = list(unit_ids)
    if coordinator_id:
        where.append(
            "AND EXISTS (SELECT FROM coordination_appointment c WHERE c.organisation_id = a.organisation_id AND"
            " c.follow_up_id = f.id AND c.coordinator_id = %(coordinator)s AND c.state IN ('accepted', 'appointed'))"
        )
        more["coordinator"] = coordinator_id
    with connection.cursor() as cursor:
        cursor.execute(GAPS.format(where=" ".join(where)), more)
        rows = cursor.fetchall()
    names = (
        "activity_id",
        "plan_id",
        "person_id",
        "person_name",
        "number",
        "what",
        "unit_name",
        "who",
        "state",
        "due_on",
        "days",
    )
    return [Gap(**dict(zip(names, row, strict=True))) for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An activity a service is asked to do or does. `person_name` is empty unless the file is open to the reader."""

    activity_id: UUID
    person_id: UUID
    person_name: str
    what: str
    amount: str
    place: str
    starts_on: date | None
    ends_on: date | None
    state: str
    unit_name: str
    responsible_name: str
    takes_over: bool


ASKED = """
SELECT a.id, a.person_id, coalesce(trim(person.given_name || ' ' || person.family_name), ''), a.what, a.amount, a.place,
       a.starts_on, a.ends_on, a.state, coalesce(u.name, ''), coalesce(s.name, ''), a.replaces_id IS NOT NULL
  FROM plans_activity a
  LEFT JOIN people_person person ON person.organisation_id = a.organisation_id AND person.id = a.person_id
  LEFT JOIN organisation_unit u ON u.organisation_id = a.organisation_id AND u.id = a.unit_id
  LEFT JOIN organisation_staff s ON s.organisation_id = a.organisation_id AND s.id = a.responsible_id
 WHERE a.organisation_id = %(organisation)s AND a.state IN ('proposed', 'agreed-by-responsible', 'started')
   AND (a.unit_id = ANY (%(units)s) OR a.responsible_id = %(staff)s)
 ORDER BY a.starts_on NULLS LAST, a.id
"""


def asked_of(actor: Actor) -> list[Asked]:
    """What the actor's units, or the actor by name, are asked to do and do, the nearest day first."""
    with connection.cursor() as cursor:
        cursor.execute(
            ASKED, {"organisation": actor.organisation_id, "units": list(actor.unit_ids), "staff": actor.staff_id}
        )
        rows = cursor.fetchall()
    names = ("activity_id", "person_id", "person_name", "what", "amount", "place", "starts_on", "ends_on", "state", "unit_name",
             "responsible_name", "takes_over")  # fmt: skip
    return [Asked(**dict(zip(names, row, strict=True))) for row in rows]


def gaps_in(plan: WholePlan, *, on: date) -> list[WholeActivity]:
    """The activities of a plan read already that should have begun and have not (the same rule as `gaps`)."""
    return [
        activity
        for activity in plan.activities
        if activity.state in {ActivityState.PROPOSED, ActivityState.AGREED}
        and (due := activity.starts_on or plan.discharge_on)
        and due <= on
        and plan.state in {PlanState.DRAFT, PlanState.ACTIVE, PlanState.UNDER_REVISION}
    ]
