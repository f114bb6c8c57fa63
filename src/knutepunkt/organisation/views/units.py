"""Adding and changing units."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import requires
from knutepunkt.foundation.clock import day
from knutepunkt.organisation import operations
from knutepunkt.organisation.forms import UnitForm, identifier
from knutepunkt.organisation.models import Unit
from knutepunkt.organisation.setup import functions_of
from knutepunkt.organisation.views.overview import HOME
from knutepunkt.organisation.views.saving import posted, save


@requires(Permission.ORGANISATION_EDIT, "GET", "POST")
def new(request: Any) -> HttpResponse:
    """Add a unit."""
    require(request.actor, Permission.ORGANISATION_EDIT)
    functions = functions_of(request.actor.organisation_kind, on=day(request.now))
    form = UnitForm(
        posted(request), units=Unit.visible_to(request.actor), functions=functions, initial={"target_group": "both"}
    )

    def act() -> None:
        operations.create_unit(
            organisation_id=request.actor.organisation_id, by=request.actor, at=request.now, **form.picked()
        )

    return save(
        request, form, act, done=_("The unit is added."), back=reverse(HOME), template="organisation/form.html",
        heading=_("Add a unit"), button=_("Add the unit"),
    )  # fmt: skip


@requires(Permission.ORGANISATION_EDIT, "GET", "POST")
def change(request: Any, unit_id: UUID) -> HttpResponse:
    """Change a unit."""
    require(request.actor, Permission.ORGANISATION_EDIT)
    unit = get_object_or_404(Unit.visible_to(request.actor), pk=unit_id)
    functions = functions_of(request.actor.organisation_kind, on=day(request.now))
    initial = {name: getattr(unit, name) for name in UnitForm.base_fields} | {"parent": identifier(unit.parent_id)}
    others = Unit.visible_to(request.actor).exclude(pk=unit.pk)
    form = UnitForm(posted(request), units=others, functions=functions, initial=initial)

    def act() -> None:
        operations.change_unit(unit=unit, by=request.actor, at=request.now, **form.picked())

    return save(
        request, form, act, done=_("The unit is saved."), back=reverse(HOME), template="organisation/form.html",
        heading=_("Change %(unit)s") % {"unit": unit.name}, button=_("Save the unit"),
    )  # fmt: skip
