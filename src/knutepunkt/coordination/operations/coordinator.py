"""The coordinator: asked of a service by a day, named, accepted or declined, appointed, ended; and who is main responsible."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from psycopg.types.range import TimestamptzRange

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.grants import refresh_person
from knutepunkt.access.moves import make_move
from knutepunkt.access.permissions import Permission
from knutepunkt.audit.log import record
from knutepunkt.consent.models import Subject
from knutepunkt.consent.queries import any_in_force
from knutepunkt.coordination.models import Appointment, AppointmentKind, FollowUp, MainResponsibility
from knutepunkt.coordination.operations.follow_up import ConsentMissing
from knutepunkt.coordination.states import APPOINTMENT, FOLLOW_UP, FollowUpState
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.organisation.models import Staff, StaffRole, Unit


class AnswerDatePassed(Refusal):
    """A service is asked for an answer that can still be given."""

    message = _("Choose a day from today on for the answer.")


class NotOfTheService(Refusal):
    """The one named does not work in the service that was asked."""

    message = _("Name somebody who works in the service that was asked, or ask the service they work in.")


class OnlyTheNamed(Refusal):
    """Somebody else cannot accept for the one who is named."""

    message = _("Only the one who is named can answer yes. Their service can decline.")


class ReasonMissing(Refusal):
    """Why not, in words."""

    message = _("Write the reason, so that the unit knows what to do next.")


class MainResponsibilityFirst(Refusal):
    """There is exactly one main responsible at every moment once there is one."""

    message = _(
        "This coordinator has the main responsibility. Move it to another coordinator from that day on, then end this one."
    )


class CannotTakeOver(Refusal):
    """Who takes over must be appointed on the day the responsibility moves."""

    message = _("The one who takes over must be appointed from that day or earlier.")


class NotBackwards(Refusal):
    """What has been cannot be given to somebody else afterwards."""

    message = _("Choose a moment from now on. Who was responsible before cannot be changed afterwards.")


@transaction.atomic
def ask_service(
    *,
    follow_up: FollowUp,
    service_unit: Unit,
    answer_by: date,
    wish: str = "",
    kind: str = AppointmentKind.COORDINATOR,
    by: Actor,
    at: datetime,
) -> Appointment:
    """Ask a service to name a coordinator by a day. The service sees the question, not who it is about (hol. § 7-2)."""
    require(by, Permission.COORDINATOR_APPOINT, follow_up)
    if not any_in_force(follow_up.organisation_id, follow_up.person_id, {Subject.COORDINATOR, Subject.PLAN}, at=at):
        raise ConsentMissing
    if answer_by < day(at):
        raise AnswerDatePassed(field="answer_by")
    appointment = Appointment.objects.create(
        organisation_id=follow_up.organisation_id,
        person_id=follow_up.person_id,
        follow_up=follow_up,
        unit=service_unit,
        asked_by_id=follow_up.unit_id,
        kind=AppointmentKind(kind),
        answer_by=answer_by,
        wish=wish,
        created_at=at,
    )
    record("appointment.asked", appointment, by=by, at=at, unit_id=service_unit.pk, answer_by=answer_by)
    return appointment


@transaction.atomic
def name_coordinator(*, appointment: Appointment, coordinator: Staff, by: Actor, at: datetime) -> Appointment:
    """The service names somebody of its own, who from now on can see whom it is about."""
    if not _works_in(coordinator, appointment):
        raise NotOfTheService(field="coordinator")
    if make_move(appointment, APPOINTMENT, "propose", by=by, at=at, staff_id=coordinator.pk):
        appointment.coordinator = coordinator
        appointment.save(update_fields=["coordinator"])
    return appointment


def _works_in(staff: Staff, appointment: Appointment) -> bool:
    return (
        staff.unit_id == appointment.unit_id
        or StaffRole.objects.filter(
            organisation_id=staff.organisation_id, staff=staff, unit_id=appointment.unit_id
        ).exists()
    )


@transaction.atomic
def accept_appointment(
    *, appointment: Appointment, by: Actor, at: datetime, conflict_of_interest: str = ""
) -> Appointment:
    """The one who is named says yes and declares any conflict of interest. Sight of the file begins."""
    if by.kind == "staff" and appointment.coordinator_id != by.staff_id:
        raise OnlyTheNamed
    if make_move(appointment, APPOINTMENT, "accept", by=by, at=at, conflict=bool(conflict_of_interest)):
        appointment.conflict_of_interest = conflict_of_interest
        appointment.starts_at = at
        appointment.save(update_fields=["conflict_of_interest", "starts_at"])
        refresh_person(appointment.organisation_id, appointment.person_id, at=at, actor=by)
    return appointment


@transaction.atomic
def decline_appointment(*, appointment: Appointment, by: Actor, at: datetime, reason: str) -> Appointment:
    """The service, or the one it named, says no and why. The unit asks somebody else."""
    if not reason.strip():
        raise ReasonMissing(field="reason")
    make_move(appointment, APPOINTMENT, "decline", by=by, at=at, reason=reason)
    return appointment


@transaction.atomic
def note_no_answer(*, appointment: Appointment, by: Actor, at: datetime) -> Appointment:
    """The day has passed without an answer. The service may still name somebody."""
    make_move(appointment, APPOINTMENT, "note-no-answer", by=by, at=at)
    return appointment


@transaction.atomic
def appoint(
    *,
    appointment: Appointment,
    by: Actor,
    at: datetime,
    starts_at: datetime | None = None,
    wish_not_followed: str = "",
    topics: list[str] | None = None,
    main: bool = True,
) -> Appointment:
    """Appoint the one who accepted, from `starts_at`. With `main` the main responsibility begins or moves with it.

    When the person's wish was not followed the reason is kept (habilitation regulation § 16).
    """
    follow_up = _locked(appointment.follow_up)
    if make_move(appointment, APPOINTMENT, "appoint", by=by, at=at):
        appointment.starts_at = starts_at or appointment.starts_at or at
        appointment.wish_not_followed = wish_not_followed
        appointment.topics = topics
        appointment.save(update_fields=["starts_at", "wish_not_followed", "topics"])
        if main:
            _give_main(
                follow_up,
                appointment,
                max(appointment.starts_at, at) if _has_main(follow_up) else appointment.starts_at,
            )
        if follow_up.state == FollowUpState.CONSENTED:
            make_move(follow_up, FOLLOW_UP, "appoint-coordinator", by=by, at=at)
        appointment.follow_up.refresh_from_db(fields=["state"])
        refresh_person(appointment.organisation_id, appointment.person_id, at=at, actor=by)
    return appointment


@transaction.atomic
def end_appointment(
    *, appointment: Appointment, by: Actor, at: datetime, ends_at: datetime | None = None, reason: str = ""
) -> Appointment:
    """End an appointment now or at a coming moment, so that two overlap as long as is agreed. Sight ends at that moment.

    Refused while it holds the main responsibility after that moment: that is moved first.
    """
    require(by, Permission.COORDINATOR_APPOINT, appointment.follow_up)
    follow_up = _locked(appointment.follow_up)
    ends = ends_at or at
    if _main(follow_up).filter(appointment=appointment, period__overlap=TimestamptzRange(ends, None)).exists():
        raise MainResponsibilityFirst
    if ends <= at:
        make_move(appointment, APPOINTMENT, "end", by=by, at=at, reason=reason)
    else:
        record("appointment.ends", appointment, by=by, at=at, ends_at=ends)
    appointment.ends_at = ends
    appointment.save(update_fields=["ends_at"])
    refresh_person(appointment.organisation_id, appointment.person_id, at=at, actor=by)
    return appointment


@transaction.atomic
def move_main_responsibility(
    *, follow_up: FollowUp, appointment: Appointment, from_at: datetime, by: Actor, at: datetime
) -> MainResponsibility:
    """From a moment on another appointed coordinator has the main responsibility; until then the present one has it."""
    require(by, Permission.COORDINATOR_APPOINT, follow_up)
    _locked(follow_up)
    if from_at < at:
        raise NotBackwards(field="from_at")
    if (
        appointment.starts_at is None
        or appointment.starts_at > from_at
        or (appointment.ends_at and appointment.ends_at <= from_at)
    ):
        raise CannotTakeOver(field="appointment")
    row = _give_main(follow_up, appointment, from_at)
    record(
        "main-responsibility.moved", follow_up, by=by, at=at, appointment_id=appointment.pk, from_at=from_at.isoformat()
    )
    return row


def _main(follow_up: FollowUp) -> QuerySet[MainResponsibility]:
    return MainResponsibility.objects.filter(organisation_id=follow_up.organisation_id, follow_up_id=follow_up.pk)


def _has_main(follow_up: FollowUp) -> bool:
    return _main(follow_up).exists()


def _give_main(follow_up: FollowUp, appointment: Appointment, from_at: datetime) -> MainResponsibility:
    """Whoever has it at that moment has it until then; what was planned for later gives way; no gap, no overlap."""
    _main(follow_up).filter(period__startswith__gte=from_at).delete()
    for row in _main(follow_up).filter(period__overlap=TimestamptzRange(from_at, None)):
        row.period = TimestamptzRange(row.period.lower, from_at)
        row.save(update_fields=["period"])
    latest = _main(follow_up).order_by("-period").first()
    starts = from_at if latest is None or latest.period.upper is None else latest.period.upper
    return MainResponsibility.objects.create(
        organisation_id=follow_up.organisation_id,
        person_id=follow_up.person_id,
        follow_up_id=follow_up.pk,
        appointment=appointment,
        period=TimestamptzRange(starts, None),
    )


def _locked(follow_up: FollowUp) -> FollowUp:
    return FollowUp.objects.select_for_update(of=("self",)).get(
        organisation_id=follow_up.organisation_id, pk=follow_up.pk
    )
