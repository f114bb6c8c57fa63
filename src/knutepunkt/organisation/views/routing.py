"""The rules of routing, what is wrong with them, and where made-up facts lead."""

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
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.organisation import operations
from knutepunkt.organisation.board import Board, board
from knutepunkt.organisation.forms import EndForm, PreviewForm, RuleForm, identifier
from knutepunkt.organisation.kinds import RoutedKind, RoutedPlace, Sector
from knutepunkt.organisation.models import RoutingRule, Staff, Unit
from knutepunkt.organisation.routing import DETOURS, Routed, decide
from knutepunkt.organisation.setup import all_gaps, rule_rows
from knutepunkt.organisation.views.saving import posted, save
from knutepunkt.ui.pages import page

HOME = "organisation:routing"
STEP = 10
"""New rules are put this far after the last one, so that others find room between."""


@requires(Permission.ORGANISATION_READ, "GET")
def routing(request: Any) -> HttpResponse:
    """The table of rules with warnings, and the preview, which asks the same function as a notice that comes in."""
    require(request.actor, Permission.ORGANISATION_READ)
    setup = board(request.actor.organisation_id, on=day(request.now))
    found = [gap for gap in all_gaps(setup, request.actor.organisation_kind) if gap.about_routing]
    form = PreviewForm(request.GET if "kind" in request.GET else None)
    outcome = _outcome(setup, form) if form.is_bound and form.is_valid() else None
    words = {
        "kind": dict(RoutedKind.choices),
        "sector": dict(Sector.choices),
        "place_of_stay": dict(RoutedPlace.choices),
    }
    return page(
        request, "organisation/routing.html", block="preview", section="organisation", rules=rule_rows(setup, found), gaps=found,
        form=form, outcome=outcome, detours=DETOURS, words=words, may_edit=allowed(request.actor, Permission.ORGANISATION_EDIT),
    )  # fmt: skip


def _outcome(setup: Board, form: PreviewForm) -> Routed | None:
    try:
        return decide(setup, form.facts())
    except Refusal as refusal:
        form.refuse(refusal)
        return None


def _rule_form(request: Any, initial: dict[str, Any]) -> RuleForm:
    staff = Staff.visible_to(request.actor).order_by("name", "id")
    return RuleForm(posted(request), units=Unit.visible_to(request.actor), staff=staff, initial=initial)


@requires(Permission.ORGANISATION_EDIT, "GET", "POST")
def new(request: Any) -> HttpResponse:
    """Add a rule."""
    require(request.actor, Permission.ORGANISATION_EDIT)
    latest = RoutingRule.visible_to(request.actor).order_by("-order").values_list("order", flat=True).first()
    form = _rule_form(request, {"order": (latest or 0) + STEP})

    def act() -> None:
        operations.add_routing_rule(
            organisation_id=request.actor.organisation_id, by=request.actor, at=request.now, **form.picked()
        )

    return _save(
        request,
        form,
        act,
        done=_("The rule is added. Try it in the preview."),
        heading=_("Add a rule"),
        button=_("Add the rule"),
    )


@requires(Permission.ORGANISATION_EDIT, "GET", "POST")
def change(request: Any, rule_id: UUID) -> HttpResponse:
    """Change a rule."""
    require(request.actor, Permission.ORGANISATION_EDIT)
    rule = get_object_or_404(RoutingRule.visible_to(request.actor), pk=rule_id)
    initial = {name: getattr(rule, name) for name in RuleForm.base_fields}
    form = _rule_form(
        request, initial | {"unit": identifier(rule.unit_id), "responsible": identifier(rule.responsible_id)}
    )

    def act() -> None:
        operations.change_routing_rule(rule=rule, by=request.actor, at=request.now, **form.picked())

    heading = _("Change rule %(order)s") % {"order": rule.order}
    done = _("The rule is saved. What was sent before stays where it is.")
    return _save(request, form, act, done=done, heading=heading, button=_("Save the rule"))


@requires(Permission.ORGANISATION_EDIT, "GET", "POST")
def end(request: Any, rule_id: UUID) -> HttpResponse:
    """The last day of a rule."""
    require(request.actor, Permission.ORGANISATION_EDIT)
    rule = get_object_or_404(RoutingRule.visible_to(request.actor), pk=rule_id)
    form = EndForm(posted(request), initial={"ends_on": rule.valid_to or day(request.now)})

    def act() -> None:
        operations.end_routing_rule(rule=rule, by=request.actor, at=request.now, valid_to=form.cleaned_data["ends_on"])

    heading = _("Last day of rule %(order)s") % {"order": rule.order}
    return _save(
        request, form, act, done=_("The rule has a last day now."), heading=heading, button=_("Save the last day")
    )


def _save(request: Any, form: Any, act: Any, *, done: Any, heading: Any, button: Any) -> HttpResponse:
    back = reverse(HOME)
    return save(
        request, form, act, done=done, back=back, template="organisation/form.html", heading=heading, button=button
    )
