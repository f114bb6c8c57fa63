"""The plan as a page, its versions, what differs between them, and the plan on paper."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.views import requires
from knutepunkt.foundation.clock import day
from knutepunkt.plans.completeness import points
from knutepunkt.plans.difference import difference
from knutepunkt.plans.difference_words import change_words
from knutepunkt.plans.models import IndividualPlan
from knutepunkt.plans.paper import Point, plan_pdf
from knutepunkt.plans.queries import whole_plan
from knutepunkt.plans.revisions import KeptRevision, answer_of, draft_content, kept, kept_lines, read, statuses_of
from knutepunkt.plans.shown import WORDS, plan_context
from knutepunkt.plans.views.form_page import opened_plan, plan_url
from knutepunkt.plans.words import knot_of
from knutepunkt.ui.pages import page


@requires(P.PLAN_READ, "GET", door="plans.plan")
def plan(request: Any, plan_id: UUID) -> HttpResponse:
    """The whole plan: the knot, the goals with who does what, what it must hold, and the next step."""
    found = opened_plan(request, plan_id, P.PLAN_READ, "plan")
    whole = whole_plan(request.actor, found.pk, at=request.now)
    return page(request, "plans/plan.html", **plan_context(request.actor, found, whole, at=request.now))


@requires(P.PLAN_READ, "GET", door="plans.revisions")
def revisions(request: Any, plan_id: UUID) -> HttpResponse:
    """Every version that was put into force."""
    found = opened_plan(request, plan_id, P.PLAN_READ, "plan-revisions")
    rows = kept_lines(found.pk)
    return page(
        request, "plans/revisions.html", block="main", plan=found, rows=rows, back_url=plan_url(found.pk), **WORDS
    )


@requires(P.PLAN_READ, "GET", door="plans.revision")
def revision(request: Any, plan_id: UUID, number: int) -> HttpResponse:
    """A version as it was put into force, with the names as they were."""
    found, row = _revision(request, plan_id, number)
    whole = read(row.content)
    return page(
        request,
        "plans/revision.html",
        plan=whole,
        revision=row,
        statuses=statuses_of(row.content),
        answer=answer_of(row.content),
        knot=knot_of(whole) if whole.goals else None,
        back_url=reverse("plans:revisions", args=[found.pk]),
        today=day(request.now),
        **WORDS,
    )


@requires(P.PLAN_READ, "GET", door="plans.difference")
def differences(request: Any, plan_id: UUID, number: int) -> HttpResponse:
    """What differs between a version and the one before (`?from=n`), or between the newest and the plan as it stands (number 0)."""
    found = opened_plan(request, plan_id, P.PLAN_READ, "plan-difference")
    rows = kept(found.pk)
    if not rows:
        raise Http404
    by_number = {row.number: row for row in rows}
    if number and number not in by_number:
        raise Http404
    newer = by_number[number].content if number else draft_content(whole_plan(request.actor, found.pk, at=request.now))
    asked = request.GET.get("from", "")
    older = by_number.get(int(asked)) if asked.isdigit() else by_number.get(number - 1 if number else rows[0].number)
    if older is None:
        raise Http404
    changes = difference(older.content, newer)
    return page(
        request,
        "plans/difference.html",
        block="main",
        plan=found,
        older=older.number,
        newer=number,
        numbers=[row.number for row in rows],
        changes=change_words(changes, older.content, newer),
        back_url=plan_url(found.pk),
    )


@requires(P.PLAN_READ, "GET", door="plans.print", kind="document")
def printed(request: Any, plan_id: UUID) -> HttpResponse:
    """The plan on paper in the person's language form: the version asked for with `?revision=n`, else as it stands."""
    asked = request.GET.get("revision", "")
    if asked.isdigit():
        found, row = _revision(request, plan_id, int(asked))
        whole, statuses = read(row.content), list[Point](statuses_of(row.content))
        number, when = row.number, day(row.made_at)
    else:
        found = opened_plan(request, plan_id, P.PLAN_READ, "plan-paper")
        whole = whole_plan(request.actor, found.pk, at=request.now)
        statuses = list(points(whole, on=day(request.now)) if whole.sees_all else ())
        number, when = (whole.revisions[0].number if whole.revisions else 0), day(request.now)
    pdf = plan_pdf(
        whole, statuses=statuses, revision=number, revised_on=when, printed_by=request.actor.name, at=request.now
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="individuell-plan.pdf"'
    return response


def _revision(request: Any, plan_id: UUID, number: int) -> tuple[IndividualPlan, KeptRevision]:
    found = opened_plan(request, plan_id, P.PLAN_READ, "plan-revision")
    rows = kept(found.pk, number=number)
    if not rows:
        raise Http404
    return found, rows[0]
