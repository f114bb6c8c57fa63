"""Messages on the own pages: to the coordinator, to all who take part, to the unit, and "this does not work"."""

from typing import Any
from uuid import UUID

from django.contrib import messages as notices
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import requires
from knutepunkt.coordination.operations.conversations import answer_in, write_to
from knutepunkt.coordination.reaching import coordinator_of, unit_for
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.messaging.conversations import conversations, mark_read, messages_of
from knutepunkt.messaging.download import as_download, one_file, taken
from knutepunkt.messaging.models import Conversation, ConversationKind
from knutepunkt.portal.files import OwnFile, about
from knutepunkt.portal.forms_writing import AnswerForm, ConcernForm, WriteForm
from knutepunkt.portal.views.drafting import keep_draft, saved_form
from knutepunkt.ui import drafts, forms
from knutepunkt.ui.pages import page


@requires(Permission.OWN_READ, "GET", door="portal.messages", kind="list")
@about("own-messages")
def messages(request: Any, file: OwnFile) -> HttpResponse:
    """The conversations the reader sees, those with something new marked, and the ways to begin one."""
    return page(
        request,
        "portal/messages.html",
        section="own-messages",
        file=file,
        rows=conversations(request.actor, about_id=file.person.pk),
        may_write=file.may_write,
        today=day(request.now),
    )


@requires(Permission.OWN_WRITE, "GET", "POST", door="portal.write")
@about("own-message", Permission.OWN_WRITE)
def write(request: Any, file: OwnFile, to: str) -> HttpResponse:
    """A new message."""
    if to not in ConversationKind.values:
        raise Http404
    key = f"own-message:{to}:{file.person.pk}"
    form_class: type[AnswerForm] = ConcernForm if to == ConversationKind.CONCERN else WriteForm
    if request.method == "POST":
        if forms.wants_draft(request):
            return keep_draft(request, key)
        form = form_class(request.POST, request.FILES)
        if form.is_valid() and _send(request, file, to, form):
            drafts.discard(request.actor, key)
            notices.success(request, _("We have got your message. The answer comes here."))
            return redirect("portal:messages")
    else:
        form = saved_form(request, form_class, key)
    appointment = coordinator_of(request.actor.organisation_id, file.person.pk, at=request.now)
    return page(
        request,
        "portal/write.html",
        section="own-messages",
        file=file,
        form=form,
        form_key=key,
        to=to,
        coordinator=appointment.coordinator if appointment else None,
        unit=unit_for(file.person, at=request.now),
    )


def _send(request: Any, file: OwnFile, to: str, form: forms.Form) -> bool:
    given = form.cleaned_data
    try:
        write_to(
            person=file.person,
            to=to,
            subject=given.get("subject", ""),
            words=given["words"],
            files=taken(given.get("attachment")),
            by=request.actor,
            at=request.now,
        )
    except Refusal as refusal:
        form.refuse(refusal)
    return not form.errors


@requires(Permission.OWN_READ, "GET", "POST", door="portal.conversation")
@about("own-message")
def conversation(request: Any, file: OwnFile, conversation_id: UUID) -> HttpResponse:
    """One conversation: what has been written, and a place to write more."""
    found = _found(request, file, conversation_id)
    key = f"own-conversation:{found.pk}"
    may_write = file.may_write and found.closed_at is None
    if request.method == "POST":
        if forms.wants_draft(request):
            return keep_draft(request, key)
        form = AnswerForm(request.POST, request.FILES)
        if may_write and form.is_valid() and _answer(request, found, form):
            drafts.discard(request.actor, key)
            notices.success(request, _("Your message is sent."))
            return redirect("portal:conversation", found.pk)
    else:
        form = saved_form(request, AnswerForm, key)
    written = messages_of(found)
    mark_read(conversation=found, by=request.actor, at=request.now)
    return page(
        request,
        "portal/conversation.html",
        section="own-messages",
        file=file,
        conversation=found,
        written=written,
        form=form,
        form_key=key,
        may_write=may_write,
        today=day(request.now),
    )


def _found(request: Any, file: OwnFile, conversation_id: UUID) -> Conversation:
    rows = Conversation.visible_to(request.actor).filter(about_id=file.person.pk)
    found: Conversation = get_object_or_404(rows.select_related("unit"), pk=conversation_id)
    return found


def _answer(request: Any, found: Conversation, form: forms.Form) -> bool:
    try:
        answer_in(
            conversation=found,
            words=form.cleaned_data["words"],
            files=taken(form.cleaned_data["attachment"]),
            by=request.actor,
            at=request.now,
        )
    except Refusal as refusal:
        form.refuse(refusal)
    return not form.errors


@requires(Permission.OWN_READ, "GET", door="portal.message-file", kind="document")
@about("own-message-file")
def message_file(request: Any, file: OwnFile, conversation_id: UUID, file_id: UUID) -> HttpResponse:
    """A file that came with a message, to keep; the browser never opens it."""
    return as_download(one_file(_found(request, file, conversation_id), file_id))
