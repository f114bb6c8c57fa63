"""Where identity numbers are kept: encrypted, found by a keyed hash, shown masked.

Rotating: put a new key first in KNUTEPUNKT_FIELD_KEY, run `operations.reencrypt_numbers`, then drop the old one. The hash key never
changes; where none is set it is derived from the last (oldest) field key, so set one before that key is dropped.
"""

import hashlib
import hmac
from functools import lru_cache
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from knutepunkt.foundation.sealing import box

HASH_LENGTH = 32
HASH_PURPOSE = b"knutepunkt: identity numbers are found by this"


@lru_cache(maxsize=4)
def _hash_key(given: str, keys: tuple[str, ...]) -> bytes:
    if given:
        return given.encode()
    if not keys:
        raise ImproperlyConfigured(
            "KNUTEPUNKT_HASH_KEY and KNUTEPUNKT_FIELD_KEY are empty: identity numbers cannot be found."
        )
    return HKDF(SHA256(), HASH_LENGTH, salt=None, info=HASH_PURPOSE).derive(keys[-1].encode())


def _keys() -> tuple[str, ...]:
    return tuple(settings.KNUTEPUNKT_FIELD_KEYS)


def seal(number: str) -> bytes:
    """Encrypt a number with the newest key."""
    return box().encrypt(number.encode())


def unseal(sealed: bytes | memoryview) -> str:
    """The number in clear, whichever key it was sealed with."""
    return box().decrypt(bytes(sealed)).decode()


def reseal(sealed: bytes | memoryview) -> bytes:
    """The same number under the newest key."""
    return box().rotate(bytes(sealed))


def fingerprint(organisation_id: UUID, number: str) -> bytes:
    """HMAC-SHA256 of a number in one organisation: the same person has unlike fingerprints in two organisations."""
    key = _hash_key(settings.KNUTEPUNKT_HASH_KEY, _keys())
    return hmac.new(key, organisation_id.bytes + number.encode(), hashlib.sha256).digest()
