"""Yes or no to the plan, and to each thing that has changed since the last yes."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import requires
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.plans.operations import SaidToChange
from knutepunkt.plans.since import ChangeToAnswer, since_yes
from knutepunkt.plans.whole import WholePlan
from knutepunkt.portal.files import OwnFile, about
from knutepunkt.portal.forms import YES, ChangeForm, PlanAnswerForm
from knutepunkt.portal.happening import asks_for_answer
from knutepunkt.portal.operations import answer_own_plan
from knutepunkt.portal.refusals import PlanHasChanged
from knutepunkt.portal.views.drafting import keep_draft, renewed, saved_form
from knutepunkt.portal.views.plan import living_plan
from knutepunkt.ui import drafts, forms
from knutepunkt.ui.pages import page


@requires(Permission.OWN_CONSENT, "GET", "POST", door="portal.plan-answer")
@about("own-plan", Permission.OWN_CONSENT)
def answer(request: Any, file: OwnFile) -> HttpResponse:
    """Yes or no to the plan, in the version that was read, and to each change in it when one wants."""
    shown = living_plan(request, file)
    if shown is None or not asks_for_answer(shown):
        messages.info(request, _("The plan does not wait for your answer now."))
        return redirect("portal:plan")
    key = f"own-answer:{shown.id}"
    changes = since_yes(request.actor, shown)
    data = request.POST if request.method == "POST" else drafts.load(request.actor, key)
    each = [ChangeForm(_of(data, number) or None, prefix=f"change-{number}") for number in range(len(changes))]
    if request.method == "POST":
        if forms.wants_draft(request):
            return keep_draft(request, key)
        form = PlanAnswerForm(request.POST)
        if form.is_valid() and all(one.is_valid() for one in each if one.is_bound):
            refusal = _answer(request, file, shown, form, _said(changes, each))
            if refusal is None:
                return _answered(request, key, says_yes=form.cleaned_data["answer"] == YES)
            form = renewed(form, version=str(shown.version))
            form.refuse(refusal)
    else:
        form = saved_form(request, PlanAnswerForm, key, version=str(shown.version))
    return page(
        request,
        "portal/answer.html",
        section="own-plan",
        file=file,
        form=form,
        plan=shown,
        changes=list(zip(changes, each, strict=True)),
        first_time=not shown.revisions,
        form_key=key,
    )


def _of(data: Any, number: int) -> dict[str, Any]:
    """What was written about one change, alone: the forms stand in one page."""
    start = f"change-{number}-"
    found = {name: data[name] for name in data or () if name.startswith(start)}
    return {name: value[-1] if isinstance(value, list) and value else value for name, value in found.items()}


def _said(changes: Sequence[ChangeToAnswer], each: Sequence[ChangeForm]) -> list[SaidToChange]:
    said = []
    for change, form in zip(changes, each, strict=True):
        given = form.cleaned_data if form.is_bound else {}
        if given.get("says") or given.get("words"):
            kind, entry = change.entry
            name = change.said.name or change.said.kind
            said.append(SaidToChange(kind, entry, name, given.get("says") != "no", given.get("words", "")))
    return said


def _answer(
    request: Any, file: OwnFile, shown: WholePlan, form: PlanAnswerForm, said: Sequence[SaidToChange]
) -> Refusal | None:
    try:
        version = int(form.cleaned_data["version"])
    except ValueError:
        return PlanHasChanged()
    try:
        answer_own_plan(
            plan_id=shown.id,
            version=version,
            by=request.actor,
            at=request.now,
            says_yes=form.cleaned_data["answer"] == YES,
            given_by=file.given_by,
            words=form.cleaned_data["words"],
            changes=said,
        )
    except Refusal as refusal:
        return refusal
    return None


def _answered(request: Any, key: str, *, says_yes: bool) -> HttpResponse:
    drafts.discard(request.actor, key)
    if says_yes:
        messages.success(request, _("You have said yes to the plan. Your coordinator can see it."))
    else:
        messages.success(
            request, _("You have said no. Your coordinator reads what you wrote, and talks with you about it.")
        )
    return redirect("portal:plan")
