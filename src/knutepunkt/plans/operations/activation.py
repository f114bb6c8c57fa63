"""The person's yes or no, and what it takes to put a plan into force."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.moves import make_move
from knutepunkt.access.permissions import Permission
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.consent.deciding import who_decides
from knutepunkt.consent.models import GivenBy, Subject
from knutepunkt.consent.queries import in_force
from knutepunkt.consent.rules import NotTheirDecision, name_of_giver
from knutepunkt.coordination.operations import plan_activated
from knutepunkt.coordination.states import FollowUpState
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.system import DERIVER
from knutepunkt.plans.completeness import PointStatus, State, points
from knutepunkt.plans.models import IndividualPlan, PlanAnswer, Revision
from knutepunkt.plans.operations.changes import OPEN, PlanNotOpen, lock
from knutepunkt.plans.operations.plans import NoConsentToPlan, check_review
from knutepunkt.plans.queries import whole_plan
from knutepunkt.plans.revisions import content_of
from knutepunkt.plans.states import GOAL, PLAN, GoalState
from knutepunkt.plans.whole import WholePlan

OWN_PAGE, ORAL, SIGNED = "own-page", "oral", "signed"
HOW = (OWN_PAGE, ORAL, SIGNED)


class PlanIncomplete(Refusal):
    """Points the law asks for are not there."""


class ActivitiesNotAgreed(Refusal):
    """Somebody who is to do something has not said yes or no."""


class ReviewPassed(Refusal):
    """The day for the next look lies behind."""

    message = _("The day the plan is to be looked at again has passed. Set a new day under the period of the plan.")


class NoYes(Refusal):
    """The person has not said yes to the plan as it stands."""

    message = _(
        "The person has not said yes to the plan as it stands now. Ask for the answer on the person's own page, or record what was said."
    )


class SaidNo(Refusal):
    """The person has said no to the plan as it stands."""

    message = _("The person has said no to the plan as it stands now. Change what must be changed, and ask again.")


@transaction.atomic
def answer_plan(
    *,
    plan: IndividualPlan,
    by: Actor,
    at: datetime,
    says_yes: bool,
    words: str = "",
    given_by: str = GivenBy.PERSON,
    given_by_name: str = "",
    how: str = OWN_PAGE,
) -> PlanAnswer:
    """Keep the yes or no to the plan as it stands: the person's own, or said to staff who record it.

    Whose answer counts follows from the law on the day (consent.rules). Raises NotTheirDecision, PlanNotOpen.
    """
    require(by, Permission.OWN_CONSENT if by.kind == "person" else Permission.PLAN_EDIT, plan)
    lock(plan)
    if plan.state not in OPEN:
        raise PlanNotOpen
    if how not in HOW:
        raise ValueError(how)
    decides = who_decides(plan.person, at=at, subjects=[Subject.PLAN])
    if not decides.may_answer(given_by):
        raise NotTheirDecision(
            _("This is decided by: %(decider)s. %(help)s")
            % {"decider": decides.decider.name, "help": decides.decider.help},
            field="given_by",
        )
    name = by.name if by.kind == "person" else name_of_giver(plan.person, given_by, given_by_name, decides)
    answer = PlanAnswer.objects.create(
        organisation_id=plan.organisation_id,
        person_id=plan.person_id,
        plan=plan,
        plan_version=plan.version,
        says_yes=says_yes,
        words=words.strip(),
        given_by=given_by,
        given_by_name=name,
        how=how,
        answered_at=at,
    )
    record("plan.answered", plan, by=by, at=at, answer=answer.pk, says_yes=says_yes, how=how, version=plan.version)
    return answer


@transaction.atomic
def activate(*, plan: IndividualPlan, by: Actor, at: datetime) -> Revision:
    """Put the plan into force: consent, every content point in force that day, every activity answered, the person's yes.

    The goals are accepted with it. Makes the immutable revision; the follow-up has an active plan. Raises the refusal that names what is missing.
    """
    lock(plan)
    require(by, Permission.PLAN_ACTIVATE, plan)
    PLAN.move("activate", plan.state)
    if in_force(plan.organisation_id, plan.person_id, Subject.PLAN, at=at) is None:
        raise NoConsentToPlan
    whole = _all_of(plan, by, at)
    statuses = points(whole, on=day(at))
    missing = [str(status.point.name) for status in statuses if status.state == State.MISSING]
    if missing:
        raise PlanIncomplete(
            gettext(
                "The plan cannot be put into force yet. Missing: %(points)s. See “What the plan must hold” on the plan's page."
            )
            % {"points": ", ".join(missing)}
        )
    assert plan.starts_on
    assert plan.review_on
    if plan.review_on <= day(at):
        raise ReviewPassed
    check_review(plan, starts_on=plan.starts_on, review_on=plan.review_on, at=at)
    _everything_answered(whole_plan(by, plan.pk, at=at), whole)
    answer = _yes(whole)
    with _everything(plan, at):
        _accept_goals(plan, by=by, at=at)
        revision = _revised(plan, statuses, answer, by=by, at=at)
    make_move(plan, PLAN, "activate", by=by, at=at, revision=revision.number)
    plan.activated_at = at
    plan.save(update_fields=["activated_at"])
    plan.follow_up.refresh_from_db()
    if plan.follow_up.state != FollowUpState.PLAN_ACTIVE:  # a new version, perhaps by another than the first
        plan_activated(follow_up=plan.follow_up, by=by, at=at)
    return revision


def _everything(plan: IndividualPlan, at: datetime) -> AbstractContextManager[None]:
    """A version holds the whole plan, also what the coordinator who puts it into force does not see."""
    return acting_as(
        DERIVER, purpose="revise-plan", organisation_id=plan.organisation_id, person_id=plan.person_id, at=at
    )


def _all_of(plan: IndividualPlan, by: Actor, at: datetime) -> WholePlan:
    with _everything(plan, at):
        return whole_plan(by, plan.pk, at=at)


def _revised(
    plan: IndividualPlan, statuses: Sequence[PointStatus], answer: UUID, *, by: Actor, at: datetime
) -> Revision:
    whole = whole_plan(by, plan.pk, at=at)
    number = (plan.revisions.aggregate(latest=Max("number"))["latest"] or 0) + 1
    return Revision.objects.create(
        organisation_id=plan.organisation_id,
        person_id=plan.person_id,
        plan=plan,
        number=number,
        content=content_of(whole, statuses, number=number, by=by, at=at),
        answer_id=answer,
        made_by=by.name,
        made_at=at,
    )


def _accept_goals(plan: IndividualPlan, *, by: Actor, at: datetime) -> None:
    """The yes to the plan is a yes to its goals."""
    for goal in plan.goals.filter(state=GoalState.PROPOSED):
        make_move(goal, GOAL, "accept", by=by, at=at)


def _everything_answered(seen: WholePlan, whole: WholePlan) -> None:
    """Numbers are those of what the reader sees; of what they do not see it is only said that it is not ready."""
    waiting = [str(activity.number) for activity in seen.activities if not activity.is_answered]
    if waiting:
        raise ActivitiesNotAgreed(
            gettext(
                "Not yet agreed with those who are to do it: activity number %(numbers)s. Ask them, or leave the activity out."
            )
            % {"numbers": ", ".join(waiting)}
        )
    if not all(activity.is_answered for activity in whole.activities):
        raise ActivitiesNotAgreed(
            gettext("Not all who are to do something have answered yet. Ask the caseworker in the coordinating unit.")
        )


def _yes(whole: WholePlan) -> UUID:
    answer = whole.answer_now
    if answer is None:
        raise NoYes
    if not answer.says_yes:
        raise SaidNo
    return answer.id
