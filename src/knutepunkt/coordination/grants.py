"""What the facts of this room give sight of: the follow-up's unit, its coordinators, its care team; and what blocks take away."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from uuid import UUID

from knutepunkt.access.grants import ExclusionSpec, GrantSpec, exclusion, source
from knutepunkt.access.permissions import FILE, Topic
from knutepunkt.consent.models import Block, Consent, Subject
from knutepunkt.consent.periods import Period, period_of, stretches
from knutepunkt.consent.queries import given
from knutepunkt.consent.topics import HEALTH, OUTSIDE_HEALTH
from knutepunkt.coordination.models import Appointment, CareTeamMember, FollowUp
from knutepunkt.coordination.states import RUNNING, AppointmentState, FollowUpState
from knutepunkt.organisation.models import Staff

__all__ = ["COORDINATES", "HEALTH", "OUTSIDE_HEALTH", "same_service"]

COORDINATES = frozenset({AppointmentState.ACCEPTED, AppointmentState.APPOINTED})
FOR_COORDINATORS = (Topic.GOALS, Topic.WORK_NOTES, FILE)
FOR_MEMBERS = (Topic.GOALS,)
Counting = list[tuple[Consent, Period]]


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
    """Who has accepted or is appointed sees the file from the start to the end of the appointment, while consent carries it.

    Those of the same service see all of it; others what is named, and with a parent's yes only until the young person decides.
    """
    rows = Appointment.objects.filter(
        organisation_id=organisation_id,
        state__in=sorted(COORDINATES),
        coordinator__account__isnull=False,
        starts_at__isnull=False,
    ).select_related("coordinator", "person")
    consents = _by_person(organisation_id, person_id)
    for row in rows.filter(person_id=person_id) if person_id else rows:
        staff, starts = row.coordinator, row.starts_at
        if staff is None or starts is None:
            continue
        carried = [
            c for c in consents.get(row.person_id, ())
            if {Subject.COORDINATOR, Subject.PLAN} & set(c.subjects) and (_unnamed(c) or c.recipient_staff_id == staff.pk)
        ]  # fmt: skip
        here = same_service(staff)
        counting = _counting(carried, row.person.birth_date, other_sector=not here)
        for topics, period in _pieces(
            Period(starts, row.ends_at), counting, None if here else row.topics, FOR_COORDINATORS, whole=here
        ):
            yield GrantSpec(
                row.person_id, staff.account_id, None, "coordinator", topics, "coordinator", "coordinators", row.pk, period.starts,
                period.ends,
            )  # fmt: skip


@source("care-team")
def care_team(organisation_id: UUID, person_id: UUID | None) -> Iterator[GrantSpec]:
    """Members with an account who may see the plan.

    Health personnel of the same service cooperate (hpl. § 25) while there is a yes to the plan or to sharing. Everybody else needs a
    yes that names them, or one to all who took part when it was given; a newcomer waits.
    """
    rows = CareTeamMember.objects.filter(
        organisation_id=organisation_id,
        sees_plan=True,
        staff__account__isnull=False,
        follow_up__state__in=sorted(RUNNING),
    ).select_related("staff", "person")
    consents = _by_person(organisation_id, person_id)
    for row in rows.filter(person_id=person_id) if person_id else rows:
        staff = row.staff
        if staff is None:
            continue
        here = same_service(staff)
        carried = [c for c in consents.get(row.person_id, ()) if here or covers(c, staff, row.starts_at)]
        to_plan = [c for c in carried if {Subject.PLAN, Subject.SHARING} & set(c.subjects)]
        counting = _counting(to_plan, row.person.birth_date, other_sector=not here)
        basis = "cooperation" if here else "consent"
        for topics, period in _pieces(
            Period(row.starts_at, row.ends_at), counting, row.topics, FOR_MEMBERS, whole=here
        ):
            yield GrantSpec(
                row.person_id,
                staff.account_id,
                None,
                "member",
                topics,
                basis,
                "care-team",
                row.pk,
                period.starts,
                period.ends,
            )


def same_service(staff: Staff) -> bool:
    """Employed here, in the health service: health personnel who cooperate (hpl. § 25). All others need a yes that covers them."""
    return staff.employer_id is None and staff.sector == "health"


def _unnamed(consent: Consent) -> bool:
    return not (consent.recipient_staff_id or consent.recipient_kin_id or consent.recipient_organisation_id)


def covers(consent: Consent, staff: Staff, joined: datetime) -> bool:
    """Does the consent cover somebody who joined then: named for sharing, or one of those who took part when it was given to all?"""
    if consent.recipient_staff_id == staff.pk:
        return Subject.SHARING in consent.subjects
    return _unnamed(consent) and consent.answered_at is not None and consent.answered_at >= joined


def _by_person(organisation_id: UUID, person_id: UUID | None) -> dict[UUID, list[Consent]]:
    found: dict[UUID, list[Consent]] = {}
    for consent in given(organisation_id, person_id):
        found.setdefault(consent.person_id, []).append(consent)
    return found


def _counting(consents: Iterable[Consent], birth_date: date | None, *, other_sector: bool) -> Counting:
    periods = ((c, period_of(c, birth_date, other_sector=other_sector)) for c in consents)
    return [(consent, period) for consent, period in periods if period is not None]


def _pieces(
    within: Period, counting: Counting, limit: list[str] | None, also: Collection[str], *, whole: bool
) -> Iterator[tuple[tuple[str, ...] | None, Period]]:
    """The time of a row in pieces, each with the topics open in it; pieces alike that meet are one."""
    last: tuple[tuple[str, ...] | None, Period] | None = None
    for piece in stretches((period for _consent, period in counting), within):
        carrying = [consent for consent, period in counting if period.holds(piece.starts)]
        if not carrying:
            continue
        wholly = None if limit is None else tuple(sorted(limit))
        topics = wholly if whole else _named(carrying, limit, also)
        if last and last[0] == topics and last[1].ends == piece.starts:
            last = (topics, Period(last[1].starts, piece.ends))
            continue
        if last:
            yield last
        last = (topics, piece)
    if last:
        yield last


def _named(carrying: list[Consent], limit: list[str] | None, also: Collection[str]) -> tuple[str, ...]:
    """The topics the consents name together, none named: nothing of health; within what the one is to see, and always some."""
    named = [set(consent.topics) for consent in carrying if consent.topics is not None]
    topics = set().union(*named) if named else {str(topic) for topic in OUTSIDE_HEALTH}
    return tuple(sorted((topics if limit is None else topics & set(limit)) | {str(topic) for topic in also}))


@exclusion("blocks")
def blocks(organisation_id: UUID, person_id: UUID | None) -> Iterator[ExclusionSpec]:
    """What the person opposes: one of the staff, a unit, or all health personnel who cooperate (hpl. § 29)."""
    rows = Block.objects.filter(organisation_id=organisation_id).select_related("staff")
    for row in rows.filter(person_id=person_id) if person_id else rows:
        if row.ends_at is not None and row.ends_at <= row.starts_at:
            continue
        topics = None if row.topics is None else tuple(row.topics)
        targets: list[tuple[UUID | None, UUID | None]] = []
        if row.unit_id:
            targets = [(None, row.unit_id)]
        elif row.staff:
            targets = [(row.staff.account_id, None)] if row.staff.account_id else []
        else:
            targets = [(account_id, None) for account_id in _cooperating(organisation_id, row.person_id)]
        for account_id, unit_id in targets:
            yield ExclusionSpec(
                row.person_id, account_id, unit_id, topics, None, "block", "blocks", row.pk, row.starts_at, row.ends_at
            )


def _cooperating(organisation_id: UUID, person_id: UUID) -> list[UUID]:
    """Accounts of health personnel of the same service who take part or coordinate."""
    members = Staff.objects.filter(organisation_id=organisation_id, memberships__person_id=person_id)
    named = Staff.objects.filter(organisation_id=organisation_id, appointments__person_id=person_id)
    return sorted({staff.account_id for staff in [*members, *named] if staff.account_id and same_service(staff)})
