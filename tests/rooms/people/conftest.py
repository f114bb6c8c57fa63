"""The tests' numbers are made up, so the installation is one for tests."""

import pytest


@pytest.fixture(autouse=True)
def test_installation(settings):
    settings.KNUTEPUNKT_TEST_INSTALLATION = True


@pytest.fixture
def committed_organisation(django_db_setup, django_db_blocker):
    """An organisation on a copy of the empty database, so that two connections see it and nothing of it stays."""
    from django.db import connections

    from databases import superuser, template_database, use_database, worker_copy
    from knutepunkt.command.postgres.roles import drop_database
    from knutepunkt.organisation.models import Organisation

    with django_db_blocker.unblock():
        before = connections["default"].settings_dict["NAME"]
        name = worker_copy(template_database(), f"people_{before[-12:]}")
        use_database(name)
        try:
            yield Organisation.objects.create(slug="lyngvik", kind="municipality", name="Lyngvik kommune", served=False)
        finally:
            use_database(before)
            drop_database(superuser(), name)
