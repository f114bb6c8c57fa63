"""The room's entries in the menu."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.decide import allowed
from knutepunkt.access.permissions import Permission
from knutepunkt.ui.nav import NavItem, register


def _decides(request: HttpRequest) -> bool:
    return allowed(getattr(request, "actor", None), Permission.MESSAGE_DECIDE)


def _operates(request: HttpRequest) -> bool:
    return allowed(getattr(request, "actor", None), Permission.OPERATE)


register(
    NavItem(
        key="messages",
        label=_("Messages"),
        url_name="exchange:list",
        icon="chat",
        audience="staff",
        order=28,
        group="work",
        shown=_decides,
    )
)
register(
    NavItem(
        key="quarantine",
        label=_("Messages without receiver"),
        url_name="exchange:quarantine",
        icon="alert",
        audience="staff",
        order=90,
        group="work",
        shown=_operates,
    )
)
