"""Asking for help oneself: a request of one's own, counted as an application from the day it is sent."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import has_no_file, requires
from knutepunkt.identity.sessions import end_session
from knutepunkt.intake.kinds import NoticeKind
from knutepunkt.intake.models import Notice
from knutepunkt.portal.files import OwnFile, about
from knutepunkt.portal.forms import RequestForm, told
from knutepunkt.portal.operations import ask_for_help
from knutepunkt.portal.queries import WAITING
from knutepunkt.portal.views.drafting import keep_draft, saved_form
from knutepunkt.ui import drafts, forms
from knutepunkt.ui.pages import page


@requires(Permission.OWN_WRITE, "GET", "POST", door="portal.request")
@about("own-request", Permission.OWN_WRITE)
def request_help(request: Any, file: OwnFile) -> HttpResponse:
    """Ask for a plan, a coordinator or other help. One request waits at a time."""
    waiting = Notice.visible_to(request.actor).filter(
        person_id=file.person.pk, kind=NoticeKind.OWN_REQUEST, state__in=sorted(WAITING)
    )
    earlier = waiting.order_by("-received_at", "-id").first()
    if earlier is not None:
        messages.info(request, _("We have already got what you asked for. Here you can see where it stands."))
        return redirect("portal:notice", earlier.pk)
    key = f"own-request:{file.person.pk}"
    if request.method == "POST":
        if forms.wants_draft(request):
            return keep_draft(request, key)
        form = RequestForm(request.POST)
        if form.is_valid():
            ask_for_help(person=file.person, by=request.actor, at=request.now, **form.cleaned_data)
            drafts.discard(request.actor, key)
            messages.success(request, _("We have got what you asked for. It counts from today."))
            return redirect("portal:home")
    else:
        form = saved_form(request, RequestForm, key)
    return page(request, "portal/request.html", section="own-home", file=file, form=told(form, file), form_key=key)


@requires("public", "GET", "POST")
def no_file(request: Any) -> HttpResponse:
    """For somebody who is signed in and has nothing to open: how to ask for help all the same, and the way out."""
    if not has_no_file(request):
        return redirect("front:start")
    if request.method == "POST":
        end_session(request, at=request.now)
        return redirect("front:start")
    return page(request, "portal/no_file.html")
