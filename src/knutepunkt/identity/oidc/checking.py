"""One table of the providers' file, checked piece by piece; every problem is a sentence for the operator."""

import json
import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey, import_key

from knutepunkt.identity.oidc.profiles import EVERY, PROFILES, with_defaults
from knutepunkt.identity.oidc.provider import ClaimNames, OidcProvider, PrivateKey

ASYMMETRIC = frozenset(
    {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"}
)
LANGUAGES = ("nb", "nn", "en")
PEOPLE = ("persons", "staff", "both")
DPOP = ("offered", "required", "never")
STAFF_BY = ("hpr", "email")
LONGEST_SKEW = 300
SMALLEST_RSA = 2048
KEY_ALGORITHMS = {"RSA": "PS256", "EC": "ES256", "OKP": "Ed25519"}
HERE = {"127.0.0.1", "localhost", "::1"}
NEEDED = {"key", "profile", "issuer", "client_id", "key_file", "label"}
KNOWN = (
    NEEDED | {"text", "for", "scopes", "level_claim", "levels", "ask_level", "claims", "userinfo"} | EVERY.keys()
)  # fmt: skip


def is_safe_address(url: str, *, test_installation: bool) -> bool:
    """https, or on a test installation an address of this very machine."""
    parts = urlsplit(url)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (test_installation and parts.scheme == "http" and parts.hostname in HERE)
    )


def provider_from(
    table: Mapping[str, Any], number: int, *, folder: Path, test_installation: bool
) -> tuple[OidcProvider | None, list[str]]:
    """The provider a table describes, or None and why not."""
    name = f"Sign-in service number {number}"
    missing = sorted(NEEDED - table.keys())
    if missing:
        return None, [f"{name} in KNUTEPUNKT_SIGN_IN lacks {', '.join(missing)}."]
    if not isinstance(table["key"], str) or not re.fullmatch(r"[a-z0-9-]{1,50}", table["key"]):
        return None, [f"{name}: its key must be small letters a to z, digits and hyphens, at most 50."]
    name = f"Sign-in service {table['key']}"
    if table["profile"] not in PROFILES:
        return None, [f"{name}: profile must be one of {', '.join(PROFILES)}."]
    if not isinstance(table.get("claims", {}), dict):
        return None, [f"{name}: claims must be a table of texts."]
    whole = with_defaults(table, table["profile"])
    problems = [f"{name}: {sentence}" for sentence in _problems(whole, test_installation=test_installation)]
    key, wrong = _private_key(folder / str(table["key_file"]), whole["key_algorithm"])
    problems += [f"{name}: {wrong}"] if wrong else []
    if problems or key is None:
        return None, problems
    return _made(whole, key), []


def _problems(table: Mapping[str, Any], *, test_installation: bool) -> list[str]:
    found = [f"it has the unknown setting {word}." for word in sorted(table.keys() - KNOWN)]
    found += _wrong_shapes(table)
    if found:
        return found
    if not is_safe_address(table["issuer"], test_installation=test_installation):
        found.append("issuer must begin with https://.")
    for language in LANGUAGES:
        if not table["label"].get(language):
            found.append(f"label lacks the language {language}.")
    for setting, allowed in (("for", PEOPLE), ("dpop", DPOP), ("staff_by", STAFF_BY)):
        if table[setting] not in allowed:
            found.append(f"{setting} must be one of {', '.join(allowed)}.")
    unsafe = sorted(set(table["algorithms"]) - ASYMMETRIC)
    if unsafe or not table["algorithms"]:
        found.append(
            f"algorithms may hold {', '.join(sorted(ASYMMETRIC))} only: with others anybody could make a token."
        )
    if not 0 <= table["clock_skew_seconds"] <= LONGEST_SKEW:
        found.append(f"clock_skew_seconds must be between 0 and {LONGEST_SKEW}.")
    unknown = sorted(set(table["claims"]) - {f.name for f in fields(ClaimNames)})
    found += [f"claims has the unknown name {word}." for word in unknown]
    return found + _wrong_together(table)


