"""A database says itself that everybody in it is invented. Only such a one is served in demo mode, and it is served in no other."""

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.models import Account, AccountKind
from knutepunkt.identity.system import DEMO_DATA
from knutepunkt.organisation.models import Organisation


class NotEmpty(Refusal):
    """There is something here already, and it may be real."""

    message = _("The database holds organisations already. The demonstration is loaded into an empty database only.")


def mark() -> None:
    """Say that this database is the demonstration's, before anything is put into it."""
    if Organisation.objects.exists():
        raise NotEmpty
    Account.objects.get_or_create(
        pk=DEMO_DATA,
        defaults={
            "subject": "system:demo-data",
            "kind": AccountKind.SYSTEM,
            "is_active": False,
            "password": make_password(None),
        },
    )
