"""The room's entry in the menu."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.decide import allowed
from knutepunkt.access.permissions import Permission
from knutepunkt.ui.nav import NavItem, register


def _may_be_asked(request: HttpRequest) -> bool:
    return allowed(getattr(request, "actor", None), Permission.COORDINATOR_ANSWER)


def _reads_messages(request: HttpRequest) -> bool:
    return allowed(getattr(request, "actor", None), Permission.FOLLOW_UP_READ)


register(
    NavItem(
        key="from-persons", label=_("From persons"), url_name="coordination:messages", icon="chat", audience="staff", order=35, group="work",
        shown=_reads_messages,
    )
)  # fmt: skip
register(
    NavItem(
        key="asked", label=_("Asked of my service"), url_name="coordination:requests", icon="user", audience="staff", order=40,
        group="work", shown=_may_be_asked,
    )
)  # fmt: skip


def _looks_afterwards(request: HttpRequest) -> bool:
    return allowed(getattr(request, "actor", None), Permission.AUDIT_REVIEW)


register(
    NavItem(
        key="emergency-used", label=_("Emergency access"), url_name="coordination:emergency-used", icon="alert", audience="staff", order=85,
        group="unit", shown=_looks_afterwards,
    )
)  # fmt: skip
