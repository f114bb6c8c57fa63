"""The reviewer's list and one look-up on it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import requires
from knutepunkt.audit.log import record_view
from knutepunkt.audit.models import ReviewItem
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.front.reviews.operations import find_breach, find_in_order, put_question
from knutepunkt.front.reviews.presenting import items_of, names_of, row
from knutepunkt.ui import forms
from knutepunkt.ui.pages import page

ON_A_PAGE = 30


class FindingForm(forms.Form):
    """What the reviewer found."""

    finding = forms.ChoiceField(
        label=gettext_lazy("What did you find?"),
        choices=[
            ("in-order", gettext_lazy("It belonged to the work.")),
            ("ask", gettext_lazy("I have asked, and wait for an answer.")),
            ("breach", gettext_lazy("It was not allowed.")),
        ],
    )
    words = forms.TextField(
        label=gettext_lazy("In words"),
        help_text=gettext_lazy(
            "Needed when you have asked, or when it was not allowed. Nothing about the person's health."
        ),
        required=False,
        max_length=2000,
        rows=4,
    )


FINDINGS = {"in-order": find_in_order, "ask": put_question, "breach": find_breach}


@requires(Permission.AUDIT_REVIEW, "GET", door="front.reviews", kind="list")
def reviews(request: Any) -> HttpResponse:
    """Look-ups that wait for this reviewer, or those that are done."""
    done = request.GET.get("show") == "done"
    pages = Paginator(items_of(request.actor, waiting=not done), ON_A_PAGE)
    shown = pages.get_page(request.GET.get("page"))
    names = names_of(request.actor, shown.object_list)
    if names:
        record_view("review", names, by=request.actor, at=request.now, basis="unit")
    return page(
        request,
        "front/reviews.html",
        rows=[row(item, names) for item in shown.object_list],
        done=done,
        number=shown.number,
        pages=pages.num_pages,
    )


@requires(Permission.AUDIT_REVIEW, "GET", "POST", door="front.review", kind="page")
def review(request: Any, item_id: UUID) -> HttpResponse:
    """One look-up, what was found before, and the form to say what it was."""
    item = get_object_or_404(ReviewItem.visible_to(request.actor), pk=item_id)
    require(request.actor, Permission.AUDIT_REVIEW, item)
    form = FindingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        try:
            FINDINGS[form.cleaned_data["finding"]](item=item, by=request.actor, at=request.now, words=words)
        except Refusal as refusal:
            form.refuse(refusal, refusal.field)
        else:
            messages.success(request, _("What you found is written down."))
            return redirect("front:reviews")
    names = names_of(request.actor, [item])
    if names:
        record_view("review", names, by=request.actor, at=request.now, basis="unit", objects=[item.pk])
    steps = list(item.steps.order_by("at", "id"))
    return page(request, "front/review.html", row=row(item, names), steps=steps, form=form, words=STEP_WORDS)


STEP_WORDS = {
    "find-in-order": gettext_lazy("It belonged to the work."),
    "ask": gettext_lazy("A question was asked."),
    "find-breach": gettext_lazy("It was not allowed."),
}
