"""What the national sign-in services are like, so that a configuration need only name one. Values can be set otherwise in the file."""

from collections.abc import Mapping
from typing import Any

PROFILES: Mapping[str, Mapping[str, Any]] = {
    # docs.digdir.no: the level of assurance is in `acr`, the number in `pid`, all in the ID token.
    "id-porten": {
        "for": "persons",
        "scopes": ["openid", "profile"],
        "level_claim": "acr",
        "levels": ["idporten-loa-high"],
        "ask_level": "idporten-loa-high",
        "claims": {"pid": "pid", "locale": "locale"},
        "userinfo": False,
    },
    # utviklerportal.nhn.no: pushed requests, DPoP, the security level as a claim, health personnel number, organisation of the client.
    "helse-id": {
        "for": "staff",
        "scopes": [
            "openid",
            "profile",
            "helseid://scopes/identity/pid",
            "helseid://scopes/identity/security_level",
            "helseid://scopes/hpr/hpr_number",
        ],
        "level_claim": "helseid://claims/identity/security_level",
        "levels": ["4"],
        "ask_level": "Level4",
        "claims": {
            "pid": "helseid://claims/identity/pid",
            "hpr": "helseid://claims/hpr/hpr_number",
            "organisation": "helseid://claims/client/claims/orgnr_parent",
            "name": "name",
        },
        "userinfo": True,
        "pushed": True,
        "assertion_type": "client-authentication+jwt",
    },
    "plain": {
        "for": "staff",
        "scopes": ["openid", "profile", "email"],
        "level_claim": "acr",
        "levels": [],
        "ask_level": "",
        "claims": {"name": "name", "email": "email", "locale": "locale"},
        "userinfo": True,
    },
}

EVERY: Mapping[str, Any] = {
    "algorithms": ["RS256", "PS256", "ES256"],
    "clock_skew_seconds": 60,
    "pushed": False,
    "dpop": "offered",
    "audiences": [],
    "organisation": "",
    "staff_by": "hpr",
    "assertion_type": "JWT",
    "key_algorithm": "",
}


def with_defaults(table: Mapping[str, Any], profile: str) -> dict[str, Any]:
    """The table with what its profile and the product say where it says nothing; claims are joined name by name."""
    base = PROFILES[profile]
    return {**EVERY, **base, **table, "claims": {**base["claims"], **table.get("claims", {})}}
