"""A notice about the person: that it came, where it stands, and the person's own answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import requires
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.intake.kinds import Wish
from knutepunkt.intake.models import Notice
from knutepunkt.intake.sight import content_of
from knutepunkt.portal.files import OwnFile, about
from knutepunkt.portal.forms import WishForm, told
from knutepunkt.portal.operations import answer_notice
from knutepunkt.portal.queries import GONE, WAITING
from knutepunkt.portal.refusals import AlreadyAnswered
from knutepunkt.portal.views.drafting import keep_draft, saved_form
from knutepunkt.portal.words import NOTICE_KINDS, NOTICE_STATES
from knutepunkt.ui import drafts, forms
from knutepunkt.ui.pages import page


@requires(Permission.OWN_WRITE, "GET", "POST", door="portal.notice")
@about("own-notice", Permission.OWN_WRITE)
def notice(request: Any, file: OwnFile, notice_id: UUID) -> HttpResponse:
    """One notice; while it waits for the person's wish, with the question."""
    rows = Notice.visible_to(request.actor).filter(person_id=file.person.pk).exclude(state__in=GONE)
    found = get_object_or_404(rows.select_related("unit"), pk=notice_id)
    content = content_of(found)
    waits = found.state in WAITING and content is None
    key = f"own-notice:{found.pk}"
    if request.method == "POST":
        if not waits:
            messages.info(request, str(AlreadyAnswered.message))
            return redirect("portal:notice", found.pk)
        if forms.wants_draft(request):
            return keep_draft(request, key)
        form = WishForm(request.POST)
        if form.is_valid() and _answer(request, file, found, form):
            drafts.discard(request.actor, key)
            _thank(request, form.cleaned_data["wish"])
            return redirect("portal:home")
    else:
        form = saved_form(request, WishForm, key)
    return page(
        request,
        "portal/notice.html",
        section="own-home",
        file=file,
        notice=found,
        content=content,
        waits=waits,
        form=told(form, file),
        kind_words=NOTICE_KINDS,
        state_words=NOTICE_STATES,
        today=day(request.now),
        form_key=key,
    )


def _answer(request: Any, file: OwnFile, found: Notice, form: WishForm) -> bool:
    given = form.cleaned_data
    try:
        answer_notice(
            notice=found, person=file.person, by=request.actor, at=request.now, wish=given["wish"], words=given["words"]
        )
    except Refusal as refusal:
        form.refuse(refusal)
    return not form.errors


def _thank(request: Any, wish: str) -> None:
    if wish == Wish.YES:
        messages.success(request, _("You have said yes. Somebody will contact you soon."))
    elif wish == Wish.NO:
        messages.success(request, _("You have said no. We have closed it. You can ask us for help at any time."))
    else:
        messages.success(request, _("You have said not now. We will ask you again."))
