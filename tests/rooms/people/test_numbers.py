from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knutepunkt.people.numbers import (
    NO_NUMBER,
    NumberKind,
    NumberRefused,
    RefusalReason,
    Sex,
    Synthetic,
    classify,
    masked,
    synthetic,
)

TODAY = date(2026, 11, 21)
NEW_RULE = date(2032, 1, 1)
SHARED = Path(__file__).parents[4] / "shared" / "data" / "identity_numbers.json"


def on_test(value: str, *, on: date = TODAY, said: NumberKind | None = None):
    return classify(value, on=on, test_installation=True, said=said)


def in_production(value: str, *, on: date = TODAY):
    return classify(value, on=on, test_installation=False)


def with_check_digits(nine: str) -> str:
    """Worked out here in the textbook way, independently of the code under test."""
    first = 11 - sum(int(d) * w for d, w in zip(nine, (3, 7, 6, 1, 8, 9, 4, 5, 2), strict=True)) % 11
    assert first != 10
    ten = f"{nine}{first % 11}"
    second = 11 - sum(int(d) * w for d, w in zip(ten, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
    assert second != 10
    return f"{ten}{second % 11}"


def usable(start: str, individuals: range) -> str:
    for individual in individuals:
        try:
            return with_check_digits(f"{start}{individual:03}")
        except AssertionError:
            continue
    raise AssertionError(start)


@pytest.mark.parametrize(
    ("start", "individuals", "kind", "maker", "born"),
    [
        ("178590", range(200, 300), NumberKind.FNR, Synthetic.TENOR, date(1990, 5, 17)),
        ("026880", range(310, 400), NumberKind.FNR, Synthetic.NHN, date(1980, 3, 2)),
        ("705112", range(600, 700), NumberKind.DNR, Synthetic.DOLLY, date(2012, 11, 30)),
        ("498175", range(150, 250), NumberKind.DNR, Synthetic.TENOR, date(1975, 1, 9)),
        ("018615", range(700, 800), NumberKind.FNR, Synthetic.TENOR, date(2015, 6, 1)),
        ("019299", range(500, 600), NumberKind.FNR, Synthetic.TENOR, date(1899, 12, 1)),
        ("019245", range(900, 999), NumberKind.FNR, Synthetic.TENOR, date(1945, 12, 1)),
    ],
)
def test_a_synthetic_number_is_taken_on_test_and_refused_in_production(start, individuals, kind, maker, born):
    value = usable(start, individuals)

    number = on_test(value)

    assert (number.kind, number.synthetic, number.birth_date) == (kind, maker, born)
    with pytest.raises(NumberRefused) as refused:
        in_production(value)
    assert refused.value.reason is RefusalReason.SYNTHETIC


def test_a_month_raised_by_forty_is_a_local_number_in_production_and_when_the_sender_says_so():
    value = usable("305112", range(600, 700))

    assert in_production(value).kind is NumberKind.HNR
    assert in_production(value).synthetic is None
    assert on_test(value, said=NumberKind.HNR).kind is NumberKind.HNR
    assert on_test(value).synthetic is Synthetic.DOLLY
    assert on_test(value).birth_date == date(2012, 11, 30)


def test_a_month_raised_by_forty_said_to_be_from_the_national_register_is_refused_in_production():
    with pytest.raises(NumberRefused) as refused:
        classify(usable("305112", range(600, 700)), on=TODAY, test_installation=False, said=NumberKind.FNR)
    assert refused.value.reason is RefusalReason.SYNTHETIC


@pytest.mark.parametrize("first", ["8", "9"])
def test_a_joint_help_number_is_taken_everywhere_and_has_no_birth_date(first):
    value = usable(f"{first}12345", range(600, 700))

    assert in_production(value).kind is NumberKind.FH
    assert on_test(value).birth_date is None


@pytest.mark.parametrize("value", [None, "", "   "])
def test_no_number_is_a_kind_of_its_own(value):
    assert classify(value, on=TODAY, test_installation=False) == NO_NUMBER


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("1785902", RefusalReason.NOT_ELEVEN_DIGITS),
        ("1785902O100", RefusalReason.NOT_ELEVEN_DIGITS),
        ("１７８５９０２０１００", RefusalReason.NOT_ELEVEN_DIGITS),
        (usable("318490", range(100, 200)), RefusalReason.NO_SUCH_DATE),
        (usable("019345", range(600, 700)), RefusalReason.NO_SUCH_DATE),
        (usable("019245", range(600, 700)), RefusalReason.NO_SUCH_DATE),
    ],
)
def test_a_number_that_is_not_formally_valid_is_refused_with_its_reason(value, reason):
    with pytest.raises(NumberRefused) as refused:
        on_test(value)
    assert refused.value.reason is reason


