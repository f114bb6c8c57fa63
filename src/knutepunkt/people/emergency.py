"""Emergency access: one file, with a reason in words, for as long as the law data say, told to the leader and looked at afterwards.

Law: pjl. §§ 19, 22, hpl. §§ 25, 45. It never opens a file somebody must keep away from, and never a protected address.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knutepunkt import law
from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.grants import refresh_person
from knutepunkt.access.permissions import Permission
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.system import WORKER
from knutepunkt.organisation.hours import due_on, office_hours
from knutepunkt.organisation.models import Staff, StaffRole
from knutepunkt.people.models import EmergencyAccess, Person
from knutepunkt.people.operations import find_by_number
from knutepunkt.tasks import operations as tasks

PURPOSE = "emergency-access"
LASTS = "emergency-access"
REVIEWED_WITHIN = "emergency-review"
TASK = "emergency-review"
FEWEST_WORDS = 4
"""Fewer words than this do not tell why."""
MOMENT = timedelta(microseconds=1)
SHOWN = 50
"""How many the leader's page shows."""


class ReasonMissing(Refusal):
    """Why is life or health in danger?"""

    message = _("Write in a sentence why you must see this file now. Your leader and the person read it.")


class NothingToOpen(Refusal):
    """There is no file with the number, or none that may be opened: the two answers are one, so that neither tells anything."""

    message = _("No file can be opened with this number. Check the number, or call the unit.")


class NoUnit(Refusal):
    """Somebody must look at it afterwards."""

    message = _("You do not work in a unit here, so nobody would look at it afterwards. Call the unit.")


class NotYours(Refusal):
    """One closes one's own."""

    message = _("This emergency access is not yours, or it has ended.")


class OwnReview(Refusal):
    """Somebody else looks."""

    message = _("You cannot look at your own emergency access. Another leader does.")


class FindingMissing(Refusal):
    """What was found?"""

    message = _("Write what you found: was it right to open the file?")


class AlreadyReviewed(Refusal):
    """Once is enough."""

    message = _("Somebody has already looked at this.")


@transaction.atomic
def open_emergency_access(*, number: str, reason: str, by: Actor, at: datetime) -> EmergencyAccess:
    """Open the file with the identity number to the member of staff for as long as the law data say; it ends by itself, also in an open tab.

    The leader of the unit gets a task without name or health word. A block or a conflict closes the file here too. Somebody who has it
    open already keeps what runs. Raises ReasonMissing, NoUnit, NothingToOpen, NotAllowed.
    """
    require(by, Permission.EMERGENCY_OPEN)
    if len(reason.split()) < FEWEST_WORDS:
        raise ReasonMissing(field="reason")
    staff = Staff.objects.get(organisation_id=by.organisation_id, pk=by.staff_id) if by.staff_id else None
    if staff is None or staff.unit_id is None:
        raise NoUnit
    person = find_by_number(by.organisation_id, number, at=at)
    closed = _closed_to_reader(person)
    if person is None or closed:
        by.sought.append("".join(number.split()))
        raise NothingToOpen(field="number")
    with acting_as(WORKER, purpose=PURPOSE, organisation_id=by.organisation_id, at=at):
        running = EmergencyAccess.objects.filter(
            organisation_id=by.organisation_id, person=person, staff=staff, ends_at__gt=at
        ).first()
        access = running or _open(person, staff, reason.strip(), by=by, at=at)
    by.forget(person.pk)
    return access


def _open(person: Person, staff: Staff, reason: str, *, by: Actor, at: datetime) -> EmergencyAccess:
    lasts = law.on(day(at)).deadline(LASTS)
    access = EmergencyAccess.objects.create(
        organisation_id=by.organisation_id,
        person=person,
        staff=staff,
        reason=reason,
        starts_at=at,
        ends_at=law.due_at(at, lasts, office_hours(by.organisation_id)),
    )
    record("emergency.opened", access, by=by, at=at, unit=staff.unit_id)
    assert staff.unit_id is not None
    tasks.create_task(
        by=by,
        at=at,
        organisation_id=by.organisation_id,
        unit_id=staff.unit_id,
        staff_id=_leader_of(by.organisation_id, staff.unit_id, at),
        kind=TASK,
        due_on=due_on(by.organisation_id, REVIEWED_WITHIN, day(at)),
        source_type="people.emergencyaccess",
        source_id=access.pk,
        text=gettext("Emergency access was used in the unit. Look at it in the list of look-ups."),
    )
    refresh_person(by.organisation_id, person.pk, at=at)
    return access


def _closed_to_reader(person: Person | None) -> bool:
    """Is the whole file closed to the account of the transaction? Asked of the function that row-level security asks, also when there
    is no such file: one statement less would tell that there is none.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::uuid IN (SELECT closed_person_ids())", [person.pk if person else None])
        (closed,) = cursor.fetchone()
    return bool(closed)


def _leader_of(organisation_id: UUID, unit_id: UUID, at: datetime) -> UUID | None:
    """Who leads the unit now; None when the post is vacant: then the task is the unit's."""
    leads = StaffRole.objects.filter(
        organisation_id=organisation_id, unit_id=unit_id, role="leader", valid_from__lte=at
    )
    leads = leads.exclude(valid_to__lte=at).order_by("valid_from", "id")
    return leads.values_list("staff_id", flat=True).first()


@transaction.atomic
def close_emergency_access(*, access: EmergencyAccess, by: Actor, at: datetime) -> None:
    """The one who opened it needs it no more: it ends now. Raises NotYours."""
    require(by, Permission.EMERGENCY_OPEN)
    if access.staff_id != by.staff_id or access.ends_at <= at:
        raise NotYours
    with acting_as(WORKER, purpose=PURPOSE, organisation_id=by.organisation_id, at=at):
        access.ends_at = max(at, access.starts_at + MOMENT)
        access.save(update_fields=["ends_at"])
        record("emergency.closed", access, by=by, at=at)
        refresh_person(by.organisation_id, access.person_id, at=at)
    by.forget(access.person_id)


@transaction.atomic
def review_emergency_access(*, access: EmergencyAccess, by: Actor, at: datetime, finding: str) -> None:
    """The leader of the unit has looked at it afterwards, and writes what was found. Raises FindingMissing, AlreadyReviewed, OwnReview,
    NotAllowed.
    """
    require(by, Permission.AUDIT_REVIEW, access.staff)
    if access.staff_id == by.staff_id:
        raise OwnReview
    if not finding.strip():
        raise FindingMissing(field="finding")
    with acting_as(WORKER, purpose=PURPOSE, organisation_id=by.organisation_id, at=at):
        waiting = EmergencyAccess.objects.filter(organisation_id=by.organisation_id, pk=access.pk, reviewed_at=None)
        if not waiting.update(reviewed_at=at, reviewed_by=by.name, finding=finding.strip()):
            raise AlreadyReviewed
        record("emergency.reviewed", access, by=by, at=at)
    tasks.settle(organisation_id=by.organisation_id, source_id=access.pk, by=by, at=at, kinds=[TASK])


def used_in(units: tuple[UUID, ...], *, organisation_id: UUID, at: datetime) -> list[EmergencyAccess]:
    """Emergency access by the staff of some units, for their leader: those to look at first, then the newest. The person stays unnamed."""
    with acting_as(WORKER, purpose=PURPOSE, organisation_id=organisation_id, at=at):
        rows = EmergencyAccess.objects.filter(organisation_id=organisation_id, staff__unit_id__in=units)
        return list(rows.select_related("staff").order_by("reviewed_at", "-starts_at", "id")[:SHOWN])
