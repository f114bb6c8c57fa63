"""A sign-in from its beginning to what is verified about the one who signed in (OpenID Connect Core, authorization code flow)."""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core import signing

from knutepunkt.identity.oidc import client, discovery
from knutepunkt.identity.oidc.provider import OidcProvider
from knutepunkt.identity.oidc.reasons import Reason, SignInRefused
from knutepunkt.identity.oidc.tokens import (
    half_hash,
    require_issuer_and_audience,
    require_times,
    require_unused,
    verified,
)
from knutepunkt.identity.once import use_once

PATIENCE = timedelta(minutes=15)
"""How long somebody may take at the provider."""
SALT = "knutepunkt.sign-in"
LONGEST_SUBJECT = 255
ID_TOKEN_KINDS = frozenset({"jwt"})


@dataclass(frozen=True, slots=True)
class Pending:
    """What this browser must bring back. It travels in a signed cookie; nothing is stored here before the answer."""

    provider: str
    state: str
    nonce: str
    verifier: str = field(repr=False)
    next: str
    began: float

    def sealed(self) -> str:
        """The text of the cookie."""
        values = [self.provider, self.state, self.nonce, self.verifier, self.next, self.began]
        return signing.dumps(values, salt=SALT, compress=True)


@dataclass(frozen=True, slots=True)
class Verified:
    """What a provider vouches for, after every check. Empty: it did not say."""

    provider: str
    subject: str = field(repr=False)
    session: str = field(repr=False)
    pid: str = field(repr=False)
    hpr: str = field(repr=False)
    organisation_number: str
    name: str = field(repr=False)
    email: str = field(repr=False)
    locale: str


def unsealed(text: str) -> Pending | None:
    """What a cookie holds, when we made it."""
    try:
        provider, state, nonce, verifier, where, began = signing.loads(text, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Pending(provider, state, nonce, verifier, where, began)


def begin(
    provider: OidcProvider, *, redirect_uri: str, language: str, next_page: str, at: datetime
) -> tuple[str, Pending]:
    """The address to send the browser to, and what it must bring back. Writes nothing. Raises SignInRefused."""
    pending = Pending(
        provider.key,
        secrets.token_urlsafe(32),
        secrets.token_urlsafe(32),
        secrets.token_urlsafe(48),
        next_page,
        at.timestamp(),
    )
    parameters = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": redirect_uri,
        "scope": " ".join(provider.scopes),
        "state": pending.state,
        "nonce": pending.nonce,
        "code_challenge": client.challenge(pending.verifier),
        "code_challenge_method": "S256",
        "ui_locales": language,
    }
    if provider.ask_level:
        parameters["acr_values"] = provider.ask_level
    description = discovery.metadata(provider, at=at)
    endpoint = description.get("pushed_authorization_request_endpoint")
    if endpoint:
        reference = client.push(provider, str(endpoint), parameters, at=at)
        parameters = {"client_id": provider.client_id, "request_uri": reference}
    elif provider.pushed or description.get("require_pushed_authorization_requests"):
        raise SignInRefused(Reason.DISCOVERY)
    address = str(description["authorization_endpoint"])
    return f"{address}{'&' if '?' in address else '?'}{urlencode(parameters)}", pending


def finish(
    provider: OidcProvider, answer: Mapping[str, str], pending: Pending | None, *, redirect_uri: str, at: datetime
) -> Verified:
    """Check the answer the browser brings and what the provider says behind it. Raises SignInRefused with the first reason."""
    code = _code(provider, answer, pending, at=at)
    assert pending is not None
    tokens = client.exchange(provider, code, pending.verifier, redirect_uri=redirect_uri, at=at)
    claims = id_claims(provider, tokens.id_token, nonce=pending.nonce, access_token=tokens.access_token, at=at)
    facts = client.userinfo(provider, tokens, subject=str(claims["sub"]), at=at)
    return _verified(provider, {**facts, **claims})


def _code(provider: OidcProvider, answer: Mapping[str, str], pending: Pending | None, *, at: datetime) -> str:
    """The code, when the answer belongs to this browser, this provider and this attempt."""
    if pending is None:
        raise SignInRefused(Reason.STATE_MISSING)
    if pending.provider != provider.key:
        raise SignInRefused(Reason.OTHER_PROVIDER)
    if not hmac.compare_digest(answer.get("state", "").encode(), pending.state.encode()):
        raise SignInRefused(Reason.STATE)
    if at.timestamp() - pending.began > PATIENCE.total_seconds():
        raise SignInRefused(Reason.TOO_LATE)
    if not use_once("state", pending.state, at=at, expires_at=at + PATIENCE):
        raise SignInRefused(Reason.STATE_USED)
    promised = discovery.metadata(provider, at=at).get("authorization_response_iss_parameter_supported")
    if answer.get("iss", "" if promised else provider.issuer) != provider.issuer:
        raise SignInRefused(Reason.RESPONSE_ISSUER)
    if answer.get("error"):
        raise SignInRefused(Reason.DECLINED if answer["error"] == "access_denied" else Reason.PROVIDER_SAID_NO)
    code = answer.get("code", "")
    if not code:
        raise SignInRefused(Reason.CODE_MISSING)
    if not use_once("code", f"{provider.issuer}\0{code}", at=at, expires_at=at + PATIENCE):
        raise SignInRefused(Reason.CODE_USED)
    return code


def id_claims(provider: OidcProvider, text: str, *, nonce: str, access_token: str, at: datetime) -> Mapping[str, Any]:
    """The claims of an ID token after every check that Core asks for, and the level of assurance."""
    token = verified(provider, text, at=at, kinds=ID_TOKEN_KINDS)
    claims = token.claims
    require_issuer_and_audience(provider, claims)
    require_times(provider, claims, at=at, expires=True)
    require_unused(provider, token, at=at)
    given = claims.get("nonce")
    if not isinstance(given, str) or not hmac.compare_digest(given.encode(), nonce.encode()):
        raise SignInRefused(Reason.NONCE)
    promised = claims.get("at_hash")
    if promised is not None and promised != half_hash(access_token, str(token.header["alg"])):
        raise SignInRefused(Reason.ACCESS_TOKEN_HASH)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise SignInRefused(Reason.SUBJECT)
    _require_level(provider, claims)
    return claims


def _require_level(provider: OidcProvider, claims: Mapping[str, Any]) -> None:
    """The level must stand in the ID token itself, for only that is signed for this sign-in."""
    level = claims.get(provider.level_claim)
    if level is None:
        raise SignInRefused(Reason.LEVEL_MISSING)
    if not any(str(one) in provider.levels for one in (level if isinstance(level, list) else [level])):
        raise SignInRefused(Reason.LEVEL)


def _verified(provider: OidcProvider, facts: Mapping[str, Any]) -> Verified:
    def fact(name: str) -> str:
        value = facts.get(name) if name else None
        return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""

    names = provider.claims
    return Verified(
        provider.key,
        fact("sub"),
        fact("sid")[:LONGEST_SUBJECT],
        fact(names.pid),
        fact(names.hpr),
        fact(names.organisation),
        fact(names.name),
        fact(names.email),
        fact(names.locale),
    )
