"""The tests' numbers are made up, so the installation is one for tests."""

import uuid

import pytest


@pytest.fixture(autouse=True)
def test_installation(settings):
    settings.KNUTEPUNKT_TEST_INSTALLATION = True


@pytest.fixture
def committed_organisation(django_db_setup, django_db_blocker):
    """An organisation that two connections see. It stays in the worker's database: what is logged is never removed."""
    from knutepunkt.organisation.models import Organisation

    with django_db_blocker.unblock():
        yield Organisation.objects.create(
            slug=f"race-{uuid.uuid4()}", kind="municipality", name="Race kommune", served=False
        )
