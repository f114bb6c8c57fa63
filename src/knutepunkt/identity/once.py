"""What counts one time only: a state, a challenge, a code, a token's id. PostgreSQL refuses the second, whichever process asks."""

from datetime import datetime
from hashlib import sha256

from django.db import connection

USE = "INSERT INTO identity_usedonce (digest, expires_at) VALUES (%s, %s) ON CONFLICT DO NOTHING"
FORGET = """
DELETE FROM identity_usedonce WHERE digest IN
  (SELECT digest FROM identity_usedonce WHERE expires_at < %s LIMIT 100 FOR UPDATE SKIP LOCKED)
"""


def use_once(kind: str, value: str, *, at: datetime, expires_at: datetime) -> bool:
    """Use `value` up; False when it was used before. After `expires_at` the caller must refuse it by its age, for it is forgotten."""
    digest = sha256(f"{kind}\0{value}".encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [at])
        cursor.execute(USE, [digest, expires_at])
        return bool(cursor.rowcount)
