"""What the pages of the room read. The follow-up page is one statement: all lists come as JSON in one row."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat, Trim

from knutepunkt.access.actor import Actor
from knutepunkt.access.models import Exclusion
from knutepunkt.access.scope import acting_as
from knutepunkt.consent.models import Subject
from knutepunkt.consent.queries import given
from knutepunkt.coordination.models import Appointment, Assessment, FollowUp, Important, WorkNote
from knutepunkt.coordination.states import AppointmentState
from knutepunkt.foundation.clock import day
from knutepunkt.identity.system import DERIVER
from knutepunkt.people.models import Person

NEWEST = 60

FILE = """
SELECT json_build_object(
  'steps', (SELECT coalesce(json_agg(json_build_object('name', s.name, 'at', s.at, 'by_name', s.by_name, 'reason', s.reason) ORDER BY s.at, s.id), '[]')
     FROM coordination_followupstep s WHERE s.organisation_id = %(organisation)s AND s.follow_up_id = %(follow_up)s),
  'consents', (SELECT coalesce(json_agg(json_build_object('id', c.id, 'subjects', c.subjects, 'state', c.state, 'given_by', c.given_by,
       'given_by_name', c.given_by_name, 'answered_at', c.answered_at, 'ended_at', c.ended_at, 'ends_on', c.ends_on) ORDER BY c.created_at DESC, c.id DESC), '[]')
     FROM consent_consent c WHERE c.organisation_id = %(organisation)s AND c.person_id = %(person)s),
  'appointments', (SELECT coalesce(json_agg(json_build_object('id', a.id, 'kind', a.kind, 'state', a.state, 'unit_name', u.name, 'unit_id', a.unit_id,
       'staff_id', a.coordinator_id, 'name', coalesce(st.name, ''), 'title', coalesce(st.title, ''), 'answer_by', a.answer_by, 'wish', a.wish,
       'wish_not_followed', a.wish_not_followed, 'conflict_of_interest', a.conflict_of_interest, 'starts_at', a.starts_at, 'ends_at', a.ends_at,
       'created_at', a.created_at, 'main', coalesce(mr.period @> %(at)s, false), 'main_from', lower(mr.period),
       'steps', (SELECT coalesce(json_agg(json_build_object('name', s.name, 'at', s.at, 'by_name', s.by_name, 'reason', s.reason) ORDER BY s.at, s.id), '[]')
          FROM coordination_appointmentstep s WHERE s.organisation_id = a.organisation_id AND s.appointment_id = a.id)) ORDER BY a.created_at, a.id), '[]')
     FROM coordination_appointment a
     JOIN organisation_unit u ON u.organisation_id = a.organisation_id AND u.id = a.unit_id
     LEFT JOIN organisation_staff st ON st.organisation_id = a.organisation_id AND st.id = a.coordinator_id
     LEFT JOIN LATERAL (SELECT m.period FROM coordination_mainresponsibility m WHERE m.organisation_id = a.organisation_id AND m.appointment_id = a.id
        AND (upper(m.period) IS NULL OR upper(m.period) > %(at)s) ORDER BY m.period LIMIT 1) mr ON true
    WHERE a.organisation_id = %(organisation)s AND a.follow_up_id = %(follow_up)s),
  'decisions', (SELECT coalesce(json_agg(json_build_object('id', d.id, 'kind', d.kind, 'state', d.state, 'made_at', d.made_at, 'made_by', d.made_by,
       'told_on', d.told_on, 'complaint_until', d.complaint_until, 'created_at', d.created_at) ORDER BY d.created_at DESC, d.id DESC), '[]')
     FROM coordination_decision d WHERE d.organisation_id = %(organisation)s AND d.person_id = %(person)s),
  'notes', (SELECT coalesce(json_agg(n ORDER BY n.happened_on DESC, n.id DESC), '[]') FROM (
     SELECT n.id, n.happened_on, n.state, left(n.text, 280) AS text, n.author_name, n.author_title, n.signed_at, n.replaces_id
       FROM coordination_worknote n WHERE n.organisation_id = %(organisation)s AND n.follow_up_id = %(follow_up)s
        AND (n.state IN ('signed', 'corrected') OR (n.state = 'draft' AND n.author_id = %(account)s))
      ORDER BY n.happened_on DESC, n.id DESC LIMIT %(newest)s) n),
  'important', (SELECT coalesce(json_agg(i ORDER BY i.said_at DESC, i.id DESC), '[]') FROM (
     SELECT i.id, i.words, i.said_by, i.by_person, i.helped_by, i.adapted, i.said_at FROM coordination_important i
      WHERE i.organisation_id = %(organisation)s AND i.person_id = %(person)s ORDER BY i.said_at DESC, i.id DESC LIMIT 20) i),
  'assessment', (SELECT json_build_object('version', a.version, 'changed_at', a.changed_at, 'changed_by', a.changed_by)
     FROM coordination_assessment a WHERE a.organisation_id = %(organisation)s AND a.follow_up_id = %(follow_up)s),
  'members', (SELECT coalesce(json_agg(json_build_object('id', m.id, 'name', m.name, 'role', m.role, 'service', m.service, 'kind', m.kind,
       'contributes', m.contributes, 'sees_plan', m.sees_plan, 'staff_id', m.staff_id, 'phone', m.phone, 'starts_at', m.starts_at,
       'ends_at', m.ends_at) ORDER BY m.starts_at, m.id), '[]')
     FROM coordination_careteammember m WHERE m.organisation_id = %(organisation)s AND m.follow_up_id = %(follow_up)s),
  'kin', (SELECT coalesce(json_agg(json_build_object('name', k.name, 'relation', k.relation, 'nearest', k.nearest, 'mandate', k.mandate,
       'parental_responsibility', k.parental_responsibility) ORDER BY k.nearest DESC, k.valid_from, k.id), '[]')
     FROM people_nextofkin k WHERE k.organisation_id = %(organisation)s AND k.person_id = %(person)s
      AND k.valid_from <= %(at)s AND (k.valid_to IS NULL OR k.valid_to > %(at)s)),
  'stay', (SELECT json_build_object('kind', s.kind, 'place', s.place, 'starts_on', s.starts_on, 'ends_on', s.ends_on)
     FROM people_stay s WHERE s.organisation_id = %(organisation)s AND s.person_id = %(person)s AND s.starts_on <= %(today)s
      AND (s.ends_on IS NULL OR s.ends_on >= %(today)s) ORDER BY s.starts_on DESC, s.id LIMIT 1),
  'deadlines', (SELECT coalesce(json_object_agg(d.key, d.amount), '{}') FROM (SELECT DISTINCT ON (d.key) d.key, d.amount
     FROM organisation_deadlinesetting d WHERE d.organisation_id = %(organisation)s AND d.valid_from <= %(today)s
      AND (d.valid_to IS NULL OR d.valid_to >= %(today)s) ORDER BY d.key, d.valid_from DESC) d)
)
"""
MOMENTS = frozenset({
    "at", "answered_at", "ended_at", "starts_at", "ends_at", "created_at", "made_at", "signed_at", "said_at", "changed_at", "main_from",
})  # fmt: skip
DAYS = frozenset({"ends_on", "answer_by", "told_on", "complaint_until", "happened_on", "starts_on"})


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything the follow-up page shows of this room and those below, as plain records; newest first where there is time."""

    steps: list[Any]
    consents: list[Any]
    appointments: list[Any]
    decisions: list[Any]
    notes: list[Any]
    important: list[Any]
    assessment: Any
    members: list[Any]
    kin: list[Any]
    stay: Any
    deadlines: dict[str, int]


