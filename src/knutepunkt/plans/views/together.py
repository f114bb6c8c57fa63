"""One common plan: plans elsewhere linked to it, and which service has the main responsibility when they do not agree."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from knutepunkt.access.files import open_file
from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.views import requires
from knutepunkt.foundation.clock import day
from knutepunkt.organisation.models import Unit
from knutepunkt.plans import operations
from knutepunkt.plans.forms_together import DecideForm, DisagreementForm, LinkForm
from knutepunkt.plans.models import Disagreement, SubPlan
from knutepunkt.plans.views.form_page import FormPage, answer, opened_plan, plan_url


@requires(P.PLAN_EDIT, "GET", "POST", door="plans.link")
def link(request: Any, plan_id: UUID) -> HttpResponse:
    """Link a plan that is kept elsewhere."""
    plan = opened_plan(request, plan_id, P.PLAN_EDIT, "plan")
    words = FormPage(
        heading=_("A plan elsewhere"),
        intro=_(
            "The individual plan is the common one. Name the other plan here, so that everybody knows it is there. What it says stays where it is."
        ),
        button=_("Link the plan"),
        done=_("The plan is linked."),
        key=f"plan-link:{plan.pk}",
        back=plan_url(plan.pk, "#elsewhere"),
        back_label=_("The plan"),
        draft=False,
    )
    return answer(
        request, words, LinkForm, {}, partial(operations.link_plan, plan=plan, by=request.actor, at=request.now)
    )


@requires(P.PLAN_EDIT, "POST")
def unlink(request: Any, sub_plan_id: UUID) -> HttpResponse:
    """The plan elsewhere is no more."""
    found = get_object_or_404(SubPlan.visible_to(request.actor).select_related("plan"), pk=sub_plan_id)
    open_file(request, found, P.PLAN_EDIT, "plan", objects=[found.pk])
    operations.unlink_plan(sub_plan=found, by=request.actor, at=request.now)
    messages.success(request, _("The plan is no longer linked. Earlier versions still name it."))
    return redirect(plan_url(found.plan_id, "#elsewhere"))


@requires(P.PLAN_EDIT, "GET", "POST", door="plans.disagree")
def disagree(request: Any, plan_id: UUID) -> HttpResponse:
    """Write down that services do not agree on who has the main responsibility."""
    plan = opened_plan(request, plan_id, P.PLAN_EDIT, "plan")
    waiting = Disagreement.visible_to(request.actor).filter(plan=plan, carried_out_at=None).first()
    if waiting is not None:
        return redirect("plans:decide", waiting.pk)

    def save(*, one: str, other: str, words: str) -> None:
        units = list(Unit.visible_to(request.actor).filter(pk__in=[one, other]))
        operations.raise_disagreement(plan=plan, units=units, words=words, by=request.actor, at=request.now)

    words = FormPage(
        heading=_("Services do not agree"),
        intro=_("The municipality decides. The service that has the main responsibility keeps it until then."),
        button=_("Ask for a decision"),
        done=_("The coordinating unit has the task to decide."),
        key=f"plan-disagreement:{plan.pk}",
        back=plan_url(plan.pk, "#team"),
        back_label=_("The plan"),
    )
    return answer(request, words, DisagreementForm, {}, save, organisation_id=plan.organisation_id)


@requires(P.DECISION_MAKE, "GET", "POST", door="plans.decide")
def decide(request: Any, disagreement_id: UUID) -> HttpResponse:
    """Decide which service has the main responsibility, with reasons, from a day."""
    rows = Disagreement.visible_to(request.actor).select_related("plan", "main_responsible")
    found: Disagreement = get_object_or_404(rows, pk=disagreement_id)
    open_file(request, found.plan, P.DECISION_MAKE, "plan", objects=[found.pk])

    def save(*, unit: str, **values: Any) -> None:
        chosen = get_object_or_404(Unit, organisation_id=found.organisation_id, pk=unit)
        operations.decide_disagreement(disagreement=found, unit=chosen, by=request.actor, at=request.now, **values)

    words = FormPage(
        heading=_("Who has the main responsibility?"),
        intro=_("The decision counts from the day you choose. Until then nothing changes."),
        button=_("Decide"),
        done=_("It is decided."),
        key=f"plan-decide:{found.pk}",
        back=plan_url(found.plan_id, "#team"),
        back_label=_("The plan"),
        template="plans/decide.html",
        shown={
            "raised": found,
            "services": list(Unit.visible_to(request.actor).filter(pk__in=found.unit_ids)),
        },
    )
    return answer(
        request, words, DecideForm, {"from_day": day(request.now)}, save, organisation_id=found.organisation_id
    )
