"""Counts attempts in the database, so that all processes count together. A name or address is kept as a keyed hash only.

The counters are rows locked until the request ends: attempts at one name stand in line, and none is left uncounted.
"""

from datetime import datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

from knutepunkt.identity.models import SignInAttempts

WINDOW = timedelta(minutes=15)
MOST_BY_NAME = 5
MOST_BY_ADDRESS = 50
COUNT = """
INSERT INTO identity_signinattempts AS a (digest, began_at, count) VALUES (%(digest)s, %(at)s, 1)
ON CONFLICT (digest) DO UPDATE SET
  count = CASE WHEN a.began_at <= %(before)s THEN 1 ELSE a.count + 1 END,
  began_at = CASE WHEN a.began_at <= %(before)s THEN %(at)s ELSE a.began_at END
RETURNING count
"""


def _digest(kind: str, value: str) -> bytes:
    return salted_hmac("knutepunkt.sign-in-attempts", f"{kind}\0{value}", algorithm="sha256").digest()


def _count(digest: bytes, at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"digest": digest, "at": at, "before": at - WINDOW})
        return int(cursor.fetchone()[0])


def may_try(*, name: str | None, address: str, at: datetime) -> bool:
    """Count an attempt; False when the name (None: a passkey, which has none) or the address has tried too often.

    The answer is the same whether anybody has the name. What is refused is counted too, but does not prolong the wait.
    """
    by_name = _count(_digest("name", name), at) if name is not None else 0
    by_address = _count(_digest("address", address), at)
    return by_name <= MOST_BY_NAME and by_address <= MOST_BY_ADDRESS


def succeeded(*, name: str | None, address: str) -> None:
    """Those who get in are not counted: many sign in from one office in the morning."""
    if name is not None:
        SignInAttempts.objects.filter(digest=_digest("name", name)).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE identity_signinattempts SET count = greatest(count - 1, 0) WHERE digest = %s",
            [_digest("address", address)],
        )
