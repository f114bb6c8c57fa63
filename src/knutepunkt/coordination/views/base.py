"""What the pages of a file share: opening it, a filled-in form with its draft, a PDF as an answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from knutepunkt.access.decide import NotAllowed
from knutepunkt.access.files import open_file, whose
from knutepunkt.access.permissions import Permission
from knutepunkt.coordination.models import FollowUp
from knutepunkt.coordination.queries import follow_ups
from knutepunkt.foundation.clock import OSLO
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.ui import drafts, forms
from knutepunkt.ui.pages import page


def opened(request: Any, follow_up_id: UUID, permission: Permission, page_name: str, *objects: UUID) -> FollowUp:
    """The follow-up with its file open: not visible is 404, not allowed is 403, and the view is recorded."""
    follow_up = get_object_or_404(follow_ups(request.actor), pk=follow_up_id)
    open_file(request, follow_up, permission, page_name, objects=objects or [follow_up.pk])
    return follow_up


@dataclass(frozen=True, slots=True)
class Filled:
    """A form on its way: `response` when it is done, else the form to show; `draft` when text was kept earlier."""

    form: Any
    response: HttpResponse | None = None
    draft: bool = False


def filled(
    request: Any,
    make: type[forms.Form],
    act: Callable[[Any], object],
    *,
    done_url: str,
    done: str,
    initial: dict[str, Any] | None = None,
    draft_key: str = "",
    **more: Any,
) -> Filled:
    """Show, keep or carry out a form. A refusal is put on the form with all that was typed; success leads on."""
    if request.method != "POST":
        return _shown(request, make, initial, draft_key, more)
    if draft_key and "discard-draft" in request.GET:
        drafts.discard(request.actor, draft_key)
        return Filled(None, redirect(request.path))
    if draft_key and forms.wants_draft(request):
        drafts.save(request.actor, draft_key, request.POST, request.now)
        messages.success(request, forms.draft_saved_text(request.now))
        return Filled(None, redirect(f"{request.path}?draft=1"))
    form = make(request.POST, request.FILES or None, **more)
    if form.is_valid():
        try:
            with transaction.atomic():
                act(form)
        except NotAllowed:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            if draft_key:
                drafts.discard(request.actor, draft_key)
            messages.success(request, done)
            return Filled(form, redirect(done_url))
    return Filled(form)


def _shown(
    request: Any, make: type[forms.Form], initial: dict[str, Any] | None, draft_key: str, more: dict[str, Any]
) -> Filled:
    kept = drafts.load(request.actor, draft_key) if draft_key else None
    if kept and "draft" in request.GET:
        lists = {name: value if isinstance(value, list) else [value] for name, value in kept.items()}
        return Filled(make.resume(lists, **more))
    return Filled(make(initial=initial or {}, **more), draft=bool(kept))


def form_page(
    request: Any,
    work: Filled,
    *,
    title: str,
    heading: str,
    primary: str,
    back: str,
    intro: str = "",
    draft_key: str = "",
    **more: Any,
) -> HttpResponse:
    """The plain page around one form."""
    return work.response or page(
        request,
        "coordination/form.html",
        status=422 if work.form.errors else 200,
        form=work.form,
        draft=work.draft,
        draft_key=draft_key,
        kind=title,
        heading=heading,
        whose=whose(request),
        primary=primary,
        back_url=back,
        intro=intro,
        danger=more.get("danger", False),
        points=more.get("points", ()),
        back_label=more.get("back_label", ""),
    )


def start_of(day: date) -> datetime:
    """The first moment of a day in Norway."""
    return datetime.combine(day, time(), tzinfo=OSLO)


def pdf(data: bytes, name: str) -> HttpResponse:
    """A PDF shown in the browser under a plain name that tells nothing of the person."""
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
