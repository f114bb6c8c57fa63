"""Who acts when the person does not: custody taken over by child welfare, and decisions that somebody cannot decide about something."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt import law
from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.grants import refresh_person
from knutepunkt.access.permissions import Permission
from knutepunkt.audit.log import record
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.organisation.kinds import Sector
from knutepunkt.organisation.models import Staff, Unit
from knutepunkt.people.kin import EndsBeforeItStarts, known_parts
from knutepunkt.people.models import CompetenceDecision, Custody, Person
from knutepunkt.people.settling import settle_ending, settle_followed_custody, settle_followed_decision

FEWEST_WORDS = 3
"""Fewer words than this are no reason."""


class CustodyAlreadyTakenOver(Refusal):
    """One custody at a time."""

    message = _("Custody is already taken over. End that first, on the day it ended.")


class NotChildWelfare(Refusal):
    """Only child welfare takes over custody."""

    message = _("Choose the child welfare service that has taken over custody.")


class NotAChild(Refusal):
    """Custody is of children."""

    message = _("The person is of age, so nobody can take over custody.")


class DecisionMissing(Refusal):
    """Who decided it must be known."""

    message = _("Write who made the decision. It is shown on the file.")


class ReasonMissing(Refusal):
    """A decision that takes something from somebody is reasoned."""

    message = _("Write why, in whole words. The person and the next of kin are to be shown the reason.")


class TopicsMissing(Refusal):
    """About what?"""

    message = _("Choose what the person cannot decide about, or say that it is everything.")


class NotDecidedYet(Refusal):
    """The day has not come."""

    message = _("The day lies ahead. Check the date.")


class PresentedToMissing(Refusal):
    """It is presented to somebody."""

    message = _("Write to whom the decision was presented: the person, and the next of kin.")


class AlreadyPresented(Refusal):
    """Once is enough."""

    message = _("The decision is already presented. Make a new one if something has changed.")


class HasEnded(Refusal):
    """What has ended stays as it was."""

    message = _("This has ended already, and stands as it was.")


@transaction.atomic
def take_over_custody(
    *,
    person: Person,
    by: Actor,
    at: datetime,
    unit: Unit,
    decided_by: str,
    staff: Staff | None = None,
    reference: str = "",
    starts_at: datetime | None = None,
) -> Custody:
    """Write down that child welfare has taken over custody (pbrl. § 4-4): it decides, and the parents' sight ends in the same moment.

    `staff` answers for the child in the child welfare service and sees the file. Raises CustodyAlreadyTakenOver, NotChildWelfare,
    NotAChild, DecisionMissing, NotAllowed.
    """
    require(by, Permission.PERSON_EDIT, person)
    if unit.sector != Sector.CHILD_WELFARE:
        raise NotChildWelfare(field="unit")
    if not law.on(day(at)).is_child(person.birth_date):
        raise NotAChild
    if not decided_by.strip():
        raise DecisionMissing(field="decided_by")
    _lock(person)
    if Custody.objects.filter(organisation_id=person.organisation_id, person=person, ends_at=None).exists():
        raise CustodyAlreadyTakenOver
    custody = Custody.objects.create(
        organisation_id=person.organisation_id,
        person=person,
        unit=unit,
        staff=staff,
        decided_by=decided_by.strip(),
        reference=reference,
        starts_at=starts_at or at,
        recorded_by=by.name,
    )
    record("custody.taken-over", custody, by=by, at=at, unit=unit.pk)
    settle_followed_custody(custody, by=by, at=at)
    refresh_person(person.organisation_id, person.pk, at=at, actor=by)
    return custody


@transaction.atomic
def end_custody(*, custody: Custody, by: Actor, at: datetime, ends_at: datetime | None = None) -> None:
    """Custody ends with the decision: child welfare and foster parents see nothing from then on, and those with parental responsibility
    act again. Raises HasEnded, EndsBeforeItStarts, NotAllowed.
    """
    require(by, Permission.PERSON_EDIT, custody)
    if custody.ends_at is not None and custody.ends_at <= at:
        raise HasEnded
    ends = ends_at or at
    if ends < custody.starts_at:
        raise EndsBeforeItStarts(field="ends_on")
    custody.ends_at = ends
    custody.save(update_fields=["ends_at"])
    record("custody.ended", custody, by=by, at=at)
    settle_ending(custody.organisation_id, [custody.pk], by=by, at=at)
    refresh_person(custody.organisation_id, custody.person_id, at=at, actor=by)


@transaction.atomic
def decide_competence(
    *,
    person: Person,
    by: Actor,
    at: datetime,
    topics: Sequence[str] | None,
    reason: str,
    decided_by: str,
    decided_on: date | None = None,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> CompetenceDecision:
    """Write down that the person cannot decide about some topics (None: all) in a period (pbrl. § 4-3). Health personnel who know the
    case decide; it does not count before it is presented. Raises ReasonMissing, DecisionMissing, TopicsMissing, NotDecidedYet,
    EndsBeforeItStarts, NotAllowed.
    """
    require(by, Permission.PERSON_EDIT, person)
    starts, decided = starts_at or at, decided_on or day(at)
    if len(reason.split()) < FEWEST_WORDS:
        raise ReasonMissing(field="reason")
    if not decided_by.strip():
        raise DecisionMissing(field="decided_by")
    if not known_parts(topics):
        raise TopicsMissing(field="topics")
    if decided > day(at):
        raise NotDecidedYet(field="decided_on")
    if ends_at is not None and ends_at <= starts:
        raise EndsBeforeItStarts(field="ends_on")
    decision = CompetenceDecision.objects.create(
        organisation_id=person.organisation_id,
        person=person,
        topics=None if topics is None else list(topics),
        reason=reason.strip(),
        decided_by=decided_by.strip(),
        decided_on=decided,
        starts_at=starts,
        ends_at=ends_at,
    )
    record("competence.decided", decision, by=by, at=at, topics=list(topics or []), everything=topics is None)
    return decision


@transaction.atomic
def present_competence(
    *, decision: CompetenceDecision, by: Actor, at: datetime, presented_to: str, on: date | None = None
) -> None:
    """The decision is presented to the person and the next of kin: it counts from that day, and those who act for the person see what it
    covers. Raises PresentedToMissing, AlreadyPresented, NotDecidedYet, HasEnded, EndsBeforeItStarts, NotAllowed.
    """
    require(by, Permission.PERSON_EDIT, decision)
    _not_ended(decision, at)
    presented = on or day(at)
    if not presented_to.strip():
        raise PresentedToMissing(field="presented_to")
    if decision.presented_on is not None:
        raise AlreadyPresented
    if presented > day(at):
        raise NotDecidedYet(field="on")
    if presented < decision.decided_on:
        raise EndsBeforeItStarts(field="on")
    decision.presented_to, decision.presented_on = presented_to.strip(), presented
    decision.save(update_fields=["presented_to", "presented_on"])
    record("competence.presented", decision, by=by, at=at)
    settle_followed_decision(decision, by=by, at=at)
    refresh_person(decision.organisation_id, decision.person_id, at=at, actor=by)


@transaction.atomic
def end_competence(*, decision: CompetenceDecision, by: Actor, at: datetime, because: str) -> None:
    """The person decides again, from now on. Raises ReasonMissing, HasEnded, NotAllowed."""
    require(by, Permission.PERSON_EDIT, decision)
    _not_ended(decision, at)
    if not because.strip():
        raise ReasonMissing(field="because")
    decision.ends_at, decision.ended_because = max(at, decision.starts_at), because.strip()
    decision.save(update_fields=["ends_at", "ended_because"])
    record("competence.ended", decision, by=by, at=at)
    settle_ending(decision.organisation_id, [decision.pk], by=by, at=at)
    refresh_person(decision.organisation_id, decision.person_id, at=at, actor=by)


def _not_ended(decision: CompetenceDecision, at: datetime) -> None:
    if decision.ends_at is not None and decision.ends_at <= at:
        raise HasEnded


def _lock(person: Person) -> None:
    """Two who write at once wait for each other."""
    Person.objects.select_for_update(of=("self",)).get(organisation_id=person.organisation_id, pk=person.pk)
