"""Messages on the staff side: what persons have written and asked, one conversation, its files, writing to a person."""

from typing import Any
from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt.access.decide import allowed
from knutepunkt.access.files import open_file
from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.scope import focus
from knutepunkt.access.views import requires
from knutepunkt.audit.log import record_view
from knutepunkt.coordination.forms.writing import ReplyForm, WriteForm
from knutepunkt.coordination.models import PersonRequest, RequestKind
from knutepunkt.coordination.operations.conversations import answer_in, end_conversation, write_to
from knutepunkt.coordination.queries import name_of_about
from knutepunkt.coordination.states import PersonRequestState
from knutepunkt.coordination.views.base import filled, form_page
from knutepunkt.foundation.clock import day
from knutepunkt.messaging.conversations import Listed, Party, conversations, mark_read, messages_of
from knutepunkt.messaging.download import as_download, one_file, taken
from knutepunkt.messaging.models import Conversation
from knutepunkt.people.models import Person
from knutepunkt.ui.pages import page

SHOWN = 200


@requires(P.PERSON_READ, "GET", door="coordination.messages", kind="list")
def messages(request: Any) -> HttpResponse:
    """Open conversations and matters of everybody the reader sees, those with something new marked."""
    return _listed(request, None, conversations(request.actor, only_open=True))


@requires(P.PERSON_READ, "GET", door="coordination.messages-of", kind="list")
def messages_of_person(request: Any, person_id: UUID) -> HttpResponse:
    """All that has been written with and asked by one person."""
    focus(person_id)
    person = get_object_or_404(Person.visible_to(request.actor), pk=person_id)
    open_file(request, person, P.PERSON_READ, "messages")
    return _listed(request, person, conversations(request.actor, about_id=person.pk))


def _listed(request: Any, person: Person | None, rows: list[Listed]) -> HttpResponse:
    asked = PersonRequest.visible_to(request.actor)
    asked = (
        asked.filter(about_id=person.pk)
        if person
        else asked.filter(state=PersonRequestState.RECEIVED).order_by("due_on", "id")
    )
    found = list(asked[:SHOWN])
    ids = [*(row.about_id for row in rows), *(row.about_id for row in found)]
    names = {each.pk: each.full_name for each in Person.visible_to(request.actor).filter(pk__in=set(ids))}
    if person is None:
        record_view("messages", ids, by=request.actor, at=request.now, basis="unit")
    return page(
        request,
        "coordination/messages.html",
        section="from-persons",
        person=person,
        rows=rows,
        asked=found,
        names=names,
        kinds=dict(RequestKind.choices),
        may_write=person is not None and allowed(request.actor, P.CONVERSE, person),
        may_ask=person is not None and allowed(request.actor, P.FOLLOW_UP_EDIT, person),
        today=day(request.now),
    )


@requires(P.PERSON_READ, "GET", door="coordination.open-message")
def open_message(request: Any, conversation_id: UUID) -> HttpResponse:
    """The way in from a task, which does not tell whom it is about."""
    found = get_object_or_404(Conversation.visible_to(request.actor), pk=conversation_id)
    return redirect("coordination:message", found.about_id, found.pk)


def _opened(request: Any, person_id: UUID, conversation_id: UUID, permission: P) -> Conversation:
    """The conversation with the file in focus and the reading written down; the same words for every kind of conversation."""
    focus(person_id)
    rows = Conversation.visible_to(request.actor).filter(about_id=person_id).annotate(about_name=name_of_about())
    found: Conversation = get_object_or_404(rows.select_related("unit"), pk=conversation_id)
    open_file(request, Party(found.unit_id, person_id), permission, "message", objects=[found.pk])
    return found


@requires(P.PERSON_READ, "GET", "POST", door="coordination.message")
def message(request: Any, person_id: UUID, conversation_id: UUID) -> HttpResponse:
    """One conversation, and the answer."""
    found = _opened(request, person_id, conversation_id, P.PERSON_READ)
    here = reverse("coordination:message", args=[person_id, found.pk])
    may_write = found.closed_at is None and allowed(request.actor, P.CONVERSE, Party(found.unit_id, person_id))
    key = f"message:{found.pk}"

    def act(form: Any) -> None:
        given = form.cleaned_data
        files = taken(given["attachment"])
        answer_in(conversation=found, words=given["words"], files=files, by=request.actor, at=request.now)

    work = filled(request, ReplyForm, act, done_url=here, done=_("The answer is sent."), draft_key=key)
    if work.response:
        return work.response
    written = messages_of(found)
    mark_read(conversation=found, by=request.actor, at=request.now)
    return page(
        request,
        "coordination/message.html",
        status=422 if work.form.errors else 200,
        section="from-persons",
        person_id=person_id,
        conversation=found,
        written=written,
        form=work.form,
        draft=work.draft,
        draft_key=key,
        may_write=may_write,
        today=day(request.now),
    )


@requires(P.PERSON_READ, "GET", door="coordination.message-file", kind="document")
def message_file(request: Any, person_id: UUID, conversation_id: UUID, file_id: UUID) -> HttpResponse:
    """A file that came with a message, to keep; the browser never opens it."""
    return as_download(one_file(_opened(request, person_id, conversation_id, P.PERSON_READ), file_id))


@requires(P.CONVERSE, "POST", door="coordination.close-message")
def close_message(request: Any, person_id: UUID, conversation_id: UUID) -> HttpResponse:
    """The matter is finished."""
    found = _opened(request, person_id, conversation_id, P.CONVERSE)
    end_conversation(conversation=found, by=request.actor, at=request.now)
    notices.success(request, _("The conversation is closed. It can still be read."))
    return redirect("coordination:message", person_id, found.pk)


@requires(P.CONVERSE, "GET", "POST", door="coordination.write")
def write(request: Any, person_id: UUID) -> HttpResponse:
    """Write to the person, or write down what the person says."""
    focus(person_id)
    person = get_object_or_404(Person.visible_to(request.actor), pk=person_id)
    open_file(request, person, P.CONVERSE, "message")
    back = reverse("coordination:messages-of", args=[person.pk])
    key = f"write:{person.pk}"

    def act(form: Any) -> None:
        given = dict(form.cleaned_data)
        files = taken(given.pop("attachment"))
        write_to(person=person, files=files, by=request.actor, at=request.now, **given)

    work = filled(request, WriteForm, act, done_url=back, done=_("The message is sent."), draft_key=key)
    return form_page(
        request, work, title=_("Write a message"), heading=_("Write to the person"), primary=_("Send the message"), back=back, draft_key=key,
        intro=_how_it_goes(person),
    )  # fmt: skip


def _how_it_goes(person: Person) -> str:
    """How what is written reaches the person."""
    if person.paper_only:
        return _("%(name)s wants letters on paper. The unit gets a task to print what you write and post it.") % {
            "name": person.full_name
        }
    if not person.email:
        return _(
            "It can be read on the person's own pages. No e-mail address is known, so the unit gets a task to post a letter."
        )
    return _("It can be read on the person's own pages. An e-mail tells only that there is something to read.")
