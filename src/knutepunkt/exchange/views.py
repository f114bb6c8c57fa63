"""The pages of messages from outside: the list, one message, uploading, deciding, and the operator's quarantine."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from knutepunkt.access.decide import allowed, require
from knutepunkt.access.files import open_file
from knutepunkt.access.permissions import Permission
from knutepunkt.access.scope import acting_as
from knutepunkt.access.views import requires
from knutepunkt.audit.log import record, record_view
from knutepunkt.exchange import operations, queries, showing, words
from knutepunkt.exchange.forms import KINDS, FileForm, NoticeForm, UploadForm
from knutepunkt.exchange.models import Receipt, ReceivedMessage, Result
from knutepunkt.exchange.reasons import remarks
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.system import IMPORTER
from knutepunkt.people.models import Person
from knutepunkt.ui.pages import page


@requires(Permission.MESSAGE_READ, "GET", door="exchange.messages", kind="list")
def message_list(request: Any) -> HttpResponse:
    """What has come to the units I work in, what waits for a decision first; filtered by what became of it."""
    require(request.actor, Permission.MESSAGE_READ)
    chosen = request.GET.get("result", "")
    chosen = chosen if chosen in Result.values else ""
    pages = Paginator(queries.listed(request.actor, result=chosen), queries.PER_PAGE)
    here = pages.get_page(request.GET.get("page"))
    rows = list(here.object_list)
    files = queries.persons_of(request.actor, rows)
    record_view("messages", files, by=request.actor, at=request.now, basis="unit")
    return page(
        request,
        "exchange/list.html",
        section="messages",
        lines=[showing.line_of(row, person=files.get(row.person_id)) for row in rows],
        chips=_chips(chosen),
        number=here.number,
        pages=pages.num_pages,
        base=f"?result={chosen}&page=",
        may_import=allowed(request.actor, Permission.MESSAGE_IMPORT),
    )


def _chips(chosen: str) -> list[dict[str, object]]:
    shown = [Result.FOR_A_PERSON, Result.NOTICE_MADE, Result.JOINED, Result.INFORMATION, Result.WAITING, Result.APPLIED,
             Result.SET_ASIDE, Result.REJECTED]  # fmt: skip
    every = {"label": _("All"), "url": "?", "current": not chosen}
    return [every, *({"label": r.label, "url": f"?result={r.value}", "current": r.value == chosen} for r in shown)]


def _opened(request: Any, message_id: UUID, page_name: str) -> ReceivedMessage:
    """The message, required and with who looked in the log; for somebody without a file the log of events has it."""
    row: ReceivedMessage = get_object_or_404(ReceivedMessage.visible_to(request.actor), pk=message_id)
    if row.person_id is not None:
        open_file(request, row, Permission.MESSAGE_READ, page_name, objects=[row.pk])
    else:
        require(request.actor, Permission.MESSAGE_READ, row)
        record("message.read", row, by=request.actor, at=request.now, page=page_name)
    return row


@requires(Permission.MESSAGE_READ, "GET", door="exchange.message")
def message(request: Any, message_id: UUID) -> HttpResponse:
    """Everything of one message under headings, its conversation, and what can be decided."""
    row = _opened(request, message_id, "message")
    return page(
        request,
        "exchange/message.html",
        section="messages",
        shown=showing.shown(request.actor, row, language=request.LANGUAGE_CODE),
        kinds=[(kind.value, kind.label) for kind in KINDS],
        has_receipt=Receipt.visible_to(request.actor).filter(message_id=row.pk).exists(),
    )


@requires(Permission.MESSAGE_READ, "GET", door="exchange.original", kind="document")
def original(request: Any, message_id: UUID) -> HttpResponse:
    """The bytes as they came, as a text to keep; never anything a browser runs."""
    row = _readable(request, message_id, "message-original")
    return _download(bytes(row.original), f"{row.pk}.xml.txt", "text/plain")


def _readable(request: Any, message_id: UUID, page_name: str) -> ReceivedMessage:
    row = _opened(request, message_id, page_name)
    if showing.hidden_with_its_notice(row):
        raise Http404
    return row


@requires(Permission.MESSAGE_READ, "GET", door="exchange.attachment", kind="document")
def attachment(request: Any, message_id: UUID, number: int) -> HttpResponse:
    """A file that came with the message, to keep."""
    read = showing.message_of(_readable(request, message_id, "message-attachment"))
    files = read.attachments if read else ()
    if not 1 <= number <= len(files):
        raise Http404
    return _download(files[number - 1].content, f"attachment-{number}", "application/octet-stream")


@requires(Permission.MESSAGE_READ, "GET")
def receipt(request: Any, message_id: UUID) -> HttpResponse:
    """The technical receipt that was given."""
    row = _opened(request, message_id, "message-receipt")
    given = get_object_or_404(Receipt.visible_to(request.actor), message_id=row.pk)
    return _download(bytes(given.content), f"{row.pk}.apprec.xml", "application/xml")


def _download(content: bytes, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one uploaded file."""

    file: str
    sentence: str | Promise
    refused: bool
    url_id: UUID | None = None
    receipt: str = ""


