"""Who decides for a person, from the facts on the file and the law in force on the day. Nothing here knows an age or a paragraph."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knutepunkt import law
from knutepunkt.access.actor import Actor
from knutepunkt.consent.models import GivenBy, Opposition, Subject, WithheldMatter
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.law import Decider, Who
from knutepunkt.people.models import CompetenceDecision, Custody, MandateKind, NextOfKin, Person

EXPECTED = {
    GivenBy.PERSON: Who.PERSON,
    GivenBy.PARENT: Who.PARENTS,
    GivenBy.GUARDIAN: Who.REPRESENTATIVE,
    GivenBy.CHILD_WELFARE: Who.CHILD_WELFARE,
    GivenBy.HEALTH_PERSONNEL: Who.HEALTH_PERSONNEL,
}


class BirthDateMissing(Refusal):
    """Nobody can be said to decide while neither birth date nor due date is known."""

    message = gettext_lazy("Record the birth date first. Who decides follows from it.")


class TopicsMixed(Refusal):
    """The person decides about some of the topics, and somebody else about the others."""

    message = gettext_lazy(
        "The person decides about some of this, and somebody else about the rest. Ask about each alone."
    )


@dataclass(frozen=True, slots=True)
class Facts:
    """What the file says at a moment about who can decide. `disagree`: the parents have answered differently."""

    parents: tuple[NextOfKin, ...]
    mandates: tuple[NextOfKin, ...]
    custody: Custody | None
    incompetence: tuple[CompetenceDecision, ...]
    oppositions: tuple[Opposition, ...]
    own_matters: frozenset[str]


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who decides what was asked about. `names`: of those who do, as the file knows them. `needs_all`: each of the parents must say yes.

    `reasons`: why, in whole sentences for the page. `until`: the day age alone changes the answer.
    """

    decider: Decider
    names: tuple[str, ...]
    parents: tuple[NextOfKin, ...]
    mandates: tuple[NextOfKin, ...]
    needs_all: bool
    reasons: tuple[str, ...]

    @property
    def who(self) -> Who:
        """The kind of decider."""
        return self.decider.who

    @property
    def until(self) -> date | None:
        """The day age alone changes the answer."""
        return self.decider.until

    def may_answer(self, given_by: str) -> bool:
        """Does the capacity somebody claims to answer in decide this?"""
        return EXPECTED[GivenBy(given_by)] == self.who

    @property
    def capacity(self) -> str:
        """The capacity an answer is to be given in; the person's own when nobody decides."""
        return next((str(given_by) for given_by, who in EXPECTED.items() if who == self.who), GivenBy.PERSON)


def facts_on(person: Person, at: datetime) -> Facts:
    """The facts as they hold at the moment, read under the reader's own sight; only those that the person's age makes count."""
    kin = list(_running(NextOfKin.objects.all(), person, at, "valid_from", "valid_to"))
    mandates = {MandateKind.GUARDIAN, MandateKind.FUTURE_PROXY, ""}
    own: frozenset[str] = frozenset()
    incompetence: tuple[CompetenceDecision, ...] = ()
    oppositions: tuple[Opposition, ...] = ()
    if _reached(person, "decides", at):
        incompetence = tuple(_running(CompetenceDecision.objects.filter(presented_on__lte=day(at)), person, at))
        oppositions = tuple(_running(Opposition.objects.all(), person, at)) if incompetence else ()
    elif _reached(person, "weight", at):
        matters = _running(WithheldMatter.objects.filter(by_law=False, kept_from="parents"), person, at)
        own = frozenset(matters.exclude(topic="").values_list("topic", flat=True))
    custody = None
    if not _reached(person, "adult", at):
        custody = _running(Custody.objects.select_related("staff", "unit"), person, at).first()
    return Facts(
        parents=tuple(row for row in kin if row.parental_responsibility),
        mandates=tuple(row for row in kin if row.mandate and row.mandate_kind in mandates),
        custody=custody,
        incompetence=incompetence,
        oppositions=oppositions,
        own_matters=own,
    )


def _reached(person: Person, key: str, at: datetime) -> bool:
    """A person without a birth date has reached no age."""
    return person.birth_date is not None and law.on(day(at)).age(key).is_reached(person.birth_date, on=day(at))


def _running(
    rows: QuerySet[Any], person: Person, at: datetime, starts: str = "starts_at", ends: str = "ends_at"
) -> QuerySet[Any]:
    running = Q(**{ends: None}) | Q(**{f"{ends}__gt": at})
    found = rows.filter(running, organisation_id=person.organisation_id, person_id=person.pk, **{f"{starts}__lte": at})
    return found.order_by(starts, "id")