def case_file(actor: Actor, follow_up: FollowUp, *, at: datetime) -> CaseFile:
    """Read the file in one statement. Row-level security leaves out what the actor may not see."""
    with connection.cursor() as cursor:
        cursor.execute(
            FILE,
            {
                "organisation": follow_up.organisation_id,
                "follow_up": follow_up.pk,
                "person": follow_up.person_id,
                "account": actor.account_id,
                "at": at,
                "today": day(at),
                "newest": NEWEST,
            },
        )
        parts: dict[str, Any] = cursor.fetchone()[0]
    deadlines = parts.pop("deadlines")
    return CaseFile(**{key: _record(value) for key, value in parts.items()}, deadlines=deadlines)


def _record(value: Any, key: str = "") -> Any:
    if isinstance(value, list):
        return [_record(part) for part in value]
    if isinstance(value, dict):
        return SimpleNamespace(**{name: _record(part, name) for name, part in value.items()})
    if isinstance(value, str) and key in MOMENTS:
        return datetime.fromisoformat(value)
    if isinstance(value, str) and key in DAYS:
        return date.fromisoformat(value)
    return value


def follow_ups(actor: Actor) -> QuerySet[FollowUp]:
    """The follow-ups the actor sees, with person, unit and caseworker."""
    return FollowUp.visible_to(actor).select_related("person", "unit", "responsible")


