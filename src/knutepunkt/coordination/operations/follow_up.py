"""Opening, describing, closing a follow-up; and what an answer of the person does to it."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.grants import refresh_person
from knutepunkt.access.moves import make_move
from knutepunkt.access.permissions import Permission
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.consent.models import Consent, Subject
from knutepunkt.consent.queries import all_in_force
from knutepunkt.consent.states import ConsentState
from knutepunkt.coordination.models import Appointment, FollowUp
from knutepunkt.coordination.states import (
    FOLLOW_UP,
    RESTS_ON_CONSENT,
    RUNNING,
    AppointmentState,
    FollowUpState,
)
from knutepunkt.coordination.telling import tell_closed
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.system import DERIVER
from knutepunkt.organisation.models import Staff
from knutepunkt.people.models import Person

CARRIES = frozenset({Subject.ASSESSMENT, Subject.PLAN, Subject.COORDINATOR})
HIGHEST_LEVEL, PATHWAYS = 3, 4


class ConsentMissing(Refusal):
    """The law lets nothing begin before the person has said yes."""

    message = _("The person has not said yes to this. Record the consent first.")


class ReasonMissing(Refusal):
    """A step that must be explained."""

    message = _("Write the reason. It is read by those who come after you.")


class NoSuchLevel(Refusal):
    """Need levels are 1 to 3, pathways 1 to 4."""

    message = _("Choose one of the levels, and write what it rests on.")


@transaction.atomic
def open_follow_up(
    *,
    person: Person,
    unit_id: UUID,
    by: Actor,
    at: datetime,
    target_group: str = "",
    field_of_need: str = "",
    discharge_on: date | None = None,
    responsible: Staff | None = None,
) -> FollowUp:
    """Begin the work with a person in a unit, or give the one that is open: a person has one at a time.

    The unit's caseworkers see the person from now on. A consent that is in force already carries it at once.
    """
    follow_up = FollowUp(
        organisation_id=person.organisation_id,
        person=person,
        unit_id=unit_id,
        responsible=responsible,
        target_group=target_group,
        field_of_need=field_of_need,
        discharge_on=discharge_on,
        opened_at=at,
    )
    require(by, Permission.FOLLOW_UP_EDIT, follow_up)
    present = open_one(person)
    if present is not None:
        return present
    try:
        with transaction.atomic():
            follow_up.save(force_insert=True)
    except IntegrityError:
        raced = open_one(person)
        if raced is None:
            raise
        return raced
    record("follow-up.opened", follow_up, by=by, at=at, unit_id=unit_id)
    refresh_person(person.organisation_id, person.pk, at=at, actor=by)
    carry(follow_up, by=by, at=at)
    return follow_up


def open_one(person: Person) -> FollowUp | None:
    """The open follow-up, also when another unit has it."""
    with acting_as(DERIVER, purpose="open-follow-up", organisation_id=person.organisation_id, person_id=person.pk):
        rows = FollowUp.objects.filter(organisation_id=person.organisation_id, person=person, state__in=sorted(RUNNING))
        return rows.first()


@transaction.atomic
def follow_up_consented(*, follow_up: FollowUp, by: Actor, at: datetime) -> FollowUp:
    """The person has said yes. Refused while no consent is in force; nothing happens when it has gone on already."""
    carry(follow_up, by=by, at=at)
    if follow_up.state == FollowUpState.OPENED:
        raise ConsentMissing
    return follow_up


CLOSES = frozenset({
    ConsentState.WITHDRAWN, ConsentState.PARTLY_WITHDRAWN, ConsentState.EXPIRED, ConsentState.LAPSED, ConsentState.ENTERED_IN_ERROR,
})  # fmt: skip


def hear_consent(consent: Consent, by: Actor, at: datetime) -> None:
    """A consent began or ended: the open follow-up goes on or back with it, in the same transaction; those who lose sight are told."""
    follow_up = FollowUp.objects.filter(
        organisation_id=consent.organisation_id, person_id=consent.person_id, state__in=sorted(RUNNING)
    ).first()
    if follow_up is None:
        return
    carry(follow_up, by=by, at=at)
    if consent.state in CLOSES and consent.answered_at is not None:
        tell_closed(follow_up, consent, by=by, at=at)


def carry(follow_up: FollowUp, *, by: Actor, at: datetime) -> None:
    """Bring the state in line with what the person has said yes to."""
    counting = all_in_force(follow_up.organisation_id, follow_up.person_id, at=at)
    subjects = {subject for consent in counting for subject in consent.subjects}
    own = "-own" if by.kind == "person" else ""
    carried = bool(subjects & CARRIES)
    if follow_up.state == FollowUpState.OPENED and carried:
        make_move(follow_up, FOLLOW_UP, f"consent{own}", by=by, at=at)
        if not own and _appointed(follow_up, at):
            make_move(follow_up, FOLLOW_UP, "appoint-coordinator", by=by, at=at)
    elif follow_up.state in RESTS_ON_CONSENT and not carried:
        make_move(follow_up, FOLLOW_UP, f"withdraw-consent{own}", by=by, at=at)
    elif follow_up.state == FollowUpState.PLAN_ACTIVE and Subject.PLAN not in subjects:
        if _appointed(follow_up, at):
            make_move(follow_up, FOLLOW_UP, f"go-on-without-plan{own}", by=by, at=at)
        else:
            make_move(follow_up, FOLLOW_UP, f"withdraw-consent{own}", by=by, at=at)
            make_move(follow_up, FOLLOW_UP, f"consent{own}", by=by, at=at)


def _appointed(follow_up: FollowUp, at: datetime) -> bool:
    rows = Appointment.objects.filter(
        organisation_id=follow_up.organisation_id, follow_up=follow_up, state=AppointmentState.APPOINTED
    )
    return rows.exclude(ends_at__lte=at).exists()


@transaction.atomic
def set_need_level(*, follow_up: FollowUp, level: int, reason: str, by: Actor, at: datetime) -> FollowUp:
    """Need level 1–3, from intensity, simultaneity and specialised competence, with what it rests on."""
    if not 1 <= level <= HIGHEST_LEVEL or not reason.strip():
        raise NoSuchLevel(field="level" if reason.strip() else "reason")
    return _set(follow_up, "need-level-set", by=by, at=at, need_level=level, need_reason=reason)


@transaction.atomic
def set_pathway(
    *,
    follow_up: FollowUp,
    by: Actor,
    at: datetime,
    target_group: str,
    field_of_need: str,
    pathway: int | None,
    contact_doctor: str = "",
) -> FollowUp:
    """Target group, field of need, pathway 1–4 (where found, where met) and the contact doctor or psychologist."""
    if pathway is not None and not 1 <= pathway <= PATHWAYS:
        raise NoSuchLevel(field="pathway")
    return _set(
        follow_up, "pathway-set", by=by, at=at,
        target_group=target_group, field_of_need=field_of_need, pathway=pathway, contact_doctor=contact_doctor,
    )  # fmt: skip


@transaction.atomic
def told_of_right(*, follow_up: FollowUp, on: date, how: str, by: Actor, at: datetime) -> FollowUp:
    """The person has been told of the right to a plan and a coordinator (pbrl. § 2-5): when and how."""
    return _set(follow_up, "told-of-right", by=by, at=at, told_of_right_on=on, told_of_right_how=how)


@transaction.atomic
def set_discharge(*, follow_up: FollowUp, on: date | None, by: Actor, at: datetime) -> FollowUp:
    """When the person comes home, as far as is known."""
    return _set(follow_up, "discharge-set", by=by, at=at, discharge_on=on)


def _set(follow_up: FollowUp, what: str, *, by: Actor, at: datetime, **values: object) -> FollowUp:
    require(by, Permission.FOLLOW_UP_EDIT, follow_up)
    for name, value in values.items():
        setattr(follow_up, name, value)
    follow_up.save(update_fields=list(values))
    record(f"follow-up.{what}", follow_up, by=by, at=at, fields=sorted(values))
    return follow_up


@transaction.atomic
def go_on_without_plan(*, follow_up: FollowUp, by: Actor, at: datetime, reason: str) -> FollowUp:
    """The person does not want a plan, or it has ended; the coordinator goes on and documents in work notes (hol. § 7-2)."""
    explained(reason)
    make_move(follow_up, FOLLOW_UP, "go-on-without-plan", by=by, at=at, reason=reason)
    return follow_up


@transaction.atomic
def plan_activated(*, follow_up: FollowUp, by: Actor, at: datetime) -> FollowUp:
    """The plan is in force. Called by the plan's own operation."""
    make_move(follow_up, FOLLOW_UP, "activate-plan", by=by, at=at)
    return follow_up


def explained(reason: str) -> None:
    """Refuse a step without its reason."""
    if not reason.strip():
        raise ReasonMissing(field="reason")
