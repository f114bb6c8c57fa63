"""Goals in own words, and what is said of them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.moves import make_move
from knutepunkt.access.permissions import Permission
from knutepunkt.audit.log import record
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.plans.models import Activity, Goal, GoalComment, IndividualPlan
from knutepunkt.plans.models.content import AREA_TOPICS, LifeArea
from knutepunkt.plans.operations.changes import NotAnswered, begin_change, changed, check_version, lock
from knutepunkt.plans.states import GOAL

UNSET: Any = object()


class OnlyOneLevel(Refusal):
    """A sub-goal has no sub-goals."""

    message = _("A sub-goal cannot have sub-goals of its own. Add it to the goal it belongs to.")


@transaction.atomic
def add_goal(
    *,
    plan: IndividualPlan,
    by: Actor,
    at: datetime,
    words: str,
    life_area: str,
    expressed_by: str = "",
    is_main: bool = False,
    parent: Goal | None = None,
) -> Goal:
    """Add a goal in own words, or a sub-goal of `parent`. `expressed_by`: who said it; the person when empty."""
    begin_change(plan, by=by)
    _need_words(words)
    if parent and parent.parent_id:
        raise OnlyOneLevel
    latest = plan.goals.filter(parent=parent).aggregate(latest=Max("number"))["latest"] or 0
    goal = Goal.objects.create(
        organisation_id=plan.organisation_id,
        person_id=plan.person_id,
        plan=plan,
        parent=parent,
        number=latest + 1,
        words=words.strip(),
        expressed_by=expressed_by.strip() or plan.person.full_name,
        life_area=life_area,
        topic=AREA_TOPICS[LifeArea(life_area)],
        is_main=is_main and parent is None,
    )
    _one_main(goal)
    changed("goal.added", goal, plan, by=by, at=at)
    return goal


@transaction.atomic
def change_goal(
    *,
    goal: Goal,
    by: Actor,
    at: datetime,
    version: int | None = None,
    words: str = UNSET,
    life_area: str = UNSET,
    expressed_by: str = UNSET,
    is_main: bool = UNSET,
) -> Goal:
    """Change what is given. Raises ChangedMeanwhile when `version` is not the present one. The topic follows the area."""
    begin_change(goal.plan, by=by)
    lock(goal)
    check_version(goal, version, goal.plan.changed_by)
    if words is not UNSET:
        _need_words(words)
    wanted = {"words": words, "life_area": life_area, "expressed_by": expressed_by, "is_main": is_main}
    given = {name: _clean(value) for name, value in wanted.items() if value is not UNSET}
    fields = [name for name, value in given.items() if getattr(goal, name) != value]
    if not fields:
        return goal
    for name in fields:
        setattr(goal, name, given[name])
    goal.version += 1
    goal.topic = AREA_TOPICS[LifeArea(goal.life_area)]
    goal.save(update_fields=[*fields, "topic", "version"])
    if "life_area" in fields:
        inside = {"organisation_id": goal.organisation_id, "goal": goal}
        Activity.objects.filter(**inside).update(topic=goal.topic)
        GoalComment.objects.filter(**inside).update(topic=goal.topic)
    _one_main(goal)
    changed("goal.changed", goal, goal.plan, by=by, at=at, fields=fields)
    return goal


def _clean(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


def _need_words(words: str) -> None:
    if not words.strip():
        raise NotAnswered(_("Write the goal, in the words it was said."), field="words")


def _one_main(goal: Goal) -> None:
    """One main goal: the last one named so."""
    if goal.is_main:
        Goal.objects.filter(organisation_id=goal.organisation_id, plan_id=goal.plan_id, is_main=True).exclude(
            pk=goal.pk
        ).update(is_main=False)


@transaction.atomic
def accept_goal(*, goal: Goal, by: Actor, at: datetime) -> None:
    """The person stands by a goal somebody else said."""
    make_move(goal, GOAL, "accept", by=by, at=at)


@transaction.atomic
def attain_goal(*, goal: Goal, by: Actor, at: datetime, note: str = "") -> None:
    """The goal is reached."""
    make_move(goal, GOAL, "attain", by=by, at=at, reason=note)


@transaction.atomic
def abandon_goal(*, goal: Goal, by: Actor, at: datetime, reason: str) -> None:
    """Let a goal go, with the reason."""
    if not reason.strip():
        raise NotAnswered(_("Write why the goal is let go."), field="reason")
    begin_change(goal.plan, by=by)
    if make_move(goal, GOAL, "abandon", by=by, at=at, reason=reason):
        goal.why_abandoned = reason.strip()
        goal.save(update_fields=["why_abandoned"])
        changed("goal.let-go", goal, goal.plan, by=by, at=at)


@transaction.atomic
def take_up_goal(*, goal: Goal, by: Actor, at: datetime) -> None:
    """Take a goal up again that was reached or let go."""
    begin_change(goal.plan, by=by)
    if make_move(goal, GOAL, "take-up", by=by, at=at):
        goal.why_abandoned = ""
        goal.save(update_fields=["why_abandoned"])
        changed("goal.taken-up", goal, goal.plan, by=by, at=at)


@transaction.atomic
def comment_goal(*, goal: Goal, words: str, by: Actor, at: datetime, said_by: str = "") -> GoalComment:
    """Say something about a goal: the person, or somebody in the plan. Changes nothing in the plan."""
    require(by, Permission.OWN_WRITE if by.kind == "person" else Permission.PLAN_READ, goal)
    if not words.strip():
        raise NotAnswered(field="words")
    comment = GoalComment.objects.create(
        organisation_id=goal.organisation_id,
        person_id=goal.person_id,
        goal=goal,
        topic=goal.topic,
        words=words.strip(),
        said_by=said_by or by.name,
        by_person=by.kind == "person",
        said_at=at,
    )
    record("goal.commented", goal, by=by, at=at, comment=comment.pk)
    return comment
