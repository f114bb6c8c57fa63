"""The person's plan: read it, say what is important, say something about a goal, say yes or no."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import requires
from knutepunkt.coordination.models import Important
from knutepunkt.coordination.operations import say_what_is_important
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.plans.completeness import points
from knutepunkt.plans.models import Goal
from knutepunkt.plans.operations import comment_goal
from knutepunkt.plans.paper import plan_pdf
from knutepunkt.plans.queries import whole_plan
from knutepunkt.plans.whole import WholePlan
from knutepunkt.portal.files import OwnFile, about
from knutepunkt.portal.forms import WordsForm
from knutepunkt.portal.happening import asks_for_answer
from knutepunkt.portal.queries import living_plan_id
from knutepunkt.portal.views.drafting import keep_draft, saved_form
from knutepunkt.portal.words import ACTIVITY_WORDS, GOAL_WORDS, PLAN_WORDS
from knutepunkt.ui import drafts, forms
from knutepunkt.ui.pages import page

WORDS_SHOWN = 20


def living_plan(request: Any, file: OwnFile) -> WholePlan | None:
    """The plan being made or in force, as far as the reader sees it."""
    plan_id = living_plan_id(request.actor, file.person.pk)
    return whole_plan(request.actor, plan_id) if plan_id else None


@requires(Permission.OWN_READ, "GET", door="portal.plan")
@about("own-plan")
def plan(request: Any, file: OwnFile) -> HttpResponse:
    """The plan in plain words: goals, who does what and when, what is important."""
    shown = living_plan(request, file)
    return page(
        request,
        "portal/plan.html",
        section="own-plan",
        file=file,
        plan=shown,
        today=day(request.now),
        plan_waits=shown is not None and asks_for_answer(shown),
        plan_words=PLAN_WORDS,
        goal_words_of=GOAL_WORDS,
        activity_words=ACTIVITY_WORDS,
    )


@requires(Permission.OWN_READ, "GET", door="portal.plan-paper", kind="document")
@about("own-plan-paper")
def paper(request: Any, file: OwnFile) -> HttpResponse:
    """The plan as a document to print or keep."""
    shown = living_plan(request, file)
    if shown is None:
        raise Http404
    today = day(request.now)
    latest = shown.revisions[0] if shown.revisions else None
    pdf = plan_pdf(
        shown,
        statuses=points(shown, on=today) if shown.sees_all else (),
        revision=latest.number if latest else 0,
        revised_on=day(latest.made_at) if latest else today,
        printed_by=request.actor.name,
        at=request.now,
    )
    headers = {"Content-Disposition": 'inline; filename="plan.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@requires(Permission.OWN_WRITE, "GET", "POST", door="portal.important")
@about("own-important", Permission.OWN_WRITE)
def important(request: Any, file: OwnFile) -> HttpResponse:
    """What is important: what was said before, and a place to add to it."""
    key = f"own-important:{file.person.pk}"
    if request.method == "POST":
        if forms.wants_draft(request):
            return keep_draft(request, key)
        form = WordsForm(request.POST)
        if form.is_valid() and _say(request, file, form):
            drafts.discard(request.actor, key)
            messages.success(request, _("We have kept what you wrote. Those who help you with the plan can read it."))
            return redirect("portal:important")
    else:
        form = saved_form(request, WordsForm, key)
    said = Important.visible_to(request.actor).filter(person_id=file.person.pk)[:WORDS_SHOWN]
    return page(request, "portal/important.html", section="own-plan", file=file, form=form, said=said, form_key=key)


def _say(request: Any, file: OwnFile, form: WordsForm) -> bool:
    try:
        say_what_is_important(
            person=file.person,
            words=form.cleaned_data["words"],
            by=request.actor,
            at=request.now,
            said_by="" if file.own else request.actor.name,
        )
    except Refusal as refusal:
        form.refuse(refusal)
    return not form.errors


@requires(Permission.OWN_WRITE, "GET", "POST", door="portal.comment")
@about("own-goal", Permission.OWN_WRITE)
def comment(request: Any, file: OwnFile, goal_id: UUID) -> HttpResponse:
    """Say something about one goal."""
    goal = get_object_or_404(Goal.visible_to(request.actor), pk=goal_id, person_id=file.person.pk)
    key = f"own-goal:{goal.pk}"
    if request.method == "POST":
        if forms.wants_draft(request):
            return keep_draft(request, key)
        form = WordsForm(request.POST)
        if form.is_valid():
            comment_goal(goal=goal, words=form.cleaned_data["words"], by=request.actor, at=request.now)
            drafts.discard(request.actor, key)
            messages.success(request, _("We have kept what you wrote. It stands under the goal in the plan."))
            return redirect("portal:plan")
    else:
        form = saved_form(request, WordsForm, key)
    return page(request, "portal/comment.html", section="own-plan", file=file, form=form, goal=goal, form_key=key)
