"""The job of the room: those concerned are told before a young person comes to decide alone."""

from procrastinate.contrib.django import app

from knutepunkt.coordination.birthdays import tell_birthdays
from knutepunkt.foundation.clock import now


@app.periodic(cron="20 6 * * *")
@app.task(name="coordination.tell-birthdays", queueing_lock="coordination.tell-birthdays", retry=5)
def _tell_birthdays(timestamp: int) -> None:  # noqa: ARG001 -- periodic jobs are told their minute
    tell_birthdays(now())
