"""Organisations, their units, HER-ids and catchment."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from knutepunkt import law
from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.organisation.functions import level_of
from knutepunkt.organisation.models import Catchment, HerAddress, Organisation, Unit

LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "ae", "Ø": "o", "Å": "a"})
CHANGEABLE = frozenset({
    "name", "kind", "sector", "target_group", "parent", "district", "form", "mandate", "functions", "phone", "email", "address", "opened_on",
    "closed_on", "partner",
})  # fmt: skip


class UnitUnderItself(Refusal):
    """The hierarchy would be a ring."""

    message = _("A unit cannot lie under itself or under a unit of its own. Choose another unit above it.")


class ClosesBeforeItOpens(Refusal):
    """The days are the wrong way round."""

    message = _("The unit would close before it opens. Check the dates.")


class UnknownFunction(Refusal):
    """Not a function the law data know."""

    message = _("This is not a function of a coordinating unit by the rules in force that day.")


class AddressTaken(Refusal):
    """The HER-id is here already."""

    message = _("The organisation already has this HER-id. End its period or change it instead.")


@transaction.atomic
def create_organisation(*, by: Actor, at: datetime, slug: str, kind: str, name: str, **facts: Any) -> Organisation:
    """Make an organisation; `served=True` when it keeps files in this installation. `facts` are fields of Organisation."""
    require(by, Permission.OPERATE)
    organisation = Organisation.objects.create(slug=slug, kind=kind, name=name, **facts)
    with acting_as(by.account_id, purpose="set-up", organisation_id=organisation.pk, at=at):
        founder = replace(by, organisation_id=organisation.pk, organisation_name=name)
        record("organisation.created", organisation, by=founder, at=at, kind=kind, served=organisation.served)
    return organisation


@transaction.atomic
def create_unit(
    *, by: Actor, at: datetime, organisation_id: UUID, name: str, kind: str, sector: str, slug: str = "", **facts: Any
) -> Unit:
    """Make a unit. `facts` are fields of Unit; `functions` the statutory functions a coordinating unit carries.

    Without a slug it gets one from its name. Raises UnknownFunction, ClosesBeforeItOpens.
    """
    require(by, Permission.ORGANISATION_EDIT)
    unknown = facts.keys() - CHANGEABLE
    if unknown:
        raise TypeError(f"a unit has no field {sorted(unknown)} to set")
    unit = Unit(organisation_id=organisation_id, name=name, kind=kind, sector=sector, **facts)
    unit.slug = slug or _free_slug(organisation_id, name)
    _check(unit, day(at))
    unit.save(force_insert=True)
    record("unit.created", unit, by=by, at=at, kind=kind)
    return unit


@transaction.atomic
def change_unit(*, unit: Unit, by: Actor, at: datetime, **changes: Any) -> Unit:
    """Change the fields named. Closing is a day in `closed_on`: from then on routing goes one level up."""
    require(by, Permission.ORGANISATION_EDIT)
    unknown = changes.keys() - CHANGEABLE
    if unknown:
        raise TypeError(f"a unit has no field {sorted(unknown)} to set")
    changed = [name for name, value in changes.items() if getattr(unit, name) != value]
    for name in changed:
        setattr(unit, name, changes[name])
    _check(unit, day(at))
    if changed:
        unit.save(update_fields=changed)
        record("unit.changed", unit, by=by, at=at, fields=sorted(changed))
    return unit


def _check(unit: Unit, on: date) -> None:
    if unit.opened_on and unit.closed_on and unit.closed_on < unit.opened_on:
        raise ClosesBeforeItOpens(field="closed_on")
    _check_place(unit)
    if unit.functions:
        kind = Organisation.objects.values_list("kind", flat=True).get(pk=unit.organisation_id)
        known = {function.key for function in law.on(on).unit_functions(level_of(kind))}
        if set(unit.functions) - known:
            raise UnknownFunction(field="functions")


def _check_place(unit: Unit) -> None:
    parents = (
        dict(Unit.objects.filter(organisation_id=unit.organisation_id).values_list("pk", "parent_id"))
        if unit.parent_id
        else {}
    )
    above = unit.parent_id
    for _level in range(len(parents) + 1):
        if above is None:
            return
        if above == unit.pk:
            break
        above = parents.get(above)
    else:
        return
    raise UnitUnderItself(field="parent")


def _free_slug(organisation_id: UUID, name: str) -> str:
    wanted = slugify(name.translate(LETTERS))[:70] or "unit"
    taken = set(
        Unit.objects.filter(organisation_id=organisation_id, slug__startswith=wanted).values_list("slug", flat=True)
    )
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)


@transaction.atomic
def add_her_address(
    *,
    by: Actor,
    at: datetime,
    organisation_id: UUID,
    her_id: str,
    unit: Unit | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    successor: str = "",
) -> HerAddress:
    """Add a HER-id of the organisation or of a unit. Raises AddressTaken."""
    require(by, Permission.ORGANISATION_EDIT)
    if HerAddress.objects.filter(organisation_id=organisation_id, her_id=her_id).exists():
        raise AddressTaken(field="her_id")
    try:
        with transaction.atomic():
            address = HerAddress.objects.create(
                organisation_id=organisation_id,
                her_id=her_id,
                unit=unit,
                valid_from=valid_from,
                valid_to=valid_to,
                successor=successor,
            )
    except IntegrityError:
        raise AddressTaken(field="her_id") from None
    record("her-address.added", address, by=by, at=at, her_id=her_id)
    return address


@transaction.atomic
def end_her_address(*, address: HerAddress, by: Actor, at: datetime, valid_to: date, successor: str = "") -> None:
    """A HER-id goes out of use after a day; messages to it are led to the successor, marked."""
    require(by, Permission.ORGANISATION_EDIT)
    address.valid_to, address.successor = valid_to, successor
    address.save(update_fields=["valid_to", "successor"])
    record("her-address.ended", address, by=by, at=at, her_id=address.her_id, successor=successor)


@transaction.atomic
def add_catchment(
    *,
    by: Actor,
    at: datetime,
    organisation_id: UUID,
    areas: Iterable[Organisation],
    district: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> None:
    """Say which municipalities (or one district of one) a trust or region serves, and when."""
    require(by, Permission.ORGANISATION_EDIT)
    for area in areas:
        row = Catchment.objects.create(
            organisation_id=organisation_id, area=area, district=district, valid_from=valid_from, valid_to=valid_to
        )
        record("catchment.added", row, by=by, at=at, area=area.pk)
