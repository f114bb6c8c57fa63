"""What the plan says in text, its period, its responsible service, and the points that have no part of their own."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from knutepunkt import law
from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.views import requires
from knutepunkt.foundation.clock import day
from knutepunkt.law import ContentPoint, NotInLaw
from knutepunkt.organisation.models import Unit
from knutepunkt.plans import operations
from knutepunkt.plans.forms import AgreementForm, LeaveOutForm, PeriodForm, PointForm, ResponsibleForm, TextsForm
from knutepunkt.plans.models import IndividualPlan, PlanTexts
from knutepunkt.plans.operations.plans import AGREEMENT, PERIOD, TEXTS
from knutepunkt.plans.rules import latest_review
from knutepunkt.plans.views.form_page import FormPage, answer, opened_plan, plan_url


@requires(P.PLAN_EDIT, "GET", "POST", door="plans.texts")
def texts(request: Any, plan_id: UUID) -> HttpResponse:
    """Needs, resources, how it is carried out, cooperation, how the child took part."""
    plan = opened_plan(request, plan_id, P.PLAN_EDIT, "plan")
    words = FormPage(
        heading=_("What the plan says"),
        button=_("Save"),
        done=_("What the plan says is saved."),
        key=f"plan-texts:{plan.pk}",
        back=plan_url(plan.pk, "#says"),
        back_label=_("The plan"),
        seen=TEXTS,
    )
    return answer(request, words, TextsForm, _initial(_texts(plan), TEXTS), partial(_write, request, plan))


@requires(P.PLAN_EDIT, "GET", "POST", door="plans.agreement")
def agreement(request: Any, plan_id: UUID) -> HttpResponse:
    """The working agreement."""
    plan = opened_plan(request, plan_id, P.PLAN_EDIT, "plan")
    words = FormPage(
        heading=_("Working agreement"),
        intro=_("Agree on this at the start, so that nobody has to guess."),
        button=_("Save"),
        done=_("The working agreement is saved."),
        key=f"plan-agreement:{plan.pk}",
        back=plan_url(plan.pk, "#agreement"),
        back_label=_("The plan"),
        seen=AGREEMENT,
    )
    return answer(request, words, AgreementForm, _initial(_texts(plan), AGREEMENT), partial(_write, request, plan))


@requires(P.PLAN_EDIT, "GET", "POST", door="plans.period")
def period(request: Any, plan_id: UUID) -> HttpResponse:
    """From when, until when, and when the plan is looked at again."""
    plan = opened_plan(request, plan_id, P.PLAN_EDIT, "plan")
    today = day(request.now)
    latest = latest_review(plan.organisation_id, plan.person.birth_date, starts_on=plan.starts_on or today, on=today)
    words = FormPage(
        heading=_("Period of the plan"),
        intro=_("The plan is looked at again within %(length)s.") % {"length": latest.length},
        button=_("Save the period"),
        done=_("The period is saved."),
        key=f"plan-period:{plan.pk}",
        back=plan_url(plan.pk),
        back_label=_("The plan"),
        seen=PERIOD,
        draft=False,
    )
    initial = _initial(plan, PERIOD)
    initial["review_on"] = plan.review_on or latest.day
    save = partial(operations.set_period, plan=plan, by=request.actor, at=request.now)
    return answer(request, words, PeriodForm, initial, save)


@requires(P.PLAN_EDIT, "GET", "POST", door="plans.responsible")
def responsible(request: Any, plan_id: UUID) -> HttpResponse:
    """Which service has the main responsibility."""
    plan = opened_plan(request, plan_id, P.PLAN_EDIT, "plan")

    def save(*, unit: str) -> None:
        found = get_object_or_404(Unit, organisation_id=plan.organisation_id, pk=unit)
        operations.set_main_responsible(plan=plan, unit=found, by=request.actor, at=request.now)

    words = FormPage(
        heading=_("Main responsibility"),
        intro=_("One service has it at every moment. It can be moved to another, never taken away."),
        button=_("Save"),
        done=_("The main responsibility is saved."),
        key=f"plan-responsible:{plan.pk}",
        back=plan_url(plan.pk),
        back_label=_("The plan"),
        draft=False,
    )
    initial = {"unit": plan.main_responsible_id or ""}
    return answer(request, words, ResponsibleForm, initial, save, organisation_id=plan.organisation_id)


@requires(P.PLAN_EDIT, "GET", "POST", door="plans.point")
def point(request: Any, plan_id: UUID, key: str) -> HttpResponse:
    """Write what the plan says about a point that has no part of its own."""
    plan, found = _point(request, plan_id, key)
    words = FormPage(
        heading=str(found.name),
        intro=str(found.help),
        button=_("Save"),
        done=_("The point is filled."),
        key=f"plan-point:{plan.pk}:{key}",
        back=plan_url(plan.pk, "#missing"),
        back_label=_("The plan"),
    )
    note = plan.point_notes.filter(key=key).first()
    save = partial(operations.answer_point, plan=plan, key=key, by=request.actor, at=request.now)
    return answer(request, words, PointForm, {"text": note.text if note else ""}, save)


@requires(P.PLAN_EDIT, "GET", "POST", door="plans.leave-out")
def leave_out(request: Any, plan_id: UUID, key: str) -> HttpResponse:
    """Leave a point open, for a reason."""
    plan, found = _point(request, plan_id, key)
    words = FormPage(
        heading=_("Leave out: %(point)s") % {"point": found.name},
        intro=str(found.help),
        button=_("Leave the point out"),
        done=_("The point is left out, with the reason."),
        key=f"plan-leave-out:{plan.pk}:{key}",
        back=plan_url(plan.pk, "#missing"),
        back_label=_("The plan"),
    )
    note = plan.point_notes.filter(key=key).first()
    save = partial(operations.leave_out, plan=plan, key=key, by=request.actor, at=request.now)
    return answer(request, words, LeaveOutForm, {"reason": note.reason if note else ""}, save)


def _write(request: Any, plan: IndividualPlan, **values: str) -> None:
    operations.write_texts(plan=plan, by=request.actor, at=request.now, **values)


def _texts(plan: IndividualPlan) -> PlanTexts:
    """404 for those whose consent covers some topics only: the texts are not part of what they see."""
    found = operations.texts_of(plan)
    if found is None:
        raise Http404
    return found


def _initial(thing: IndividualPlan | PlanTexts, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names} | {"seen": operations.stamp(thing, names)}


def _point(request: Any, plan_id: UUID, key: str) -> tuple[IndividualPlan, ContentPoint]:
    plan = opened_plan(request, plan_id, P.PLAN_EDIT, "plan")
    try:
        return plan, law.on(day(request.now)).content_point(key)
    except NotInLaw:
        raise Http404 from None
