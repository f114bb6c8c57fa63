from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knutepunkt import law
from knutepunkt.law import OSLO, OfficeHours, due_at, due_on, is_working_day, next_working_day
from knutepunkt.law.calendar import LAST_SECOND

TODAY = date(2026, 11, 21)
OFFICE = OfficeHours.same_each_day(time(8), time(15, 30))
NO_EVES = OfficeHours.same_each_day(time(8), time(15, 30), every_year=[(12, 24, None), (12, 31, time(12))])


def oslo(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=OSLO)


def deadline(key: str):
    return law.on(TODAY).deadline(key)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),
        date(2026, 4, 2),  # Maundy Thursday
        date(2026, 4, 3),
        date(2026, 4, 6),  # Easter Monday
        date(2026, 5, 1),
        date(2026, 5, 14),  # Ascension Day
        date(2027, 5, 17),
        date(2026, 5, 25),  # Whit Monday
        date(2026, 12, 25),
        date(2026, 11, 21),  # a Saturday
        date(2026, 11, 22),
    ],
)
def test_holidays_and_weekends_do_not_count(day):
    assert not is_working_day(day)


def test_the_eves_count_unless_the_office_is_closed_on_them():
    assert is_working_day(date(2026, 12, 24))
    assert not is_working_day(date(2026, 12, 24), NO_EVES)
    assert NO_EVES.on(date(2026, 12, 31)) == (time(8), time(12))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (oslo(2026, 11, 18, 10), oslo(2026, 11, 20, 15, 30)),  # Wednesday to Friday
        (oslo(2026, 11, 19, 15, 29), oslo(2026, 11, 23, 15, 30)),  # over a weekend
        (oslo(2026, 11, 19, 15, 30), oslo(2026, 11, 24, 15, 30)),  # at closing counts as the next working day
        (oslo(2026, 11, 21, 12), oslo(2026, 11, 25, 15, 30)),  # on a Saturday
        (oslo(2026, 11, 18, 3), oslo(2026, 11, 20, 15, 30)),  # before opening
        (oslo(2026, 4, 1, 10), oslo(2026, 4, 8, 15, 30)),  # over Easter
        (oslo(2026, 12, 30, 10), oslo(2027, 1, 4, 15, 30)),  # over the new year: 31 December, then 4 January
        (oslo(2027, 5, 14, 10), oslo(2027, 5, 19, 15, 30)),  # Whit Monday is 17 May that year
        (datetime(2026, 11, 18, 14, 29, tzinfo=UTC), oslo(2026, 11, 20, 15, 30)),  # 15:29 in Oslo
        (datetime(2026, 11, 18, 14, 30, tzinfo=UTC), oslo(2026, 11, 23, 15, 30)),  # 15:30 in Oslo
    ],
)
def test_a_notice_is_acknowledged_within_two_working_days(received, due):
    assert due_at(received, deadline("acknowledge-notice"), OFFICE) == due


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (oslo(2026, 11, 20, 7), oslo(2026, 11, 20, 15, 30)),
        (oslo(2026, 11, 20, 15, 29), oslo(2026, 11, 20, 15, 30)),
        (oslo(2026, 11, 20, 15, 30), oslo(2026, 11, 23, 15, 30)),
        (oslo(2026, 11, 21, 9), oslo(2026, 11, 23, 15, 30)),
        (oslo(2026, 12, 23, 16), oslo(2026, 12, 28, 15, 30)),
        (oslo(2026, 12, 31, 11), oslo(2026, 12, 31, 12)),
        (oslo(2026, 12, 31, 12), oslo(2027, 1, 4, 15, 30)),
    ],
)
def test_a_discharge_is_acknowledged_before_closing_the_same_day(received, due):
    assert due_at(received, deadline("acknowledge-discharge"), NO_EVES) == due


def test_an_office_open_on_other_days_counts_its_own_days():
    market_town = OfficeHours(
        week=(None, (time(9), time(18)), (time(9), time(12)), None, (time(9), time(14)), None, None),
        closed=frozenset({date(2026, 11, 27)}),
    )

    assert due_at(oslo(2026, 11, 24, 17), deadline("acknowledge-notice"), market_town) == oslo(2026, 12, 1, 18)


