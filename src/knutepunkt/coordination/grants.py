"""What the facts of this room give sight of: the follow-up's unit, its coordinators, its care team."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta
from typing import TypeVar
from uuid import UUID

from knutepunkt.access.grants import GrantSpec, source
from knutepunkt.access.permissions import Topic
from knutepunkt.consent.models import Consent, Subject
from knutepunkt.consent.queries import given
from knutepunkt.coordination.models import Appointment, CareTeamMember, FollowUp
from knutepunkt.coordination.states import RUNNING, AppointmentState, FollowUpState
from knutepunkt.foundation.clock import OSLO
from knutepunkt.organisation.models import Staff

HEALTH = frozenset({
    Topic.PHYSICAL_HEALTH, Topic.MENTAL_HEALTH, Topic.SUBSTANCE_USE, Topic.ASSESSMENT, Topic.CHILD_WELFARE, Topic.WORK_NOTES,
    Topic.MINUTES, Topic.MESSAGES,
})  # fmt: skip
OUTSIDE_HEALTH = frozenset(Topic) - HEALTH
COORDINATES = frozenset({AppointmentState.ACCEPTED, AppointmentState.APPOINTED})


@source("follow-ups")
def follow_ups(organisation_id: UUID, person_id: UUID | None) -> Iterator[GrantSpec]:
    """The unit that holds the follow-up sees the person."""
    rows = FollowUp.objects.filter(organisation_id=organisation_id).exclude(state=FollowUpState.ENTERED_IN_ERROR)
    for row in rows.filter(person_id=person_id) if person_id else rows:
        yield GrantSpec(
            row.person_id, None, row.unit_id, "caseworker", None, "follow-up", "follow-ups", row.pk, row.opened_at, None
        )


@source("coordinators")
def coordinators(organisation_id: UUID, person_id: UUID | None) -> Iterator[GrantSpec]:
    """Who has accepted or is appointed sees the file from the start to the end of the appointment, while consent carries it."""
    rows = Appointment.objects.filter(
        organisation_id=organisation_id,
        state__in=sorted(COORDINATES),
        coordinator__account__isnull=False,
        starts_at__isnull=False,
    ).select_related("coordinator")
    for row, consents in _with_consents(
        rows.filter(person_id=person_id) if person_id else rows,
        organisation_id,
        person_id,
        {Subject.COORDINATOR, Subject.PLAN},
    ):
        staff, starts = row.coordinator, row.starts_at
        if staff is None or starts is None:
            continue
        topics = None if same_service(staff) else _covered(row.topics, consents, also=(Topic.GOALS, Topic.WORK_NOTES))
        yield GrantSpec(
            row.person_id, staff.account_id, None, "coordinator", topics, "coordinator", "coordinators", row.pk, starts,
            _until(row.ends_at, consents),
        )  # fmt: skip


@source("care-team")
def care_team(organisation_id: UUID, person_id: UUID | None) -> Iterator[GrantSpec]:
    """Members with an account who may see the plan, while the person says yes to sharing or to the plan."""
    rows = CareTeamMember.objects.filter(
        organisation_id=organisation_id,
        sees_plan=True,
        staff__account__isnull=False,
        follow_up__state__in=sorted(RUNNING),
    ).select_related("staff")
    for row, consents in _with_consents(
        rows.filter(person_id=person_id) if person_id else rows,
        organisation_id,
        person_id,
        {Subject.SHARING, Subject.PLAN},
    ):
        staff = row.staff
        if staff is None:
            continue
        whole = same_service(staff) and row.topics is None and any(c.topics is None for c in consents)
        topics = None if whole else _covered(row.topics, consents, also=(Topic.GOALS,))
        yield GrantSpec(
            row.person_id, staff.account_id, None, "member", topics, "consent", "care-team", row.pk, row.starts_at,
            _until(row.ends_at, consents),
        )  # fmt: skip


def same_service(staff: Staff) -> bool:
    """Employed here, in the health service: health personnel who cooperate (hpl. § 25). All others need named topics."""
    return staff.employer_id is None and staff.sector == "health"


Row = TypeVar("Row", Appointment, CareTeamMember)


def _with_consents(
    rows: Iterable[Row], organisation_id: UUID, person_id: UUID | None, subjects: set[Subject]
) -> Iterator[tuple[Row, list[Consent]]]:
    """Each row with the consents that carry it; rows that none carries are left out."""
    by_person: dict[UUID, list[Consent]] = {}
    for consent in given(organisation_id, person_id):
        if subjects & set(consent.subjects):
            by_person.setdefault(consent.person_id, []).append(consent)
    for row in rows:
        consents = by_person.get(row.person_id)
        if consents:
            yield row, consents


def _covered(own: list[str] | None, consents: list[Consent], *, also: tuple[Topic, ...]) -> tuple[str, ...]:
    """The topics named for the one and covered by a consent. When neither names any: nothing of health."""
    named = [set(c.topics) for c in consents if c.topics is not None]
    by_consent = set().union(*named) if named else None
    if own is None:
        topics = by_consent if by_consent is not None else set(OUTSIDE_HEALTH)
    else:
        topics = set(own) if by_consent is None else set(own) & by_consent
    return tuple(sorted({str(topic) for topic in topics} | {str(topic) for topic in also}))


def _until(ends_at: datetime | None, consents: list[Consent]) -> datetime | None:
    """The end of the row itself or of the last consent that carries it, whichever comes first."""
    last_days = [c.ends_on for c in consents]
    consent_ends = None
    if all(last_days):
        latest = max(day for day in last_days if day)
        consent_ends = datetime.combine(latest + timedelta(days=1), time(), tzinfo=OSLO)
    known = [moment for moment in (ends_at, consent_ends) if moment]
    return min(known) if known else None
