"""What the person asks of the unit: something is wrong, another coordinator, a complaint, a meeting, how it goes, a copy."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import requires
from knutepunkt.coordination.asked import KINDS
from knutepunkt.coordination.models import PersonRequest, RequestKind
from knutepunkt.coordination.operations.asking import receive_request, withdraw_request
from knutepunkt.coordination.questions import STATES, answers_of, request_form
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.portal.files import OwnFile, about
from knutepunkt.portal.views.drafting import keep_draft, saved_form
from knutepunkt.portal.words_asking import AFTER, BEFORE
from knutepunkt.ui import drafts, forms
from knutepunkt.ui.pages import page

SHOWN = 100


def _rows(request: Any, file: OwnFile) -> Any:
    return PersonRequest.visible_to(request.actor).filter(about_id=file.person.pk)


@requires(Permission.OWN_READ, "GET", door="portal.requests", kind="list")
@about("own-asked")
def asked_list(request: Any, file: OwnFile) -> HttpResponse:
    """What has been asked and where it stands, and what can be asked."""
    return page(
        request,
        "portal/requests.html",
        section="own-requests",
        file=file,
        rows=list(_rows(request, file)[:SHOWN]),
        kinds=[(kind.value, kind.label) for kind in RequestKind],
        kind_words=dict(RequestKind.choices),
        states=STATES,
        may_write=file.may_write,
        today=day(request.now),
    )


@requires(Permission.OWN_WRITE, "GET", "POST", door="portal.ask")
@about("own-asked", Permission.OWN_WRITE)
def ask(request: Any, file: OwnFile, kind: str) -> HttpResponse:
    """Ask for one thing."""
    if kind not in KINDS:
        raise Http404
    key = f"own-ask:{kind}:{file.person.pk}"
    form_class = request_form(kind)
    if request.method == "POST":
        if forms.wants_draft(request):
            return keep_draft(request, key)
        form = form_class(request.POST)
        if form.is_valid():
            made = _receive(request, file, kind, form)
            if made is not None:
                drafts.discard(request.actor, key)
                messages.success(request, _("We have got it. Here you can see where it stands."))
                return redirect("portal:asked", made.pk)
    else:
        form = saved_form(request, form_class, key)
    return page(
        request,
        "portal/ask.html",
        section="own-requests",
        file=file,
        form=form,
        form_key=key,
        heading=str(RequestKind(kind).label),
        before=BEFORE[kind],
    )


def _receive(request: Any, file: OwnFile, kind: str, form: forms.Form) -> PersonRequest | None:
    try:
        return receive_request(
            person=file.person, kind=kind, answers=form.cleaned_data, by=request.actor, at=request.now
        )
    except Refusal as refusal:
        form.refuse(refusal)
    return None


@requires(Permission.OWN_READ, "GET", door="portal.asked")
@about("own-asked")
def asked(request: Any, file: OwnFile, request_id: UUID) -> HttpResponse:
    """One thing that was asked: what was written, where it stands, the answer. It can be taken back until it is answered."""
    found = get_object_or_404(_rows(request, file).select_related("unit"), pk=request_id)
    return page(
        request,
        "portal/asked.html",
        section="own-requests",
        file=file,
        asked=found,
        heading=str(RequestKind(found.kind).label),
        answers=answers_of(found.kind, found.answers),
        state=STATES[found.state],
        after=AFTER[found.kind],
        may_write=file.may_write,
        today=day(request.now),
    )


@requires(Permission.OWN_WRITE, "POST", door="portal.take-back")
@about("own-asked", Permission.OWN_WRITE)
def take_back(request: Any, file: OwnFile, request_id: UUID) -> HttpResponse:
    """The person does not want it any more."""
    found = get_object_or_404(_rows(request, file), pk=request_id)
    try:
        withdraw_request(request=found, by=request.actor, at=request.now)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("You have taken it back. We do nothing more with it."))
    return redirect("portal:asked", found.pk)
