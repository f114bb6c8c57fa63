"""Goals: new, changed, commented, reached, let go."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.views import requires
from knutepunkt.plans import operations
from knutepunkt.plans.forms import CommentForm, GoalForm, ReasonForm
from knutepunkt.plans.models import Goal, IndividualPlan
from knutepunkt.plans.states import GOAL
from knutepunkt.plans.views.form_page import FormPage, answer, opened_plan, plan_url


@requires(P.PLAN_EDIT, "GET", "POST", door="plans.goal-new")
def new_goal(request: Any, plan_id: UUID) -> HttpResponse:
    """Add a goal; with `?under=<goal>` a sub-goal of it."""
    plan = opened_plan(request, plan_id, P.PLAN_EDIT, "plan")
    under = request.GET.get("under")
    parent = get_object_or_404(Goal.visible_to(request.actor), pk=under, plan=plan) if under else None

    def save(*, version: str, **values: Any) -> None:  # noqa: ARG001 -- a new goal has none
        operations.add_goal(plan=plan, by=request.actor, at=request.now, parent=parent, **values)

    words = FormPage(
        heading=_("New sub-goal") if parent else _("New goal"),
        quote=parent.words if parent else "",
        button=_("Add the goal"),
        done=_("The goal is in the plan."),
        key=f"goal-new:{plan.pk}:{under or ''}",
        back=plan_url(plan.pk, "#goals"),
        back_label=_("The plan"),
    )
    return answer(request, words, GoalForm, {"life_area": parent.life_area} if parent else {}, save)


@requires(P.PLAN_EDIT, "GET", "POST", door="plans.goal")
def goal(request: Any, plan_id: UUID, goal_id: UUID) -> HttpResponse:
    """Change a goal; the version in force stands until a new one is."""
    plan, found = _goal(request, plan_id, goal_id)

    def save(*, version: str, **values: Any) -> None:
        operations.change_goal(
            goal=found, by=request.actor, at=request.now, version=int(version) if version.isdigit() else None, **values
        )

    names = {move.name for move in GOAL.open_moves(found.state)}
    others = [(_("Say something about this goal"), "comment")]
    others += [(_("New sub-goal"), "under")] if not found.parent_id else []
    others += [(_("Let the goal go"), "let-go")] if "abandon" in names else []
    words = FormPage(
        heading=_("Change the goal"),
        button=_("Save the goal"),
        done=_("The goal is saved."),
        key=f"goal:{found.pk}",
        back=plan_url(plan.pk, f"#goal-{found.pk}"),
        back_label=_("The plan"),
        others=tuple((label, _goal_url(plan, found, name)) for label, name in others),
    )
    initial = {name: getattr(found, name) for name in ("words", "expressed_by", "life_area", "is_main", "version")}
    return answer(request, words, GoalForm, initial, save)


@requires(P.PLAN_READ, "GET", "POST", door="plans.goal-comment")
def comment(request: Any, plan_id: UUID, goal_id: UUID) -> HttpResponse:
    """Say something about a goal."""
    plan, found = _goal(request, plan_id, goal_id, P.PLAN_READ)
    words = FormPage(
        heading=_("Say something about the goal"),
        quote=found.words,
        button=_("Say it"),
        done=_("What you said stands with the goal."),
        key=f"goal-comment:{found.pk}",
        back=plan_url(plan.pk, f"#goal-{found.pk}"),
        back_label=_("The plan"),
    )
    return answer(
        request, words, CommentForm, {}, partial(operations.comment_goal, goal=found, by=request.actor, at=request.now)
    )


@requires(P.PLAN_EDIT, "GET", "POST", door="plans.goal-let-go")
def let_go(request: Any, plan_id: UUID, goal_id: UUID) -> HttpResponse:
    """Let a goal go, with the reason."""
    plan, found = _goal(request, plan_id, goal_id)
    words = FormPage(
        heading=_("Let the goal go"),
        quote=found.words,
        intro=_("The goal stays readable in the plan, with the reason."),
        button=_("Let the goal go"),
        done=_("The goal is let go."),
        key=f"goal-let-go:{found.pk}",
        back=plan_url(plan.pk, f"#goal-{found.pk}"),
        back_label=_("The plan"),
        draft=False,
    )
    return answer(
        request, words, ReasonForm, {}, partial(operations.abandon_goal, goal=found, by=request.actor, at=request.now)
    )


@requires(P.PLAN_EDIT, "POST")
def goal_move(request: Any, plan_id: UUID, goal_id: UUID, move: str) -> HttpResponse:
    """One click: the person accepts the goal, it is reached, or it is taken up again."""
    plan, found = _goal(request, plan_id, goal_id)
    moves: dict[str, tuple[Callable[..., None], str]] = {
        "accept": (operations.accept_goal, _("The person stands by the goal.")),
        "attain": (operations.attain_goal, _("The goal is marked as reached.")),
        "take-up": (operations.take_up_goal, _("The goal is taken up again.")),
    }
    operation, done = moves[move]
    operation(goal=found, by=request.actor, at=request.now)
    messages.success(request, done)
    return redirect(plan_url(plan.pk, f"#goal-{found.pk}"))


def _goal(request: Any, plan_id: UUID, goal_id: UUID, permission: P = P.PLAN_EDIT) -> tuple[IndividualPlan, Goal]:
    plan = opened_plan(request, plan_id, permission, "plan")
    found = get_object_or_404(Goal.visible_to(request.actor).select_related("plan__person"), pk=goal_id, plan=plan)
    return plan, found


def _goal_url(plan: IndividualPlan, found: Goal, name: str) -> str:
    if name == "under":
        return reverse("plans:new-goal", args=[plan.pk]) + f"?under={found.pk}"
    return reverse(f"plans:{name}", args=[plan.pk, found.pk])
