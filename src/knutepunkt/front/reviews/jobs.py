"""Each night the days that have passed are gone through; a night the worker was away is made up for."""

from datetime import datetime, timedelta
from random import SystemRandom

from procrastinate.contrib.django import app

from knutepunkt.foundation.clock import day, now
from knutepunkt.front.reviews.gathering import gather
from knutepunkt.organisation.queries import served_organisations

DAYS_BACK = 7
"""How many days are gone through; what is on the list already is not put there again."""


@app.periodic(cron="50 1 * * *")
@app.task(name="front.review-list", queueing_lock="front.review-list", retry=3)
def _each_night(timestamp: int) -> None:  # noqa: ARG001 -- periodic jobs are told their minute
    gather_days(now())


def gather_days(at: datetime) -> int:
    """The whole days before this moment, in every organisation; how many look-ups are new on the lists."""
    today, random = day(at), SystemRandom()
    return sum(
        gather(organisation_id, today - timedelta(days=back), at=at, random=random)
        for organisation_id in served_organisations()
        for back in range(DAYS_BACK, 0, -1)
    )
