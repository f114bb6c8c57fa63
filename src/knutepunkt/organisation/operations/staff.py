"""Who works here, in which roles and when, and who steps in for whom. Sight of files follows from the roles at once."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.grants import refresh_units
from knutepunkt.access.permissions import Permission
from knutepunkt.audit.log import record
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.organisation.files_of_staff import COUNTS, refresh_files_of
from knutepunkt.organisation.models import Deputy, Staff, StaffRole, Unit
from knutepunkt.organisation.staff_roles import STAFF_ROLES

CHANGEABLE = frozenset({"name", "title", "unit", "sector", "hpr", "phone", "email", "account", "employer"})


class UnknownRole(Refusal):
    """Not a role staff hold in a unit."""

    message = _("This role is not held in a unit. Choose one of the roles of staff.")


class RoleHeldAlready(Refusal):
    """The same role in the same unit at the same time."""

    message = _("The role is already held in this unit in that period. End it first, or change the dates.")


class PeriodTurned(Refusal):
    """The days are the wrong way round."""

    message = _("The period ends before it starts. Check the dates.")


class DeputyForSelf(Refusal):
    """Nobody steps in for oneself."""

    message = _("Nobody can be their own deputy. Choose somebody else.")


@transaction.atomic
def employ(*, by: Actor, at: datetime, organisation_id: UUID, name: str, title: str, **facts: Any) -> Staff:
    """Add somebody who works here, or a guest from `employer`. `facts` are fields of Staff. Gives no sight of anything."""
    require(by, Permission.ORGANISATION_EDIT)
    unknown = facts.keys() - CHANGEABLE
    if unknown:
        raise TypeError(f"staff have no field {sorted(unknown)} to set")
    staff = Staff.objects.create(organisation_id=organisation_id, name=name, title=title, **facts)
    record("staff.employed", staff, by=by, at=at)
    return staff


@transaction.atomic
def change_staff(*, staff: Staff, by: Actor, at: datetime, **changes: Any) -> Staff:
    """Change the fields named. Sight of files follows where it rests on them."""
    require(by, Permission.ORGANISATION_EDIT)
    unknown = changes.keys() - CHANGEABLE
    if unknown:
        raise TypeError(f"staff have no field {sorted(unknown)} to set")
    changed = [name for name, value in changes.items() if getattr(staff, name) != value]
    for name in changed:
        setattr(staff, name, changes[name])
    if changed:
        staff.save(update_fields=changed)
        record("staff.changed", staff, by=by, at=at, fields=sorted(changed))
        refresh_units(staff.organisation_id, at=at)
    if not COUNTS.isdisjoint(changed):
        refresh_files_of(staff, at=at)
    return staff


@transaction.atomic
def give_role(
    *,
    staff: Staff,
    role: str,
    by: Actor,
    at: datetime,
    unit: Unit | None = None,
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
) -> StaffRole:
    """Give a role in a unit (or, without unit, in the whole organisation) from a moment, until another or until ended.

    Sight of the unit's notices and files follows at once. Raises UnknownRole, RoleHeldAlready, PeriodTurned.
    """
    require(by, Permission.ORGANISATION_EDIT)
    starts = valid_from or at
    if role not in STAFF_ROLES:
        raise UnknownRole(field="role")
    if valid_to and valid_to <= starts:
        raise PeriodTurned(field="valid_to")
    _not_held(staff, role, unit, starts, valid_to)
    held = StaffRole.objects.create(
        organisation_id=staff.organisation_id, staff=staff, unit=unit, role=role, valid_from=starts, valid_to=valid_to
    )
    record("staff-role.given", held, by=by, at=at, role=role, staff=staff.pk, unit=unit.pk if unit else "")
    refresh_units(staff.organisation_id, at=at)
    return held


def _not_held(staff: Staff, role: str, unit: Unit | None, starts: datetime, ends: datetime | None) -> None:
    Staff.objects.select_for_update(of=("self",)).get(organisation_id=staff.organisation_id, pk=staff.pk)
    held = StaffRole.objects.filter(organisation_id=staff.organisation_id, staff=staff, unit=unit, role=role)
    held = held.filter(Q(valid_to=None) | Q(valid_to__gt=starts))
    if ends:
        held = held.filter(valid_from__lt=ends)
    if held.exists():
        raise RoleHeldAlready


@transaction.atomic
def end_role(*, held: StaffRole, by: Actor, at: datetime, ends: datetime | None = None) -> None:
    """End a role now or at a moment to come; what it gave sight of ends with it. Raises PeriodTurned."""
    require(by, Permission.ORGANISATION_EDIT)
    ends = ends or at
    if ends <= held.valid_from:
        raise PeriodTurned(field="valid_to")
    held.valid_to = ends
    held.save(update_fields=["valid_to"])
    record("staff-role.ended", held, by=by, at=at, role=held.role, staff=held.staff_id)
    refresh_units(held.organisation_id, at=at)


@transaction.atomic
def set_deputy(
    *, staff: Staff, deputy: Staff, by: Actor, at: datetime, valid_from: date, valid_to: date | None = None
) -> Deputy:
    """Say who steps in for somebody in a period, both days included. Raises DeputyForSelf, PeriodTurned."""
    require(by, Permission.ORGANISATION_EDIT)
    if staff.pk == deputy.pk:
        raise DeputyForSelf(field="deputy")
    if valid_to and valid_to < valid_from:
        raise PeriodTurned(field="valid_to")
    row = Deputy.objects.create(
        organisation_id=staff.organisation_id, staff=staff, deputy=deputy, valid_from=valid_from, valid_to=valid_to
    )
    record("deputy.set", row, by=by, at=at, staff=staff.pk, deputy=deputy.pk)
    return row


@transaction.atomic
def end_deputy(*, row: Deputy, by: Actor, at: datetime, valid_to: date) -> None:
    """The last day somebody steps in."""
    require(by, Permission.ORGANISATION_EDIT)
    row.valid_to = valid_to
    row.save(update_fields=["valid_to"])
    record("deputy.ended", row, by=by, at=at)
