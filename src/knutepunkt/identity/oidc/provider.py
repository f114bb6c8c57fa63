"""One sign-in service as it is configured."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from joserfc.jwk import ECKey, OKPKey, RSAKey

PrivateKey = RSAKey | ECKey | OKPKey


@dataclass(frozen=True, slots=True)
class ClaimNames:
    """Under which name the provider gives each fact; empty: it does not."""

    pid: str = ""
    hpr: str = ""
    organisation: str = ""
    name: str = ""
    email: str = ""
    locale: str = ""


@dataclass(frozen=True, slots=True)
class OidcProvider:
    """One sign-in service as this installation uses it.

    `people`: whom it signs in. `levels`: accepted values of `level_claim`, of which one is enough where the claim is a list.
    `organisation`: the slug of the only organisation it may give access to, or empty. `staff_by`: what a member of staff is recognised by the first time.
    """

    key: str
    profile: str
    issuer: str
    client_id: str
    private_key: PrivateKey
    key_algorithm: str
    labels: Mapping[str, str]
    texts: Mapping[str, str]
    people: Literal["persons", "staff", "both"]
    scopes: tuple[str, ...]
    level_claim: str
    levels: frozenset[str]
    ask_level: str
    claims: ClaimNames
    algorithms: frozenset[str]
    clock_skew: timedelta
    userinfo: bool
    pushed: bool
    dpop: Literal["offered", "required", "never"]
    audiences: frozenset[str]
    organisation: str
    staff_by: Literal["hpr", "email"]
    assertion_type: str

    @property
    def method(self) -> str:
        """How a session of this provider is marked."""
        return f"oidc:{self.key}"
