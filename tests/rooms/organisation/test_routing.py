"""Where a notice lands, as a table; and that the preview says the same."""

from datetime import timedelta

import pytest

from knutepunkt.organisation import operations
from knutepunkt.organisation.board import board
from knutepunkt.organisation.gaps import SENTENCES, GapKind, gaps
from knutepunkt.organisation.models import Unit
from knutepunkt.organisation.routing import NoUnit, RoutingFacts, decide, route

PLAN = "plan-or-coordinator"


def facts(kind=PLAN, **more):
    return RoutingFacts(kind, **more)


# name, facts, unit, responsible, order of the rule (None: a gap), warnings
CASES = [
    ("child of 17 in the north", facts(postcode="7010", age=17), "child-north", "child-north", 60, []),
    ("18 in the north", facts(postcode="7010", age=18), "adult-north", "adult-north", 61, []),
    ("the north's other postcode", facts(postcode="7011", age=55), "adult-north", "adult-north", 61, []),
    ("new-born in the north", facts(postcode="7010", age=0), "child-north", "child-north", 60, []),
    ("99 in the north", facts(postcode="7010", age=99), "adult-north", "adult-north", 61, []),
    ("17 in the south", facts(postcode="7050", age=17), "child-south", "child-south", 62, []),
    ("18 in the south", facts(postcode="7050", age=18), "adult-south", "adult-south", 65, []),
    ("the district said, no postcode", facts(district="nord", age=40), "adult-north", "adult-north", 61, []),
    (
        "the district said goes before the postcode",
        facts(district="sør", postcode="7010", age=40),
        "adult-south",
        "adult-south",
        65,
        [],
    ),
    ("a district no rule names", facts(postcode="7080", age=40), "top", "top", None, ["no-rule"]),
    ("a postcode of no district", facts(postcode="9999", age=40), "top", "top", None, ["no-rule"]),
    ("age not known", facts(postcode="7010"), "top", "top", None, ["no-rule"]),
    ("protected address: neither district nor postcode", facts(age=40), "top", "top", None, ["no-rule"]),
    ("nothing known", facts(), "top", "top", None, ["no-rule"]),
    (
        "discharge from the ward with a rule",
        facts("discharge", ward="90998", postcode="7050", age=40),
        "discharge",
        "discharge",
        10,
        [],
    ),
    (
        "discharge from another ward",
        facts("discharge", ward="91090", postcode="7050", age=40),
        "adult-south",
        "adult-south",
        65,
        [],
    ),
    (
        "the ward alone is not enough",
        facts("own-request", ward="90998", postcode="7010", age=40),
        "adult-north",
        "adult-north",
        61,
        [],
    ),
    ("a rule that has ended is passed by", facts("discharge", ward="90998"), "discharge", "discharge", 10, []),
    (
        "message type and age",
        facts("discharge", message_type="HELSEOPPL_SOKNAD", postcode="7050", age=18),
        "adult-north",
        "second",
        20,
        [],
    ),
    (
        "message type below the age",
        facts("discharge", message_type="HELSEOPPL_SOKNAD", postcode="7050", age=17),
        "child-south",
        "child-south",
        62,
        [],
    ),
    (
        "another message type",
        facts("discharge", message_type="LOG_INNLAGT", postcode="7050", age=18),
        "adult-south",
        "adult-south",
        65,
        [],
    ),
    (
        "the first rule that fits wins",
        facts("discharge", ward="90998", message_type="HELSEOPPL_SOKNAD", age=18),
        "discharge",
        "discharge",
        10,
        [],
    ),
    ("closed unit: one level up", facts(place_of_stay="prison", age=40), "health", "health", 30, ["closed-unit"]),
    ("closes tomorrow: still open", facts(place_of_stay="student", age=20), "closes-later", "closes-later", 31, []),
    ("opens tomorrow: one level up", facts(place_of_stay="rehabilitation", age=20), "top", "top", 32, ["closed-unit"]),
    (
        "unit without caseworker: one level up",
        facts(place_of_stay="nursing-home", age=80),
        "health",
        "health",
        40,
        ["vacant-unit"],
    ),
    (
        "two empty units: two levels up",
        facts(place_of_stay="institution", age=80),
        "health",
        "health",
        41,
        ["vacant-unit"],
    ),
    (
        "place of stay goes before district",
        facts(place_of_stay="student", postcode="7010", age=20),
        "closes-later",
        "closes-later",
        31,
        [],
    ),
    (
        "at home is no rule's place",
        facts(place_of_stay="home", postcode="7010", age=20),
        "adult-north",
        "adult-north",
        61,
        [],
    ),
    ("sector of work", facts(sector="work", postcode="7010", age=30), "nav", "nav", 50, []),
    ("another sector", facts(sector="education", postcode="7010", age=12), "child-north", "child-north", 60, []),
    (
        "the caseworker left: the unit's other",
        facts("own-request", postcode="7050", age=40),
        "adult-south",
        "adult-south",
        63,
        ["vacant-post"],
    ),
    (
        "the caseworker left: the deputy",
        facts("unaddressed", postcode="7050", age=40),
        "adult-south",
        "second",
        64,
        ["vacant-post"],
    ),
]


