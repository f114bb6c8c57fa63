"""Lyngvik with two districts, offices for children and adults, and rules of all kinds."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from knutepunkt.organisation import operations


class Town:
    def __init__(self, world):
        self.world = world
        self.by = world.loader()
        self.at = world.at
        self.unit = {"top": world.office}
        self.people = {"top": world.ingrid}
        self._units()
        self._staff()
        self._postcodes()
        self.rules = {}
        self._rules()

    def _units(self):
        top = self.world.office
        closed = self.at.date() - timedelta(days=1)
        self.make("health", "Helse og mestring", parent=top)
        self.make("child-north", "Barnekontoret nord", parent=top, target_group="child")
        self.make("adult-north", "Voksenkontoret nord", parent=top, target_group="adult")
        self.make("child-south", "Barnekontoret sør", parent=top, target_group="child")
        self.make("adult-south", "Voksenkontoret sør", parent=top, target_group="adult")
        self.make("closed", "Det gamle kontoret", parent=self.unit["health"], closed_on=closed)
        self.make("closes-later", "Kontoret som legges ned", parent=top, closed_on=self.at.date() + timedelta(days=1))
        self.make("not-yet", "Det nye kontoret", parent=top, opened_on=self.at.date() + timedelta(days=1))
        self.make("empty", "Det tomme kontoret", parent=self.unit["health"])
        self.make("empty-below-empty", "Enda et tomt kontor", parent=self.unit["empty"])
        self.make("discharge", "Tildelingskontoret", parent=top)
        self.make("nav", "NAV Lyngvik", parent=top, sector="work")

    def make(self, key, name, **more):
        more.setdefault("sector", "health")
        self.unit[key] = operations.create_unit(
            by=self.by, at=self.at, organisation_id=self.world.lyngvik.id, name=name, kind="office", **more
        )

    def _staff(self):
        for key in (
            "health",
            "child-north",
            "adult-north",
            "child-south",
            "adult-south",
            "closed",
            "closes-later",
            "not-yet",
            "discharge",
            "nav",
        ):
            self.employ(key, f"Caseworker {key}", self.unit[key])
        self.employ("second", "Second adult north", self.unit["adult-north"], days=30)
        self.employ("left", "Left last week", self.unit["adult-south"], role_ends=self.at - timedelta(days=7))
        self.employ("left-with-deputy", "Left too", self.unit["adult-south"], role_ends=self.at - timedelta(days=7))
        operations.set_deputy(
            staff=self.people["left-with-deputy"],
            deputy=self.people["second"],
            by=self.by,
            at=self.at,
            valid_from=date(2026, 1, 1),
        )
        operations.set_deputy(
            staff=self.people["discharge"], deputy=self.people["health"], by=self.by, at=self.at,
            valid_from=self.at.date(), valid_to=self.at.date(),
        )  # fmt: skip

    def employ(self, key, name, unit, *, role="caseworker", days=100, role_ends=None):
        staff = operations.employ(
            by=self.by,
            at=self.at,
            organisation_id=self.world.lyngvik.id,
            name=name,
            title="rådgiver",
            unit=unit,
            sector=unit.sector,
        )
        operations.give_role(
            staff=staff,
            role=role,
            unit=unit,
            by=self.by,
            at=self.at,
            valid_from=self.at - timedelta(days=days),
            valid_to=role_ends,
        )
        self.people[key] = staff

    def _postcodes(self):
        for district, postcodes in {"nord": ["7010", "7011"], "sør": ["7050"], "vest": ["7080"]}.items():
            operations.set_postcodes(
                organisation_id=self.world.lyngvik.id, district=district, postcodes=postcodes, by=self.by, at=self.at
            )

    def rule(self, order, unit, responsible=None, **conditions):
        self.rules[order] = operations.add_routing_rule(
            by=self.by, at=self.at, organisation_id=self.world.lyngvik.id, order=order, unit=self.unit[unit],
            responsible=self.people[responsible] if responsible else None, **conditions,
        )  # fmt: skip

    def _rules(self):
        today = self.at.date()
        self.rule(5, "health", kind="discharge", ward="90998", valid_to=today - timedelta(days=1))
        self.rule(10, "discharge", "discharge", kind="discharge", ward="90998")
        self.rule(20, "adult-north", "second", kind="discharge", message_type="HELSEOPPL_SOKNAD", age_from=18)
        self.rule(30, "closed", "closed", place_of_stay="prison")
        self.rule(31, "closes-later", place_of_stay="student")
        self.rule(32, "not-yet", place_of_stay="rehabilitation")
        self.rule(40, "empty", place_of_stay="nursing-home")
        self.rule(41, "empty-below-empty", place_of_stay="institution")
        self.rule(50, "nav", sector="work")
        self.rule(60, "child-north", district="nord", age_to=17)
        self.rule(61, "adult-north", district="nord", age_from=18)
        self.rule(62, "child-south", district="sør", age_to=17)
        self.rule(63, "adult-south", "left", kind="own-request", district="sør", age_from=18)
        self.rule(64, "adult-south", "left-with-deputy", kind="unaddressed", district="sør", age_from=18)
        self.rule(65, "adult-south", district="sør", age_from=18)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def town(world):
    return Town(world)