def who_decides(
    person: Person,
    *,
    at: datetime,
    subjects: Collection[str] = (),
    topics: Collection[str] | None = None,
    sector: str = "health",
    facts: Facts | None = None,
) -> Deciding:
    """Who decides at the moment about these subjects and topics (None: all), with names and why.

    Raises BirthDateMissing, and TopicsMixed when a decision on competence cuts through what is asked about.
    """
    known = facts or facts_on(person, at)
    on = day(at)
    decider = law.on(on).decides(
        person.birth_date, sector=sector, situations=_situations(person, known, subjects, topics, on)
    )
    mandates = tuple(row for row in known.mandates if _within(row.mandate_topics, topics))
    names = {
        Who.PERSON: (person.full_name,),
        Who.PARENTS: tuple(row.name for row in known.parents),
        Who.REPRESENTATIVE: tuple(row.name for row in mandates),
        Who.CHILD_WELFARE: (_answers_in(known.custody),) if known.custody else (),
    }.get(decider.who, ())
    needs_all = decider.who == Who.PARENTS and len(known.parents) > 1 and not decider.one_parent_is_enough
    return Deciding(
        decider, names, known.parents, mandates, needs_all, tuple(_reasons(decider, known, needs_all=needs_all))
    )


def _situations(
    person: Person, known: Facts, subjects: Collection[str], topics: Collection[str] | None, on: date
) -> set[str]:
    if person.birth_date is None:
        if person.due_date is None:
            raise BirthDateMissing
        return {"unborn"}
    applies, situations = law.on(on), set()
    grown = applies.age("adult").is_reached(person.birth_date, on=on)
    if known.custody:
        situations.add("custody-taken-over")
    if topics and known.own_matters.issuperset(topics):
        situations.add("withheld-from-parents")
    if _lacks_competence(known, subjects, topics):
        situations.add("without-competence")
        if grown and any(_within(row.mandate_topics, topics) for row in known.mandates):
            situations.add("has-representative")
        if any(_opposes(row, subjects, topics) for row in known.oppositions):
            situations.add("person-opposes")
    return situations


def _lacks_competence(known: Facts, subjects: Collection[str], topics: Collection[str] | None) -> bool:
    """Is the question one the person cannot decide? A decision about some topics leaves the person the others."""
    if any(row.topics is None for row in known.incompetence):
        return True
    lacking = {topic for row in known.incompetence for topic in row.topics or ()}
    if not lacking:
        return False
    if topics is None:
        if Subject.SHARING in subjects:
            raise TopicsMixed(field="topics")
        return False
    if lacking.issuperset(topics):
        return True
    if lacking & set(topics):
        raise TopicsMixed(field="topics")
    return False


def _within(mandate: list[str] | None, topics: Collection[str] | None) -> bool:
    return mandate is None or (topics is not None and set(topics) <= set(mandate))


def _opposes(row: Opposition, subjects: Collection[str], topics: Collection[str] | None) -> bool:
    about = not subjects or bool(set(row.subjects) & set(subjects))
    return about and (row.topics is None or topics is None or bool(set(row.topics) & set(topics)))


def _answers_in(custody: Custody) -> str:
    return str(custody.staff or custody.unit)


def _reasons(decider: Decider, known: Facts, *, needs_all: bool) -> list[str]:
    said = [str(decider.help)]
    if decider.who == Who.CHILD_WELFARE and known.custody:
        said.append(_("Child welfare took over custody on %(day)s.") % {"day": f"{known.custody.starts_at:%d.%m.%Y}"})
    if decider.who == Who.PARENTS and not known.parents:
        said.append(_("Nobody with parental responsibility is recorded among the next of kin."))
    if needs_all:
        said.append(_("The parents share the responsibility. Nothing begins before all of them have said yes."))
    elif decider.who == Who.PARENTS and len(known.parents) == 1:
        said.append(_("One parent has the responsibility alone."))
    if decider.who in {Who.REPRESENTATIVE, Who.HEALTH_PERSONNEL, Who.NOBODY}:
        said += [
            _("A decision of %(day)s says that the person cannot decide this: %(reason)s")
            % {"day": f"{row.decided_on:%d.%m.%Y}", "reason": row.reason}
            for row in known.incompetence
        ]
    said.append(str(decider.legal_basis))
    return said


def capacity_of(person: Person, by: Actor, at: datetime) -> tuple[str, NextOfKin | None]:
    """In which capacity somebody on the own pages acts for the person: their own, a parent's, a guardian's; empty when none."""
    if person.account_id == by.account_id:
        return GivenBy.PERSON, None
    rows = _running(NextOfKin.objects.filter(account_id=by.account_id), person, at, "valid_from", "valid_to")
    for row in rows:
        if row.parental_responsibility:
            return GivenBy.PARENT, row
        if row.mandate:
            return GivenBy.GUARDIAN, row
    return "", None