@pytest.mark.story("S1.1")
@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_where_it_lands(town, case):
    _name, given, unit, responsible, order, warnings = case
    routed = route(town.world.lyngvik.id, given, on=town.at.date())
    rule = routed.rule.order if routed.rule else None
    assert (routed.unit, routed.responsible, rule, list(routed.warnings)) == (
        town.unit[unit],
        town.people[responsible],
        order,
        warnings,
    )


def test_there_are_at_least_thirty_cases():
    assert len(CASES) >= 30


class TestDeputies:
    def test_the_one_registered_steps_in_on_the_days_registered(self, town):
        given = facts("discharge", ward="90998")
        today = route(town.world.lyngvik.id, given, on=town.at.date())
        tomorrow = route(town.world.lyngvik.id, given, on=town.at.date() + timedelta(days=1))
        assert (today.deputy, tomorrow.deputy) == (town.people["health"], None)

    def test_without_one_registered_the_units_next_caseworker(self, town):
        routed = route(town.world.lyngvik.id, facts(postcode="7010", age=40), on=town.at.date())
        assert routed.deputy == town.people["second"]


class TestNobodyThere:
    def test_without_any_caseworker_the_unit_gets_it_and_it_is_said(self, town):
        for role in board(town.world.lyngvik.id, on=town.at.date()).roles:
            operations.end_role(held=role, by=town.by, at=town.at - timedelta(days=1))
        routed = route(town.world.lyngvik.id, facts(postcode="7010", age=40), on=town.at.date())
        assert (routed.unit, routed.responsible) == (town.unit["adult-north"], None)
        assert list(routed.warnings) == ["vacant-unit", "nobody"]

    def test_without_any_open_unit_it_is_refused_in_a_sentence(self, town):
        Unit.objects.update(closed_on=town.at.date(), opened_on=None)
        with pytest.raises(NoUnit, match="Set up a coordinating unit"):
            route(town.world.lyngvik.id, facts(), on=town.at.date())

    def test_a_fallback_takes_the_gaps(self, town):
        town.rule(999, "discharge")
        routed = route(town.world.lyngvik.id, facts(), on=town.at.date())
        assert (routed.unit, routed.rule.order, routed.warnings) == (town.unit["discharge"], 999, ())


def test_another_organisations_set_up_is_used_when_delivering_there(town):
    other, unit, eva = town.world.neighbour()
    with town.world.acting(town.world.actor(town.world.ingrid)):
        routed = route(other.id, facts(postcode="7010", age=40), on=town.at.date())
        assert not Unit.objects.filter(pk=unit.pk).exists()
    assert (routed.unit, routed.responsible) == (unit, eva)


def test_it_takes_five_statements_however_many_rules(town, django_assert_num_queries):
    with django_assert_num_queries(5):
        route(town.world.lyngvik.id, facts(postcode="7010", age=40), on=town.at.date())


