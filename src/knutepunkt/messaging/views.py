"""The outbox: what has left the unit, what waits, what could not be delivered."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import requires
from knutepunkt.audit.log import record_view
from knutepunkt.messaging import operations
from knutepunkt.messaging.models import OutboundMessage
from knutepunkt.messaging.queries import SHOWN, outbox
from knutepunkt.ui.pages import page


@requires(Permission.MESSAGE_READ, "GET", door="messaging.outbox", kind="list")
def messages_out(request: Any) -> HttpResponse:
    """Letters and e-mails of the units one works in and the persons one sees. In the demo also their text, for nothing is sent."""
    require(request.actor, Permission.MESSAGE_READ)
    show = request.GET.get("show", "waiting")
    show = show if show in SHOWN else "waiting"
    rows = list(outbox(request.actor.organisation_id, show))
    persons = [row.person_id for row in rows if row.person_id]
    if persons:
        record_view("outbox", persons, by=request.actor, at=request.now, basis="unit", objects=[row.pk for row in rows])
    return page(
        request, "messaging/outbox.html", section="outbox", rows=rows, show=show, sends=settings.KNUTEPUNKT_SENDS_EMAIL,
        opened=settings.KNUTEPUNKT_DEMO,
    )  # fmt: skip


@requires(Permission.MESSAGE_READ, "POST")
def posting(request: Any, message_id: UUID) -> HttpResponse:
    """A letter has been posted."""
    require(request.actor, Permission.MESSAGE_READ)
    operations.mark_sent(message=_message(request, message_id, channel="letter"), by=request.actor, at=request.now)
    messages.success(request, _("The letter is marked as posted."))
    return redirect("messaging:outbox")


@requires(Permission.MESSAGE_READ, "POST")
def retrying(request: Any, message_id: UUID) -> HttpResponse:
    """Try an e-mail that was given up once more."""
    require(request.actor, Permission.MESSAGE_READ)
    operations.retry(message=_message(request, message_id, channel="email"), by=request.actor, at=request.now)
    messages.success(request, _("The e-mail is queued again."))
    return redirect("messaging:outbox")


def _message(request: Any, message_id: UUID, *, channel: str) -> OutboundMessage:
    found: OutboundMessage = get_object_or_404(
        OutboundMessage.visible_to(request.actor), pk=message_id, channel=channel
    )
    return found
