"""A plan begun, answered, put into force, paused, taken up again, ended."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt.access.files import open_file
from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.views import requires
from knutepunkt.coordination.models import FollowUp
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.plans import operations
from knutepunkt.plans.forms import AnswerForm, ReasonForm
from knutepunkt.plans.views.form_page import FormPage, answer, opened_plan, plan_url
from knutepunkt.ui.pages import page


@requires(P.PLAN_EDIT, "GET", "POST", door="plans.new")
def draft(request: Any, follow_up_id: UUID) -> HttpResponse:
    """Begin the plan of a follow-up."""
    follow_up = get_object_or_404(FollowUp.visible_to(request.actor).select_related("person"), pk=follow_up_id)
    open_file(request, follow_up, P.PLAN_EDIT, "plan-new", objects=[follow_up.pk])
    back = reverse("coordination:follow-up", args=[follow_up.pk])
    if request.method == "POST":
        plan = operations.draft_plan(follow_up=follow_up, by=request.actor, at=request.now)
        messages.success(request, _("The plan is begun. Write the first goal together with the person."))
        return redirect(plan_url(plan.pk))
    return page(request, "plans/new.html", block="main", person=follow_up.person, back_url=back)


@requires(P.PLAN_EDIT, "GET", "POST", door="plans.answer")
def record_answer(request: Any, plan_id: UUID) -> HttpResponse:
    """Record what was said about the plan, in a meeting or on paper."""
    plan = opened_plan(request, plan_id, P.PLAN_EDIT, "plan")

    def save(*, says_yes: str, **values: Any) -> None:
        operations.answer_plan(plan=plan, by=request.actor, at=request.now, says_yes=says_yes == "yes", **values)

    words = FormPage(
        heading=_("The answer to the plan"),
        intro=_(
            "The answer counts for the plan as it stands now. When the plan is changed, the person is asked again."
        ),
        button=_("Record the answer"),
        done=_("The answer is recorded."),
        key=f"plan-answer:{plan.pk}",
        back=plan_url(plan.pk),
        back_label=_("The plan"),
    )
    return answer(request, words, AnswerForm, {"given_by": "person", "how": "oral"}, save)


@requires(P.PLAN_ACTIVATE, "POST")
def activate(request: Any, plan_id: UUID) -> HttpResponse:
    """Put the plan into force; what is missing is said on the plan's page."""
    plan = opened_plan(request, plan_id, P.PLAN_ACTIVATE, "plan")
    try:
        revision = operations.activate(plan=plan, by=request.actor, at=request.now)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Version %(number)s of the plan is in force.") % {"number": revision.number})
    return redirect(plan_url(plan.pk))


@requires(P.PLAN_EDIT, "POST")
def revise(request: Any, plan_id: UUID) -> HttpResponse:
    """Look at the plan again."""
    plan = opened_plan(request, plan_id, P.PLAN_EDIT, "plan")
    operations.begin_revision(plan=plan, by=request.actor, at=request.now)
    messages.success(request, _("The plan is under revision. The version in force stands until the next one is."))
    return redirect(plan_url(plan.pk))


@requires(P.PLAN_EDIT, "POST")
def resume(request: Any, plan_id: UUID) -> HttpResponse:
    """Take a paused plan up again."""
    plan = opened_plan(request, plan_id, P.PLAN_EDIT, "plan")
    operations.resume_plan(plan=plan, by=request.actor, at=request.now)
    messages.success(request, _("The plan is taken up again, under revision."))
    return redirect(plan_url(plan.pk))


@requires(P.PLAN_EDIT, "GET", "POST", door="plans.stop")
def stop(request: Any, plan_id: UUID, move: str) -> HttpResponse:
    """Pause or end the plan, with the reason."""
    plan = opened_plan(request, plan_id, P.PLAN_EDIT, "plan")
    pause = move == "pause"
    words = FormPage(
        heading=_("Pause the plan") if pause else _("End the plan"),
        intro=_("The plan stays as it is, and can be taken up again.")
        if pause
        else _("The plan stays readable. A new plan can be begun later."),
        button=_("Pause the plan") if pause else _("End the plan"),
        done=_("The plan is paused.") if pause else _("The plan is ended."),
        key=f"plan-{move}:{plan.pk}",
        back=plan_url(plan.pk),
        back_label=_("The plan"),
        danger=not pause,
        draft=False,
    )
    operation = operations.pause_plan if pause else operations.end_plan
    return answer(request, words, ReasonForm, {}, partial(operation, plan=plan, by=request.actor, at=request.now))
