"""Tasks that a coming day made are done when what they ask for has been done: the young person has answered, the right to act has ended,
goes on, or is somebody's anew.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from knutepunkt.access.actor import Actor
from knutepunkt.people.models import CompetenceDecision, Custody, NextOfKin, Person
from knutepunkt.tasks.operations import settle

ASK_TASK, ENDS_TASK = "ask-the-young-person", "acting-ends-soon"
Topics = Sequence[str] | None
Answered = Callable[[Person, datetime], bool]
_ANSWERED: list[Answered] = []


def knows_answers(function: Answered) -> Answered:
    """Register `function(person, at)`: has the young person answered what rests from the day they decide alone? For rooms above."""
    if function not in _ANSWERED:
        _ANSWERED.append(function)
    return function


def settle_asked(person: Person, *, by: Actor, at: datetime) -> None:
    """Finish the task to ask the young person when there is nothing left to ask about."""
    if any(answered(person, at) for answered in _ANSWERED):
        settle(organisation_id=person.organisation_id, source_id=person.pk, by=by, at=at, kinds=[ASK_TASK])


def settle_ending(organisation_id: UUID, sources: Iterable[UUID], *, by: Actor, at: datetime) -> None:
    """Finish the tasks that tell that these rows end soon."""
    for source_id in sources:
        settle(organisation_id=organisation_id, source_id=source_id, by=by, at=at, kinds=[ENDS_TASK])


def acts(kin: NextOfKin) -> bool:
    """Does the row let somebody act for the person?"""
    return bool(kin.parental_responsibility or kin.mandate or kin.foster_parent)


def settle_followed_kin(kin: NextOfKin, *, by: Actor, at: datetime) -> None:
    """Somebody acts from now on: the tasks about those who acted the same way, and whose right ends while this one goes on, are done."""
    if acts(kin):
        rows = NextOfKin.objects.filter(organisation_id=kin.organisation_id, person_id=kin.person_id, valid_to__gt=at)
        ending = [row.pk for row in rows.exclude(pk=kin.pk) if _acts_as(kin, row) and _goes_on(kin, row)]
        settle_ending(kin.organisation_id, ending, by=by, at=at)


def settle_followed_decision(decision: CompetenceDecision, *, by: Actor, at: datetime) -> None:
    """A decision counts from now on: the tasks about those that end before it, on what it covers, are done."""
    rows = CompetenceDecision.objects.filter(
        organisation_id=decision.organisation_id, person_id=decision.person_id, ends_at__gt=at
    )
    ending = [
        row.pk
        for row in rows.exclude(pk=decision.pk)
        if _covers(decision.topics, row.topics) and _lasts(decision.starts_at, decision.ends_at, row.ends_at)
    ]
    settle_ending(decision.organisation_id, ending, by=by, at=at)


def settle_followed_custody(custody: Custody, *, by: Actor, at: datetime) -> None:
    """Custody is taken over anew: the task about the one that ends is done."""
    rows = Custody.objects.filter(
        organisation_id=custody.organisation_id, person_id=custody.person_id, ends_at__gte=custody.starts_at
    )
    settle_ending(custody.organisation_id, rows.exclude(pk=custody.pk).values_list("pk", flat=True), by=by, at=at)


def _acts_as(new: NextOfKin, old: NextOfKin) -> bool:
    """Whatever the old row let its holder do, the new one lets."""
    mandate = not old.mandate or (
        bool(new.mandate) and new.mandate_kind == old.mandate_kind and _covers(new.mandate_topics, old.mandate_topics)
    )
    parent = new.parental_responsibility or not old.parental_responsibility
    foster = new.foster_parent or not old.foster_parent
    return acts(old) and mandate and parent and foster


def _goes_on(new: NextOfKin, old: NextOfKin) -> bool:
    return _lasts(new.valid_from, new.valid_to, old.valid_to)


def _lasts(starts: datetime, ends: datetime | None, until: datetime | None) -> bool:
    """Does the period hold when the other one ends, and after it?"""
    return until is not None and starts <= until and (ends is None or ends > until)


def _covers(wide: Topics, narrow: Topics) -> bool:
    return wide is None or (narrow is not None and set(narrow) <= set(wide))
