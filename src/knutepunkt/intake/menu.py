"""The room's entries in the menu."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.decide import allowed
from knutepunkt.access.permissions import Permission
from knutepunkt.intake.queries import new_count
from knutepunkt.ui.nav import NavItem, register


def _reads(request: HttpRequest) -> bool:
    return allowed(getattr(request, "actor", None), Permission.NOTICE_READ)


def _sends(request: HttpRequest) -> bool:
    return allowed(getattr(request, "actor", None), Permission.NOTICE_SENT_READ)


def _new(request: HttpRequest) -> int:
    return new_count(request)


register(
    NavItem(
        key="inbox",
        label=_("Inbox"),
        url_name="intake:inbox",
        icon="inbox",
        audience="staff",
        order=20,
        group="work",
        shown=_reads,
        count=_new,
    )
)
register(
    NavItem(
        key="sent",
        label=_("Sent notices"),
        url_name="intake:sent",
        icon="send",
        audience="staff",
        order=25,
        group="work",
        shown=_sends,
    )
)
