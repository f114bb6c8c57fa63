"""What may be used one time only: the database refuses a second, also from another server process."""

import hashlib
from datetime import datetime

from django.db import connection

SWEPT_EACH_TIME = 20


def use_once(kind: str, value: str, *, at: datetime, expires_at: datetime) -> bool:
    """Mark a value as used; False when it was before. Kept as a hash until it would be refused as too old anyway."""
    digest = hashlib.sha256(f"{kind}\0{value}".encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM identity_usedonce WHERE digest IN (SELECT digest FROM identity_usedonce WHERE expires_at < %s"
            " ORDER BY expires_at LIMIT %s FOR UPDATE SKIP LOCKED)",
            [at, SWEPT_EACH_TIME],
        )
        cursor.execute(
            "INSERT INTO identity_usedonce (digest, expires_at) VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [digest, expires_at],
        )
        return bool(cursor.rowcount)
