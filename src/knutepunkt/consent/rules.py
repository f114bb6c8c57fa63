"""What an answer must hold before it counts: given by the one who decides, informed, and the child heard."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from knutepunkt import law
from knutepunkt.access.actor import Actor
from knutepunkt.consent.ages import reaches
from knutepunkt.consent.deciding import EXPECTED, BirthDateMissing, Deciding, TopicsMixed, capacity_of, who_decides
from knutepunkt.consent.models import GivenBy, Subject
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.law import Decider, Heard, Who
from knutepunkt.people.models import Person

__all__ = ["EXPECTED", "BirthDateMissing", "TopicsMixed", "check_answer", "must_be_heard", "name_of_giver"]


class NotTheirDecision(Refusal):
    """Somebody answered who does not decide this for the person on that day."""

    message = _("The one who answered does not decide this for the person. See who decides, and ask them.")


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


class InformationMissing(Refusal):
    """A yes rests on what was explained before (pbrl. § 3-2): what, when and in which language."""

    message = _(
        "Write what was explained before the answer, when, and in which language. Without it a yes does not count."
    )


class InterpreterMissing(Refusal):
    """The person needs an interpreter, and the talk was in another language without one."""

    message = _(
        "The person needs an interpreter. Write that one took part, or that the talk was in the person's language."
    )


@dataclass(frozen=True, slots=True)
class Informed:
    """What was explained before the answer, when, in which language, and whether an interpreter took part."""

    information: str = ""
    language: str = ""
    on: date | None = None
    interpreter: bool = False


def check_answer(
    *,
    person: Person,
    by: Actor,
    subjects: Collection[str],
    topics: Collection[str] | None,
    given_by: str,
    says_yes: bool,
    child_heard: str,
    at: datetime,
) -> tuple[Deciding, datetime]:
    """Refuse an answer by somebody who does not decide, or before the child was heard (pbrl. ch. 4, from the law data).

    Gives who decides and from when the answer counts: now, or, asked in good time, from the day the young person decides alone.
    """
    decides = who_decides(person, at=at, subjects=subjects, topics=topics)
    if by.kind == "person" and capacity_of(person, by, at)[0] != given_by:
        raise NotTheirDecision(field="given_by")
    counts_from = at
    if not decides.may_answer(given_by):
        from_then = _in_good_time(person, given_by, at)
        if from_then is None:
            raise NotTheirDecision(
                _("This is decided by: %(decider)s. %(help)s")
                % {"decider": decides.decider.name, "help": decides.decider.help},
                field="given_by",
            )
        return decides, from_then
    if decides.who == Who.PARENTS and not decides.parents:
        raise NoParentRecorded(field="given_by")
    if decides.who == Who.REPRESENTATIVE and not decides.mandates:
        raise NoMandateRecorded(field="given_by")
    if decides.who == Who.HEALTH_PERSONNEL and Subject.SHARING in subjects:
        raise TooIntrusive(field="subjects")
    if says_yes and must_be_heard(person, decides.decider, on=day(at)) and not child_heard.strip():
        raise ChildNotHeard(field="child_heard")
    return decides, counts_from


def check_informed(person: Person, told: Informed, *, by: Actor, at: datetime) -> None:
    """Refuse a yes that nobody was informed for."""
    if not told.information.strip() or not told.language.strip() or told.on is None or told.on > day(at):
        raise InformationMissing(field="information")
    spoken = told.language.strip().casefold()
    if person.interpreter and by.kind != "person" and not told.interpreter and spoken != person.interpreter.casefold():
        raise InterpreterMissing(field="interpreter_used")


def _in_good_time(person: Person, given_by: str, at: datetime) -> datetime | None:
    """From when the young person's own answer counts when they are asked before the day they decide alone; None when not so."""
    if given_by != GivenBy.PERSON or person.birth_date is None:
        return None
    if not law.on(day(at)).age("ask-from").is_reached(person.birth_date, on=day(at)):
        return None
    decides = reaches(person.birth_date, "decides")
    return decides if decides is not None and decides > at else None


def must_be_heard(person: Person, decides: Decider, *, on: date) -> bool:
    """Is this a child whose opinion must stand in the file before somebody else answers?"""
    return law.on(on).is_child(person.birth_date) and decides.heard in {Heard.MUST, Heard.GREAT_WEIGHT}


def name_of_giver(person: Person, given_by: str, name: str, decides: Deciding) -> str:
    """The name of the one who answered: as stated, else the person's, else those it can only be."""
    if name:
        return name
    if given_by == GivenBy.PERSON:
        return person.full_name
    one = len(decides.names) == 1 or decides.needs_all
    return ", ".join(decides.names)[:200] if one else ""
