"""A product of our own: server processes that may be killed, on a copy of the demo."""

import pytest

from proofs.product import Product


@pytest.fixture(scope="module")
def product(django_db_setup, django_db_blocker, request, tmp_path_factory):
    """The product in its own processes on its own copy of the demo."""
    from django.db import connections

    from databases import superuser, worker_copy
    from knutepunkt.command.postgres.roles import drop_database
    from live import demo_template

    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock():
        database = worker_copy(demo_template(), f"proof_{worker}")
        connections.close_all()
        product = Product(database, tmp_path_factory.mktemp("product"))
        try:
            yield product.start()
        finally:
            product.stop()
            drop_database(superuser(), database)
