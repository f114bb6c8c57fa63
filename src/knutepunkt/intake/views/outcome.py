"""The outcomes of a notice: each has a small form of its own at its own address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.decide import require
from knutepunkt.access.files import open_file
from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import requires
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.intake import forms, operations, present, queries
from knutepunkt.intake.models import Notice
from knutepunkt.intake.queries import Opened
from knutepunkt.intake.rules import name_is_shown
from knutepunkt.ui import drafts
from knutepunkt.ui.forms import Form, draft_saved_text, wants_draft
from knutepunkt.ui.pages import page

Text = str | Promise
Act = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome: its address, its move, its form, its operation and what the page says. `for_enquiries` None: for all kinds."""

    slug: str
    move: str
    label: Text
    explanation: Text
    form: type[Form]
    act: Act
    done: Text
    danger: bool = False
    for_enquiries: bool | None = False
    keeps_drafts: bool = True


def forward_to(*, notice: Notice, to: str, **rest: Any) -> None:
    """The form's choice names a unit here or another organisation."""
    kind, _colon, pk = to.partition(":")
    if kind == "unit":
        operations.forward(notice=notice, to_unit=queries.unit_of(notice, pk), **rest)
    else:
        operations.forward(notice=notice, to_organisation=queries.receiver(pk), **rest)


OUTCOMES = (
    Outcome(
        "acceptance", "accept", _("Begin follow-up"), _("The need is there and the person wants it."),
        forms.AcceptanceForm, operations.accept, _("The follow-up has begun."), keeps_drafts=False,
    ),
    Outcome(
        "guidance", "give-guidance", _("Guidance was given"), _("The person or the sender got the advice they needed."),
        forms.GuidanceForm, operations.give_guidance, _("The guidance is recorded."),
    ),
    Outcome(
        "answer", "acknowledge", _("Answer the question"), _("The answer and the topic are kept. No file is made."),
        forms.AnswerForm, operations.answer_enquiry, _("The question has been answered."), for_enquiries=True,
    ),
    Outcome(
        "application", "hand-on", _("Hand on as an application"), _("A service decides. It counts as an application from the day it came here."),
        forms.ApplicationForm, operations.hand_on, _("The notice has been handed on."),
    ),
    Outcome(
        "forwarding", "forward", _("Forward to the right receiver"), _("It belongs to another unit or organisation. Here only the envelope stays."),
        forms.ForwardForm, forward_to, _("The notice has been forwarded."), for_enquiries=None, keeps_drafts=False,
    ),
    Outcome(
        "rest", "rest", _("Let it rest until a date"), _("Things are fairly well now. With the person's consent it comes back as a task."),
        forms.RestForm, operations.rest_until, _("The notice rests."), keeps_drafts=False,
    ),
    Outcome(
        "no-need", "find-no-need", _("No need was found"), _("A written decision, told to the person, who may ask again."),
        forms.NoNeedForm, operations.find_no_need, _("The decision has been made and told."),
    ),
    Outcome(
        "refusal", "refuse", _("Refuse a plan or a coordinator"), _("A written decision with reasons and the right to complain."),
        forms.RefusalForm, operations.refuse, _("The decision has been made and told."),
    ),
    Outcome(
        "no", "close-after-no", _("The person says no"), _("The content is closed and nobody reads it."),
        forms.EmptyForm, operations.close_after_no, _("The notice is closed."), danger=True, keeps_drafts=False,
    ),
    Outcome(
        "withdrawal", "withdraw", _("Withdrawn by the sender"), _("The sender has taken it back."),
        forms.EmptyForm, operations.withdraw, _("The notice is recorded as withdrawn."), for_enquiries=None, keeps_drafts=False,
    ),
    Outcome(
        "error", "correct", _("Entered in error"), _("It stands on the wrong person, or is no notice. The content is taken out, and the person is told."),
        forms.EmptyForm, operations.enter_in_error, _("The content has been taken out."), danger=True, for_enquiries=None, keeps_drafts=False,
    ),
)  # fmt: skip


def open_or_404(request: Any, notice_id: UUID, permission: Permission, door: str) -> tuple[Opened, str]:
    """The notice and who it is about, for a page that acts on it; checked and logged as every read of a file."""
    found = queries.opened(request.actor, notice_id)
    if found is None:
        raise Http404
    notice, content = found.notice, found.content
    if content is None or not name_is_shown(notice, content):
        require(request.actor, permission, notice)
        return found, ""
    persons = queries.persons_of(request.actor, {notice.person_id} if notice.person_id else set())
    name, born, file = present.who(notice.person_id, content.name, content.birth_date, persons)
    if file is not None:
        open_file(request, notice, permission, door, objects=[notice.pk])
    else:
        require(request.actor, permission, notice)
    return found, present.about(name, born, day(request.now)) if content.name or file else ""


def filled(request: Any, form: type[Form], key: str, **kwargs: Any) -> tuple[Form, str]:
    """The form as posted, else with the writer's own draft, else empty; and what to say of the draft."""
    if request.method == "POST":
        return form(request.POST, **kwargs), ""
    saved = drafts.load(request.actor, key)
    if saved is None:
        return form(**kwargs), ""
    lists = {name: value if isinstance(value, list) else [value] for name, value in saved.items()}
    return form.resume(lists, **kwargs), str(_("This is your draft. Nobody else sees it."))


def _kwargs(outcome: Outcome, request: Any, notice: Notice) -> dict[str, Any]:
    if outcome.slug == "forwarding":
        return {"receivers": queries.forward_receivers(request.actor, notice, on=day(request.now))}
    return {}


def outcome_view(outcome: Outcome) -> Callable[..., HttpResponse]:
    """The view of one outcome."""

    def view(request: Any, notice_id: UUID) -> HttpResponse:
        found, about = open_or_404(request, notice_id, Permission.NOTICE_DECIDE, f"notice-{outcome.slug}")
        key = f"notice-{outcome.slug}:{notice_id}"
        form, said = filled(request, outcome.form, key, **_kwargs(outcome, request, found.notice))
        if request.method == "POST" and outcome.keeps_drafts and wants_draft(request):
            drafts.save(request.actor, key, request.POST, request.now)
            said = draft_saved_text(request.now)
            form = outcome.form.resume({name: request.POST.getlist(name) for name in request.POST})
        elif request.method == "POST" and form.is_valid():
            try:
                outcome.act(notice=found.notice, by=request.actor, at=request.now, **form.cleaned_data)
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                if outcome.keeps_drafts:
                    drafts.discard(request.actor, key)
                messages.success(request, str(outcome.done))
                return redirect("intake:notice", notice_id=notice_id)
        return page(
            request, "intake/outcome.html", section="inbox", outcome=outcome, notice=found.notice, about=about, form=form,
            title=present.title_of(found.notice), draft_key=key if outcome.keeps_drafts else None, draft_text=said,
        )  # fmt: skip

    view.__name__ = f"{outcome.slug.replace('-', '_')}_outcome"
    view.__doc__ = str(outcome.slug)
    return requires(Permission.NOTICE_DECIDE, "GET", "POST", door=f"intake.notice.{outcome.slug}")(view)