@requires(Permission.MESSAGE_IMPORT, "GET", "POST")
def upload(request: Any) -> HttpResponse:
    """Upload message files; each is answered by itself, and one that is refused hinders no other."""
    require(request.actor, Permission.MESSAGE_IMPORT)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    answers = [_take(request, file) for file in form.cleaned_data["message_files"]] if form.is_valid() else []
    return page(request, "exchange/upload.html", section="messages", form=form, answers=answers)


def _take(request: Any, file: UploadedFile) -> Answer:
    """One file; nothing of it is stored when it is refused without a receipt."""
    name = file.name or ""
    if file.size is not None and file.size > settings.KNUTEPUNKT_MAX_MESSAGE:
        return Answer(
            name,
            _("The file is larger than 20 MB, which is the most a message may be. Nothing was stored."),
            refused=True,
        )
    try:
        taken = operations.receive(file.read(), at=request.now, by=request.actor, source="upload")
    except Refusal as refusal:
        return Answer(name, refusal.message, refused=True)
    except OperationalError:
        return Answer(
            name, _("Somebody else imports the same just now. Nothing was stored: upload it again."), refused=True
        )
    row = taken.message
    own = row is not None and row.organisation_id == request.actor.organisation_id
    return Answer(
        name,
        taken.summary,
        refused=taken.refused,
        url_id=row.pk
        if row is not None and own and ReceivedMessage.visible_to(request.actor).filter(pk=row.pk).exists()
        else None,
        receipt=taken.receipt.decode() if taken.receipt else "",
    )


def _decide(request: Any, message_id: UUID, done: str, operation: Any, **arguments: Any) -> HttpResponse:
    row = get_object_or_404(ReceivedMessage.visible_to(request.actor), pk=message_id)
    try:
        made = operation(message=row, by=request.actor, at=request.now, **arguments)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("exchange:message", message_id=message_id)
    messages.success(request, done)
    if operation is operations.make_notice_of:
        return redirect("intake:notice", notice_id=made.pk)
    return redirect("exchange:list")


@requires(Permission.MESSAGE_DECIDE, "POST")
def notice(request: Any, message_id: UUID) -> HttpResponse:
    """It is a notice of need, of this kind."""
    form = NoticeForm(request.POST)
    if not form.is_valid():
        get_object_or_404(ReceivedMessage.visible_to(request.actor), pk=message_id)
        messages.error(request, _("Choose which kind of notice it is."))
        return redirect("exchange:message", message_id=message_id)
    return _decide(
        request, message_id, _("The message has become a notice."), operations.make_notice_of, **form.cleaned_data
    )


@requires(Permission.MESSAGE_DECIDE, "POST")
def file(request: Any, message_id: UUID) -> HttpResponse:
    """It is information on somebody's file."""
    form = FileForm(request.POST)
    chosen = form.cleaned_data["person"] if form.is_valid() else None
    person = get_object_or_404(Person.visible_to(request.actor), pk=chosen) if chosen else None
    return _decide(request, message_id, _("The message lies on the file."), operations.put_on_file, person=person)


@requires(Permission.MESSAGE_DECIDE, "POST")
def aside(request: Any, message_id: UUID) -> HttpResponse:
    """Nothing follows from it."""
    return _decide(request, message_id, _("The message is set aside."), operations.set_aside)


@requires(Permission.OPERATE, "GET")
def quarantine(request: Any) -> HttpResponse:
    """What found no receiver, and receipts for what was not sent from here: envelopes, nothing of whom they are about."""
    require(request.actor, Permission.OPERATE)
    operator = operations.operator_of_installation()
    rows: list[dict[str, Any]] = []
    if operator is not None:
        with acting_as(IMPORTER, purpose="quarantine", organisation_id=operator.pk, at=request.now):
            rows = queries.quarantined(operator.pk)
    for row in rows:
        row["title"] = words.type_name(row["message_type"])
        row["remarks"] = remarks(row["faults"])
    return page(request, "exchange/quarantine.html", section="quarantine", rows=rows)
