"""Files somebody who works here keeps away from."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.views import requires
from knutepunkt.coordination.forms.keeping import ConflictForm, KnowForm
from knutepunkt.coordination.views.base import filled, form_page
from knutepunkt.coordination.views.keeping.base import person_of
from knutepunkt.organisation.models import Staff
from knutepunkt.people import conflicts as operations
from knutepunkt.people.models import ConflictOfInterest
from knutepunkt.ui.pages import page


def _led(request: Any) -> tuple[UUID, ...]:
    return tuple(unit for unit in request.actor.unit_ids if "leader" in request.actor.roles_in(unit))


@requires(P.CONFLICT_DECLARE, "GET", "POST")
def conflicts(request: Any) -> HttpResponse:
    """Close a file to oneself, or as a leader to somebody of the unit; the answer tells nothing of whether there is a file."""
    require(request.actor, P.CONFLICT_DECLARE)
    led = _led(request)
    mine = Staff.visible_to(request.actor).filter(pk=request.actor.staff_id)
    people = {str(row.pk): row for row in [*mine, *_others(request, led)]}

    def act(form: Any) -> None:
        data = form.cleaned_data
        operations.declare_conflict(
            staff=people[data["staff"]], number=data["number"], note=data["note"], by=request.actor, at=request.now
        )

    work = filled(
        request, ConflictForm, act, done_url=reverse("coordination:conflicts"), staff=[(key, row.name) for key, row in people.items()],
        done=_("It is noted. If there is a file with this number here, it is closed from now on."),
    )  # fmt: skip
    if work.response:
        return work.response
    rows = operations.declared_in(led, organisation_id=request.actor.organisation_id, at=request.now) if led else []
    return page(
        request,
        "coordination/keeping/conflicts.html",
        status=422 if work.form.errors else 200,
        form=work.form,
        rows=rows,
        leads=bool(led),
    )


def _others(request: Any, led: tuple[UUID, ...]) -> list[Staff]:
    rows = Staff.visible_to(request.actor).filter(unit_id__in=led).exclude(pk=request.actor.staff_id)
    return list(rows.order_by("name", "id"))


@requires(P.CONFLICT_MANAGE, "POST")
def end(request: Any, conflict_id: UUID) -> HttpResponse:
    """The leader says that it holds no more."""
    rows = operations.declared_in(_led(request), organisation_id=request.actor.organisation_id, at=request.now)
    row: ConflictOfInterest | None = next((row for row in rows if row.pk == conflict_id), None)
    if row is None:
        raise Http404
    operations.end_conflict(conflict=row, by=request.actor, at=request.now)
    messages.success(
        request, _("%(name)s can see the file again, as far as the work needs it.") % {"name": row.staff.name}
    )
    return redirect("coordination:conflicts")


@requires(P.PERSON_READ, "GET", "POST", door="coordination.keep-away")
def keep_away(request: Any, person_id: UUID) -> HttpResponse:
    """Somebody who has the file open knows the person: it closes to them."""
    person = person_of(request, person_id, P.PERSON_READ, "keep-away")
    staff = Staff.visible_to(request.actor).get(pk=request.actor.staff_id)

    def act(form: Any) -> None:
        operations.declare_conflict_with(
            person=person, staff=staff, by=request.actor, at=request.now, **form.cleaned_data
        )

    work = filled(
        request,
        KnowForm,
        act,
        done_url=reverse("front:overview"),
        done=_("The file is closed to you. Tell your leader who should take over."),
    )
    return form_page(
        request, work, title=_("Keep away"), heading=_("I know this person"), primary=_("Close the file to me"), danger=True,
        back=reverse("coordination:person", args=[person_id]),
        intro=_("Are you family, a friend or a neighbour? Then you keep away from the file. Only your leader can open it to you again."),
    )  # fmt: skip
