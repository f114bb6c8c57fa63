"""One at a time: messages of one conversation and of one person wait for each other, until the transaction ends."""

from collections.abc import Iterable
from hashlib import blake2b
from uuid import UUID

from django.db import connection


def lock(organisation_id: UUID, kind: str, names: Iterable[str]) -> None:
    """Hold what is named until the end of the transaction. Only a hash leaves this function, in one order for everybody."""
    keys = sorted({_key(f"{organisation_id}|{kind}|{name}") for name in names if name})
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _key(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)
