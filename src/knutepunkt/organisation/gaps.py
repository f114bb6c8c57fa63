"""What is missing in an organisation's set-up, so that somebody mends it before a notice finds out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knutepunkt.organisation.board import Board
from knutepunkt.organisation.models import RoutingRule, Unit
from knutepunkt.organisation.operations.routing import CONDITIONS, takes_all

OLDEST = 120
"""No age asked about is higher."""


class GapKind(StrEnum):
    NO_COORDINATING_UNIT = "no-coordinating-unit"
    NO_FALLBACK = "no-fallback"
    CLOSED_UNIT = "closed-unit"
    UNIT_WITHOUT_CASEWORKER = "unit-without-caseworker"
    VACANT_LEADER = "vacant-leader"
    RESPONSIBLE_HAS_LEFT = "responsible-has-left"
    NEVER_REACHED = "never-reached"
    DISTRICT_WITHOUT_RULE = "district-without-rule"
    RULE_FOR_UNKNOWN_DISTRICT = "rule-for-unknown-district"
    AGES_UNCOVERED = "ages-uncovered"
    FUNCTION_WITHOUT_UNIT = "function-without-unit"


SENTENCES: dict[GapKind, str | Promise] = {
    GapKind.NO_COORDINATING_UNIT: _("No coordinating unit is open. Notices cannot be received without one."),
    GapKind.NO_FALLBACK: _("No rule takes what fits none of the others. Add a last rule without conditions."),
    GapKind.CLOSED_UNIT: _("Rule %(rule)s sends to %(unit)s, which is closed. What it catches goes one level up."),
    GapKind.UNIT_WITHOUT_CASEWORKER: _(
        "Nobody works as caseworker in %(unit)s, which rule %(rule)s sends to. What it catches goes one level up."
    ),
    GapKind.VACANT_LEADER: _("Nobody leads %(unit)s. What is late there is not escalated to anybody in the unit."),
    GapKind.RESPONSIBLE_HAS_LEFT: _(
        "The caseworker who answers for rule %(rule)s has no role here any more. Choose somebody else."
    ),
    GapKind.NEVER_REACHED: _(
        "Rule %(rule)s is never reached: rule %(other)s before it takes everything it would take."
    ),
    GapKind.DISTRICT_WITHOUT_RULE: _(
        "No rule names the district %(district)s. Its notices follow the rules for everybody."
    ),
    GapKind.RULE_FOR_UNKNOWN_DISTRICT: _("Rule %(rule)s names the district %(district)s, which has no postcodes."),
    GapKind.AGES_UNCOVERED: _(
        "No rule with an age takes those aged %(first)s to %(last)s. They follow the rules for everybody."
    ),
    GapKind.FUNCTION_WITHOUT_UNIT: _("No unit carries the function “%(function)s”, which the law asks for."),
}
SHORT: dict[GapKind, str | Promise] = {
    GapKind.CLOSED_UNIT: _("closed"),
    GapKind.UNIT_WITHOUT_CASEWORKER: _("no caseworker"),
    GapKind.RESPONSIBLE_HAS_LEFT: _("has left"),
    GapKind.NEVER_REACHED: _("never reached"),
    GapKind.RULE_FOR_UNKNOWN_DISTRICT: _("district without postcodes"),
}
"""Beside the rule it is about, where the sentence stands above."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing missing; `rule` and `unit` are where to mend it."""

    kind: GapKind
    rule: RoutingRule | None = None
    unit: Unit | None = None
    facts: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        values = {
            "rule": self.rule.order if self.rule else "",
            "unit": self.unit.name if self.unit else "",
            **self.facts,
        }
        return str(SENTENCES[self.kind]) % values

    @property
    def short(self) -> str:
        """In a word or two."""
        return str(SHORT.get(self.kind, ""))

    @property
    def about_routing(self) -> bool:
        """Is it mended among the rules of routing?"""
        return self.kind not in {GapKind.FUNCTION_WITHOUT_UNIT, GapKind.VACANT_LEADER}

    @property
    def serious(self) -> bool:
        """Does something land elsewhere than meant, or nowhere?"""
        return self.kind not in {
            GapKind.DISTRICT_WITHOUT_RULE,
            GapKind.AGES_UNCOVERED,
            GapKind.RULE_FOR_UNKNOWN_DISTRICT,
            GapKind.VACANT_LEADER,
        }


