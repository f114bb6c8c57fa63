"""The job of the room: what is decided about the main responsibility is carried out on its day."""

from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app

from knutepunkt.access.actor import system_actor
from knutepunkt.access.scope import acting_as
from knutepunkt.foundation.clock import day, now
from knutepunkt.identity.system import WORKER
from knutepunkt.organisation.queries import served_organisations
from knutepunkt.plans.models import Disagreement
from knutepunkt.plans.operations.responsibility import carry_out

PURPOSE = "move-responsibility"


@app.periodic(cron="1 0,5 * * *")
@app.task(name="plans.carry-out", queueing_lock="plans.carry-out", retry=5)
def _carry_out(timestamp: int) -> None:  # noqa: ARG001 -- periodic jobs are told their minute
    carry_out_due(now())


def carry_out_due(at: datetime) -> int:
    """Carry out every decision whose day has come; how many."""
    return sum(_in(organisation_id, at) for organisation_id in served_organisations())


def _in(organisation_id: UUID, at: datetime) -> int:
    by = system_actor(WORKER, organisation_id=organisation_id, at=at, purpose=PURPOSE)
    with acting_as(WORKER, purpose=PURPOSE, organisation_id=organisation_id, at=at):
        due = list(
            Disagreement.objects.filter(
                organisation_id=organisation_id, from_day__lte=day(at), carried_out_at=None
            ).select_related("plan", "main_responsible")
        )
        for disagreement in due:
            carry_out(disagreement=disagreement, by=by, at=at)
    return len(due)
