"""When a deadline runs out: Norwegian holidays, office hours, Oslo time.

An organisation's own closing days lengthen only deadlines it may set itself; a deadline that follows from law knows
weekends and public holidays alone. Days are counted from the day after the event.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from knutepunkt.law.entries import Deadline, OfficeHoursDefault, Unit

OSLO = ZoneInfo("Europe/Oslo")
LAST_SECOND = time(23, 59, 59)
WEEKDAYS = 7
SATURDAY = 5
_DAY = timedelta(days=1)
_LONGEST_CLOSURE = 366
_LAST_MONTH = 12

Hours = tuple[time, time]


@lru_cache(maxsize=64)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NO", years=year))


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When an office is open. `week` has seven places from Monday, None where closed that weekday.

    `closed` are single days; `every_year` are (month, day) with None for closed or a time for closing early.
    """

    week: tuple[Hours | None, ...]
    closed: frozenset[date] = frozenset()
    every_year: tuple[tuple[int, int, time | None], ...] = ()

    def __post_init__(self) -> None:
        if len(self.week) != WEEKDAYS or not any(self.week):
            raise ValueError("Office hours have seven weekdays, at least one of them open.")
        if any(hours is not None and hours[0] >= hours[1] for hours in self.week):
            raise ValueError("An office opens before it closes.")

    @classmethod
    def same_each_day(
        cls,
        opens: time,
        closes: time,
        *,
        weekdays: Iterable[int] = range(SATURDAY),
        closed: Iterable[date] = (),
        every_year: Iterable[tuple[int, int, time | None]] = (),
    ) -> OfficeHours:
        """Make hours that are the same every open weekday (Monday = 0)."""
        is_open = frozenset(weekdays)
        week = tuple((opens, closes) if weekday in is_open else None for weekday in range(WEEKDAYS))
        return cls(week=week, closed=frozenset(closed), every_year=tuple(every_year))

    @classmethod
    def from_default(cls, default: OfficeHoursDefault) -> OfficeHours:
        """Make hours from the entry of the law data."""
        parts = (day.split("-") for day in default.closed_every_year)
        return cls.same_each_day(
            default.opens,
            default.closes,
            weekdays=default.weekdays,
            every_year=[(int(month), int(day), None) for month, day in parts],
        )

    def on(self, day: date) -> Hours | None:
        """Give when the office opens and closes that day; None when it is closed."""
        hours = self.week[day.weekday()]
        if hours is None or day in self.closed or day in _public_holidays(day.year):
            return None
        for month, number, closes in self.every_year:
            if (day.month, day.day) == (month, number):
                return None if closes is None or closes <= hours[0] else (hours[0], min(closes, hours[1]))
        return hours

    def is_open(self, at: datetime) -> bool:
        """Say whether someone is there at that moment."""
        local = at.astimezone(OSLO)
        hours = self.on(local.date())
        return hours is not None and hours[0] <= local.time() < hours[1]


def is_working_day(day: date, hours: OfficeHours | None = None) -> bool:
    """Say whether a day counts: for the office when `hours` is given, else Monday to Friday without holidays."""
    if hours is not None:
        return hours.on(day) is not None
    return day.weekday() < SATURDAY and day not in _public_holidays(day.year)


def next_working_day(day: date, hours: OfficeHours | None = None) -> date:
    """Give the first working day after a day."""
    return first_working_day(day + _DAY, hours)


def first_working_day(day: date, hours: OfficeHours | None = None) -> date:
    """Give the day itself when it is a working day, else the next one."""
    for ahead in range(_LONGEST_CLOSURE):
        candidate = day + timedelta(days=ahead)
        if is_working_day(candidate, hours):
            return candidate
    raise ValueError("The office is closed for a whole year, so nothing can fall due.")


def due_on(day: date, deadline: Deadline, hours: OfficeHours | None = None) -> date:
    """Give the last day of a deadline that starts to run on `day`. Raises ValueError for one counted in hours."""
    if deadline.unit is Unit.HOURS:
        raise ValueError("A deadline in hours needs a time of day; use due_at.")
    counted_by = hours if deadline.local else None
    if deadline.unit is Unit.WORKING_DAYS:
        last = day
        for _ in range(deadline.amount):
            last = next_working_day(last, counted_by)
        return last
    last = _calendar_days_later(day, deadline)
    return first_working_day(last, None) if deadline.moves_to_working_day else last


def due_at(received_at: datetime, deadline: Deadline, hours: OfficeHours) -> datetime:
    """Give the moment in Oslo a deadline runs out that starts to run at `received_at` (with a time zone).

    Hours run by the clock. Own working days: what comes after closing counts as come the next working day, and time
    is out when the office closes; none of them means before closing the same day. Other units end with their last day.
    """
    if received_at.tzinfo is None:
        raise ValueError("The moment must carry its time zone.")
    if deadline.unit is Unit.HOURS:
        return (received_at.astimezone(UTC) + timedelta(hours=deadline.amount)).astimezone(OSLO)
    local = received_at.astimezone(OSLO)
    if deadline.unit is Unit.WORKING_DAYS and deadline.local:
        last = due_on(_counts_from(local, hours), deadline, hours)
        return _in_oslo(last, _closing(last, hours))
    return _in_oslo(due_on(local.date(), deadline, hours), LAST_SECOND)


def _counts_from(local: datetime, hours: OfficeHours) -> date:
    """Give the working day something counts as received on."""
    today = hours.on(local.date())
    if today is not None and local.time() < today[1]:
        return local.date()
    return next_working_day(local.date(), hours)


def _closing(day: date, hours: OfficeHours) -> time:
    today = hours.on(day)
    return LAST_SECOND if today is None else today[1]


def _calendar_days_later(day: date, deadline: Deadline) -> date:
    if deadline.unit is Unit.WEEKS:
        return day + timedelta(weeks=deadline.amount)
    if deadline.unit is Unit.DAYS:
        return day + timedelta(days=deadline.amount)
    return _months_later(day, deadline.amount)


def _months_later(day: date, months: int) -> date:
    """Give the same day of a later month, or the last one that month has."""
    index = day.month - 1 + months
    year, month = day.year + index // _LAST_MONTH, index % _LAST_MONTH + 1
    for lost in range(4):
        try:
            return date(year, month, day.day - lost)
        except ValueError:
            continue
    raise AssertionError("Every month has a day within three days of any other.")


def _in_oslo(day: date, clock: time) -> datetime:
    """Give a moment that exists also on the nights the clock is changed."""
    return datetime.combine(day, clock, tzinfo=OSLO).astimezone(UTC).astimezone(OSLO)
