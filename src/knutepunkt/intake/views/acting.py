"""Small steps with a notice: acknowledge, record the wish, begin, fill in who, give it to somebody."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import requires
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.intake import operations, present, queries
from knutepunkt.intake.forms import PersonForm, ResponsibleForm, WishForm
from knutepunkt.intake.kinds import Wish
from knutepunkt.intake.models import Notice
from knutepunkt.intake.views.outcome import filled, open_or_404
from knutepunkt.ui import drafts
from knutepunkt.ui.forms import draft_saved_text, wants_draft
from knutepunkt.ui.pages import page


def _step(request: Any, notice_id: UUID, operation: Any, done: str) -> HttpResponse:
    """Do it and go back to the letter; a refusal is said there kindly, such as that somebody else was first."""
    notice = Notice.visible_to(request.actor).filter(pk=notice_id).first()
    if notice is None:
        raise Http404
    try:
        operation(notice=notice, by=request.actor, at=request.now)
    except operations.AlreadyDone as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("intake:notice", notice_id=notice_id)


@requires(Permission.NOTICE_ACKNOWLEDGE, "POST")
def acknowledgement(request: Any, notice_id: UUID) -> HttpResponse:
    """A person has read the notice."""
    return _step(request, notice_id, operations.acknowledge, _("The notice is acknowledged. The sender sees it."))


@requires(Permission.NOTICE_CLARIFY, "POST")
def clarification(request: Any, notice_id: UUID) -> HttpResponse:
    """The clearing up begins, or goes on after a rest."""
    return _step(request, notice_id, operations.begin_clarifying, _("The notice is being cleared up."))


@requires(Permission.NOTICE_DECIDE, "POST")
def restoration(request: Any, notice_id: UUID) -> HttpResponse:
    """It was withdrawn by mistake."""
    return _step(request, notice_id, operations.restore, _("The notice is being cleared up again."))


@requires(Permission.NOTICE_CLARIFY, "GET", "POST", door="intake.notice.wish")
def wish(request: Any, notice_id: UUID) -> HttpResponse:
    """What the person answers when asked."""
    found, about = open_or_404(request, notice_id, Permission.NOTICE_CLARIFY, "notice-wish")
    key = f"notice-wish:{notice_id}"
    form, said = filled(request, WishForm, key)
    if request.method == "POST" and wants_draft(request):
        drafts.save(request.actor, key, request.POST, request.now)
        form, said = (
            WishForm.resume({name: request.POST.getlist(name) for name in request.POST}),
            draft_saved_text(request.now),
        )
    elif request.method == "POST" and form.is_valid():
        try:
            operations.record_wish(notice=found.notice, by=request.actor, at=request.now, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            drafts.discard(request.actor, key)
            closed = form.cleaned_data["wish"] == Wish.NO
            messages.success(
                request,
                _("The answer is recorded, and the notice is closed.") if closed else _("The answer is recorded."),
            )
            return redirect("intake:notice", notice_id=notice_id)
    return page(
        request, "intake/wish.html", section="inbox", form=form, notice=found.notice, about=about,
        title=present.title_of(found.notice), draft_key=key, draft_text=said,
    )  # fmt: skip


@requires(Permission.NOTICE_CLARIFY, "GET", "POST", door="intake.notice.person")
def person(request: Any, notice_id: UUID) -> HttpResponse:
    """Who the notice is about, when it came without a file."""
    found, about = open_or_404(request, notice_id, Permission.NOTICE_CLARIFY, "notice-person")
    content = found.content
    given, _space, family = (content.name if content else "").partition(" ")
    initial = {
        "given_name": given,
        "family_name": family,
        "birth_date": content and content.birth_date,
        "phone": content and content.phone,
    }
    form = PersonForm(request.POST) if request.method == "POST" else PersonForm(initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            operations.identify_person(notice=found.notice, by=request.actor, at=request.now, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It is recorded who the notice is about."))
            return redirect("intake:notice", notice_id=notice_id)
    return page(
        request,
        "intake/person.html",
        section="inbox",
        form=form,
        notice=found.notice,
        about=about,
        title=present.title_of(found.notice),
    )


@requires(Permission.NOTICE_REASSIGN, "GET", "POST")
def responsible(request: Any, notice_id: UUID) -> HttpResponse:
    """Who has it and who steps in. A leader does this on the envelope."""
    found = queries.opened(request.actor, notice_id)
    if found is None:
        raise Http404
    notice = found.notice
    operations.require_reassign(notice=notice, by=request.actor)
    staff = queries.caseworkers(notice, at=request.now)
    initial = {"responsible": str(notice.responsible_id or ""), "deputy": str(notice.deputy_id or "")}
    form = (
        ResponsibleForm(request.POST, staff=staff)
        if request.method == "POST"
        else ResponsibleForm(initial=initial, staff=staff)
    )
    if request.method == "POST" and form.is_valid():
        chosen = {str(member.pk): member for member in queries.staff_by_id(notice, [pk for pk, _name in staff])}
        try:
            operations.assign(
                notice=notice,
                responsible=chosen[form.cleaned_data["responsible"]],
                deputy=chosen.get(form.cleaned_data["deputy"]),
                by=request.actor,
                at=request.now,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The notice has been given to a caseworker."))
            return redirect("intake:notice", notice_id=notice_id)
    return page(
        request, "intake/responsible.html", section="inbox", form=form, notice=notice, title=present.title_of(notice)
    )
