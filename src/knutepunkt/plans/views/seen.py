"""The plan as a member of the care team sees it, or would: for those who work with the person, before and after the answer."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.views import requires
from knutepunkt.consent.queries import waiting
from knutepunkt.coordination.words import TOPICS
from knutepunkt.organisation.models import Staff
from knutepunkt.plans.seen_as import as_seen_by
from knutepunkt.plans.views.form_page import opened_plan, plan_url
from knutepunkt.ui.pages import page


@requires(P.CARE_TEAM_EDIT, "GET", door="plans.seen-as")
def seen_as(request: Any, plan_id: UUID, staff_id: UUID) -> HttpResponse:
    """As it will be with a yes to what waits; when nothing waits about them, as it is today."""
    found = opened_plan(request, plan_id, P.CARE_TEAM_EDIT, "seen-as")
    staff = get_object_or_404(Staff.visible_to(request.actor), pk=staff_id)
    question = next((c for c in waiting(request.actor, found.person_id) if c.recipient_staff_id == staff.pk), None)
    seen = as_seen_by(found, staff, by=request.actor, at=request.now, consent=question, today=question is None)
    return page(
        request,
        "plans/seen_as.html",
        plan=found,
        staff=staff,
        question=question,
        seen=seen,
        closed=[TOPICS[topic] for topic in TOPICS if topic in seen.closed],
        back_url=plan_url(found.pk),
    )
