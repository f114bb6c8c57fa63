"""Opening a file in an emergency, closing it again, and the leader's look at it afterwards."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt import law
from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.views import requires
from knutepunkt.audit.log import record_view
from knutepunkt.coordination.forms.keeping import EmergencyForm, ReviewForm
from knutepunkt.coordination.views.base import filled, form_page
from knutepunkt.foundation.clock import day
from knutepunkt.people import emergency as operations
from knutepunkt.people.models import EmergencyAccess
from knutepunkt.ui.pages import page


@requires(P.EMERGENCY_OPEN, "GET", "POST", door="coordination.emergency", kind="search")
def emergency(request: Any) -> HttpResponse:
    """The whole number and a reason in words open one file for as long as the law data say."""
    require(request.actor, P.EMERGENCY_OPEN)
    opened: list[EmergencyAccess] = []

    def act(form: Any) -> None:
        opened.append(operations.open_emergency_access(by=request.actor, at=request.now, **form.cleaned_data))

    work = filled(request, EmergencyForm, act, done_url=request.path, done=_("The file is open. It closes by itself."))
    if work.response and opened:
        return redirect("coordination:person", opened[0].person_id)
    running = list(
        EmergencyAccess.visible_to(request.actor)
        .filter(staff_id=request.actor.staff_id, ends_at__gt=request.now)
        .select_related("person")
        .order_by("ends_at", "id")
    )
    if running:
        record_view(
            "emergency", [row.person_id for row in running], by=request.actor, at=request.now, basis="emergency"
        )
    return page(
        request, "coordination/keeping/emergency.html", status=422 if work.form.errors else 200, form=work.form, running=running,
        lasts=law.on(day(request.now)).deadline(operations.LASTS).length,
    )  # fmt: skip


@requires(P.EMERGENCY_OPEN, "POST")
def close(request: Any, access_id: UUID) -> HttpResponse:
    """It is needed no more."""
    row = get_object_or_404(EmergencyAccess.visible_to(request.actor), pk=access_id, staff_id=request.actor.staff_id)
    operations.close_emergency_access(access=row, by=request.actor, at=request.now)
    messages.success(request, _("The file is closed to you again."))
    return redirect("coordination:emergency")


def _used(request: Any) -> list[EmergencyAccess]:
    require(request.actor, P.AUDIT_REVIEW)
    units = tuple(unit for unit in request.actor.unit_ids if "leader" in request.actor.roles_in(unit))
    rows = operations.used_in(units, organisation_id=request.actor.organisation_id, at=request.now)
    if rows:
        record_view("emergency-used", [row.person_id for row in rows], by=request.actor, at=request.now, basis="review")
    return rows


@requires(P.AUDIT_REVIEW, "GET", door="coordination.emergency-used", kind="list")
def used(request: Any) -> HttpResponse:
    """Who of the unit opened a file in an emergency, when and why; the person is not named."""
    rows = _used(request)
    return page(
        request,
        "coordination/keeping/emergency_used.html",
        section="emergency-used",
        waiting=[row for row in rows if row.reviewed_at is None],
        seen=[row for row in rows if row.reviewed_at is not None],
    )


@requires(P.AUDIT_REVIEW, "GET", "POST", door="coordination.review-emergency")
def review(request: Any, access_id: UUID) -> HttpResponse:
    """The leader writes what was found."""
    row = next((row for row in _used(request) if row.pk == access_id), None)
    if row is None:
        raise Http404
    home = reverse("coordination:emergency-used")

    def act(form: Any) -> None:
        operations.review_emergency_access(access=row, by=request.actor, at=request.now, **form.cleaned_data)

    work = filled(request, ReviewForm, act, done_url=home, done=_("It is written down."))
    return form_page(
        request, work, title=_("Emergency access"), heading=_("Was it right to open the file?"), primary=_("Write it down"), back=home,
        intro=_("%(name)s wrote: %(reason)s") % {"name": row.staff.name, "reason": row.reason},
    )  # fmt: skip
