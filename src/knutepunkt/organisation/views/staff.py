"""Staff, their roles and who steps in for them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.decide import allowed, require
from knutepunkt.access.permissions import Permission
from knutepunkt.access.roles import ROLES
from knutepunkt.access.views import requires
from knutepunkt.foundation.clock import day
from knutepunkt.organisation import operations
from knutepunkt.organisation.forms import DeputyForm, EndForm, GuestForm, RoleForm, StaffForm, identifier, midnight
from knutepunkt.organisation.models import Deputy, Staff, StaffRole, Unit
from knutepunkt.organisation.queries import other_organisations
from knutepunkt.organisation.views.saving import posted, save
from knutepunkt.ui.pages import page

ONE_DAY = timedelta(days=1)


def _member(request: Any, staff_id: UUID) -> Staff:
    member: Staff = get_object_or_404(Staff.visible_to(request.actor).select_related("unit", "employer"), pk=staff_id)
    return member


@requires(Permission.ORGANISATION_READ, "GET")
def member(request: Any, staff_id: UUID) -> HttpResponse:
    """One member of staff: roles past and present, and deputies."""
    require(request.actor, Permission.ORGANISATION_READ)
    found = _member(request, staff_id)
    roles = [
        {
            "row": row,
            "name": ROLES[row.role].name,
            "unit": row.unit,
            "ended": bool(row.valid_to and row.valid_to <= request.now),
        }
        for row in StaffRole.visible_to(request.actor)
        .filter(staff=found)
        .select_related("unit")
        .order_by("-valid_from", "id")
    ]
    deputies = (
        Deputy.visible_to(request.actor).filter(staff=found).select_related("deputy").order_by("-valid_from", "id")
    )
    may_edit = allowed(request.actor, Permission.ORGANISATION_EDIT)
    return page(
        request, "organisation/staff.html", section="organisation", member=found, roles=roles, deputies=deputies, may_edit=may_edit,
        today=day(request.now), local_sign_in=settings.KNUTEPUNKT_LOCAL_SIGN_IN,
    )  # fmt: skip


@requires(Permission.ORGANISATION_EDIT, "GET", "POST")
def new(request: Any) -> HttpResponse:
    """Add somebody."""
    require(request.actor, Permission.ORGANISATION_EDIT)
    form = StaffForm(posted(request), units=Unit.visible_to(request.actor), initial={"sector": "health"})

    def act() -> None:
        operations.employ(
            organisation_id=request.actor.organisation_id, by=request.actor, at=request.now, **form.picked()
        )

    return save(
        request, form, act, done=_("The member of staff is added. Give them a role, or they see nothing."),
        back=reverse("organisation:overview"), template="organisation/form.html", heading=_("Add a member of staff"),
        button=_("Add the member of staff"),
    )  # fmt: skip


@requires(Permission.ORGANISATION_EDIT, "GET", "POST")
def new_guest(request: Any) -> HttpResponse:
    """Add somebody who works elsewhere and takes part in a file here. Gives no sight: a consent does, with an appointment."""
    require(request.actor, Permission.ORGANISATION_EDIT)
    others = other_organisations(request.actor.organisation_id)
    form = GuestForm(
        posted(request), units=Unit.visible_to(request.actor), employers=others, initial={"sector": "education"}
    )

    def act() -> None:
        operations.employ(
            organisation_id=request.actor.organisation_id, by=request.actor, at=request.now, **form.picked()
        )

    return save(
        request, form, act, done=_("The guest is added. Give them the role of a guest in the service, and let them sign in; they see what a consent opens."),
        back=reverse("organisation:overview"), template="organisation/form.html", heading=_("Add a guest from another organisation"),
        button=_("Add the guest"),
    )  # fmt: skip


@requires(Permission.ORGANISATION_EDIT, "GET", "POST")
def change(request: Any, staff_id: UUID) -> HttpResponse:
    """Change what is written about somebody who works here."""
    require(request.actor, Permission.ORGANISATION_EDIT)
    found = _member(request, staff_id)
    initial = {name: getattr(found, name) for name in StaffForm.base_fields} | {"unit": identifier(found.unit_id)}
    form = StaffForm(posted(request), units=Unit.visible_to(request.actor), initial=initial)

    def act() -> None:
        operations.change_staff(staff=found, by=request.actor, at=request.now, **form.picked())

    return _save_for(
        request,
        found,
        form,
        act,
        done=_("Saved."),
        heading=_("Change %(name)s") % {"name": found.name},
        button=_("Save"),
    )


@requires(Permission.ORGANISATION_EDIT, "GET", "POST")
def new_role(request: Any, staff_id: UUID) -> HttpResponse:
    """Give a role."""
    require(request.actor, Permission.ORGANISATION_EDIT)
    found = _member(request, staff_id)
    initial = {"starts_on": day(request.now), "unit": identifier(found.unit_id)}
    form = RoleForm(posted(request), units=Unit.visible_to(request.actor), initial=initial)

    def act() -> None:
        facts = form.picked()
        starts = request.now if facts["starts_on"] == day(request.now) else midnight(facts["starts_on"])
        ends = midnight(facts["ends_on"] + ONE_DAY) if facts["ends_on"] else None
        operations.give_role(
            staff=found,
            role=facts["role"],
            unit=facts["unit"],
            by=request.actor,
            at=request.now,
            valid_from=starts,
            valid_to=ends,
        )

    done = _("The role is given. What it lets them see, they see from its first day.")
    return _save_for(
        request,
        found,
        form,
        act,
        done=done,
        heading=_("Give %(name)s a role") % {"name": found.name},
        button=_("Give the role"),
    )


@requires(Permission.ORGANISATION_EDIT, "GET", "POST")
def end_role(request: Any, role_id: UUID) -> HttpResponse:
    """End a role."""
    require(request.actor, Permission.ORGANISATION_EDIT)
    held = get_object_or_404(StaffRole.visible_to(request.actor).select_related("staff"), pk=role_id)
    form = EndForm(posted(request), initial={"ends_on": day(request.now)})

    def act() -> None:
        last = form.cleaned_data["ends_on"]
        ends = request.now if last <= day(request.now) else midnight(last + ONE_DAY)
        operations.end_role(held=held, by=request.actor, at=request.now, ends=ends)

    done = _("The role has an end now. What it let them see ends with it.")
    return _save_for(request, held.staff, form, act, done=done, heading=_("End a role"), button=_("End the role"))


@requires(Permission.ORGANISATION_EDIT, "GET", "POST")
def new_deputy(request: Any, staff_id: UUID) -> HttpResponse:
    """Say who steps in."""
    require(request.actor, Permission.ORGANISATION_EDIT)
    found = _member(request, staff_id)
    others = Staff.visible_to(request.actor).exclude(pk=found.pk).order_by("name", "id")
    form = DeputyForm(posted(request), staff=others, initial={"valid_from": day(request.now)})

    def act() -> None:
        operations.set_deputy(staff=found, by=request.actor, at=request.now, **form.picked())

    heading = _("Who steps in for %(name)s") % {"name": found.name}
    return _save_for(
        request, found, form, act, done=_("The deputy is saved."), heading=heading, button=_("Save the deputy")
    )


@requires(Permission.ORGANISATION_EDIT, "GET", "POST")
def end_deputy(request: Any, deputy_id: UUID) -> HttpResponse:
    """The last day somebody steps in."""
    require(request.actor, Permission.ORGANISATION_EDIT)
    row = get_object_or_404(Deputy.visible_to(request.actor).select_related("staff"), pk=deputy_id)
    form = EndForm(posted(request), initial={"ends_on": row.valid_to or day(request.now)})

    def act() -> None:
        operations.end_deputy(row=row, by=request.actor, at=request.now, valid_to=form.cleaned_data["ends_on"])

    heading = _("Last day as deputy")
    return _save_for(
        request, row.staff, form, act, done=_("The last day is saved."), heading=heading, button=_("Save the last day")
    )


def _save_for(request: Any, staff: Staff, form: Any, act: Any, *, done: Any, heading: Any, button: Any) -> HttpResponse:
    back = reverse("organisation:staff", args=[staff.pk])
    return save(
        request, form, act, done=done, back=back, template="organisation/form.html", heading=heading, button=button
    )
