"""Tests run on a PostgreSQL of their own: one migrated template, one copy for each worker, always as the application's role."""

import os
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from databases import superuser, template_database, use_database, worker_copy

pytest_plugins = ["live"]

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's event loop runs in the test's thread
os.environ.setdefault("KNUTEPUNKT_DEMO", "1")


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
        drop_database(superuser(), name)


@pytest.fixture
def at():
    """A Tuesday morning in office hours."""
    return datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/Oslo"))


@pytest.fixture
def world(db, at):
    """A small municipality with an office, people who work there and one person; see tests/world.py."""
    from world import World

    return World(at)


def pytest_configure(config):
    """Django's settings may have been read before this file: the tests are a demonstration and a test installation."""
    from django.conf import settings

    settings.KNUTEPUNKT_DEMO = True
    settings.KNUTEPUNKT_TEST_INSTALLATION = True


def pytest_addoption(parser):
    parser.addoption("--story", default=None, help="run the lines of one story, such as S1")


LONGEST = (
    "browser/test_every_page.py",
    "proofs/test_matrix.py",
    "proofs/test_matrix_writing.py",
    "proofs/test_hostile_text.py",
    "stories/test_s1_other_ways.py",
    "rooms/command/test_installation.py",
    "stories/test_s1_arne.py",
    "proofs/test_histories.py",
    "rooms/ui/test_in_browser.py",
    "rooms/portal/test_in_browser.py",
    "proofs/test_statements_on_the_wire.py",
)
"""Modules that take longest go first: a worker takes a module whole, and none is left with a long one at the end."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    items.sort(
        key=lambda item: next((n for n, name in enumerate(LONGEST) if str(item.path).endswith(name)), len(LONGEST))
    )
    story = config.getoption("--story")
    if not story:
        return
    chosen = [item for item in items if any(m.args[0].split(".")[0] == story for m in item.iter_markers("story"))]
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = chosen
