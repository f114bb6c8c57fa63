"""Databases for tests: one migrated template, copies of it for whoever asks. A module of its own, for there are many conftests."""

import hashlib
import os
from contextlib import contextmanager
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parent.parent / "src" / "knutepunkt"


def superuser() -> str:
    dsn = os.environ.get("KNUTEPUNKT_TEST_SUPERUSER_DSN")
    if not dsn:
        pytest.exit("The tests need a PostgreSQL server: run them with ./kp test.", returncode=2)
    return dsn


def schema_fingerprint(*more: Path) -> str:
    digest = hashlib.sha256()
    for path in [*sorted(SRC.glob("*/migrations/*.py")), *sorted(SRC.glob("foundation/postgresql/*.py")), *more]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def locked(name):
    import fcntl

    folder = Path(os.environ.get("TMPDIR", "/tmp")) / "knutepunkt-tests"
    folder.mkdir(exist_ok=True)
    with (folder / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def use_database(name: str) -> None:
    """Point both of Django's connections at a database of the test server."""
    from django.db import connections

    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def database_exists(name: str) -> bool:
    import psycopg

    with psycopg.connect(superuser()) as server:
        return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def template_database() -> str:
    """The name of a migrated, empty database; made once for all workers."""
    from django.core.management import call_command
    from django.db import connections

    from knutepunkt.command.postgres.roles import create_database

    name = f"kp_template_{schema_fingerprint()}"
    with locked(name):
        if not database_exists(name):
            building = f"{name}_building"
            if database_exists(building):
                from knutepunkt.command.postgres.roles import drop_database

                drop_database(superuser(), building)
            create_database(superuser(), building)
            use_database(building)
            call_command("migrate", database="owner", verbosity=0)
            connections["owner"].close()
            connections["default"].close()
            import psycopg

            with psycopg.connect(superuser(), autocommit=True) as server:
                server.execute(f"ALTER DATABASE {building} RENAME TO {name}")
    return name


def worker_copy(template: str, worker: str) -> str:
    from knutepunkt.command.postgres.roles import copy_database

    name = f"kp_{worker}_{os.getpid()}"
    with locked("copy"):
        copy_database(superuser(), template, name)
    return name
