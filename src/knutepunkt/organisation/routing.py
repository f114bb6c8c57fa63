"""Which unit gets it, who answers for it, and why. The preview and the real thing call the same function.

A gap, a closed unit or a vacant post leads one level up, never to an empty chair.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knutepunkt.foundation.refusal import Refusal
from knutepunkt.organisation.board import Board, board
from knutepunkt.organisation.models import RoutingRule, Staff, Unit


@dataclass(frozen=True, slots=True)
class RoutingFacts:
    """What routing may look at. `kind`: of notice; `ward`: the sender's HER-id; `age` in whole years, None when not known.

    For a protected address neither district nor postcode is given (`people.rules.place_for_routing`).
    """

    kind: str
    message_type: str = ""
    ward: str = ""
    place_of_stay: str = ""
    district: str = ""
    postcode: str = ""
    age: int | None = None
    sector: str = ""


class Detour(StrEnum):
    """Why it did not go straight where a rule says."""

    NO_RULE = "no-rule"
    CLOSED_UNIT = "closed-unit"
    VACANT_UNIT = "vacant-unit"
    VACANT_POST = "vacant-post"
    NOBODY = "nobody"


DETOURS: dict[Detour, str | Promise] = {
    Detour.NO_RULE: _("No rule fits, so it goes to the organisation's own coordinating unit."),
    Detour.CLOSED_UNIT: _("The unit of the rule is closed, so it goes one level up."),
    Detour.VACANT_UNIT: _("Nobody works as caseworker in the unit, so it goes one level up."),
    Detour.VACANT_POST: _(
        "The responsible caseworker of the rule does not work here any more, so somebody else answers for it."
    ),
    Detour.NOBODY: _("No unit above has a caseworker either. The unit gets it, but nobody is there to read it."),
}


@dataclass(frozen=True, slots=True)
class Routed:
    """The outcome. `rule` is None for a gap; `district` is the one that was looked for; `warnings` say what was wrong."""

    unit: Unit
    responsible: Staff | None
    deputy: Staff | None
    rule: RoutingRule | None
    warnings: tuple[Detour, ...] = ()
    district: str = ""


class NoUnit(Refusal):
    """Nothing can be received where there is no unit."""

    message = _("The organisation has no open unit that can receive this. Set up a coordinating unit first.")


def route(organisation_id: UUID, facts: RoutingFacts, *, on: date) -> Routed:
    """Where it goes in an organisation on a day. Never None; raises NoUnit only where there is no open unit at all."""
    return decide(board(organisation_id, on=on), facts)


def decide(setup: Board, facts: RoutingFacts) -> Routed:
    """The same, from a set-up already read."""
    district = facts.district or setup.districts.get(facts.postcode, "")
    rule = next((rule for rule in setup.rules if fits(rule, facts, district)), None)
    warnings: list[Detour] = [] if rule else [Detour.NO_RULE]
    wanted = setup.units[rule.unit_id] if rule else None
    unit = _staffed_unit(setup, wanted, warnings)
    responsible = _responsible(setup, unit, rule, warnings)
    deputy = _deputy(setup, unit, responsible)
    return Routed(unit, responsible, deputy, rule, tuple(dict.fromkeys(warnings)), district)


def fits(rule: RoutingRule, facts: RoutingFacts, district: str) -> bool:
    """Does every condition that is filled in hold? An unknown age meets no age condition."""
    wanted = (
        (rule.kind, facts.kind),
        (rule.message_type, facts.message_type),
        (rule.ward, facts.ward),
        (rule.place_of_stay, facts.place_of_stay),
        (rule.district, district),
        (rule.sector, facts.sector),
    )
    if any(condition and condition != fact for condition, fact in wanted):
        return False
    return _age_fits(rule, facts.age)


def _age_fits(rule: RoutingRule, age: int | None) -> bool:
    if rule.age_from is None and rule.age_to is None:
        return True
    if age is None:
        return False
    return (rule.age_from is None or rule.age_from <= age) and (rule.age_to is None or age <= rule.age_to)


def _staffed_unit(setup: Board, wanted: Unit | None, warnings: list[Detour]) -> Unit:
    """The unit wanted, or the nearest above that is open and has a caseworker; else the nearest that is open."""
    unstaffed: list[Unit] = []
    for unit in _candidates(setup, wanted):
        if not setup.is_open(unit):
            warnings.append(Detour.CLOSED_UNIT)
        elif not setup.caseworkers(unit):
            warnings.append(Detour.VACANT_UNIT)
            unstaffed.append(unit)
        else:
            return unit
    if not unstaffed:
        raise NoUnit
    warnings.append(Detour.NOBODY)
    return unstaffed[0]


def _candidates(setup: Board, wanted: Unit | None) -> Iterator[Unit]:
    if wanted:
        return chain([wanted], setup.above(wanted))
    coordinating = setup.coordinating()
    others = (unit for unit in setup.units.values() if unit not in coordinating and unit.partner_id is None)
    return chain(coordinating, others)


def _responsible(setup: Board, unit: Unit, rule: RoutingRule | None, warnings: list[Detour]) -> Staff | None:
    """The rule's caseworker; whoever steps in for one who has left; else the unit's caseworker of longest service."""
    meant: Staff | None = rule.responsible if rule and rule.unit_id == unit.pk else None
    if meant:
        if setup.works(meant):
            return meant
        warnings.append(Detour.VACANT_POST)
        if deputy := setup.deputy_of(meant):
            return deputy
    return next(iter(setup.caseworkers(unit)), None)


def _deputy(setup: Board, unit: Unit, responsible: Staff | None) -> Staff | None:
    if responsible is None:
        return None
    others = (staff for staff in setup.caseworkers(unit) if staff.pk != responsible.pk)
    return setup.deputy_of(responsible) or next(others, None)
