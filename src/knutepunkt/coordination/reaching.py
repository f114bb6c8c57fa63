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
from knutepunkt.coordination.posting import letter_to_post
from knutepunkt.coordination.states import RUNNING, AppointmentState
from knutepunkt.foundation.clock import day
from knutepunkt.identity.system import DERIVER
from knutepunkt.messaging.operations import queue_email
from knutepunkt.organisation.models import Unit
from knutepunkt.organisation.routing import RoutingFacts, route
from knutepunkt.people.models import NextOfKin, Person
from knutepunkt.people.rules import age_on, place_for_routing

KIND_FOR_ROUTING = "own-request"
SOMETHING = "something-to-read"


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


def on_paper(person: Person) -> bool:
    """Does the person read nothing on a screen: has said no to it, or has no way to sign in?"""
    return person.paper_only or person.account_id is None


def tell(
    organisation_id: UUID,
    person_id: UUID,
    account_id: UUID | None,
    *,
    unit_id: UUID,
    source_id: UUID,
    by: Actor,
    at: datetime,
    hidden: bool = False,
) -> None:
    """Tell the person, or who acts for the person, that there is something to read: by e-mail, which says nothing more than that, or by
    a letter that the unit prints, to a person who wants paper or whom no e-mail reaches.

    `hidden`: the coordinators do not learn that it went. Who acts for the person and has given no e-mail address is told on the own
    pages alone: where they live is not known here.
    """
    with acting_as(DERIVER, purpose="find-address", organisation_id=organisation_id, at=at):
        known = Person.objects.get(organisation_id=organisation_id, pk=person_id)
        own = account_id is None or account_id == known.account_id
        address = known.email if own else _of_kin(organisation_id, person_id, account_id)
    if own and (known.paper_only or not address):
        _by_letter(known, unit_id=unit_id, source_id=source_id, by=by, at=at, hidden=hidden)
    elif address:
        with translation.override(known.language):
            subject = _("You have something to read")
            body = _("There is something for you to read on your own pages. Sign in as you usually do to read it.")
        queue_email(
            by=by,
            at=at,
            organisation_id=organisation_id,
            to=address,
            kind=SOMETHING,
            subject=subject,
            body=body,
            person_id=None if hidden else person_id,
            source_id=source_id,
        )


def _by_letter(person: Person, *, unit_id: UUID, source_id: UUID, by: Actor, at: datetime, hidden: bool) -> None:
    with translation.override(person.language):
        subject = _("We have written to you")
        elsewhere = _("You can also sign in to your own pages and read it there.")
        body = _("We have written to you. You can ask us for it on paper, or ring us, and we tell you what it says.")
    letter_to_post(
        person=person,
        unit_id=unit_id,
        kind=SOMETHING,
        subject=subject,
        body=body if on_paper(person) else f"{body}\n\n{elsewhere}",
        source_id=source_id,
        by=by,
        at=at,
        hidden=hidden,
    )


def _of_kin(organisation_id: UUID, person_id: UUID, account_id: UUID | None) -> str:
    rows = NextOfKin.objects.filter(organisation_id=organisation_id, person_id=person_id)
    return next((row.email for row in rows if row.account_id == account_id), "")
