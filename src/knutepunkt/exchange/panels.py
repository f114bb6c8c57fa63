"""What this room shows on the pages of others: the message as it came, and information from others on the timeline."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from markupsafe import Markup

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import allowed
from knutepunkt.access.permissions import Permission
from knutepunkt.coordination.panels import Happening, happenings
from knutepunkt.exchange import queries, showing, words
from knutepunkt.exchange.kith import present
from knutepunkt.exchange.models import ReceivedMessage
from knutepunkt.intake.kinds import Channel
from knutepunkt.intake.models import Notice
from knutepunkt.intake.panels import register
from knutepunkt.ui.pages import page_text


def message_as_it_came(request: Any, notice: Notice) -> Markup | str:
    """The messages behind a notice, whole, under headings; one statement."""
    if notice.channel != Channel.KITH or not allowed(request.actor, Permission.MESSAGE_READ, notice):
        return ""
    rows = queries.of_notice(request.actor, notice.pk)
    if not rows:
        return ""
    language = showing.language_of(request.LANGUAGE_CODE)
    read = [(row, showing.message_of(row)) for row in rows]
    parts = [
        (showing.line_of(row), words.STATUSES.get(row.status, ""), present(message, language=language))
        for row, message in read
        if message is not None
    ]
    return Markup(page_text(request, "exchange/notice_panel.html", "panel", parts=parts))  # noqa: S704 -- our own template, escaped there


def information_from_others(actor: Actor, follow_up: Any, _at: datetime) -> list[Happening]:
    """What was received about the person, newest first; one statement."""
    if not allowed(actor, Permission.MESSAGE_READ, follow_up):
        return []
    return [_happening(row) for row in queries.information_on(actor, follow_up.person_id)]


def _happening(row: ReceivedMessage) -> Happening:
    sender = row.sender_name or row.sender_her
    return Happening(
        at=row.received_at,
        text=_("%(kind)s from %(sender)s") % {"kind": _titled(row), "sender": sender},
        meta=_("Cancelled by the sender") if row.cancelled_at else "",
        url=reverse("exchange:message", args=[row.pk]),
    )


def _titled(row: ReceivedMessage) -> str | Promise:
    return words.type_name(row.message_type)


register("message-as-it-came", message_as_it_came)
happenings(information_from_others)
