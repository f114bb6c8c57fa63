"""Each hour: what was written into the public form and nobody confirmed in time is removed."""

from datetime import datetime

from procrastinate.contrib.django import app

from knutepunkt.access.scope import acting_as
from knutepunkt.foundation.clock import now
from knutepunkt.identity.system import WORKER
from knutepunkt.intake.operations.public import forget_reports
from knutepunkt.organisation.queries import served_organisations

PURPOSE = "forget-reports"


@app.periodic(cron="25 * * * *")
@app.task(name="intake.forget-reports", queueing_lock="intake.forget-reports", retry=3)
def _forget(timestamp: int) -> None:  # noqa: ARG001 -- periodic jobs are told their minute
    forget(now())


def forget(at: datetime) -> int:
    """Remove them in every organisation; how many."""
    removed = 0
    for organisation_id in served_organisations():
        with acting_as(WORKER, purpose=PURPOSE, organisation_id=organisation_id, at=at):
            removed += forget_reports(organisation_id, at=at)
    return removed
