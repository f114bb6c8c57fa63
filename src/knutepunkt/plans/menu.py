"""The room's entry in the menu."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from knutepunkt.access.permissions import Permission
from knutepunkt.ui.nav import NavItem, register


def _answers(request: Any) -> bool:
    return request.actor is not None and request.actor.may(Permission.ACTIVITY_ANSWER)


register(
    NavItem(
        key="asked-activities",
        label=_("Our activities"),
        url_name="plans:asked",
        icon="grid",
        audience="staff",
        order=60,
        group="work",
        shown=_answers,
    )
)
