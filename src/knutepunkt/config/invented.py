"""Keeps the demonstration, which signs anybody in, and real data apart: the database itself says which of the two it holds."""

import psycopg

from knutepunkt.config import env
from knutepunkt.identity.system import DEMO_DATA

IS_INVENTED = "SELECT EXISTS (SELECT FROM identity_account WHERE id = %s)"
REAL = (
    "KNUTEPUNKT_DEMO is on, but the database was not loaded by the demo: the demo signs anybody in, and must never meet real data."
    " Turn it off, or load a database of the demo's own with `kp demo`."
)
INVENTED = (
    "The database was loaded by the demo, but KNUTEPUNKT_DEMO is off: real data must never be put among invented."
    " Make a new database, or turn the demo on."
)
UNKNOWN = "KNUTEPUNKT_DEMO is on, but the database cannot tell that its data is invented: it does not answer, or has no tables."


def mixed() -> list[str]:
    """What is wrong with mode and database together; empty when they fit.

    A database that does not answer now is nobody's hindrance outside demo mode: it may come.
    """
    demo = env.DEMO.flag()
    try:
        with psycopg.connect(env.DATABASE_URL.text(), connect_timeout=10) as connection:
            row = connection.execute(IS_INVENTED, [DEMO_DATA]).fetchone()
    except psycopg.Error:
        return [UNKNOWN] if demo else []
    invented = bool(row and row[0])
    if demo == invented:
        return []
    return [REAL if demo else INVENTED]
