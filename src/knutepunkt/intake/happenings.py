"""The notices about a person, on the timeline of the follow-up they led to."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import allowed
from knutepunkt.access.permissions import Permission
from knutepunkt.coordination.panels import Happening, happenings
from knutepunkt.intake.models import Notice
from knutepunkt.intake.present import state_text
from knutepunkt.intake.queries import notices_about


@happenings
def notices_on_timeline(actor: Actor, follow_up: Any, _at: datetime) -> list[Happening]:
    """The envelopes of the notices about the person that are still here; one statement."""
    return [_happening(actor, notice) for notice in notices_about(actor, follow_up.person_id)]


def _happening(actor: Actor, notice: Notice) -> Happening:
    sender = notice.sender_organisation
    kind = notice.get_kind_display()
    return Happening(
        at=notice.received_at,
        text=_("Notice from %(sender)s: %(kind)s") % {"sender": sender, "kind": kind} if sender else kind,
        meta=state_text(notice.state),
        url=reverse("intake:notice", args=[notice.pk]) if allowed(actor, Permission.NOTICE_READ, notice) else "",
        kind="notice",
    )
