"""Decisions in writing: drafted, made, told, and standing when the deadline for complaint has passed, or changed."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt import law
from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.moves import make_move
from knutepunkt.access.permissions import Permission
from knutepunkt.audit.log import record
from knutepunkt.coordination.models import Decision, DecisionKind, FollowUp
from knutepunkt.coordination.reasons import lacks_service
from knutepunkt.coordination.states import DECISION, DecisionState
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.lifecycle import CannotMove
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.people.models import Person

REFUSALS = frozenset({DecisionKind.PLAN_REFUSED, DecisionKind.COORDINATOR_REFUSED, DecisionKind.NO_NEED})


class ReasonsMissing(Refusal):
    """A decision without reasons cannot be understood, nor complained of."""

    message = _("Write the reasons: what the decision rests on, and why it leads there.")


class NotAReason(Refusal):
    """A missing service, place or budget does not take a right away."""

    message = _(
        "That a service, a place or money is missing is not a reason to refuse. Write what the person's needs are and why "
        "they do not call for this, or grant it."
    )


class ToldTooEarly(Refusal):
    """The person is told of a decision that has been made, not before it nor in the future."""

    message = _("Choose a day from the day the decision was made up to today.")


class StillOpenToComplaint(Refusal):
    """The decision stands when nobody can complain of it any more."""

    message = _("The deadline for complaint has not passed yet.")


def complaint_deadline(track: str, told_on: date) -> date:
    """The last day to complain, by the law in force when the person was told."""
    return law.due_on(told_on, law.on(told_on).complaint(track).deadline)


@transaction.atomic
def draft_decision(
    *,
    person: Person,
    unit_id: UUID,
    kind: str,
    reasons: str,
    by: Actor,
    at: datetime,
    follow_up: FollowUp | None = None,
    track: str = "health",
) -> Decision:
    """Write a decision that has not been made yet: a grant or a refusal, always with reasons."""
    decision = Decision(
        organisation_id=person.organisation_id,
        person=person,
        unit_id=unit_id,
        follow_up=follow_up,
        kind=DecisionKind(kind),
        track=law.on(day(at)).complaint(track).track,
        reasons=_checked(kind, reasons),
        created_at=at,
    )
    require(by, Permission.DECISION_MAKE, decision)
    decision.save(force_insert=True)
    record("decision.drafted", decision, by=by, at=at, kind=kind)
    return decision


@transaction.atomic
def change_decision_text(*, decision: Decision, kind: str, reasons: str, by: Actor, at: datetime) -> Decision:
    """Go on writing while it is a draft."""
    require(by, Permission.DECISION_MAKE, decision)
    if decision.state != DecisionState.DRAFTED:
        raise CannotMove
    decision.kind, decision.reasons = DecisionKind(kind), _checked(kind, reasons)
    decision.save(update_fields=["kind", "reasons"])
    record("decision.text-changed", decision, by=by, at=at, kind=kind)
    return decision


@transaction.atomic
def make_decision(*, decision: Decision, by: Actor, at: datetime) -> Decision:
    """Make it: from now on its text stands. The letter can be sent."""
    _checked(decision.kind, decision.reasons)
    if make_move(decision, DECISION, "make", by=by, at=at, kind=decision.kind):
        decision.made_by, decision.made_at = by.name, at
        decision.save(update_fields=["made_by", "made_at"])
    return decision


@transaction.atomic
def tell_decision(*, decision: Decision, on: date, how: str, by: Actor, at: datetime) -> Decision:
    """The person was told on a day; the deadline for complaint counts from it (pbrl. § 7-5)."""
    if decision.made_at is None or not day(decision.made_at) <= on <= day(at):
        raise ToldTooEarly(field="on")
    if make_move(decision, DECISION, "tell", by=by, at=at, told_on=on):
        decision.told_on, decision.told_how = on, how
        decision.complaint_until = complaint_deadline(decision.track, on)
        decision.save(update_fields=["told_on", "told_how", "complaint_until"])
    return decision


@transaction.atomic
def let_decision_stand(*, decision: Decision, by: Actor, at: datetime) -> Decision:
    """Nobody complained in time."""
    if decision.complaint_until is None or decision.complaint_until >= day(at):
        raise StillOpenToComplaint
    make_move(decision, DECISION, "let-stand", by=by, at=at)
    return decision


@transaction.atomic
def replace_decision(*, decision: Decision, kind: str, reasons: str, by: Actor, at: datetime) -> Decision:
    """Change a decision that was made, by a new one in its place. The new one is a draft until it is made."""
    newer = draft_decision(
        person=decision.person,
        unit_id=decision.unit_id,
        kind=kind,
        reasons=reasons,
        by=by,
        at=at,
        follow_up=decision.follow_up,
        track=decision.track,
    )
    make_move(decision, DECISION, "change", by=by, at=at, replaced_by=newer.pk)
    return newer


def _checked(kind: str, reasons: str) -> str:
    text = reasons.strip()
    if not text:
        raise ReasonsMissing(field="reasons")
    if kind in REFUSALS and lacks_service(text):
        raise NotAReason(field="reasons")
    return text
