"""Periods of moments, [start, end): where two meet, and what is left when others are taken out. No end: it goes on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from knutepunkt import law
from knutepunkt.foundation.clock import OSLO


@dataclass(frozen=True, slots=True)
class Period:
    """From `starts` until just before `ends`."""

    starts: datetime
    ends: datetime | None

    def meets(self, other: "Period") -> "Period | None":
        """The part both have; None when there is none."""
        starts = max(self.starts, other.starts)
        ends = min((end for end in (self.ends, other.ends) if end is not None), default=None)
        return Period(starts, ends) if ends is None or starts < ends else None

    def until(self, end: datetime | None) -> "Period | None":
        """What of it is before a moment; all of it when there is none."""
        return self if end is None else self.meets(Period(self.starts, end))

    def without(self, others: Iterable["Period"]) -> list["Period"]:
        """What is left when other periods are taken out, in order."""
        left = [self]
        for hole in others:
            left = [part for piece in left for part in piece._minus(hole)]
        return left

    def _minus(self, hole: "Period") -> list["Period"]:
        before = self.until(hole.starts)
        after = self.meets(Period(hole.ends, None)) if hole.ends is not None else None
        return [part for part in (before, after) if part is not None]


def midnight(on: date) -> datetime:
    """The first moment of a day in Norway."""
    return datetime.combine(on, time(), tzinfo=OSLO)


def birthday(key: str, birth_date: date | None, *, on: date) -> datetime | None:
    """The first moment of the day somebody reaches an age of the law data; None while the birth date is not known."""
    return midnight(law.on(on).age(key).reached_on(birth_date)) if birth_date else None
