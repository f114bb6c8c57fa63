"""Tests run on a PostgreSQL of their own: one migrated template, one copy for each worker, always as the application's role."""

import hashlib
import os
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

pytest_plugins = ["live"]

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's event loop runs in the test's thread
os.environ.setdefault("KNUTEPUNKT_DEMO", "1")

SRC = Path(__file__).resolve().parent.parent / "src" / "knutepunkt"


def _superuser() -> str:
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

    with psycopg.connect(_superuser()) as server:
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

                drop_database(_superuser(), building)
            create_database(_superuser(), building)
            use_database(building)
            call_command("migrate", database="owner", verbosity=0)
            connections["owner"].close()
            connections["default"].close()
            import psycopg

            with psycopg.connect(_superuser(), autocommit=True) as server:
                server.execute(f"ALTER DATABASE {building} RENAME TO {name}")
    return name


def worker_copy(template: str, worker: str) -> str:
    from knutepunkt.command.postgres.roles import copy_database

    name = f"kp_{worker}_{os.getpid()}"
    with locked("copy"):
        copy_database(_superuser(), template, name)
    return name


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, request):
    """Replaces pytest-django's own: the application's role may not create databases."""
    from django.conf import settings
    from django.db import connections

    from knutepunkt.command.postgres.roles import drop_database

    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
    connections["default"].settings_dict["OPTIONS"].pop("pool", None)
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock():
        name = worker_copy(template_database(), worker)
        use_database(name)
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
        connections["owner"].close()
        drop_database(_superuser(), name)


@pytest.fixture
def at():
    """A Tuesday morning in office hours."""
    return datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/Oslo"))


@pytest.fixture
def world(db, at):
    """A small municipality with an office, people who work there and one person; see tests/world.py."""
    from world import World

    return World(at)


def pytest_addoption(parser):
    parser.addoption("--story", default=None, help="run the lines of one story, such as S1")


def pytest_collection_modifyitems(config, items):
    story = config.getoption("--story")
    if not story:
        return
    chosen = [item for item in items if any(m.args[0].split(".")[0] == story for m in item.iter_markers("story"))]
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = chosen
