"""Sealing of what must not be readable in the database: Fernet with the installation's field keys, newest first."""

from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    if not keys:
        raise ImproperlyConfigured("KNUTEPUNKT_FIELD_KEY is empty: nothing secret can be stored without a key.")
    return MultiFernet([Fernet(key) for key in keys])


def box() -> MultiFernet:
    """What seals with the newest key, opens with any, and rotates from an older to the newest."""
    return _box(tuple(settings.KNUTEPUNKT_FIELD_KEYS))
