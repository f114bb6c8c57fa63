"""The jobs of the room: consents end on their date; on the day a young person decides alone, what parents said yes to rests."""

from datetime import datetime
from uuid import UUID

from procrastinate.contrib.django import app

from knutepunkt.access.actor import system_actor
from knutepunkt.access.scope import acting_as
from knutepunkt.consent.hearers import tell_hearers
from knutepunkt.consent.models import Consent
from knutepunkt.consent.operations import expire_due
from knutepunkt.consent.periods import BY_OTHERS, rests
from knutepunkt.consent.queries import given, past_their_end
from knutepunkt.foundation.clock import now
from knutepunkt.identity.system import WORKER
from knutepunkt.organisation.queries import served_organisations
from knutepunkt.people.models import Person

PURPOSE = "expire-consents"
BIRTHDAYS = "birthdays"


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


@app.periodic(cron="3 0,4 * * *")
@app.task(name="consent.birthdays", queueing_lock="consent.birthdays", retry=5)
def _birthdays(timestamp: int) -> None:  # noqa: ARG001 -- periodic jobs are told their minute
    birthdays(now())


def birthdays(at: datetime) -> int:
    """Let what rests on parents' consents follow where the young person decides alone by now; how many consents rest.

    Sharing with other sectors stopped at midnight by itself, with the end of the grants. This pauses the plan. Doing it again
    changes nothing: each room looks at what stands.
    """
    return sum(_birthdays_in(organisation_id, at) for organisation_id in served_organisations())


def _birthdays_in(organisation_id: UUID, at: datetime) -> int:
    with acting_as(WORKER, purpose=BIRTHDAYS, organisation_id=organisation_id, at=at):
        rows = given(organisation_id).filter(given_by__in=sorted(BY_OTHERS), person__birth_date__isnull=False)
        resting = [c for c in rows.select_related("person").order_by("id") if rests(c, c.person.birth_date, at=at)]
    for consent in resting:
        _rest(consent, at)
    return len(resting)


def _rest(consent: Consent, at: datetime) -> None:
    by = system_actor(WORKER, organisation_id=consent.organisation_id, at=at, purpose=BIRTHDAYS)
    with acting_as(
        WORKER, purpose=BIRTHDAYS, organisation_id=consent.organisation_id, person_id=consent.person_id, at=at
    ):
        tell_hearers(consent, by=by, at=at)
