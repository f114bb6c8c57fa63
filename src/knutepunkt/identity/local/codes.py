"""Codes from an app (TOTP, RFC 6238) and recovery codes. The app's key is sealed, recovery codes are kept as hashes."""

import base64
import hmac
import secrets
from datetime import datetime
from hashlib import sha256
from urllib.parse import quote, urlencode
from uuid import UUID

import segno
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import connection

from knutepunkt.foundation.sealing import box
from knutepunkt.identity.models import LocalSignIn

STEP_SECONDS = 30
DIGITS = 6
KEY_BYTES = 20
RECOVERY_CODES = 10
RECOVERY_BYTES = 10
USE_STEP = "UPDATE identity_localsignin SET last_step = %(step)s WHERE id = %(id)s AND last_step < %(step)s"
USE_RECOVERY = """
UPDATE identity_localsignin SET recovery_codes = array_remove(recovery_codes, %(digest)s::varchar)
 WHERE id = %(id)s AND %(digest)s = ANY (recovery_codes)
"""


def new_secret() -> str:
    """A key for a code app, in the letters such apps read."""
    return base64.b32encode(secrets.token_bytes(KEY_BYTES)).decode()


def address_for_app(secret: str, *, name: str, issuer: str) -> str:
    """The otpauth address a code app scans."""
    return (
        f"otpauth://totp/{quote(f'{issuer}:{name}')}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"
    )


def picture_for_app(address: str) -> str:
    """The address as a square of dots, as an image address that holds the picture itself."""
    return segno.make(address, error="m").svg_data_uri(scale=5, border=2)


def code_at(secret: str, step: int) -> str:
    """The code of one time step; RFC 6238 with SHA-1, as every code app has it."""
    made = TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303 -- HMAC-SHA-1 is the standard's
    return made.generate(step * STEP_SECONDS).decode()


def step_of(secret: str, code: str, *, at: datetime) -> int | None:
    """The time step the code belongs to: the present one, the one before or the one after; None for a wrong code."""
    now = int(at.timestamp()) // STEP_SECONDS
    fitting = [s for s in (now - 1, now, now + 1) if hmac.compare_digest(code_at(secret, s).encode(), code.encode())]
    return fitting[0] if fitting else None


def use_code(login: LocalSignIn, code: str, *, at: datetime) -> str:
    """Use a code up and say which kind it was, "totp" or "recovery"; empty when it is wrong or was used before."""
    plain = "".join(code.split()).replace("-", "").upper()
    if login.secret is None:
        return ""
    if len(plain) == DIGITS:
        step = step_of(box().decrypt(bytes(login.secret)).decode(), plain, at=at)
        return "totp" if step is not None and _used(USE_STEP, id=login.pk, step=step) else ""
    return "recovery" if _used(USE_RECOVERY, id=login.pk, digest=_digest(plain)) else ""


def _used(statement: str, **values: UUID | int | str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return bool(cursor.rowcount)


def _digest(plain: str) -> str:
    return sha256(plain.encode()).hexdigest()


def new_recovery_codes() -> tuple[list[str], list[str]]:
    """Ten codes of 80 random bits as they are shown once, and the hashes that are kept."""
    plain = [base64.b32encode(secrets.token_bytes(RECOVERY_BYTES)).decode() for _ in range(RECOVERY_CODES)]
    shown = ["-".join(code[start : start + 4] for start in range(0, len(code), 4)) for code in plain]
    return shown, [_digest(code) for code in plain]


def reseal_secrets() -> int:
    """Seal every app key with the newest field key; the number of rows."""
    rows = list(LocalSignIn.objects.filter(secret__isnull=False).select_for_update())
    for login in rows:
        login.secret = box().rotate(bytes(login.secret or b""))
    return LocalSignIn.objects.bulk_update(rows, ["secret"])
