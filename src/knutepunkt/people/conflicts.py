"""Who works here and must keep away from a file (fvl. § 6, hpl. § 21). Own and relatives' files follow from the accounts by themselves."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.grants import refresh_person
from knutepunkt.access.permissions import Permission
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.system import WORKER
from knutepunkt.organisation.models import Staff
from knutepunkt.people.models import ConflictKind, ConflictOfInterest, NextOfKin, Person
from knutepunkt.people.numbers import LENGTH
from knutepunkt.people.operations import find_by_number

PURPOSE = "conflict-of-interest"


class NumberNotWhole(Refusal):
    """A part of a number finds nobody."""

    message = _("Write the whole identity number, eleven digits.")


@transaction.atomic
def declare_conflict(
    *, staff: Staff, number: str, by: Actor, at: datetime, note: str = "", kind: str = ConflictKind.DECLARED
) -> ConflictOfInterest | None:
    """Close the file with the identity number to a member of staff, from now on and through every door; None where there is no file.

    One declares for oneself; a leader also for the staff of the unit. The answer to the one who asks must be the same whether there is
    a file, so the caller shows neither. Raises NumberNotWhole, NotAllowed.
    """
    if staff.pk == by.staff_id:
        require(by, Permission.CONFLICT_DECLARE)
    else:
        require(by, Permission.CONFLICT_MANAGE, staff)
    digits = "".join(number.split())
    if len(digits) != LENGTH or not digits.isdigit():
        raise NumberNotWhole(field="number")
    person = find_by_number(by.organisation_id, digits, at=at)
    return None if person is None else _close(person, staff, by=by, at=at, note=note, kind=kind)


@transaction.atomic
def declare_conflict_with(
    *, person: Person, staff: Staff, by: Actor, at: datetime, note: str = ""
) -> ConflictOfInterest:
    """The same, by somebody who has the file open and knows the person: whoever may read it may close it to oneself."""
    require(by, Permission.PERSON_READ, person)
    if staff.pk != by.staff_id:
        require(by, Permission.CONFLICT_MANAGE, staff)
    return _close(person, staff, by=by, at=at, note=note, kind=ConflictKind.DECLARED)


def _close(person: Person, staff: Staff, *, by: Actor, at: datetime, note: str, kind: str) -> ConflictOfInterest:
    with acting_as(WORKER, purpose=PURPOSE, organisation_id=by.organisation_id, at=at):
        conflict, made = ConflictOfInterest.objects.get_or_create(
            organisation_id=by.organisation_id,
            person=person,
            staff=staff,
            ends_at=None,
            defaults={"kind": ConflictKind(kind), "note": note, "declared_by": by.name, "starts_at": at},
        )
        if made:
            record("conflict.declared", conflict, by=by, at=at, staff=staff.pk, kind=conflict.kind)
            refresh_person(by.organisation_id, person.pk, at=at)
    by.forget(person.pk)
    return conflict


@transaction.atomic
def end_conflict(*, conflict: ConflictOfInterest, by: Actor, at: datetime) -> None:
    """The leader of the unit says that it holds no more. Nobody ends their own. Raises NotAllowed."""
    require(by, Permission.CONFLICT_MANAGE, conflict.staff)
    with acting_as(WORKER, purpose=PURPOSE, organisation_id=by.organisation_id, at=at):
        conflict.ends_at = at
        conflict.save(update_fields=["ends_at"])
        record("conflict.ended", conflict, by=by, at=at, staff=conflict.staff_id)
        refresh_person(by.organisation_id, conflict.person_id, at=at)


def declared_in(units: tuple[UUID, ...], *, organisation_id: UUID, at: datetime) -> list[ConflictOfInterest]:
    """What holds now for the staff of some units, for their leader: who and since when; the person stays unnamed on the page."""
    with acting_as(WORKER, purpose=PURPOSE, organisation_id=organisation_id, at=at):
        rows = ConflictOfInterest.objects.filter(
            organisation_id=organisation_id, staff__unit_id__in=units, ends_at=None, starts_at__lte=at
        )
        return list(rows.select_related("staff").order_by("staff__name", "starts_at", "id"))


def files_follow_twin(account_id: UUID, organisations: list[UUID], *, at: datetime) -> int:
    """A person's sign-in and a member of staff's turn out to be one human: close the own and relatives' files to the staff one.

    How many files. Called where two accounts are introduced to each other.
    """
    closed = 0
    for organisation_id in organisations:
        with acting_as(WORKER, purpose=PURPOSE, organisation_id=organisation_id, at=at):
            own = Person.objects.filter(organisation_id=organisation_id, account_id=account_id).values_list("pk")
            near = NextOfKin.objects.filter(organisation_id=organisation_id, account_id=account_id)
            for (person_id,) in own.union(near.values_list("person_id")):
                refresh_person(organisation_id, person_id, at=at)
                closed += 1
    return closed
