"""Who answers for a person of the demo, and what was explained before."""

from typing import Any

from knutepunkt.demo.cast import Cast
from knutepunkt.demo.content import people as content
from knutepunkt.people.models import CompetenceDecision, NextOfKin, Person

SPOKEN = {"nb": "norsk", "nn": "norsk", "en": "engelsk"}


def informed(cast: Cast, one: content.Person, told: content.Consent) -> dict[str, Any]:
    """What was explained before, and what a child said of it."""
    young = one.born is not None and told.capacity == "parent"
    return {
        "information": told.informed, "information_language": one.interpreter or SPOKEN[one.language],
        "interpreter_used": bool(one.interpreter), "informed_on": cast.date(told.given), "child_heard": told.informed if young else "",
    }  # fmt: skip


def parents(person: Person) -> list[NextOfKin]:
    """Those who decide together for a child."""
    return list(person.next_of_kin.filter(parental_responsibility=True))


def cannot_decide(cast: Cast, told: content.Consent, person: Person) -> None:
    """A guardian answers because health personnel have written down that the person cannot."""
    CompetenceDecision.objects.create(
        organisation_id=person.organisation_id, person=person, reason=told.informed, decided_by=told.by, decided_on=cast.date(told.given),
        presented_to=told.by, presented_on=cast.date(told.given), starts_at=cast.moment(told.given, 8),
    )  # fmt: skip
