"""Who answers a person, and how the person is told that there is something to read."""

from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.models import Grant
from knutepunkt.access.permissions import FILE
from knutepunkt.access.scope import acting_as
from knutepunkt.coordination.models import Appointment, FollowUp
from knutepunkt.coordination.states import RUNNING, AppointmentState
from knutepunkt.foundation.clock import day
from knutepunkt.identity.system import DERIVER
from knutepunkt.messaging.operations import queue_email
from knutepunkt.organisation.models import Unit
from knutepunkt.organisation.routing import RoutingFacts, route
from knutepunkt.people.models import NextOfKin, Person
from knutepunkt.people.rules import age_on, place_for_routing

KIND_FOR_ROUTING = "own-request"


def unit_for(person: Person, *, at: datetime) -> Unit:
    """The unit that answers: of the follow-up that runs, else of the latest, else the one routing finds."""
    with acting_as(DERIVER, purpose="find-unit", organisation_id=person.organisation_id, at=at):
        rows = FollowUp.objects.filter(organisation_id=person.organisation_id, person_id=person.pk)
        found = list(rows.exclude(state="entered-in-error").select_related("unit").order_by("-opened_at", "-id"))
        row = next((each for each in found if each.state in RUNNING), found[0] if found else None)
        if row is not None:
            unit: Unit = row.unit
            return unit
        district, postcode = place_for_routing(person)
        facts = RoutingFacts(
            kind=KIND_FOR_ROUTING, district=district, postcode=postcode, age=age_on(person.birth_date, day(at))
        )
        return route(person.organisation_id, facts, on=day(at)).unit


def coordinator_of(organisation_id: UUID, person_id: UUID, *, at: datetime) -> Appointment | None:
    """The appointment of the coordinator who reads what the person writes now: the one with the main responsibility first."""
    with acting_as(DERIVER, purpose="find-coordinator", organisation_id=organisation_id, at=at):
        rows = Appointment.objects.filter(
            organisation_id=organisation_id,
            person_id=person_id,
            state=AppointmentState.APPOINTED,
            coordinator__account__isnull=False,
            starts_at__lte=at,
        ).exclude(ends_at__lte=at)
        for row in rows.select_related("coordinator", "unit").order_by("main_responsibilities__id", "starts_at", "id"):
            if row.coordinator is not None and _reads(organisation_id, person_id, row.coordinator.account_id, at):
                return row
    return None


def _reads(organisation_id: UUID, person_id: UUID, account_id: UUID | None, at: datetime) -> bool:
    """Does a grant in force let the account see the formal side of the file, where the messages are?"""
    grants = Grant.objects.filter(
        organisation_id=organisation_id, person_id=person_id, account_id=account_id, starts__lte=at
    )
    return any(
        topics is None or FILE in topics for topics in grants.exclude(ends__lte=at).values_list("topics", flat=True)
    )


def tell(
    organisation_id: UUID,
    person_id: UUID,
    account_id: UUID | None,
    *,
    source_id: UUID,
    by: Actor,
    at: datetime,
    hidden: bool = False,
) -> None:
    """An e-mail that says there is something to read, and nothing more, to the person or to who acts for the person.

    Nothing goes to those who want paper, or who have given no address. `hidden`: nobody but the system sees that it went.
    """
    with acting_as(DERIVER, purpose="find-address", organisation_id=organisation_id, at=at):
        known = Person.objects.get(organisation_id=organisation_id, pk=person_id)
        own = account_id is None or account_id == known.account_id
        address = known.email if own else _of_kin(organisation_id, person_id, account_id)
    if not address or (own and known.paper_only):
        return
    with translation.override(known.language):
        queue_email(
            by=by,
            at=at,
            organisation_id=organisation_id,
            to=address,
            kind="something-to-read",
            subject=_("You have something to read"),
            body=_("There is something for you to read on your own pages. Sign in as you usually do to read it."),
            person_id=None if hidden else person_id,
            source_id=source_id,
        )


def _of_kin(organisation_id: UUID, person_id: UUID, account_id: UUID | None) -> str:
    rows = NextOfKin.objects.filter(organisation_id=organisation_id, person_id=person_id)
    return next((row.email for row in rows if row.account_id == account_id), "")
