"""When a consent counts, as a period. One place, so that pages, grants and jobs cannot differ."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from knutepunkt.consent.ages import reaches
from knutepunkt.consent.models import Consent, GivenBy
from knutepunkt.foundation.clock import OSLO

BY_OTHERS = frozenset({GivenBy.PARENT, GivenBy.CHILD_WELFARE})
"""Who answers for a child; what they said yes to towards other sectors rests when the child decides alone."""


@dataclass(frozen=True, slots=True)
class Period:
    """From, and until just before; `ends` None: open."""

    starts: datetime
    ends: datetime | None

    def meets(self, other: "Period") -> "Period | None":
        """The time both hold; None when there is none."""
        starts = max(self.starts, other.starts)
        ends = earliest(self.ends, other.ends)
        return None if ends is not None and ends <= starts else Period(starts, ends)

    def holds(self, at: datetime) -> bool:
        """Is the moment inside?"""
        return self.starts <= at and (self.ends is None or at < self.ends)


def earliest(*moments: datetime | None) -> datetime | None:
    """The first of the ends that are known."""
    return min((moment for moment in moments if moment is not None), default=None)


def period_of(consent: Consent, birth_date: date | None, *, other_sector: bool) -> Period | None:
    """When a consent that is given counts. Towards another sector a parent's yes stops on the day the young person decides alone."""
    if consent.answered_at is None:
        return None
    ends = None
    if consent.ends_on:
        ends = datetime.combine(consent.ends_on + timedelta(days=1), time(), tzinfo=OSLO)
    if other_sector and consent.given_by in BY_OTHERS:
        ends = earliest(ends, reaches(birth_date, "decides"))
    if ends is not None and ends <= consent.answered_at:
        return None
    return Period(consent.answered_at, ends)


def rests(consent: Consent, birth_date: date | None, *, at: datetime) -> bool:
    """Did a parent or child welfare give it for somebody who has come to decide alone since? It waits for the young person's answer."""
    if consent.given_by not in BY_OTHERS or consent.answered_at is None:
        return False
    since = reaches(birth_date, "decides")
    return since is not None and consent.answered_at < since <= at


def stretches(periods: Iterable[Period], within: Period) -> Iterator[Period]:
    """`within` cut at every moment one of the periods begins or ends, in order: nothing changes inside a piece."""
    cuts = {moment for period in periods for moment in (period.starts, period.ends) if moment is not None}
    inside = sorted(
        moment for moment in cuts if within.starts < moment and (within.ends is None or moment < within.ends)
    )
    starts = within.starts
    for moment in inside:
        yield Period(starts, moment)
        starts = moment
    yield Period(starts, within.ends)
