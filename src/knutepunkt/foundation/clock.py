"""The only place that asks what time it is; everything else is told."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

OSLO = ZoneInfo("Europe/Oslo")


def now() -> datetime:
    """This moment, aware, for commands and views to pass on as `at`."""
    return timezone.now()


def day(at: datetime) -> date:
    """The calendar day of a moment where the people are, in Norway."""
    return at.astimezone(OSLO).date()
