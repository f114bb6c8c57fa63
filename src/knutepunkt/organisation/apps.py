from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.permissions import Permission
from knutepunkt.ui.nav import NavItem, register


class OrganisationConfig(AppConfig):
    name = "knutepunkt.organisation"
    label = "organisation"

    def ready(self) -> None:
        from knutepunkt.organisation import actors  # noqa: F401, PLC0415 -- registers its source of unit roles

        register(
            NavItem(
                key="organisation",
                label=_("How we are set up"),
                url_name="organisation:overview",
                icon="grid",
                group="unit",
                order=90,
                shown=may_read,
            )
        )


def may_read(request: HttpRequest) -> bool:
    """Does the reader hold a role that may see the set-up?"""
    actor = getattr(request, "actor", None)
    return actor is not None and actor.may(Permission.ORGANISATION_READ)
