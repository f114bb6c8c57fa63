"""A signed token: its form, its algorithm, its key, its signature. What its claims must be is said where it is used."""

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from joserfc import jws
from joserfc.errors import JoseError

from knutepunkt.identity.oidc import discovery
from knutepunkt.identity.oidc.provider import OidcProvider, PrivateKey
from knutepunkt.identity.oidc.reasons import Reason, SignInRefused
from knutepunkt.identity.once import use_once

LONGEST = 16 * 1024
OLDEST = timedelta(minutes=10)
"""A token is used at once: one made longer ago is refused, however long it says that it holds."""
HASHES = {"256": hashlib.sha256, "384": hashlib.sha384, "512": hashlib.sha512}


class Token(NamedTuple):
    """A token whose signature holds. `signed` is the part under the signature."""

    header: Mapping[str, Any]
    claims: Mapping[str, Any]
    signed: str


def verified(provider: OidcProvider, text: str, *, at: datetime, kinds: frozenset[str]) -> Token:
    """Check form, kind (`typ`, may be missing), algorithm, key and signature. Raises SignInRefused."""
    header = _header(text)
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in provider.algorithms:
        raise SignInRefused(Reason.ALGORITHM)
    if str(header.get("typ", "JWT")).removeprefix("application/").lower() not in kinds:
        raise SignInRefused(Reason.TOKEN_KIND)
    kid = header.get("kid")
    key = discovery.key_for(provider, kid if kid is None else str(kid), algorithm, at=at)
    try:
        opened = jws.deserialize_compact(text, key, algorithms=[algorithm])
        claims = json.loads(opened.payload)
    except (JoseError, ValueError, TypeError):
        raise SignInRefused(Reason.SIGNATURE) from None
    if not isinstance(claims, dict):
        raise SignInRefused(Reason.TOKEN_FORM)
    return Token(header, claims, text.rpartition(".")[0])


def _header(text: str) -> dict[str, Any]:
    if not isinstance(text, str) or len(text) > LONGEST or text.count(".") != 2:  # noqa: PLR2004 -- header, claims, signature
        raise SignInRefused(Reason.TOKEN_FORM)
    start = text.split(".", 1)[0]
    try:
        header = json.loads(base64.urlsafe_b64decode(start + "=" * (-len(start) % 4)))
    except ValueError:
        raise SignInRefused(Reason.TOKEN_FORM) from None
    if not isinstance(header, dict):
        raise SignInRefused(Reason.TOKEN_FORM)
    return header


def require_issuer_and_audience(provider: OidcProvider, claims: Mapping[str, Any]) -> None:
    """Made by this provider, for us, and for nobody we do not know beside us."""
    if claims.get("iss") != provider.issuer:
        raise SignInRefused(Reason.ISSUER)
    given = claims.get("aud")
    audience = [given] if isinstance(given, str) else given if isinstance(given, list) else []
    if provider.client_id not in audience:
        raise SignInRefused(Reason.AUDIENCE)
    if any(not isinstance(other, str) for other in audience) or set(audience) - {
        provider.client_id,
        *provider.audiences,
    }:
        raise SignInRefused(Reason.AUDIENCE_UNTRUSTED)
    party = claims.get("azp")
    if (len(audience) > 1 or party is not None) and party != provider.client_id:
        raise SignInRefused(Reason.PARTY)


def require_times(provider: OidcProvider, claims: Mapping[str, Any], *, at: datetime, expires: bool) -> None:
    """Made just now and not expired, give or take the clock skew. `expires`: exp must be there."""
    now, skew = at.timestamp(), provider.clock_skew.total_seconds()
    issued = _moment(claims.get("iat"))
    if issued is None or issued > now + skew:
        raise SignInRefused(Reason.ISSUED_LATER)
    ends, begins = _moment(claims.get("exp")), _moment(claims.get("nbf"))
    if (ends is None and (expires or "exp" in claims)) or (ends is not None and ends <= now - skew):
        raise SignInRefused(Reason.EXPIRED)
    if ("nbf" in claims and begins is None) or (begins is not None and begins > now + skew):
        raise SignInRefused(Reason.NOT_YET)
    if issued < now - skew - OLDEST.total_seconds():
        raise SignInRefused(Reason.ISSUED_EARLY)


def require_unused(provider: OidcProvider, token: Token, *, at: datetime) -> None:
    """Neither these very claims nor their id were used before. Kept until the token would be refused as too old."""
    until = at + OLDEST + 2 * provider.clock_skew
    names = [f"{provider.issuer}\0{token.signed}"]
    if token.claims.get("jti"):
        names.append(f"{provider.issuer}\0jti\0{token.claims['jti']}")
    if not all(use_once("token", name, at=at, expires_at=until) for name in names):
        raise SignInRefused(Reason.TOKEN_USED)


def _moment(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def half_hash(value: str, algorithm: str) -> str:
    """The left half of the hash of a value, as at_hash carries it. EdDSA goes with SHA-512."""
    digest = HASHES.get(algorithm[-3:], hashlib.sha512)(value.encode()).digest()
    return unpadded(digest[: len(digest) // 2])


def unpadded(value: bytes) -> str:
    """base64url without the equals signs."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def signed(key: PrivateKey, algorithm: str, claims: Mapping[str, Any], **header: Any) -> str:
    """A token of our own, with an id nobody has seen."""
    whole = {"jti": secrets.token_urlsafe(24), **claims}
    return jws.serialize_compact({"alg": algorithm, **header}, json.dumps(whole).encode(), key, algorithms=[algorithm])
