from __future__ import annotations

from datetime import date

import pytest

from knutepunkt import law
from knutepunkt.law import Heard, Told, Who

TODAY = date(2026, 11, 21)


def born(years: int) -> date:
    return TODAY.replace(year=TODAY.year - years)


def asked(years: int | None, *situations: str, sector: str = "health"):
    birth_date = None if years is None else born(years)
    return law.on(TODAY).decides(birth_date, sector=sector, situations=situations)


@pytest.mark.parametrize(
    ("years", "who", "heard", "told"),
    [
        (0, Who.PARENTS, Heard.IF_ABLE, Told.BOTH_PARENTS),
        (6, Who.PARENTS, Heard.IF_ABLE, Told.BOTH_PARENTS),
        (7, Who.PARENTS, Heard.MUST, Told.BOTH_PARENTS),
        (11, Who.PARENTS, Heard.MUST, Told.BOTH_PARENTS),
        (12, Who.PARENTS, Heard.GREAT_WEIGHT, Told.UNLESS_WITHHELD),
        (15, Who.PARENTS, Heard.GREAT_WEIGHT, Told.UNLESS_WITHHELD),
        (16, Who.PERSON, Heard.NOT_ASKED, Told.WHAT_PARENTS_NEED),
        (17, Who.PERSON, Heard.NOT_ASKED, Told.WHAT_PARENTS_NEED),
        (18, Who.PERSON, Heard.NOT_ASKED, Told.BY_CONSENT),
        (90, Who.PERSON, Heard.NOT_ASKED, Told.BY_CONSENT),
    ],
)
def test_by_age_in_the_health_track(years, who, heard, told):
    decider = asked(years)

    assert (decider.who, decider.heard, decider.told) == (who, heard, told)


def test_the_day_before_the_birthday_is_still_the_younger_age():
    day_after = date(2010, 11, 22)

    assert law.on(TODAY).decides(day_after).who is Who.PARENTS
    assert law.on(date(2026, 11, 22)).decides(day_after).who is Who.PERSON
    assert law.on(TODAY).decides(day_after).until == date(2026, 11, 22)


@pytest.mark.parametrize("sector", ["school", "child-welfare"])
def test_fifteen_is_enough_at_school_and_in_child_welfare(sector):
    assert asked(15, sector=sector).who is Who.PERSON
    assert asked(14, sector=sector).who is Who.PARENTS


@pytest.mark.parametrize(
    ("years", "situations", "who", "key"),
    [
        (None, ["unborn"], Who.PARENTS, "unborn"),
        (None, [], Who.NOBODY, "age-unknown"),
        (13, ["withheld-from-parents"], Who.PERSON, "child-withheld"),
        (11, ["withheld-from-parents"], Who.PARENTS, "child-heard"),
        (16, ["without-competence"], Who.PARENTS, "youth-without-competence"),
        (8, ["parents-disagree"], Who.NOBODY, "parents-disagree"),
        (8, ["parents-disagree", "everyday-care"], Who.PARENTS, "parents-disagree-everyday"),
        (16, ["parents-disagree"], Who.PERSON, "youth"),
        (8, ["custody-taken-over"], Who.CHILD_WELFARE, "custody-taken-over"),
        (8, ["custody-taken-over", "parents-disagree"], Who.CHILD_WELFARE, "custody-taken-over"),
        (16, ["custody-taken-over"], Who.PERSON, "youth"),
        (16, ["custody-taken-over", "without-competence"], Who.CHILD_WELFARE, "custody-taken-over-youth"),
        (40, ["without-competence"], Who.HEALTH_PERSONNEL, "adult-without-competence"),
        (40, ["without-competence", "has-representative"], Who.REPRESENTATIVE, "adult-represented"),
        (40, ["has-representative"], Who.PERSON, "adult"),
        (40, ["without-competence", "person-opposes"], Who.NOBODY, "adult-opposes"),
    ],
)
def test_by_situation(years, situations, who, key):
    decider = asked(years, *situations)

    assert (decider.who, decider.key) == (who, key)
    assert decider.legal_basis.nb


def test_one_parent_is_enough_for_everyday_care_only():
    assert asked(5, "everyday-care").one_parent_is_enough
    assert not asked(5).one_parent_is_enough


def test_a_situation_the_data_does_not_know_is_refused():
    with pytest.raises(law.NotInLaw, match="parents-quarrel"):
        asked(5, "parents-quarrel")


def test_who_is_a_child():
    assert law.on(TODAY).is_child(born(17))
    assert not law.on(TODAY).is_child(born(18))
    assert not law.on(TODAY).is_child(None)
