"""The set-up as a whole, its HER-ids, hours and deadlines."""

from datetime import time
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.decide import allowed, require
from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import requires
from knutepunkt.foundation.clock import day
from knutepunkt.organisation import operations
from knutepunkt.organisation.forms import WEEKDAYS, DeadlineForm, EndForm, HerForm, HoursForm
from knutepunkt.organisation.models import HerAddress, OfficeHours, Unit
from knutepunkt.organisation.setup import deadline_rows, setup
from knutepunkt.organisation.views.saving import posted, save
from knutepunkt.ui.pages import page

HOME = "organisation:overview"


@requires(Permission.ORGANISATION_READ, "GET")
def overview(request: Any) -> HttpResponse:
    """Units, functions, staff and HER-ids, with what is missing on top."""
    require(request.actor, Permission.ORGANISATION_READ)
    found = setup(request.actor, on=day(request.now))
    may_edit = allowed(request.actor, Permission.ORGANISATION_EDIT)
    return page(
        request,
        "organisation/overview.html",
        section="organisation",
        setup=found,
        may_edit=may_edit,
        today=day(request.now),
    )


@requires(Permission.ORGANISATION_READ, "GET")
def hours(request: Any) -> HttpResponse:
    """When the office is open, and the deadlines the organisation has chosen."""
    require(request.actor, Permission.ORGANISATION_READ)
    own = {row.weekday: row for row in OfficeHours.visible_to(request.actor)}
    week = [(name, own.get(weekday)) for weekday, name in enumerate(WEEKDAYS)]
    rows = deadline_rows(request.actor, on=day(request.now))
    may_edit = allowed(request.actor, Permission.ORGANISATION_EDIT)
    return page(
        request,
        "organisation/hours.html",
        section="organisation",
        week=week,
        own=bool(own),
        deadlines=rows,
        may_edit=may_edit,
    )


@requires(Permission.ORGANISATION_EDIT, "GET", "POST")
def change_hours(request: Any) -> HttpResponse:
    """Set the week."""
    require(request.actor, Permission.ORGANISATION_EDIT)
    initial: dict[str, time] = {}
    for row in OfficeHours.visible_to(request.actor):
        initial |= {f"opens_{row.weekday}": row.opens, f"closes_{row.weekday}": row.closes}
    form = HoursForm(posted(request), initial=initial)

    def act() -> None:
        operations.set_hours(
            organisation_id=request.actor.organisation_id, week=form.week(), by=request.actor, at=request.now
        )

    return save(
        request, form, act, done=_("The office hours are saved. Deadlines follow them from now on."),
        back=reverse("organisation:hours"), template="organisation/form.html", heading=_("Office hours"), button=_("Save the office hours"),
    )  # fmt: skip


@requires(Permission.ORGANISATION_EDIT, "GET", "POST")
def set_deadline(request: Any) -> HttpResponse:
    """Set one deadline of the organisation's own."""
    require(request.actor, Permission.ORGANISATION_EDIT)
    choices = [row.deadline for row in deadline_rows(request.actor, on=day(request.now))]
    form = DeadlineForm(posted(request), deadlines=choices, initial={"valid_from": day(request.now)})

    def act() -> None:
        facts = form.cleaned_data
        operations.set_deadline(
            organisation_id=request.actor.organisation_id, by=request.actor, at=request.now, **facts
        )

    return save(
        request, form, act, done=_("The deadline is saved. What started before keeps its own."),
        back=reverse("organisation:hours"), template="organisation/form.html", heading=_("Set a deadline"), button=_("Save the deadline"),
    )  # fmt: skip


@requires(Permission.ORGANISATION_EDIT, "GET", "POST")
def new_her(request: Any) -> HttpResponse:
    """Add a HER-id."""
    require(request.actor, Permission.ORGANISATION_EDIT)
    form = HerForm(posted(request), units=Unit.visible_to(request.actor))

    def act() -> None:
        operations.add_her_address(
            organisation_id=request.actor.organisation_id, by=request.actor, at=request.now, **form.picked()
        )

    return save(
        request, form, act, done=_("The HER-id is added."), back=reverse(HOME), template="organisation/form.html",
        heading=_("Add a HER-id"), button=_("Add the HER-id"),
    )  # fmt: skip


@requires(Permission.ORGANISATION_EDIT, "GET", "POST")
def end_her(request: Any, address_id: UUID) -> HttpResponse:
    """The last day of a HER-id."""
    require(request.actor, Permission.ORGANISATION_EDIT)
    address = get_object_or_404(HerAddress.visible_to(request.actor), pk=address_id)
    form = EndForm(posted(request), initial={"ends_on": address.valid_to})

    def act() -> None:
        ends = form.cleaned_data["ends_on"]
        operations.end_her_address(
            address=address, by=request.actor, at=request.now, valid_to=ends, successor=address.successor
        )

    return save(
        request, form, act, done=_("The HER-id has a last day now."), back=reverse(HOME), template="organisation/form.html",
        heading=_("Last day of the HER-id %(her_id)s") % {"her_id": address.her_id}, button=_("Save the last day"),
    )  # fmt: skip