def notes_of(actor: Actor, follow_up: FollowUp) -> QuerySet[WorkNote]:
    """Notes, newest first: signed and corrected ones, the actor's own drafts, and that something was entered in error."""
    rows = WorkNote.visible_to(actor).filter(follow_up=follow_up)
    return rows.prefetch_related("steps").order_by("-happened_on", "-created_at", "-id")


def assessment_of(actor: Actor, follow_up: FollowUp) -> Assessment | None:
    """The assessment with scores and weights."""
    return Assessment.visible_to(actor).filter(follow_up=follow_up).prefetch_related("scores", "balance").first()


def important_to(actor: Actor, person_id: UUID) -> list[Important]:
    """What the person has said, newest first."""
    return list(Important.visible_to(actor).filter(person_id=person_id).order_by("-said_at", "-id"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to my service. `person` is None until I am the one who is named."""

    appointment: Appointment
    person: Person | None


def asked_of(actor: Actor, appointment_id: UUID | None = None) -> list[Asked]:
    """What is asked of the units I work in; the oldest date first. Closed questions come last."""
    steps = Prefetch("steps")
    rows = Appointment.visible_to(actor).filter(Q(unit_id__in=actor.unit_ids) | Q(coordinator_id=actor.staff_id))
    rows = rows.select_related("unit", "asked_by", "coordinator").prefetch_related(steps)
    found = list((rows.filter(pk=appointment_id) if appointment_id else rows).order_by("answer_by", "id"))
    persons = _named_to(actor, found)
    return [Asked(row, persons.get(row.person_id) if _is_mine(actor, row) else None) for row in found]


def _is_mine(actor: Actor, appointment: Appointment) -> bool:
    named = {AppointmentState.PROPOSED, AppointmentState.ACCEPTED, AppointmentState.APPOINTED}
    return actor.staff_id is not None and appointment.coordinator_id == actor.staff_id and appointment.state in named


def _named_to(actor: Actor, appointments: list[Appointment]) -> dict[UUID, Person]:
    """The persons I am named for: before a yes there is no grant yet, so that one name is fetched through the system's door.

    Only while the person says yes to a coordinator or a plan, and the file is not closed to me: then the name is gone as well.
    """
    ids: Iterator[UUID] = (row.person_id for row in appointments if _is_mine(actor, row))
    wanted = set(ids)
    if not wanted:
        return {}
    with acting_as(DERIVER, purpose="named-coordinator", organisation_id=actor.organisation_id):
        here = {"organisation_id": actor.organisation_id, "person_id": OuterRef("pk")}
        says_yes = given(actor.organisation_id).filter(
            Q(ends_on=None) | Q(ends_on__gte=day(actor.at)), person_id=OuterRef("pk"), answered_at__lte=actor.at,
            subjects__overlap=[Subject.COORDINATOR, Subject.PLAN],
        )  # fmt: skip
        closed = Exclusion.objects.filter(
            Q(account_id=actor.account_id) | Q(unit_id__in=actor.unit_ids), Q(ends=None) | Q(ends__gt=actor.at),
            topics=None, object_id=None, starts__lte=actor.at, **here,
        )  # fmt: skip
        rows = Person.objects.filter(organisation_id=actor.organisation_id, pk__in=wanted)
        return {p.pk: p for p in rows.filter(Exists(says_yes)).exclude(Exists(closed))}


def name_of_about() -> Any:
    """The name of whom a message or a matter is about, for a queryset with `about_id`; null where the reader does not see the person."""
    rows = Person.objects.filter(organisation_id=OuterRef("organisation_id"), pk=OuterRef("about_id"))
    return Subquery(rows.values_list(Trim(Concat("given_name", Value(" "), "family_name")))[:1])
