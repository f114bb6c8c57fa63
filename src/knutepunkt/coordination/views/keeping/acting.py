"""Who acts for the person: those close, what they may, and from when to when."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt import law
from knutepunkt.access.decide import allowed
from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.views import requires
from knutepunkt.coordination.forms.keeping import KinForm
from knutepunkt.coordination.views.base import filled, form_page
from knutepunkt.coordination.views.keeping import shown
from knutepunkt.coordination.views.keeping.base import after_day, from_day, last_day, person_of
from knutepunkt.foundation.clock import day
from knutepunkt.people import kin as operations
from knutepunkt.people.models import NextOfKin, Person
from knutepunkt.ui.pages import page

SAVED = (
    "name",
    "relation",
    "phone",
    "email",
    "nearest",
    "parental_responsibility",
    "foster_parent",
    "mandate_kind",
    "mandate",
)


@requires(P.FOLLOW_UP_READ, "GET", door="coordination.acting")
def acting(request: Any, person_id: UUID) -> HttpResponse:
    """Who acts, who decides about what now and until when, and what changes by itself."""
    person = person_of(request, person_id, P.FOLLOW_UP_READ, "acting")
    found = shown.acting(request.actor, person, request.now)
    return page(
        request,
        "coordination/keeping/acting.html",
        person=person,
        s=found,
        child=law.on(day(request.now)).is_child(person.birth_date),
        in_custody=any(row.ends_at is None for row in found.custodies),
        holds=shown.holds,
        capacities=shown.capacities,
        parts=shown.parts_named,
        daily=shown.daily_matters(day(request.now)),
        may_edit=allowed(request.actor, P.PERSON_EDIT, person),
        at=request.now,
        today=day(request.now),
    )


def _facts(form: Any, at: datetime, *, before: NextOfKin | None = None) -> dict[str, Any]:
    """The form as keyword arguments of the operation; a day that was not touched keeps its moment."""
    data = form.cleaned_data
    starts, ends = from_day(data["valid_from"], at), after_day(data["last_day"])
    if before is not None and data["valid_from"] in {None, day(before.valid_from)}:
        starts = before.valid_from
    if before is not None and data["last_day"] == last_day(before.valid_to):
        ends = before.valid_to
    return {name: data[name] for name in SAVED} | {
        "mandate_topics": data["mandate_topics"] or None,
        "valid_from": starts,
        "valid_to": ends,
    }


@requires(P.PERSON_EDIT, "GET", "POST", door="coordination.new-kin")
def new_kin(request: Any, person_id: UUID) -> HttpResponse:
    """Somebody close."""
    person = person_of(request, person_id, P.PERSON_EDIT, "new-kin")
    home = reverse("coordination:acting", args=[person_id])

    def act(form: Any) -> None:
        operations.add_next_of_kin(person=person, by=request.actor, at=request.now, **_facts(form, request.now))

    work = filled(
        request, KinForm, act, done_url=home, done=_("It is written down, and counts from the day you chose.")
    )
    return form_page(
        request, work, title=_("Somebody close"), heading=_("Who is close to the person?"), primary=_("Write it down"), back=home,
        intro=_("Parents and guardians with a sign-in of their own see what they may act in, and only as long as it counts."),
    )  # fmt: skip


def _kin(request: Any, person_id: UUID, kin_id: UUID, page_name: str) -> tuple[Person, NextOfKin]:
    person = person_of(request, person_id, P.PERSON_EDIT, page_name, kin_id)
    row: NextOfKin = get_object_or_404(NextOfKin.visible_to(request.actor), pk=kin_id, person_id=person_id)
    return person, row


@requires(P.PERSON_EDIT, "GET", "POST", door="coordination.kin")
def kin(request: Any, person_id: UUID, kin_id: UUID) -> HttpResponse:
    """Change what is known of somebody close."""
    _person, row = _kin(request, person_id, kin_id, "kin")
    home = reverse("coordination:acting", args=[person_id])

    def act(form: Any) -> None:
        facts = _facts(form, request.now, before=row)
        operations.change_next_of_kin(kin=row, by=request.actor, at=request.now, **facts)

    initial = {name: getattr(row, name) for name in SAVED} | {
        "mandate_topics": row.mandate_topics or [],
        "valid_from": day(row.valid_from),
        "last_day": last_day(row.valid_to),
    }
    work = filled(request, KinForm, act, done_url=home, done=_("It is changed, and counts from now."), initial=initial)
    return form_page(
        request,
        work,
        title=_("Somebody close"),
        heading=_("%(name)s and the person") % {"name": row.name},
        primary=_("Save"),
        back=home,
    )


@requires(P.PERSON_EDIT, "POST", door="coordination.end-kin")
def end_kin(request: Any, person_id: UUID, kin_id: UUID) -> HttpResponse:
    """Somebody is close no longer, or acts no longer; sight ends at once."""
    _person, row = _kin(request, person_id, kin_id, "end-kin")
    operations.end_next_of_kin(kin=row, by=request.actor, at=request.now)
    messages.success(request, _("%(name)s acts no longer, and sees nothing from now on.") % {"name": row.name})
    return redirect("coordination:acting", person_id)