@pytest.mark.parametrize("position", range(9))
def test_one_wrong_digit_is_always_found(position):
    value = synthetic(date(1990, 5, 17), 3)
    for digit in "0123456789":
        typed = value[:position] + digit + value[position + 1 :]
        if typed != value:
            with pytest.raises(NumberRefused):
                on_test(typed)


def test_no_refusal_and_no_repr_holds_the_number():
    value = synthetic(date(1990, 5, 17), 0)

    with pytest.raises(NumberRefused) as refused:
        in_production(value)

    assert value not in f"{refused.value} {refused.value!r} {on_test(value)} {on_test(value)!r}"
    assert value[6:] not in f"{refused.value!r} {on_test(value)!r}"


def test_the_newer_check_digit_rule_holds_from_its_day_only():
    value = newer_number()

    with pytest.raises(NumberRefused) as refused:
        on_test(value, on=date(2031, 12, 31))
    assert refused.value.reason is RefusalReason.CHECK_DIGITS
    assert on_test(value, on=NEW_RULE).birth_date == date(1990, 5, 17)
    assert on_test(value, on=NEW_RULE).sex is None


def newer_number() -> str:
    """A number whose first remainder is two."""
    nine = "178590310"
    first = (2 - sum(int(d) * w for d, w in zip(nine, (3, 7, 6, 1, 8, 9, 4, 5, 2), strict=True))) % 11
    ten = f"{nine}{first}"
    second = -sum(int(d) * w for d, w in zip(ten, (5, 4, 3, 2, 7, 6, 5, 4, 3, 2), strict=True)) % 11
    assert 10 not in {first, second}
    return f"{ten}{second}"


def test_spaces_and_a_hyphen_do_not_matter():
    value = synthetic(date(1990, 5, 17), 0)

    assert on_test(f" {value[:6]}\u00a0{value[6:]} ").value == value
    assert on_test(f"{value[:6]}-{value[6:]}").value == value


def test_masking_leaves_the_first_six_digits():
    assert masked("01019012345") == "010190 *****"
    assert masked("") == ""


def test_synthetic_numbers_of_a_date_are_all_different_and_of_the_sex_asked_for():
    born = date(1971, 2, 28)

    women = [on_test(synthetic(born, sequence, sex=Sex.FEMALE)) for sequence in range(20)]

    assert {number.sex for number in women} == {Sex.FEMALE}
    assert len({number.value for number in women}) == 20


def test_a_date_without_numbers_left_is_said():
    with pytest.raises(ValueError, match="not that many"):
        synthetic(date(1971, 2, 28), 2000)


@given(st.dates(date(1854, 1, 1), date(2039, 12, 31)), st.integers(0, 60))
def test_a_synthetic_number_is_valid_and_gives_its_birth_date_back(born, sequence):
    number = on_test(synthetic(born, sequence))

    assert (number.birth_date, number.synthetic, number.kind) == (born, Synthetic.TENOR, NumberKind.FNR)


@pytest.mark.skipif(not SHARED.exists(), reason="the national vectors are not here")
def test_the_national_vectors():
    for name, values in json.loads(SHARED.read_text())["vectors"].items():
        for value in values:
            if name.startswith("2032"):
                with pytest.raises(NumberRefused):
                    on_test(value)
                assert on_test(value, on=NEW_RULE).kind is NumberKind.FNR
            else:
                assert on_test(value).value == value
