"""Activities: new, changed, asked of a service, answered, started, done."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt.access.decide import allowed
from knutepunkt.access.files import open_file
from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.views import requires
from knutepunkt.audit.log import record_view
from knutepunkt.foundation.clock import day
from knutepunkt.organisation.models import Staff, Unit
from knutepunkt.plans import operations
from knutepunkt.plans.forms import ActivityForm, NoForm, ReasonForm, TakeoverForm, YesForm
from knutepunkt.plans.models import Activity, Goal
from knutepunkt.plans.queries import asked_of
from knutepunkt.plans.states import ACTIVITY
from knutepunkt.plans.views.form_page import FormPage, answer, opened_plan, plan_url
from knutepunkt.plans.words import ACTIVITY_WORDS
from knutepunkt.ui.forms import Form
from knutepunkt.ui.pages import page


@requires(P.PLAN_EDIT, "GET", "POST", door="plans.activity-new")
def new_activity(request: Any, plan_id: UUID, goal_id: UUID) -> HttpResponse:
    """Propose an activity for a goal to a service or a contributor."""
    plan = opened_plan(request, plan_id, P.PLAN_EDIT, "plan")
    goal = get_object_or_404(Goal.visible_to(request.actor).select_related("plan"), pk=goal_id, plan=plan)

    def save(*, version: str, **values: Any) -> None:  # noqa: ARG001 -- a new activity has none
        operations.add_activity(goal=goal, by=request.actor, at=request.now, **_with_doers(request, values))

    words = FormPage(
        heading=_("New activity"),
        quote=goal.words,
        button=_("Add the activity"),
        done=_("The activity is in the plan. The service that is asked sees it on its own page."),
        key=f"activity-new:{goal.pk}",
        back=plan_url(plan.pk, f"#goal-{goal.pk}"),
        back_label=_("The plan"),
    )
    return answer(request, words, ActivityForm, {}, save, organisation_id=request.actor.organisation_id)


@requires(P.PLAN_EDIT, "GET", "POST", door="plans.activity-change")
def change_activity(request: Any, activity_id: UUID) -> HttpResponse:
    """Change an activity. Another service is only asked; the present one stays until the new one has agreed."""
    activity = _opened(request, activity_id, P.PLAN_EDIT)

    def save(*, version: str, **values: Any) -> None:
        operations.change_activity(
            activity=activity,
            by=request.actor,
            at=request.now,
            version=int(version) if version.isdigit() else None,
            **_with_doers(request, values),
        )

    words = FormPage(
        heading=_("Change the activity"),
        button=_("Save the activity"),
        done=_("The activity is saved."),
        key=f"activity:{activity.pk}",
        back=_activity_url(activity),
        back_label=_("The activity"),
    )
    names = ("what", "how", "amount", "place", "contributor", "contributes", "starts_on", "ends_on", "version")
    initial = {name: getattr(activity, name) for name in names}
    initial |= {"unit": activity.unit_id or "", "responsible": activity.responsible_id or ""}
    return answer(request, words, ActivityForm, initial, save, organisation_id=request.actor.organisation_id)


@requires(P.PLAN_EDIT, "GET", "POST", door="plans.activity-takeover")
def takeover(request: Any, activity_id: UUID) -> HttpResponse:
    """Ask somebody else to do it."""
    activity = _opened(request, activity_id, P.PLAN_EDIT)

    def save(**values: Any) -> None:
        operations.ask_to_take_over(activity=activity, by=request.actor, at=request.now, **_with_doers(request, values))

    words = FormPage(
        heading=_("Ask somebody else to do it"),
        intro=_("The one who does it now stays responsible until the new one has agreed."),
        button=_("Ask"),
        done=_("The question is sent. Nothing changes before it is answered."),
        key=f"activity-takeover:{activity.pk}",
        back=_activity_url(activity),
        back_label=_("The activity"),
        draft=False,
    )
    return answer(request, words, TakeoverForm, {}, save, organisation_id=request.actor.organisation_id)


@requires(P.ACTIVITY_ANSWER, "GET", door="plans.asked", kind="list")
def asked(request: Any) -> HttpResponse:
    """What my services are asked to do, with what they must know to answer: no name unless the file is open to the reader."""
    rows = asked_of(request.actor)
    record_view("asked-of-service", [row.person_id for row in rows], by=request.actor, at=request.now, basis="unit")
    waiting = [row for row in rows if row.state == "proposed"]
    running = [row for row in rows if row.state != "proposed"]
    return page(
        request, "plans/asked.html", block="main", section="asked-activities", waiting=waiting, running=running, today=day(request.now),
        words=ACTIVITY_WORDS,
    )  # fmt: skip


@requires(P.ACTIVITY_ANSWER, "GET", door="plans.activity")
def activity(request: Any, activity_id: UUID) -> HttpResponse:
    """One activity, for those who do it and those who keep the plan."""
    found = _opened(request, activity_id, P.ACTIVITY_ANSWER)
    editor = allowed(request.actor, P.PLAN_EDIT, found)
    reader = editor or allowed(request.actor, P.PLAN_READ, found)
    return page(
        request,
        "plans/activity.html",
        block="main",
        section=None if reader else "asked",
        activity=found,
        state=ACTIVITY_WORDS[found.state],
        words=ACTIVITY_WORDS,
        moves=[move.name for move in ACTIVITY.open_moves(found.state)],
        editor=editor,
        reader=reader,
        steps=list(found.steps.order_by("at", "id")),
        asked=found.replacements.filter(state="proposed").select_related("unit").first() if editor else None,
        back_url=plan_url(found.plan_id, f"#goal-{found.goal_id}") if reader else reverse("plans:asked"),
        today=day(request.now),
    )


@requires(P.ACTIVITY_ANSWER, "GET", "POST", door="plans.activity-answer")
def activity_answer(request: Any, activity_id: UUID, move: str) -> HttpResponse:
    """Say yes or no to doing it, or stop it."""
    found = _opened(request, activity_id, P.ACTIVITY_ANSWER)
    forms: dict[str, tuple[type[Form], Callable[..., None]]] = {
        "agree": (YesForm, operations.agree_activity),
        "decline": (NoForm, operations.decline_activity),
        "stop": (ReasonForm, operations.stop_activity),
    }
    form_class, operation = forms[move]
    heading, done = {
        "agree": (_("We will do this"), _("The answer is recorded: agreed.")),
        "decline": (_("We cannot do this"), _("The answer is recorded: declined.")),
        "stop": (_("Stop the activity"), _("The activity is stopped.")),
    }[move]
    words = FormPage(
        heading=heading,
        quote=found.what,
        button=heading,
        done=done,
        key=f"activity-{move}:{found.pk}",
        back=_activity_url(found),
        back_label=_("The activity"),
        draft=False,
    )
    return answer(request, words, form_class, {}, partial(operation, activity=found, by=request.actor, at=request.now))


@requires(P.ACTIVITY_ANSWER, "POST")
def activity_move(request: Any, activity_id: UUID, move: str) -> HttpResponse:
    """One click: it has started, or it is done."""
    found = _opened(request, activity_id, P.ACTIVITY_ANSWER)
    moves: dict[str, tuple[Callable[..., None], str]] = {
        "start": (operations.start_activity, _("The activity is going on.")),
        "complete": (operations.complete_activity, _("The activity is done.")),
    }
    operation, done = moves[move]
    operation(activity=found, by=request.actor, at=request.now)
    messages.success(request, done)
    return redirect(_activity_url(found))


def _opened(request: Any, activity_id: UUID, permission: P) -> Activity:
    found: Activity = get_object_or_404(
        Activity.visible_to(request.actor).select_related("unit", "responsible"), pk=activity_id
    )
    open_file(request, found, permission, "activity", objects=[found.pk])
    return found


def _activity_url(activity: Activity) -> str:
    return reverse("plans:activity", args=[activity.pk])


def _with_doers(request: Any, values: dict[str, Any]) -> dict[str, Any]:
    """The chosen unit and staff as rows of the organisation."""
    unit, responsible = values.pop("unit", ""), values.pop("responsible", "")
    return values | {
        "unit": Unit.visible_to(request.actor).filter(pk=unit).first() if unit else None,
        "responsible": Staff.visible_to(request.actor).filter(pk=responsible).first() if responsible else None,
    }
