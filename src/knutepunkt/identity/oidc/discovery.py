"""What a provider says of itself and its keys, kept for an hour. A key not known yet is fetched once more: keys rotate.

`forget` empties it; each process keeps its own.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey, import_key

from knutepunkt.identity.oidc import transport
from knutepunkt.identity.oidc.checking import SMALLEST_RSA, is_safe_address
from knutepunkt.identity.oidc.provider import OidcProvider
from knutepunkt.identity.oidc.reasons import Reason, SignInRefused

KEPT = timedelta(hours=1)
REFETCH_AFTER = timedelta(seconds=30)
"""Tokens with made-up key ids must not make us ask without end."""
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
ADDRESSES = (*NEEDED, "userinfo_endpoint", "pushed_authorization_request_endpoint", "end_session_endpoint")
PublicKey = RSAKey | ECKey | OKPKey


@dataclass(slots=True)
class _Kept:
    metadata: dict[str, Any]
    metadata_at: datetime
    keys: dict[str, PublicKey] = field(default_factory=dict)
    keys_at: datetime | None = None


_kept: dict[str, _Kept] = {}
_lock = threading.Lock()


def forget() -> None:
    """Ask again next time."""
    with _lock:
        _kept.clear()


def metadata(provider: OidcProvider, *, at: datetime) -> Mapping[str, Any]:
    """The provider's own description, whose issuer must be the one configured. Raises SignInRefused."""
    with _lock:
        known = _kept.get(provider.issuer)
    if known and at - known.metadata_at < KEPT:
        return known.metadata
    answer = transport.send(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if not answer.ok:
        raise SignInRefused(Reason.UNREACHABLE)
    found = answer.fields()
    if found.get("issuer") != provider.issuer:
        raise SignInRefused(Reason.DISCOVERY_ISSUER)
    test = settings.KNUTEPUNKT_TEST_INSTALLATION
    for name in ADDRESSES:
        value = found.get(name)
        missing = value is None and name not in NEEDED
        if not missing and not (isinstance(value, str) and is_safe_address(value, test_installation=test)):
            raise SignInRefused(Reason.DISCOVERY)
    with _lock:
        _kept[provider.issuer] = _Kept(found, at, known.keys if known else {}, known.keys_at if known else None)
    return found


def key_for(provider: OidcProvider, kid: str | None, algorithm: str, *, at: datetime) -> PublicKey:
    """The public key a token says it is signed with; asks once more when it is not known, at most every half minute."""
    description = metadata(provider, at=at)
    with _lock:
        known = _kept[provider.issuer]
    old = known.keys_at is None or at - known.keys_at >= KEPT
    key = None if old else _pick(known.keys, kid, algorithm)
    if key is None and (old or (known.keys_at is not None and at - known.keys_at >= REFETCH_AFTER)):
        keys = _fetch(str(description["jwks_uri"]))
        with _lock:
            known.keys, known.keys_at = keys, at
        key = _pick(keys, kid, algorithm)
    if key is None:
        raise SignInRefused(Reason.KEY_UNKNOWN)
    return key


def _pick(keys: Mapping[str, PublicKey], kid: str | None, algorithm: str) -> PublicKey | None:
    """The key by its id; without an id only when there is just one. A key bound to another algorithm does not count."""
    key = keys.get(kid) if kid is not None else next(iter(keys.values())) if len(keys) == 1 else None
    return key if key is not None and key.get("alg") in {None, algorithm} else None


def _fetch(address: str) -> dict[str, PublicKey]:
    answer = transport.send(address)
    if not answer.ok:
        raise SignInRefused(Reason.UNREACHABLE)
    listed = answer.fields().get("keys")
    found: dict[str, PublicKey] = {}
    for value in listed if isinstance(listed, list) else []:
        try:
            key = import_key(value)
        except (ValueError, TypeError, KeyError, JoseError):
            continue  # a key of a kind we do not know is no reason to refuse the others
        if not isinstance(key, RSAKey | ECKey | OKPKey) or key.is_private or value.get("use") not in {None, "sig"}:
            continue
        if not isinstance(key, RSAKey) or key.raw_value.key_size >= SMALLEST_RSA:
            found[str(value.get("kid") or key.thumbprint())] = key
    return found
