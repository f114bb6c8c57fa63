"""How an organisation is set up on a day, read once: what routing and the warnings reason about, without further queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from knutepunkt.access.roles import ROLES
from knutepunkt.foundation.clock import day
from knutepunkt.organisation.elsewhere import inside
from knutepunkt.organisation.kinds import UnitKind
from knutepunkt.organisation.models import Deputy, PostcodeDistrict, RoutingRule, Staff, StaffRole, Unit

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Board:
    """The units, rules in force, roles in force, deputies in force and postcodes of one organisation on one day."""

    organisation_id: UUID
    on: date
    units: dict[UUID, Unit]
    rules: tuple[RoutingRule, ...]
    roles: tuple[StaffRole, ...]
    deputies: tuple[Deputy, ...]
    districts: dict[str, str]

    def is_open(self, unit: Unit) -> bool:
        """Has the unit opened, and not closed? It is closed from the day written on."""
        return (unit.opened_on is None or unit.opened_on <= self.on) and (
            unit.closed_on is None or unit.closed_on > self.on
        )

    def caseworkers(self, unit: Unit) -> list[Staff]:
        """Those who hold a role with content in the unit, the one with the longest service first."""
        return [
            role.staff
            for role in self.roles
            if role.unit_id == unit.pk and role.role in ROLES and ROLES[role.role].content
        ]

    def leaders(self, unit: Unit) -> list[Staff]:
        """Those who lead the unit."""
        return [role.staff for role in self.roles if role.unit_id == unit.pk and role.role == "leader"]

    def works(self, staff: Staff) -> bool:
        """Does somebody hold any role here?"""
        return any(role.staff_id == staff.pk for role in self.roles)

    def deputy_of(self, staff: Staff) -> Staff | None:
        """Who steps in for somebody, of those who hold a role here."""
        return next((d.deputy for d in self.deputies if d.staff_id == staff.pk and self.works(d.deputy)), None)

    def above(self, unit: Unit) -> Iterator[Unit]:
        """The units above, nearest first; then the organisation's coordinating units, the topmost first."""
        seen = {unit.pk}
        at = unit
        while at.parent_id and at.parent_id in self.units and at.parent_id not in seen:
            at = self.units[at.parent_id]
            seen.add(at.pk)
            yield at
        yield from (unit for unit in self.coordinating() if unit.pk not in seen)

    def coordinating(self) -> list[Unit]:
        """The coordinating units that are open, those under no other first."""
        units = [u for u in self.units.values() if u.kind == UnitKind.COORDINATING and self.is_open(u)]
        return sorted(units, key=lambda unit: (unit.parent_id is not None, unit.name, unit.pk))


def board(organisation_id: UUID, *, on: date) -> Board:
    """Read the set-up of an organisation on a day: five statements, whatever its size."""
    with inside(organisation_id):
        units = {unit.pk: unit for unit in Unit.objects.filter(organisation_id=organisation_id)}
        rules = _in_force(RoutingRule.objects.filter(organisation_id=organisation_id), on).select_related("responsible")
        roles = (
            StaffRole.objects.filter(organisation_id=organisation_id)
            .select_related("staff")
            .order_by("valid_from", "staff__name", "id")
        )
        deputies = _in_force(Deputy.objects.filter(organisation_id=organisation_id), on).select_related("deputy")
        districts = dict(
            PostcodeDistrict.objects.filter(organisation_id=organisation_id).values_list("postcode", "district")
        )
        return Board(
            organisation_id,
            on,
            units,
            tuple(rules.order_by("order", "id")),
            tuple(role for role in roles if _covers(role, on)),
            tuple(deputies.order_by("-valid_from", "id")),
            districts,
        )


def _in_force(rows: QuerySet[M], on: date) -> QuerySet[M]:
    return rows.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on))


def _covers(role: StaffRole, on: date) -> bool:
    return day(role.valid_from) <= on and (role.valid_to is None or day(role.valid_to) > on)
