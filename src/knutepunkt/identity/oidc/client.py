"""Our side of the conversation: who we are (private_key_jwt), that a token is bound to us (DPoP), and the questions themselves."""

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from joserfc.jwk import ECKey

from knutepunkt.identity.oidc import discovery, transport
from knutepunkt.identity.oidc.provider import OidcProvider
from knutepunkt.identity.oidc.reasons import Reason, SignInRefused
from knutepunkt.identity.oidc.tokens import signed, unpadded

ASSERTION_SECONDS = 60
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
DPOP_ALGORITHM = "ES256"


class Tokens(NamedTuple):
    """What the token endpoint gave."""

    id_token: str
    access_token: str
    dpop: "Dpop | None"


class Dpop:
    """Proofs that the one who uses a token holds the key it was given to (RFC 9449). One key for one sign-in."""

    def __init__(self) -> None:
        self.key = ECKey.generate_key("P-256")
        self.nonce = ""

    def proof(self, method: str, url: str, *, at: datetime, access_token: str = "") -> str:
        """A proof for one request."""
        claims: dict[str, Any] = {"htm": method, "htu": url, "iat": int(at.timestamp())}
        if access_token:
            claims["ath"] = unpadded(hashlib.sha256(access_token.encode()).digest())
        if self.nonce:
            claims["nonce"] = self.nonce
        return signed(self.key, DPOP_ALGORITHM, claims, typ="dpop+jwt", jwk=self.key.as_dict(private=False))


def _assertion(provider: OidcProvider, *, at: datetime) -> dict[str, str]:
    """The client's own signature in place of a shared secret (RFC 7523); the audience is the issuer and nothing else."""
    now = int(at.timestamp())
    claims = {
        "iss": provider.client_id,
        "sub": provider.client_id,
        "aud": provider.issuer,
        "iat": now,
        "exp": now + ASSERTION_SECONDS,
    }
    header = {"typ": provider.assertion_type}
    if kid := provider.private_key.get("kid"):
        header["kid"] = str(kid)
    text = signed(provider.private_key, provider.key_algorithm, claims, **header)
    return {"client_id": provider.client_id, "client_assertion_type": ASSERTION, "client_assertion": text}


def challenge(verifier: str) -> str:
    """The hash of the PKCE verifier, method S256 (RFC 7636)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def push(provider: OidcProvider, endpoint: str, parameters: Mapping[str, str], *, at: datetime) -> str:
    """Hand the request over behind the browser's back (RFC 9126); gives its reference."""
    answer = transport.send(endpoint, form={**parameters, **_assertion(provider, at=at)})
    reference = answer.fields().get("request_uri") if answer.ok else None
    if not isinstance(reference, str):
        raise SignInRefused(Reason.PUSH_REFUSED)
    return reference


def exchange(provider: OidcProvider, code: str, verifier: str, *, redirect_uri: str, at: datetime) -> Tokens:
    """The code for tokens. With DPoP when the provider offers it, and then a token not bound to us is refused."""
    description = discovery.metadata(provider, at=at)
    offered = DPOP_ALGORITHM in (description.get("dpop_signing_alg_values_supported") or ())
    dpop = Dpop() if provider.dpop == "required" or (provider.dpop == "offered" and offered) else None
    url = str(description["token_endpoint"])
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
    }
    answer = _ask(provider, url, form, dpop, at=at)
    if not answer.ok:
        raise SignInRefused(Reason.CODE_REFUSED)
    found = answer.fields()
    kind = str(found.get("token_type", "")).lower()
    id_token, access_token = found.get("id_token"), found.get("access_token")
    if kind != ("dpop" if dpop else "bearer"):
        raise SignInRefused(Reason.TOKEN_TYPE)
    if not isinstance(id_token, str) or not isinstance(access_token, str):
        raise SignInRefused(Reason.TOKEN_FORM)
    return Tokens(id_token, access_token, dpop)


def _ask(
    provider: OidcProvider, url: str, form: Mapping[str, str], dpop: Dpop | None, *, at: datetime
) -> transport.Answer:
    """The token request; a second time when the provider wants its own nonce in the proof."""
    for _attempt in range(2):
        headers = {"DPoP": dpop.proof("POST", url, at=at)} if dpop else {}
        answer = transport.send(url, form={**form, **_assertion(provider, at=at)}, headers=headers)
        if not _wants_nonce(answer, dpop):
            break
    return answer


def _wants_nonce(answer: transport.Answer, dpop: Dpop | None) -> bool:
    """Take up the nonce the provider sends; True when it refused because the proof had another."""
    if dpop is None:
        return False
    dpop.nonce = answer.headers.get("dpop-nonce", dpop.nonce)
    named = answer.error() == "use_dpop_nonce" or "use_dpop_nonce" in answer.headers.get("www-authenticate", "")
    return not answer.ok and named


def userinfo(provider: OidcProvider, tokens: Tokens, *, subject: str, at: datetime) -> Mapping[str, Any]:
    """More facts about the same subject; nothing when the provider has no such endpoint or we need none."""
    url = discovery.metadata(provider, at=at).get("userinfo_endpoint")
    if not provider.userinfo or not url:
        return {}
    for _attempt in range(2):
        headers = {"Authorization": f"{'DPoP' if tokens.dpop else 'Bearer'} {tokens.access_token}"}
        if tokens.dpop:
            headers["DPoP"] = tokens.dpop.proof("GET", str(url), at=at, access_token=tokens.access_token)
        answer = transport.send(str(url), headers=headers)
        if not _wants_nonce(answer, tokens.dpop):
            break
    if not answer.ok:
        raise SignInRefused(Reason.USERINFO)
    facts = answer.fields()
    if facts.get("sub") != subject:
        raise SignInRefused(Reason.USERINFO_SUBJECT)
    return facts
