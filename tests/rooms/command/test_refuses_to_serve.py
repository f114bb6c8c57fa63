"""What does not start: a server without keys of its own, and the demonstration anywhere near real data or real people."""

import os
import subprocess
import sys
from contextlib import contextmanager, nullcontext

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from databases import superuser
from knutepunkt.config.check import problems
from knutepunkt.config.invented import INVENTED, REAL, UNKNOWN, mixed
from knutepunkt.demo.mark import NotEmpty, mark
from knutepunkt.identity.system import DEMO_DATA
from knutepunkt.organisation.models import Organisation

KEYS = {"KNUTEPUNKT_SECRET_KEY", "KNUTEPUNKT_FIELD_KEY", "KNUTEPUNKT_HASH_KEY"}


@pytest.mark.parametrize(
    "command", [["-m", "knutepunkt", "serve", "--port", "0"], ["-c", "import knutepunkt.config.wsgi"]]
)
def test_without_keys_nothing_is_served(command):
    environment = {name: value for name, value in os.environ.items() if name not in KEYS}
    environment["DATABASE_URL"] = "postgresql://knutepunkt_app@127.0.0.1:1/none"

    ended = subprocess.run(
        [sys.executable, *command], env=environment, capture_output=True, text=True, timeout=60, check=False
    )

    assert ended.returncode != 0
    assert "KNUTEPUNKT_SECRET_KEY" in ended.stderr


@pytest.fixture
def database(django_db_setup, monkeypatch):
    """A migrated database with nothing in it, as the environment names it."""
    from django.conf import settings

    name = settings.DATABASES["default"]["NAME"]
    monkeypatch.setenv("DATABASE_URL", make_conninfo(os.environ["DATABASE_URL"], dbname=name))
    return name


@contextmanager
def loaded_by_the_demo(name):
    with psycopg.connect(superuser(), dbname=name, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO identity_account (id, subject, kind, language, is_active, password) VALUES (%s, 'x', 'system', '', false, '!')",
            [DEMO_DATA],
        )
        try:
            yield
        finally:
            connection.execute("DELETE FROM identity_account WHERE id = %s", [DEMO_DATA])


def test_the_demo_is_not_served_on_data_that_may_be_real(database):
    environment = {**os.environ, "KNUTEPUNKT_DEMO": "1"}
    command = [sys.executable, "-m", "knutepunkt", "web", "--port", "0"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)

    assert ended.returncode != 0
    assert "was not loaded by the demo" in ended.stderr


@pytest.mark.parametrize(
    ("demo", "invented", "refused"), [("1", True, ""), ("0", True, INVENTED), ("1", False, REAL), ("0", False, "")]
)
def test_mode_and_data_fit_together(database, monkeypatch, demo, invented, refused):
    monkeypatch.setenv("KNUTEPUNKT_DEMO", demo)

    with loaded_by_the_demo(database) if invented else nullcontext():
        assert mixed() == ([refused] if refused else [])


def test_a_database_that_does_not_answer_hinders_the_demo_only(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://knutepunkt_app@127.0.0.1:1/none")
    monkeypatch.setenv("KNUTEPUNKT_DEMO", "1")
    assert mixed() == [UNKNOWN]
    monkeypatch.setenv("KNUTEPUNKT_DEMO", "0")
    assert mixed() == []


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("KNUTEPUNKT_ORIGIN", "https://koordinering.example.no"),
        ("KNUTEPUNKT_LOCAL_SIGN_IN", "1"),
        ("KNUTEPUNKT_SIGN_IN", "/etc/knutepunkt/sign-in.toml"),
    ],
)
def test_the_demo_is_not_served_beside_a_real_way_in(monkeypatch, variable, value):
    monkeypatch.setenv("KNUTEPUNKT_DEMO", "1")
    monkeypatch.setenv(variable, value)

    assert any("the demo signs anybody in" in sentence for sentence in problems())

    monkeypatch.setenv("KNUTEPUNKT_DEMO", "0")
    assert not any("the demo signs anybody in" in sentence for sentence in problems())


def test_without_demo_mode_its_addresses_do_not_exist():
    code = (
        "import django; django.setup()\n"
        "from django.urls import resolve, Resolver404\n"
        "for path in ('/demo/', '/demo/lyngvik/ingrid/'):\n"
        "    try:\n        resolve(path)\n    except Resolver404:\n        print('absent')\n"
        "from knutepunkt.identity.providers import PROVIDERS\nprint(sorted(PROVIDERS))\n"
    )
    environment = {**os.environ, "KNUTEPUNKT_DEMO": "0"}
    ended = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=True
    )

    assert ended.stdout.split("\n")[:3] == ["absent", "absent", "[]"]


@pytest.fixture
def empty(django_db_setup, django_db_blocker):
    """A database of this test's own with nothing in it."""
    from django.db import connections, transaction

    from databases import template_database, use_database, worker_copy
    from knutepunkt.command.postgres.roles import drop_database

    with django_db_blocker.unblock():
        before = connections["default"].settings_dict["NAME"]
        name = worker_copy(template_database(), f"mark_{before[-12:]}")
        use_database(name)
        with transaction.atomic():
            yield
        use_database(before)
        drop_database(superuser(), name)


def test_the_demo_is_loaded_into_an_empty_database_only(empty):
    mark()
    mark()
    Organisation.objects.create(slug="lyngvik", kind="municipality", name="Lyngvik kommune")

    with pytest.raises(NotEmpty):
        mark()
