"""Birthdays that change what counts, as moments: the midnight in Norway on which somebody reaches an age the law names."""

from datetime import date, datetime, time

from knutepunkt import law
from knutepunkt.access.scope import current
from knutepunkt.foundation.clock import OSLO, day, now


def reaches(birth_date: date | None, key: str) -> datetime | None:
    """When somebody born on the day reaches the age `key`, by the law of the transaction's day; None without a birth date."""
    if birth_date is None:
        return None
    reached = law.on(day(current().at or now())).age(key).reached_on(birth_date)
    return datetime.combine(reached, time(), tzinfo=OSLO)
