"""The end of a follow-up: closing it, opening it again, and one that was opened by mistake."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.seen import who_saw
from knutepunkt.access.views import requires
from knutepunkt.coordination import forms, operations
from knutepunkt.coordination.states import FollowUpState
from knutepunkt.coordination.views.base import filled, form_page, opened
from knutepunkt.coordination.words import CLOSE_REASONS, listed


@requires(P.FOLLOW_UP_EDIT, "GET", "POST", door="coordination.closing")
def closing(request: Any, follow_up_id: UUID) -> HttpResponse:
    """End the follow-up, with the consequences said first."""
    row = opened(request, follow_up_id, P.FOLLOW_UP_EDIT, "closing")
    home = reverse("coordination:follow-up", args=[row.pk])

    def act(form: Any) -> None:
        end = operations.begin_closing if form.only_begins else operations.close_follow_up
        end(
            follow_up=row,
            by=request.actor,
            at=request.now,
            reason=form.cleaned_data["reason"],
            code=form.cleaned_data["code"],
        )

    begun = row.state == FollowUpState.CLOSING
    begins = request.POST.get("when") == forms.CloseForm.BEGIN
    work = filled(
        request,
        forms.CloseForm,
        act,
        done_url=home,
        done=_("The closing has begun. All goes on until it is closed.") if begins else _("The follow-up is closed."),
        initial={"when": forms.CloseForm.NOW, "code": row.close_reason or CLOSE_REASONS[0][0]},
        has_begun=begun,
    )
    points = [
        _("The coordinator and the members of the care team lose sight of the file at once."),
        _("Questions to services that are not answered are closed."),
        _("What is written stays readable for the unit, and the follow-up can be opened again."),
    ]
    return form_page(
        request, work, title=_("Close the follow-up"), heading=_("Close the follow-up"), primary=_("Close the follow-up"), back=home,
        intro=_("This is what happens when it is closed:"), points=points, danger=True,
    )  # fmt: skip


@requires(P.FOLLOW_UP_EDIT, "GET", "POST", door="coordination.reopening")
def reopening(request: Any, follow_up_id: UUID) -> HttpResponse:
    """Take a closed follow-up up again."""
    row = opened(request, follow_up_id, P.FOLLOW_UP_EDIT, "reopening")
    home = reverse("coordination:follow-up", args=[row.pk])

    def act(form: Any) -> None:
        operations.reopen_follow_up(follow_up=row, by=request.actor, at=request.now, **form.cleaned_data)

    work = filled(request, forms.ReasonForm, act, done_url=home, done=_("The follow-up is open again."))
    return form_page(
        request,
        work,
        title=_("Open again"),
        heading=_("Open the follow-up again"),
        primary=_("Open it again"),
        back=home,
    )


@requires(P.FOLLOW_UP_EDIT, "GET", "POST", door="coordination.follow-up-in-error")
def in_error(request: Any, follow_up_id: UUID) -> HttpResponse:
    """Take out a follow-up that was opened by mistake, with who has read it said first."""
    row = opened(request, follow_up_id, P.FOLLOW_UP_EDIT, "follow-up-in-error")

    def act(form: Any) -> None:
        operations.correct_follow_up(follow_up=row, by=request.actor, at=request.now, **form.cleaned_data)

    work = filled(
        request,
        forms.ReasonForm,
        act,
        done_url=reverse("front:overview"),
        done=_("The follow-up is taken out as entered in error. The person is told by letter."),
    )
    names = dict.fromkeys(seen.name for seen in who_saw(row.organisation_id, row.person_id, row.pk, at=request.now))
    points = [
        _("The unit, the coordinator and the care team lose the sight of the file that this follow-up gave them."),
        _("The person is told by letter, with the names of those who have read it."),
        _("It has been read by: %(names)s.") % {"names": listed(names)},
        _("That there was a follow-up, and who took it out, stays in the log."),
    ]
    return form_page(
        request, work, title=_("Entered in error"), heading=_("Mark the follow-up as entered in error"), primary=_("Mark as entered in error"),
        back=reverse("coordination:follow-up", args=[row.pk]), intro=_("This happens at once:"), points=points, danger=True,
    )  # fmt: skip
