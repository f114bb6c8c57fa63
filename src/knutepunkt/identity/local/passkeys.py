"""Passkeys: WebAuthn with the person verified (PIN, finger, face) each time. All cryptography is the fido2 library's."""

import json
import secrets
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from knutepunkt.identity.local.refusals import PasskeyNotRead
from knutepunkt.identity.models import Account, AccountKind, Passkey
from knutepunkt.identity.once import use_once

CHALLENGE_LASTS = timedelta(minutes=10)
LONGEST_ANSWER = 20_000
REQUIRED = UserVerificationRequirement.REQUIRED
Asked = tuple[dict[str, Any], dict[str, str]]


def _server(origin: str) -> Fido2Server:
    party = PublicKeyCredentialRpEntity(name="Knutepunkt", id=urlsplit(origin).hostname)
    return Fido2Server(party, verify_origin=lambda given: secrets.compare_digest(given, origin))


def ask_for_new(account: Account, *, name: str, origin: str, at: datetime) -> Asked:
    """What the browser needs to make a passkey, and what must be remembered until it answers."""
    known = [AttestedCredentialData(bytes(one.credential)) for one in account.passkeys.all()]
    options, state = _server(origin).register_begin(
        PublicKeyCredentialUserEntity(name=name, id=account.pk.bytes, display_name=name),
        known,
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=REQUIRED,
    )
    return dict(options)["publicKey"], {"challenge": state["challenge"], "at": at.isoformat()}


def ask(*, origin: str, at: datetime) -> Asked:
    """What the browser needs to show a passkey. Nobody is named: the browser knows which it has."""
    options, state = _server(origin).authenticate_begin(user_verification=REQUIRED)
    return dict(options)["publicKey"], {"challenge": state["challenge"], "at": at.isoformat()}


def add(
    account: Account, answer: str, remembered: dict[str, str] | None, *, label: str, origin: str, at: datetime
) -> Passkey:
    """Keep a new passkey from the browser's answer."""
    state = _state(remembered, at=at)
    try:
        made = _server(origin).register_complete(state, _read(answer))
        credential = made.credential_data
        if credential is None:
            raise PasskeyNotRead
        with transaction.atomic():
            return Passkey.objects.create(
                account=account,
                label=label[:80],
                credential_id=credential.credential_id,
                credential=bytes(credential),
                counter=made.counter,
                created_at=at,
            )
    except (ValueError, TypeError, KeyError, IntegrityError) as wrong:
        raise PasskeyNotRead from wrong


def shown(answer: str, remembered: dict[str, str] | None, *, origin: str, at: datetime) -> Passkey:
    """The passkey behind the browser's answer, when it is right in all: origin, challenge, signature, person verified.

    A counter that does not grow tells of a copied key; such an answer is refused.
    """
    state = _state(remembered, at=at)
    try:
        read = AuthenticationResponse.from_dict(_read(answer))
        passkey = (
            Passkey.objects.select_related("account")
            .select_for_update(of=("self",))
            .get(credential_id=read.raw_id, account__is_active=True, account__kind=AccountKind.STAFF)
        )
        _server(origin).authenticate_complete(state, [AttestedCredentialData(bytes(passkey.credential))], read)
        handle = read.response.user_handle
    except (ValueError, TypeError, KeyError, Passkey.DoesNotExist) as wrong:
        raise PasskeyNotRead from wrong
    counter = read.response.authenticator_data.counter
    copied = (counter or passkey.counter) and counter <= passkey.counter
    if copied or (handle and handle != passkey.account_id.bytes):
        raise PasskeyNotRead
    passkey.counter, passkey.used_at = counter, at
    passkey.save(update_fields=["counter", "used_at"])
    return passkey


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise PasskeyNotRead
    read = json.loads(answer)
    if not isinstance(read, dict):
        raise PasskeyNotRead
    return read


def _state(remembered: dict[str, str] | None, *, at: datetime) -> dict[str, Any]:
    """What the library checks against; refused when there is none, when it is old and when it was answered before."""
    if not remembered:
        raise PasskeyNotRead
    until = datetime.fromisoformat(remembered["at"]) + CHALLENGE_LASTS
    if at > until or not use_once("passkey", remembered["challenge"], at=at, expires_at=until):
        raise PasskeyNotRead
    return {"challenge": remembered["challenge"], "user_verification": REQUIRED}