@pytest.mark.parametrize("given", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_from_a_set_up_already_read_it_is_the_same(town, given):
    setup = board(town.world.lyngvik.id, on=town.at.date())
    assert decide(setup, given) == route(town.world.lyngvik.id, given, on=town.at.date())


class TestGaps:
    def found(self, town, **more):
        return gaps(board(town.world.lyngvik.id, on=town.at.date()), **more)

    def test_all_that_is_wrong_with_the_town(self, town):
        seen = {(gap.kind, gap.rule.order if gap.rule else None) for gap in self.found(town)}
        assert seen - {("vacant-leader", None)} == {
            (GapKind.NO_FALLBACK, None),
            (GapKind.CLOSED_UNIT, 30),
            (GapKind.CLOSED_UNIT, 32),
            (GapKind.UNIT_WITHOUT_CASEWORKER, 40),
            (GapKind.UNIT_WITHOUT_CASEWORKER, 41),
            (GapKind.RESPONSIBLE_HAS_LEFT, 63),
            (GapKind.RESPONSIBLE_HAS_LEFT, 64),
            (GapKind.DISTRICT_WITHOUT_RULE, None),
        }

    def test_every_kind_has_its_sentence_and_those_of_a_rule_a_short_word(self, town):
        assert set(SENTENCES) == set(GapKind)
        assert all(gap.short for gap in self.found(town) if gap.rule)

    def test_the_units_without_a_leader(self, town):
        vacant = {gap.unit.name for gap in self.found(town) if gap.kind == GapKind.VACANT_LEADER}
        assert "Koordinerende enhet" not in vacant
        assert "NAV Lyngvik" in vacant
        town.employ("boss", "The boss", town.unit["nav"], role="leader")
        assert "NAV Lyngvik" not in {gap.unit.name for gap in self.found(town) if gap.kind == GapKind.VACANT_LEADER}

    def test_a_rule_hidden_by_one_before_it(self, town):
        town.rule(70, "nav", district="nord", age_from=20, age_to=30)
        hidden = [gap for gap in self.found(town) if gap.kind == GapKind.NEVER_REACHED]
        assert [(gap.rule.order, gap.facts["other"]) for gap in hidden] == [(70, 61)]
        assert str(hidden[0]) == "Rule 70 is never reached: rule 61 before it takes everything it would take."

    def test_ages_no_rule_takes(self, town):
        for order in (20, 61, 63, 64, 65):
            operations.change_routing_rule(rule=town.rules[order], by=town.by, at=town.at, age_from=20, age_to=66)
        assert [gap.facts for gap in self.found(town) if gap.kind == GapKind.AGES_UNCOVERED] == [
            {"first": 18, "last": 19},
            {"first": 67, "last": 120},
        ]

    def test_a_district_without_postcodes_and_one_without_rule(self, town):
        town.rule(71, "nav", district="øst")
        named = {gap.kind: gap.facts.get("district") for gap in self.found(town) if "district" in gap.facts}
        assert named == {GapKind.DISTRICT_WITHOUT_RULE: "vest", GapKind.RULE_FOR_UNKNOWN_DISTRICT: "øst"}

    def test_a_function_nobody_carries(self, town):
        asked = [("appoint", "Appoint coordinators"), ("train", "Train the coordinators")]
        operations.change_unit(unit=town.unit["nav"], by=town.by, at=town.at, functions=["train"])
        missing = [gap for gap in self.found(town, functions=asked) if gap.kind == GapKind.FUNCTION_WITHOUT_UNIT]
        assert [gap.facts for gap in missing] == [{"function": "Appoint coordinators"}]

    def test_a_well_kept_office_has_none(self, world):
        by = world.loader()
        operations.add_routing_rule(by=by, at=world.at, organisation_id=world.lyngvik.id, order=1, unit=world.office)
        assert gaps(board(world.lyngvik.id, on=world.at.date())) == []
