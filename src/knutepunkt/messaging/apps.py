from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.permissions import Permission
from knutepunkt.ui.nav import NavItem, register


class MessagingConfig(AppConfig):
    name = "knutepunkt.messaging"
    label = "messaging"

    def ready(self) -> None:
        register(
            NavItem(
                key="outbox",
                label=_("Outbox"),
                url_name="messaging:outbox",
                icon="send",
                group="unit",
                order=80,
                shown=may_read,
            )
        )


def may_read(request: HttpRequest) -> bool:
    """Does the reader hold a role that sees messages out?"""
    actor = getattr(request, "actor", None)
    return actor is not None and actor.may(Permission.MESSAGE_READ)