def _wrong_together(table: Mapping[str, Any]) -> list[str]:
    """Settings that are each in order, and not beside one another."""
    found = []
    if "openid" not in table["scopes"]:
        found.append("scopes must hold openid.")
    if table["for"] != "staff" and not table["claims"].get("pid"):
        found.append("it signs in persons, so claims must say under which name the identity number comes (pid).")
    if not table["levels"]:
        found.append("levels must name the accepted levels: nobody reaches person data by a password alone.")
    if table["organisation"] and table["for"] != "staff":
        found.append("a service of one organisation signs in its staff only: persons have files in several.")
    if table["levels"] and not table["level_claim"]:
        found.append("levels are named, so level_claim must say where the level stands.")
    if table["staff_by"] == "email" and not (table["organisation"] and table["claims"].get("email")):
        found.append("staff are recognised by e-mail only in one organisation: set organisation and claims.email.")
    return found


def _wrong_shapes(table: Mapping[str, Any]) -> list[str]:
    texts = (
        "issuer",
        "client_id",
        "for",
        "level_claim",
        "ask_level",
        "dpop",
        "organisation",
        "staff_by",
        "assertion_type",
    )
    found = [f"{word} must be a text." for word in (*texts, "key_algorithm") if not isinstance(table[word], str)]
    found += [
        f"{word} must be a list of texts."
        for word in ("scopes", "levels", "algorithms", "audiences")
        if not isinstance(table[word], list) or not all(isinstance(item, str) for item in table[word])
    ]
    for word in ("label", "text", "claims"):
        value = table.get(word, {})
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            found.append(f"{word} must be a table of texts.")
    found += [f"{word} must be true or false." for word in ("userinfo", "pushed") if not isinstance(table[word], bool)]
    if not isinstance(table["clock_skew_seconds"], int):
        found.append("clock_skew_seconds must be a whole number.")
    return found


def _private_key(file: Path, algorithm: object) -> tuple[PrivateKey | None, str]:
    """Our own key, and which sentence stands against it. Nothing of the key is ever in a sentence."""
    try:
        key = import_key(json.loads(file.read_text(encoding="utf-8")))
    except OSError:
        return None, "the file with its private key (key_file) cannot be read."
    except (ValueError, TypeError, KeyError, JoseError):
        return None, "key_file is not a JWK."
    if not isinstance(key, RSAKey | ECKey | OKPKey) or not key.is_private:
        return None, "key_file must hold a private key of kind RSA, EC or OKP."
    if isinstance(key, RSAKey) and key.raw_value.key_size < SMALLEST_RSA:
        return None, f"its RSA key is shorter than {SMALLEST_RSA} bits."
    if algorithm and algorithm not in ASYMMETRIC:
        return None, "key_algorithm must be an algorithm with a private and a public key."
    return key, ""


def _made(table: Mapping[str, Any], key: PrivateKey) -> OidcProvider:
    return OidcProvider(
        key=table["key"],
        profile=table["profile"],
        issuer=table["issuer"],
        client_id=table["client_id"],
        private_key=key,
        key_algorithm=table["key_algorithm"] or str(key.get("alg") or KEY_ALGORITHMS[key.key_type]),
        labels=table["label"],
        texts=table.get("text", {}),
        people=table["for"],
        scopes=tuple(table["scopes"]),
        level_claim=table["level_claim"],
        levels=frozenset(table["levels"]),
        ask_level=table["ask_level"],
        claims=ClaimNames(**table["claims"]),
        algorithms=frozenset(table["algorithms"]),
        clock_skew=timedelta(seconds=table["clock_skew_seconds"]),
        userinfo=table["userinfo"],
        pushed=table["pushed"],
        dpop=table["dpop"],
        audiences=frozenset(table["audiences"]),
        organisation=table["organisation"],
        staff_by=table["staff_by"],
        assertion_type=table["assertion_type"],
    )
