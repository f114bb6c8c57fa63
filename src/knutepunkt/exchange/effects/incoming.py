"""What an effect is given, and what it answers."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from knutepunkt.access.actor import Actor
from knutepunkt.exchange import persons
from knutepunkt.exchange.kith import Message
from knutepunkt.exchange.models import ReceivedMessage, Result
from knutepunkt.exchange.reasons import Fault
from knutepunkt.foundation.clock import day
from knutepunkt.organisation.routing import NoUnit, RoutingFacts, route
from knutepunkt.people.models import Person
from knutepunkt.people.rules import age_on, place_for_routing


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message that passed every check, its row (saved or about to be), and who takes it in, inside the receiver's scope."""

    message: Message
    row: ReceivedMessage
    by: Actor
    at: datetime

    @property
    def organisation_id(self) -> UUID:
        """Whose it is."""
        owner: UUID = self.row.organisation_id
        return owner

    @property
    def today(self) -> date:
        """The day it is taken in."""
        return day(self.at)

    def person(self) -> Person | None:
        """The file of the one it is about."""
        return persons.find(self.organisation_id, self.message.patient, sender_her=self.row.sender_her, at=self.at)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message. `unit_id` None: routed by the facts of the message."""

    result: Result
    person_id: UUID | None = None
    notice_id: UUID | None = None
    unit_id: UUID | None = None
    faults: tuple[Fault, ...] = field(default=())


def for_a_person(incoming: Incoming, *faults: Fault) -> Outcome:
    """Kept; somebody decides."""
    person = incoming.person()
    return Outcome(Result.FOR_A_PERSON, person_id=person.pk if person else None, faults=faults)


def routing_facts(incoming: Incoming, kind: str, person: Person | None) -> RoutingFacts:
    """What routing may look at: type, sending ward, age and place; the file's place wins, for it knows of protected addresses."""
    patient = incoming.message.patient
    born = (person.birth_date if person else None) or (patient.birth_date if patient else None)
    if person is not None:
        district, postcode = place_for_routing(person)
    else:
        district, postcode = "", patient.address.postal_code if patient and patient.address else ""
    return RoutingFacts(
        kind=kind,
        message_type=str(incoming.message.type),
        ward=incoming.row.sender_unit_her or incoming.row.sender_her,
        district=district,
        postcode=postcode,
        age=age_on(born, incoming.today),
    )


def routed_unit(incoming: Incoming, person: Person | None = None) -> UUID | None:
    """The unit that looks at a message that is not a notice; None where the organisation has no unit at all."""
    return unit_for(incoming.organisation_id, routing_facts(incoming, "", person), on=incoming.today)


def unit_for(organisation_id: UUID, facts: RoutingFacts, *, on: date) -> UUID | None:
    """The routed unit, or None where there is none."""
    try:
        unit = route(organisation_id, facts, on=on).unit
    except NoUnit:
        return None
    return UUID(str(unit.pk))
