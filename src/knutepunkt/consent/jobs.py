"""The job of the room: consents with an end date end by themselves."""

from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app

from knutepunkt.access.actor import system_actor
from knutepunkt.access.scope import acting_as
from knutepunkt.consent.operations import expire_due
from knutepunkt.consent.queries import past_their_end
from knutepunkt.foundation.clock import now
from knutepunkt.identity.system import WORKER
from knutepunkt.organisation.queries import served_organisations
from knutepunkt.people.models import Person

PURPOSE = "expire-consents"


@app.periodic(cron="5 0,4 * * *")
@app.task(name="consent.expire", queueing_lock="consent.expire", retry=5)
def _expire(timestamp: int) -> None:  # noqa: ARG001 -- periodic jobs are told their minute
    expire(now())


def expire(at: datetime) -> int:
    """Write down every consent whose last day has passed as ended; how many. One transaction for each person.

    They stopped counting on that day by themselves. This gives them their step, and lets what rested on them follow.
    """
    return sum(_expire_in(organisation_id, at) for organisation_id in served_organisations())


def _expire_in(organisation_id: UUID, at: datetime) -> int:
    with acting_as(WORKER, purpose=PURPOSE, organisation_id=organisation_id, at=at):
        person_ids = set(past_their_end(organisation_id, at=at).values_list("person_id", flat=True))
    return sum(_expire_of(organisation_id, person_id, at) for person_id in sorted(person_ids))


def _expire_of(organisation_id: UUID, person_id: UUID, at: datetime) -> int:
    by = system_actor(WORKER, organisation_id=organisation_id, at=at, purpose=PURPOSE)
    with acting_as(WORKER, purpose=PURPOSE, organisation_id=organisation_id, person_id=person_id, at=at):
        person = Person.objects.get(organisation_id=organisation_id, pk=person_id)
        return len(expire_due(person=person, by=by, at=at))
