import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))


@pytest.fixture
def committed_world(django_db_setup, django_db_blocker):
    """Lyngvik on a copy of the empty database, so that two connections see it."""
    from django.db import connections, transaction

    from databases import superuser, template_database, use_database, worker_copy
    from knutepunkt.command.postgres.roles import drop_database
    from world import World

    with django_db_blocker.unblock():
        before = connections["default"].settings_dict["NAME"]
        name = worker_copy(template_database(), f"race_{before[-12:]}")
        use_database(name)
        try:
            with transaction.atomic():
                world = World(datetime(2026, 11, 24, 9, 0, tzinfo=ZoneInfo("Europe/Oslo")))
            yield world
        finally:
            use_database(before)
            drop_database(superuser(), name)