def test_the_office_s_own_closing_days_do_not_lengthen_what_follows_from_law():
    closed_all_week = OfficeHours.same_each_day(
        time(8), time(15), closed=[date(2026, 11, 23) + timedelta(days=ahead) for ahead in range(5)]
    )

    assert due_on(date(2026, 11, 20), deadline("contact-doctor"), closed_all_week) == date(2026, 11, 23)
    assert due_on(date(2026, 11, 20), deadline("acknowledge-notice"), closed_all_week) == date(2026, 12, 1)


def test_hours_run_by_the_clock_also_when_the_clock_is_changed():
    hospital = deadline("hospital-notice")

    assert due_at(oslo(2026, 3, 28, 12), hospital, OFFICE) == oslo(2026, 3, 29, 13)
    assert due_at(oslo(2026, 10, 24, 12), hospital, OFFICE) == oslo(2026, 10, 25, 11)
    assert due_at(oslo(2026, 11, 20, 12), deadline("breach"), OFFICE) == oslo(2026, 11, 23, 12)


def test_an_office_that_closes_in_the_hour_that_is_skipped_still_has_a_moment_that_exists():
    night = OfficeHours.same_each_day(time(0), time(2, 30), weekdays=range(7))

    due = due_at(oslo(2026, 3, 28, 1), deadline("acknowledge-notice").with_amount(1), night)

    assert due.astimezone(UTC).astimezone(OSLO).time() == due.time() == time(3, 30)


@pytest.mark.parametrize(
    ("told", "due"),
    [
        (date(2026, 11, 20), date(2026, 12, 18)),
        (date(2026, 11, 27), date(2026, 12, 28)),  # 25 December moves past the weekend
        (date(2026, 11, 28), date(2026, 12, 28)),  # 26 December too
        (date(2026, 12, 4), date(2027, 1, 4)),  # 1 January
        (date(2026, 3, 6), date(2026, 4, 7)),  # Good Friday
    ],
)
def test_four_weeks_to_complain_do_not_end_on_a_holiday(told, due):
    assert due_on(told, deadline("complaint-health")) == due


def test_days_and_months_end_with_their_last_day():
    assert due_at(oslo(2026, 11, 20, 10), deadline("coordinator-offered"), OFFICE) == oslo(2026, 12, 4, 23, 59, 59)
    assert due_on(date(2026, 8, 31), deadline("plan-revision-child")) == date(2027, 2, 28)
    assert due_on(date(2027, 12, 15), deadline("plan-revision")) == date(2028, 12, 15)
    assert due_on(date(2026, 1, 31), deadline("agreement-sent")) == date(2026, 2, 28)


def test_the_default_office_is_open_on_weekdays_and_closed_on_the_eves():
    default = law.on(TODAY).office_hours()

    assert default.is_open(oslo(2026, 11, 20, 9))
    assert not default.is_open(oslo(2026, 11, 20, 16))
    assert not default.is_open(oslo(2026, 11, 21, 9))
    assert default.on(date(2026, 12, 24)) is None


def test_office_hours_that_make_no_sense_are_refused():
    with pytest.raises(ValueError, match="at least one"):
        OfficeHours(week=(None,) * 7)
    with pytest.raises(ValueError, match="before it closes"):
        OfficeHours.same_each_day(time(16), time(8))


def test_an_office_closed_all_year_is_said_instead_of_searched_for_ever():
    closed = [TODAY + timedelta(days=ahead) for ahead in range(800)]

    with pytest.raises(ValueError, match="closed for a whole year"):
        next_working_day(TODAY, OfficeHours.same_each_day(time(8), time(15), closed=closed))


def test_a_moment_without_a_time_zone_and_hours_without_a_moment_are_refused():
    with pytest.raises(ValueError, match="time zone"):
        due_at(datetime(2026, 11, 20, 10), deadline("breach"), OFFICE)
    with pytest.raises(ValueError, match="needs a time of day"):
        due_on(TODAY, deadline("breach"))


@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31)), st.integers(0, 10))
def test_a_working_day_deadline_always_ends_ahead_when_the_office_closes(moment, days):
    received = moment.replace(tzinfo=OSLO)

    due = due_at(received, deadline("acknowledge-notice").with_amount(days), NO_EVES)

    hours = NO_EVES.on(due.date())
    assert due > received
    assert hours is not None
    assert due.time() == hours[1] != LAST_SECOND
