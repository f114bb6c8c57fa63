"""Databases for the tests: made once by the migrations, then copied for every test process."""

import os
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

import psycopg

from knutepunkt.command.postgres import roles

TEMPLATE = "knutepunkt_template"
# Any number, as long as it is only used here: who holds it makes the template, the others wait.
ADVISORY_LOCK = 5_271_009


def superuser_dsn() -> str:
    """The test server, as `kp test` and `kp dev-db` name it."""
    return os.environ["KNUTEPUNKT_TEST_SUPERUSER_DSN"]


def in_database(url: str, database: str) -> str:
    """Point a connection string of ours at another database of the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def own_database(name: str, make: Callable[[str], None], *, version: str) -> None:
    """Make the database `name` as a copy of a template that `make` (given its name) migrates.

    `version` tells templates apart: give what changes when the migrations do (`migrate.fingerprint()`), so that
    a server that lives longer than one run is never used with tables of yesterday.
    """
    superuser = superuser_dsn()
    template = f"{TEMPLATE}_{version[:12]}"
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
        if not roles.database_exists(superuser, template):
            unfinished = f"{template}_unfinished"
            roles.drop_database(superuser, unfinished)
            roles.create_database(superuser, unfinished)
            make(unfinished)
            roles.rename_database(superuser, unfinished, template)
        roles.copy_database(superuser, template, name)