def gaps(setup: Board, *, functions: Iterable[tuple[str, str]] = ()) -> list[Gap]:
    """Everything missing on the day of the set-up. `functions`: code and name of what the law asks of a coordinating unit."""
    return [*_units(setup), *_functions(setup, functions), *_rules(setup), *_ages(setup), *_districts(setup)]


def _units(setup: Board) -> Iterator[Gap]:
    coordinating = setup.coordinating()
    if not coordinating:
        yield Gap(GapKind.NO_COORDINATING_UNIT)
    routed = {rule.unit_id for rule in setup.rules}
    for unit in setup.units.values():
        if setup.is_open(unit) and (unit in coordinating or unit.pk in routed) and not setup.leaders(unit):
            yield Gap(GapKind.VACANT_LEADER, unit=unit)


def _functions(setup: Board, functions: Iterable[tuple[str, str]]) -> Iterator[Gap]:
    carried = {code for unit in setup.units.values() if setup.is_open(unit) for code in unit.functions}
    for code, name in functions:
        if code not in carried:
            yield Gap(GapKind.FUNCTION_WITHOUT_UNIT, facts={"function": name})


def _rules(setup: Board) -> Iterator[Gap]:
    if not any(takes_all(rule) for rule in setup.rules):
        yield Gap(GapKind.NO_FALLBACK)
    for place, rule in enumerate(setup.rules):
        unit = setup.units[rule.unit_id]
        if not setup.is_open(unit):
            yield Gap(GapKind.CLOSED_UNIT, rule, unit)
        elif not setup.caseworkers(unit):
            yield Gap(GapKind.UNIT_WITHOUT_CASEWORKER, rule, unit)
        if rule.responsible and not setup.works(rule.responsible):
            yield Gap(GapKind.RESPONSIBLE_HAS_LEFT, rule, unit)
        hiding = next((earlier for earlier in setup.rules[:place] if _covers(earlier, rule)), None)
        if hiding:
            yield Gap(GapKind.NEVER_REACHED, rule, unit, {"other": hiding.order})


def _covers(earlier: RoutingRule, later: RoutingRule) -> bool:
    """Does everything the later rule takes fit the earlier one?"""
    words = (name for name in CONDITIONS if not name.startswith("age"))
    if any(getattr(earlier, name) not in ("", getattr(later, name)) for name in words):
        return False
    if earlier.age_from is None and earlier.age_to is None:
        return True
    if later.age_from is None and later.age_to is None:
        return False
    first, last = _span(earlier)
    return first <= _span(later)[0] and _span(later)[1] <= last


def _span(rule: RoutingRule) -> tuple[int, int]:
    return rule.age_from or 0, OLDEST if rule.age_to is None else rule.age_to


def _ages(setup: Board) -> Iterator[Gap]:
    """Where rules go by age, which ages none of them takes."""
    spans = sorted(_span(rule) for rule in setup.rules if rule.age_from is not None or rule.age_to is not None)
    if not spans:
        return
    upto = -1
    for first, last in [*spans, (OLDEST + 1, OLDEST + 1)]:
        if first > upto + 1:
            yield Gap(GapKind.AGES_UNCOVERED, facts={"first": upto + 1, "last": first - 1})
        upto = max(upto, last)


def _districts(setup: Board) -> Iterator[Gap]:
    named = {rule.district for rule in setup.rules if rule.district}
    known = set(setup.districts.values())
    if named:
        for district in sorted(known - named):
            yield Gap(GapKind.DISTRICT_WITHOUT_RULE, facts={"district": district})
    for rule in setup.rules:
        if rule.district and rule.district not in known:
            yield Gap(GapKind.RULE_FOR_UNKNOWN_DISTRICT, rule, facts={"district": rule.district})
