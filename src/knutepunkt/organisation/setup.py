"""How the organisation is set up on a day, as pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from knutepunkt import law
from knutepunkt.access.actor import Actor
from knutepunkt.access.roles import ROLES
from knutepunkt.organisation.board import Board, board
from knutepunkt.organisation.functions import level_of
from knutepunkt.organisation.gaps import Gap, gaps
from knutepunkt.organisation.models import DeadlineSetting, HerAddress, RoutingRule, Staff, Unit


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit with who is there; `depth` is its level in the hierarchy."""

    unit: Unit
    depth: int
    leaders: tuple[str, ...]
    caseworkers: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of staff, with the roles held today in words' codes and units."""

    staff: Staff
    roles: tuple[tuple[str, str], ...]
    deputies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """A function the law or the guide gives a coordinating unit, and which units carry it."""

    function: law.UnitFunction
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Setup:
    """The whole overview: eight statements, whatever the size."""

    board: Board
    units: tuple[UnitRow, ...]
    coordinating: tuple[Unit, ...]
    functions: tuple[FunctionRow, ...]
    staff: tuple[StaffRow, ...]
    addresses: tuple[HerAddress, ...]
    gaps: tuple[Gap, ...]


def setup(actor: Actor, *, on: date) -> Setup:
    """Read it all for the actor's organisation."""
    present = board(actor.organisation_id, on=on)
    functions = functions_of(actor.organisation_kind, on=on)
    addresses = HerAddress.visible_to(actor).select_related("unit").order_by("her_id", "id")
    return Setup(
        board=present,
        units=tuple(_unit_rows(present)),
        coordinating=tuple(present.coordinating()),
        functions=tuple(
            FunctionRow(f, tuple(u for u in present.units.values() if f.key in u.functions)) for f in functions
        ),
        staff=tuple(
            _staff_rows(present, Staff.visible_to(actor).select_related("unit", "employer").order_by("name", "id"))
        ),
        addresses=tuple(addresses),
        gaps=tuple(all_gaps(present, actor.organisation_kind)),
    )


def functions_of(organisation_kind: str, *, on: date) -> tuple[law.UnitFunction, ...]:
    """The functions of a coordinating unit by the rules in force on a day."""
    return law.on(on).unit_functions(level_of(organisation_kind))


def all_gaps(present: Board, organisation_kind: str) -> list[Gap]:
    """What is missing, the functions the law asks for included; what sends notices astray first."""
    statutory = [(f.key, str(f.name)) for f in functions_of(organisation_kind, on=present.on) if f.statutory]
    return sorted(gaps(present, functions=statutory), key=lambda gap: not gap.serious)


def _unit_rows(present: Board) -> Iterable[UnitRow]:
    below: dict[UUID | None, list[Unit]] = {}
    for unit in present.units.values():
        below.setdefault(unit.parent_id if unit.parent_id in present.units else None, []).append(unit)

    def walk(parent: UUID | None, depth: int) -> Iterable[UnitRow]:
        for unit in below.get(parent, []):
            leaders = tuple(staff.name for staff in present.leaders(unit))
            yield UnitRow(unit, depth, leaders, len(present.caseworkers(unit)), present.is_open(unit))
            yield from walk(unit.pk, depth + 1)

    return walk(None, 0)


def _staff_rows(present: Board, staff: Iterable[Staff]) -> Iterable[StaffRow]:
    for member in staff:
        held = [role for role in present.roles if role.staff_id == member.pk]
        roles = tuple(
            (str(ROLES[r.role].name), present.units[r.unit_id].name if r.unit_id else "")
            for r in held
            if r.role in ROLES
        )
        deputies = tuple(row.deputy.name for row in present.deputies if row.staff_id == member.pk)
        yield StaffRow(member, roles, deputies)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule of routing with its conditions as (name of the field, value)."""

    rule: RoutingRule
    unit: Unit
    conditions: tuple[tuple[str, str], ...]
    gaps: tuple[Gap, ...]


def rule_rows(present: Board, found: Iterable[Gap]) -> list[RuleRow]:
    """The rules in force in their order, each with what is wrong with it."""
    faults = list(found)
    return [
        RuleRow(
            rule,
            present.units[rule.unit_id],
            _conditions(rule),
            tuple(gap for gap in faults if gap.rule and gap.rule.pk == rule.pk),
        )
        for rule in present.rules
    ]


def _conditions(rule: RoutingRule) -> tuple[tuple[str, str], ...]:
    names = ("kind", "sector", "district", "place_of_stay", "message_type", "ward")
    said = [(name, str(getattr(rule, name))) for name in names if getattr(rule, name)]
    if rule.age_from is not None or rule.age_to is not None:
        first = "0" if rule.age_from is None else str(rule.age_from)
        said.append(
            ("ages", first if rule.age_to == rule.age_from else f"{first}–{'' if rule.age_to is None else rule.age_to}")
        )
    return tuple(said)


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A deadline the law leaves to the organisation, as it is on a day; `own` when the organisation has set it."""

    deadline: law.Deadline
    own: DeadlineSetting | None


def deadline_rows(actor: Actor, *, on: date) -> list[DeadlineRow]:
    """Every deadline of the organisation's own choosing."""
    settings = DeadlineSetting.visible_to(actor).filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
    own = {setting.key: setting for setting in settings.order_by("valid_from")}
    now = law.on(on)
    return [
        DeadlineRow(now.deadline(d.key, overrides={d.key: own[d.key].amount} if d.key in own else {}), own.get(d.key))
        for d in now.deadlines()
        if d.local
    ]
