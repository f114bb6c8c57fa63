"""Does the person have a plan in another organisation: the question, the answer, and the question that came in here."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt.access.decide import require
from knutepunkt.access.files import open_file
from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.views import requires
from knutepunkt.consent.models import Subject
from knutepunkt.consent.queries import all_in_force
from knutepunkt.coordination.models import FollowUp
from knutepunkt.organisation.models import Organisation
from knutepunkt.organisation.queries import organisations_named
from knutepunkt.plans import operations
from knutepunkt.plans.forms_together import AskForm, TellForm
from knutepunkt.plans.models import PlanQuestion, ReceivedPlanQuestion
from knutepunkt.plans.views.form_page import FormPage, answer
from knutepunkt.tasks.operations import settle
from knutepunkt.ui.pages import page


@requires(P.PLAN_EDIT, "GET", "POST", door="plans.elsewhere")
def elsewhere(request: Any, follow_up_id: UUID) -> HttpResponse:
    """Ask an organisation that a consent names, and read what was answered."""
    follow_up = get_object_or_404(FollowUp.visible_to(request.actor).select_related("person", "unit"), pk=follow_up_id)
    open_file(request, follow_up, P.PLAN_EDIT, "plan-elsewhere", objects=[follow_up.pk])
    asked = PlanQuestion.visible_to(request.actor).filter(person_id=follow_up.person_id).order_by("-asked_at")
    named = {
        consent.recipient_organisation_id
        for consent in all_in_force(follow_up.organisation_id, follow_up.person_id, at=request.now)
        if Subject.SHARING in consent.subjects and consent.recipient_organisation_id
    }
    organisations = [(str(row.pk), row.name) for row in organisations_named(named)]

    def save(*, organisation: str) -> None:
        found = get_object_or_404(Organisation, pk=organisation)
        operations.ask_elsewhere(follow_up=follow_up, organisation=found, by=request.actor, at=request.now)

    words = FormPage(
        heading=_("Is there a plan elsewhere?"),
        button=_("Ask"),
        done=_("The question is sent. The answer comes to this page."),
        key=f"plan-elsewhere:{follow_up.pk}",
        back=reverse("coordination:follow-up", args=[follow_up.pk]),
        back_label=follow_up.person.full_name or _("The follow-up"),
        draft=False,
        template="plans/elsewhere.html",
        shown={"asked": list(asked.select_related("to_organisation")), "may_ask": bool(organisations)},
    )
    return answer(request, words, AskForm, {}, save, organisations=organisations)


@requires(P.PLAN_EDIT, "GET", "POST", door="plans.question")
def question(request: Any, question_id: UUID) -> HttpResponse:
    """One question with its answer; whoever has read it says so, and the task is done."""
    found = get_object_or_404(PlanQuestion.visible_to(request.actor).select_related("to_organisation"), pk=question_id)
    open_file(request, found, P.PLAN_EDIT, "plan-question", objects=[found.pk])
    if request.method == "POST":
        settle(organisation_id=found.organisation_id, source_id=found.pk, by=request.actor, at=request.now)
        messages.success(request, _("The task is done."))
        return redirect("front:day")
    return page(request, "plans/question.html", block="main", question=found)


@requires(P.NOTICE_DECIDE, "GET", "POST", door="plans.received")
def received(request: Any, question_id: UUID) -> HttpResponse:
    """Another organisation asks. The reader sees what may be told; those who ask never see why there is nothing."""
    rows = ReceivedPlanQuestion.visible_to(request.actor).select_related("from_organisation")
    found: ReceivedPlanQuestion = get_object_or_404(rows, pk=question_id)
    if found.person_id:
        open_file(request, found, P.NOTICE_DECIDE, "plan-question", objects=[found.pk])
    else:
        require(request.actor, P.NOTICE_DECIDE, found)
    plan = operations.plan_to_tell_of(found, at=request.now)

    def save(*, tells: str, contact: str) -> None:
        operations.answer_question(
            question=found, tells=tells == "yes", contact=contact, by=request.actor, at=request.now
        )

    words = FormPage(
        heading=_("Another organisation asks about a plan"),
        button=_("Send the answer"),
        done=_("The answer is sent."),
        key=f"plan-received:{found.pk}",
        back=reverse("front:day"),
        back_label=_("My day"),
        draft=False,
        template="plans/received.html",
        shown={"question": found, "plan": plan},
    )
    return answer(request, words, TellForm, {"tells": "no"}, save)
