"""New notices recorded by staff: orally, on paper, on own initiative, sent to others, and questions about no person."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from knutepunkt.access.decide import allowed, require
from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import requires
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.intake import operations, queries
from knutepunkt.intake.forms import EnquiryForm, OralForm, PaperForm, RecordForm, SendForm
from knutepunkt.intake.kinds import Basis, Channel, NoticeKind
from knutepunkt.intake.models import Notice
from knutepunkt.intake.operations.public import OWN
from knutepunkt.intake.present import state_text
from knutepunkt.intake.views.outcome import filled
from knutepunkt.ui import drafts
from knutepunkt.ui.forms import Form, draft_saved_text, wants_draft
from knutepunkt.ui.pages import page

YEAR = timedelta(days=365)


@requires(Permission.NOTICE_CREATE, "GET")
def new(request: Any) -> HttpResponse:
    """How did it come? Those who only send go straight to the form for sending."""
    if not allowed(request.actor, Permission.NOTICE_READ):
        return redirect("intake:send")
    return page(request, "intake/new.html", section="inbox")


def _recording(request: Any, template: str, form_class: type[Form], key: str, save: Any, **kwargs: Any) -> HttpResponse:
    """A form that becomes a notice: what is typed survives a failed submit, and as a draft."""
    require(request.actor, Permission.NOTICE_CREATE)
    form, said = filled(request, form_class, key, **kwargs)
    if request.method == "POST" and wants_draft(request):
        drafts.save(request.actor, key, request.POST, request.now)
        said = draft_saved_text(request.now)
        form = form_class.resume({name: request.POST.getlist(name) for name in request.POST}, **kwargs)
    elif request.method == "POST" and form.is_valid():
        try:
            answer: HttpResponse = save(request, dict(form.cleaned_data))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            drafts.discard(request.actor, key)
            return answer
    return page(request, template, section="inbox", form=form, draft_key=key, draft_text=said)


def _recorded(request: Any, notice: Notice) -> HttpResponse:
    """To the letter when it landed where one works; else say where it went."""
    messages.success(request, _("The notice is recorded. It went to %(unit)s.") % {"unit": notice.unit.name})
    if notice.unit_id in request.actor.unit_ids and allowed(request.actor, Permission.NOTICE_READ, notice):
        return redirect("intake:notice", notice_id=notice.pk)
    return redirect("intake:inbox")


@requires(Permission.NOTICE_CREATE, "GET", "POST")
def oral(request: Any) -> HttpResponse:
    """Somebody called or came by: a first name and a phone number are enough."""

    def save(request: Any, said: dict[str, Any]) -> HttpResponse:
        who = said.pop("who")
        own = who == OWN
        told_by = said.pop("sender_name") or (said["name"] if own else "")
        notice = operations.receive_notice(
            organisation_id=request.actor.organisation_id,
            kind=NoticeKind.POSSIBLE_NEED if who == "other" else NoticeKind.OWN_REQUEST,
            channel=Channel.ORAL,
            by=request.actor,
            at=request.now,
            basis=Basis.OWN if own else Basis.NOT_STATED,
            sender_name=told_by,
            sender_role=_("The person") if own else _("Next of kin") if who != "other" else "",
            **said,
        )
        return _recorded(request, notice)

    return _recording(request, "intake/oral.html", OralForm, "notice-oral", save)


def _save_recorded(request: Any, said: dict[str, Any], channel: str) -> HttpResponse:
    wish = said.pop("wish")
    number = said.pop("number")
    person = operations.person_of(
        organisation_id=request.actor.organisation_id, by=request.actor, at=request.now, number=number, fields=said
    )
    notice = operations.receive_notice(
        organisation_id=request.actor.organisation_id, channel=channel, by=request.actor, at=request.now, person=person,
        **({"sender_name": request.actor.name, "sender_role": request.actor.title} if channel == Channel.FORM else {}), **said,
    )  # fmt: skip
    if wish:
        operations.wish_on_receipt(notice=notice, by=request.actor, at=request.now, wish=wish)
    return _recorded(request, notice)


@requires(Permission.NOTICE_READ, "GET", "POST")
def record(request: Any) -> HttpResponse:
    """The unit's own record of a need: on its own initiative, a case without an address, a need for a plan."""
    return _recording(
        request,
        "intake/record.html",
        RecordForm,
        "notice-record",
        lambda r, said: _save_recorded(r, said, Channel.FORM),
    )


@requires(Permission.NOTICE_READ, "GET", "POST")
def paper(request: Any) -> HttpResponse:
    """A letter came; the deadline runs from the day it came, not from today."""
    return _recording(
        request, "intake/paper.html", PaperForm, "notice-paper", lambda r, said: _save_recorded(r, said, Channel.PAPER)
    )


@requires(Permission.NOTICE_CREATE, "GET", "POST")
def send(request: Any) -> HttpResponse:
    """A notice to another unit or organisation."""

    def save(request: Any, said: dict[str, Any]) -> HttpResponse:
        facts = {name: said.pop(name) for name in ("ward", "expected_on", "ready_at")}
        admission = {name: value for name, value in facts.items() if value} or None
        sent = operations.send_notice(
            to_organisation=queries.receiver(said.pop("to")),
            by=request.actor,
            at=request.now,
            place={name: said.pop(name) for name in ("address", "postcode", "city")},
            admission=admission,
            **said,
        )
        messages.success(request, _("The notice has been sent. %(unit)s has it.") % {"unit": sent.to_unit_name})
        return redirect("intake:sent")

    return _recording(
        request, "intake/send.html", SendForm, "notice-send", save, receivers=queries.receivers(request.actor)
    )


@requires(Permission.NOTICE_READ, "GET", "POST")
def enquiry(request: Any) -> HttpResponse:
    """A question that is about no person."""

    def save(request: Any, said: dict[str, Any]) -> HttpResponse:
        notice = operations.receive_notice(
            organisation_id=request.actor.organisation_id, kind=NoticeKind.ENQUIRY, channel=Channel.ORAL, by=request.actor, at=request.now,
            basis=Basis.ANONYMOUS, **said,
        )  # fmt: skip
        return _recorded(request, notice)

    return _recording(request, "intake/enquiry.html", EnquiryForm, "notice-enquiry", save)


@requires(Permission.NOTICE_READ, "GET")
def enquiries(request: Any) -> HttpResponse:
    """What the enquiries of the last year were about."""
    require(request.actor, Permission.NOTICE_READ)
    topics = queries.enquiry_topics(request.actor, since=request.now - YEAR)
    return page(request, "intake/enquiries.html", section="inbox", topics=topics)


@requires(Permission.NOTICE_SENT_READ, "GET")
def sent(request: Any) -> HttpResponse:
    """What one has sent, and what became of it as far as the person lets one know."""
    require(request.actor, Permission.NOTICE_SENT_READ)
    rows = [(item, state_text(item.outcome) if item.outcome else "") for item in queries.sent_by(request.actor)]
    return page(request, "intake/sent.html", section="sent", rows=rows)
