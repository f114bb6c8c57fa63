"""Letting somebody sign in without a sign-in service: an invitation by a one-time link."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.foundation.ids import new_id
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.local.invitations import invite
from knutepunkt.identity.models import Account, AccountKind
from knutepunkt.organisation.models import Staff
from knutepunkt.organisation.operations.staff import change_staff
from knutepunkt.organisation.workplaces import workplaces


class SignsInElsewhere(Refusal):
    """A link made here must not open what belongs to another organisation."""

    message = _(
        "This person signs in with a sign-in service or works in another organisation too, so nobody here can make a link for them."
    )


@transaction.atomic
def invite_to_sign_in(*, staff: Staff, by: Actor, at: datetime) -> str:
    """Make the token of a one-time link by which `staff` registers a passkey or a code app; it gives no role.

    Somebody without an account gets one. A link is as good as the sign-in it leads to: it is refused for an account that opens
    anything beyond this organisation.
    """
    require(by, Permission.ORGANISATION_EDIT)
    account = staff.account
    if account is None:
        account = Account(subject=f"local:{new_id()}", kind=AccountKind.STAFF)
        account.set_unusable_password()
        account.save()
        change_staff(staff=staff, by=by, at=at, account=account)
    with acting_as(account.pk, purpose="sign-in", at=at):
        places = workplaces()
    if len(places) != 1 or account.identities.exists():
        raise SignsInElsewhere
    login, token = invite(account, at=at)
    record("sign-in.invited", login, by=by, at=at, staff=staff.pk)
    return token
