"""How often one address may begin, and fail, before it must wait. Looked at first without a lock; counted when the network is done with."""

from datetime import datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

WINDOW = timedelta(minutes=15)
MOST_BEGUN = 300
"""A whole municipality may come from one address."""
MOST_REFUSED = 50
COUNT = """
INSERT INTO identity_signinattempts AS a (digest, began_at, count) VALUES (%(digest)s, %(at)s, 1)
ON CONFLICT (digest) DO UPDATE SET
  count = CASE WHEN a.began_at <= %(before)s THEN 1 ELSE a.count + 1 END,
  began_at = CASE WHEN a.began_at <= %(before)s THEN %(at)s ELSE a.began_at END
"""


def _digest(kind: str, address: str) -> bytes:
    return salted_hmac("knutepunkt.oidc-attempts", f"{kind}\0{address}", algorithm="sha256").digest()


def _count(kind: str, address: str, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"digest": _digest(kind, address), "at": at, "before": at - WINDOW})


def may_go_on(address: str, *, at: datetime) -> bool:
    """False when the address has begun or failed too often in the last quarter of an hour."""
    begun, refused = _digest("begun", address), _digest("refused", address)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM identity_signinattempts WHERE began_at > %s"
            " AND ((digest = %s AND count >= %s) OR (digest = %s AND count >= %s)))",
            [at - WINDOW, begun, MOST_BEGUN, refused, MOST_REFUSED],
        )
        return bool(cursor.fetchone()[0])


def begun(address: str, *, at: datetime) -> None:
    """Count a sign-in that was begun."""
    _count("begun", address, at)


def refused(address: str, *, at: datetime) -> None:
    """Count one that was refused."""
    _count("refused", address, at)
