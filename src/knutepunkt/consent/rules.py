"""Who may answer for whom, from the law in force on the day. Nothing here knows an age or a paragraph."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knutepunkt import law
from knutepunkt.consent.models import GivenBy, Subject
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.law import Decider, Heard, Who
from knutepunkt.people.models import NextOfKin, Person


class NotTheirDecision(Refusal):
    """Somebody answered who does not decide this for the person on that day."""

    message = _("The one who answered does not decide this for the person. See who decides, and ask them.")


class BirthDateMissing(Refusal):
    """Nobody can be said to decide while neither birth date nor due date is known."""

    message = _("Record the birth date first. Who decides follows from it.")


class NoParentRecorded(Refusal):
    """A parent answered, but nobody with parental responsibility stands among the next of kin."""

    message = _("Record the parent with parental responsibility among the next of kin first.")


class NoMandateRecorded(Refusal):
    """A guardian answered, but no mandate is in force."""

    message = _("Record the guardian with mandate and dates among the next of kin first.")


class ChildNotHeard(Refusal):
    """A child of the age the law names is heard before a yes, and what the child said is recorded."""

    message = _("Write what the child says about this. The child must be heard before the answer counts.")


class TooIntrusive(Refusal):
    """Health personnel may decide what is not intrusive, never that others are told."""

    message = _("Health personnel cannot consent to sharing for the person. Leave sharing out.")


EXPECTED = {
    GivenBy.PERSON: Who.PERSON,
    GivenBy.PARENT: Who.PARENTS,
    GivenBy.GUARDIAN: Who.REPRESENTATIVE,
    GivenBy.CHILD_WELFARE: Who.CHILD_WELFARE,
    GivenBy.HEALTH_PERSONNEL: Who.HEALTH_PERSONNEL,
}


@dataclass(frozen=True, slots=True)
class Kin:
    """Those who can act for a person on a day: names of parents with responsibility, and of holders of a mandate."""

    parents: tuple[str, ...]
    representatives: tuple[str, ...]


def kin_on(person: Person, at: datetime) -> Kin:
    """Who of the next of kin holds parental responsibility or a mandate at the moment."""
    rows = NextOfKin.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=at),
        organisation_id=person.organisation_id,
        person_id=person.pk,
        valid_from__lte=at,
    ).order_by("valid_from", "id")
    known = list(rows.values_list("name", "parental_responsibility", "mandate"))
    return Kin(
        parents=tuple(name for name, responsible, _mandate in known if responsible),
        representatives=tuple(name for name, _responsible, mandate in known if mandate),
    )


def decider(person: Person, given_by: str, kin: Kin, *, on: date) -> Decider:
    """Who decides for the person on the day, given the capacity somebody claims to answer in.

    Somebody who answers for another claims that the person cannot; the law data say whether that makes them the one.
    """
    applies = law.on(on)
    situations: set[str] = set()
    if person.birth_date is None and person.due_date is not None:
        situations.add("unborn")
    elif person.birth_date is None:
        raise BirthDateMissing
    elif given_by == GivenBy.CHILD_WELFARE:
        situations.add("custody-taken-over")
        if applies.age("decides").is_reached(person.birth_date, on=on):
            situations.add("without-competence")
    elif given_by != GivenBy.PERSON and applies.age("decides").is_reached(person.birth_date, on=on):
        situations.add("without-competence")
        if kin.representatives and applies.age("adult").is_reached(person.birth_date, on=on):
            situations.add("has-representative")
    return applies.decides(person.birth_date, situations=situations)


def check_answer(
    *, person: Person, subjects: Collection[str], given_by: str, says_yes: bool, child_heard: str, at: datetime
) -> None:
    """Refuse an answer by somebody who does not decide, or before the child was heard (pbrl. ch. 4, from the law data)."""
    on = day(at)
    kin = kin_on(person, at)
    decides = decider(person, given_by, kin, on=on)
    if decides.who != EXPECTED[GivenBy(given_by)]:
        raise NotTheirDecision(
            _("This is decided by: %(decider)s. %(help)s") % {"decider": decides.name, "help": decides.help},
            field="given_by",
        )
    if decides.who == Who.PARENTS and not kin.parents:
        raise NoParentRecorded(field="given_by")
    if decides.who == Who.REPRESENTATIVE and not kin.representatives:
        raise NoMandateRecorded(field="given_by")
    if decides.who == Who.HEALTH_PERSONNEL and Subject.SHARING in subjects:
        raise TooIntrusive(field="subjects")
    if says_yes and must_be_heard(person, decides, on=on) and not child_heard.strip():
        raise ChildNotHeard(field="child_heard")


def must_be_heard(person: Person, decides: Decider, *, on: date) -> bool:
    """Is this a child whose opinion must stand in the file before somebody else answers?"""
    return law.on(on).is_child(person.birth_date) and decides.heard in {Heard.MUST, Heard.GREAT_WEIGHT}


def name_of_giver(person: Person, given_by: str, name: str, at: datetime) -> str:
    """The name of the one who answered: as stated, else the person's, else the only one it can be."""
    if name:
        return name
    if given_by == GivenBy.PERSON:
        return person.full_name
    kin = kin_on(person, at)
    known = {GivenBy.PARENT: kin.parents, GivenBy.GUARDIAN: kin.representatives}.get(GivenBy(given_by), ())
    return known[0] if len(known) == 1 else ""
