"""What somebody changes of their own sign-in. Each asks for a proof shown a few minutes ago, and is written in the log."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from knutepunkt.access.actor import Actor
from knutepunkt.audit.log import record
from knutepunkt.identity.local import codes, passkeys
from knutepunkt.identity.local.refusals import LastWayIn, NotSignedIn, PasskeyNotRead, ProofNeeded
from knutepunkt.identity.models import LocalSignIn, LoginSession, Passkey
from knutepunkt.identity.sessions import SignedIn, prove


def local_of(by: Actor, *, lock: bool = False) -> LocalSignIn | None:
    """The reader's own local sign-in; None for those who sign in another way."""
    rows = LocalSignIn.objects.select_related("account").filter(account_id=by.account_id)
    return (rows.select_for_update(of=("self",)) if lock else rows).first()


def _changeable(signed_in: SignedIn, by: Actor, at: datetime) -> LocalSignIn:
    if not signed_in.has_fresh_proof(at):
        raise ProofNeeded
    login = local_of(by, lock=True)
    if login is None:
        raise ProofNeeded
    return login


@transaction.atomic
def prove_by_code(code: str, *, signed_in: SignedIn, by: Actor, at: datetime) -> None:
    """A code of the reader's own; a wrong one is refused."""
    login = local_of(by)
    if login is None or not codes.use_code(login, code, at=at):
        raise NotSignedIn(field="code")
    prove(signed_in.session_id, at=at)


@transaction.atomic
def prove_by_passkey(
    answer: str, remembered: dict[str, str] | None, *, signed_in: SignedIn, by: Actor, origin: str, at: datetime
) -> None:
    """A passkey of the reader's own; somebody else's is refused."""
    shown = passkeys.shown(answer, remembered, origin=origin, at=at)
    if shown.account_id != by.account_id:
        raise PasskeyNotRead
    prove(signed_in.session_id, at=at)


@transaction.atomic
def add_passkey(
    answer: str,
    remembered: dict[str, str] | None,
    *,
    label: str,
    signed_in: SignedIn,
    by: Actor,
    origin: str,
    at: datetime,
) -> Passkey:
    """One more passkey."""
    login = _changeable(signed_in, by, at)
    made = passkeys.add(login.account, answer, remembered, label=label, origin=origin, at=at)
    record("sign-in.passkey-added", made, by=by, at=at)
    return made


@transaction.atomic
def remove_passkey(passkey_id: UUID, *, signed_in: SignedIn, by: Actor, at: datetime) -> None:
    """One passkey less, but never the last way in. Other browsers are signed out: one of them may be why."""
    login = _changeable(signed_in, by, at)
    own = Passkey.objects.filter(account_id=by.account_id)
    passkey = own.filter(pk=passkey_id).first()
    if passkey is None:
        return
    if login.secret is None and own.count() == 1:
        raise LastWayIn
    record("sign-in.passkey-removed", passkey, by=by, at=at)
    passkey.delete()
    _end_others(signed_in, at)


@transaction.atomic
def remove_code_app(*, signed_in: SignedIn, by: Actor, at: datetime) -> None:
    """Name, password, code app and recovery codes go; only with a passkey left."""
    login = _changeable(signed_in, by, at)
    if not Passkey.objects.filter(account_id=by.account_id).exists():
        raise LastWayIn
    login.name, login.secret, login.recovery_codes = None, None, []
    login.save(update_fields=["name", "secret", "recovery_codes"])
    login.account.set_unusable_password()
    login.account.save(update_fields=["password"])
    record("sign-in.code-app-removed", login, by=by, at=at)
    _end_others(signed_in, at)


@transaction.atomic
def renew_recovery_codes(*, signed_in: SignedIn, by: Actor, at: datetime) -> list[str]:
    """Ten new codes, to be shown once; the old ones end."""
    login = _changeable(signed_in, by, at)
    if login.secret is None:
        raise ProofNeeded
    shown, login.recovery_codes = codes.new_recovery_codes()
    login.save(update_fields=["recovery_codes"])
    record("sign-in.recovery-codes-renewed", login, by=by, at=at)
    return shown


def _end_others(signed_in: SignedIn, at: datetime) -> None:
    LoginSession.objects.filter(account_id=signed_in.account_id, ended_at=None).exclude(pk=signed_in.session_id).update(
        ended_at=at
    )
