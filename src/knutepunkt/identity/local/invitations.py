"""A one-time link by which somebody registers how to sign in. Only its hash is kept; a new one makes the one before void."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction

from knutepunkt.foundation.sealing import box
from knutepunkt.identity.local import codes, passkeys
from knutepunkt.identity.local.refusals import InvitationOver, NameTaken, WrongCode
from knutepunkt.identity.local.signing_in import check_strength, plain_name
from knutepunkt.identity.models import Account, LocalSignIn, LoginSession

INVITATION_LASTS = timedelta(hours=24)


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()


@transaction.atomic
def invite(account: Account, *, at: datetime) -> tuple[LocalSignIn, str]:
    """Make a link's token, valid for a day. What the account signed in with before counts until the link is used."""
    token = secrets.token_urlsafe(32)
    login, _ = LocalSignIn.objects.update_or_create(
        account=account, defaults={"invitation": _digest(token), "invitation_ends_at": at + INVITATION_LASTS}
    )
    return login, token


def invited(token: str, *, at: datetime, lock: bool = False) -> LocalSignIn:
    """The sign-in an unused link belongs to."""
    rows = LocalSignIn.objects.select_related("account")
    if lock:
        rows = rows.select_for_update(of=("self",))
    login = rows.filter(invitation=_digest(token), invitation_ends_at__gt=at, account__is_active=True).first()
    if login is None:
        raise InvitationOver
    return login


@transaction.atomic
def accept_with_passkey(
    token: str, answer: str, remembered: dict[str, str] | None, *, label: str, origin: str, at: datetime
) -> LocalSignIn:
    """Use the link up by registering a passkey."""
    login = invited(token, at=at, lock=True)
    _begin_anew(login, at=at)
    login.account.set_unusable_password()
    login.account.save(update_fields=["password"])
    passkeys.add(login.account, answer, remembered, label=label, origin=origin, at=at)
    login.save()
    return login


@transaction.atomic
def accept_with_code(
    token: str, *, name: str, password: str, secret: str, code: str, at: datetime
) -> tuple[LocalSignIn, list[str]]:
    """Use the link up by choosing name and password and showing a code of the app; recovery codes, shown this once."""
    login = invited(token, at=at, lock=True)
    check_strength(password, name=name)
    step = codes.step_of(secret, "".join(code.split()), at=at)
    if step is None:
        raise WrongCode(field="code")
    _begin_anew(login, at=at)
    shown, login.recovery_codes = codes.new_recovery_codes()
    login.name, login.last_step = plain_name(name), step
    login.secret = box().encrypt(secret.encode())
    login.account.set_password(password)
    login.account.save(update_fields=["password"])
    try:
        with transaction.atomic():
            login.save()
    except IntegrityError as taken:
        raise NameTaken(field="name") from taken
    return login, shown


def _begin_anew(login: LocalSignIn, *, at: datetime) -> None:
    """The link is used; what was registered before it ends, and so do its sessions.

    The tie to the same human's own pages is cut: whoever made the link must not get there by it.
    """
    Account.objects.filter(twin=login.account).update(twin=None)
    Account.objects.filter(pk=login.account_id).update(twin=None)
    login.account.twin = None
    login.invitation = login.invitation_ends_at = None
    login.name = login.secret = None
    login.recovery_codes = []
    login.account.passkeys.all().delete()
    LoginSession.objects.filter(account=login.account, ended_at=None).update(ended_at=at)
