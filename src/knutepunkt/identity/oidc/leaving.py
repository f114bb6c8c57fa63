"""Signing out: telling the provider, and hearing from it (RP-Initiated, Back-Channel and Front-Channel Logout 1.0)."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from knutepunkt.identity.models import LoginSession
from knutepunkt.identity.oidc import discovery
from knutepunkt.identity.oidc.provider import OidcProvider
from knutepunkt.identity.oidc.reasons import Reason, SignInRefused
from knutepunkt.identity.oidc.tokens import (
    require_issuer_and_audience,
    require_times,
    require_unused,
    verified,
)

EVENT = "http://schemas.openid.net/event/backchannel-logout"
LOGOUT_KINDS = frozenset({"jwt", "logout+jwt"})


def end_address(provider: OidcProvider, *, back_to: str, language: str, at: datetime) -> str:
    """Where the browser ends its session at the provider; empty when the provider has no such place.

    We name ourselves by client id. The ID token would do as well, but it may hold an identity number, and that must not stand in an
    address; so it is not kept. The provider may therefore ask whether to sign out.
    """
    endpoint = discovery.metadata(provider, at=at).get("end_session_endpoint")
    if not endpoint:
        return ""
    parameters = {
        "client_id": provider.client_id,
        "post_logout_redirect_uri": back_to,
        "ui_locales": language,
    }
    return f"{endpoint}{'&' if '?' in str(endpoint) else '?'}{urlencode(parameters)}"


def back_channel(provider: OidcProvider, token_text: str, *, at: datetime) -> int:
    """End the sessions a logout token names; gives how many. Raises SignInRefused when the token does not hold."""
    token = verified(provider, token_text, at=at, kinds=LOGOUT_KINDS)
    claims = token.claims
    require_issuer_and_audience(provider, claims)
    require_times(provider, claims, at=at, expires=False)
    events = claims.get("events")
    if not isinstance(events, Mapping) or not isinstance(events.get(EVENT), Mapping):
        raise SignInRefused(Reason.EVENTS)
    if "nonce" in claims:
        raise SignInRefused(Reason.NONCE_IN_LOGOUT)
    if not isinstance(claims.get("jti"), str):
        raise SignInRefused(Reason.TOKEN_ID)
    given = {"provider_session": claims.get("sid"), "provider_subject": claims.get("sub")}
    named = {name: value for name, value in given.items() if isinstance(value, str) and value}
    if not named:
        raise SignInRefused(Reason.WHOM)
    require_unused(provider, token, at=at)
    return _end(provider, named, at=at)


def front_channel(provider: OidcProvider, *, issuer: str, session: str, at: datetime) -> int:
    """End the session the provider names through the browser; gives how many. Only who knows the session's id can name it."""
    if issuer != provider.issuer:
        raise SignInRefused(Reason.ISSUER)
    if not session:
        raise SignInRefused(Reason.WHOM)
    return _end(provider, {"provider_session": session}, at=at)


def _end(provider: OidcProvider, named: Mapping[str, str], *, at: datetime) -> int:
    return LoginSession.objects.filter(method=provider.method, ended_at=None, **named).update(ended_at=at)
