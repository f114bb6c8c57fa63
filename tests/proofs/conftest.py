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


@pytest.fixture(scope="module")
def demo_copy(django_db_setup, django_db_blocker, request, tmp_path_factory):
    """A copy of the demo this module may write in, read and asked within the test's own process."""
    from django.db import connections
    from django.test import override_settings

    from databases import superuser, use_database, worker_copy
    from knutepunkt.command.postgres.roles import drop_database
    from knutepunkt.demo.accounts import accounts
    from live import Live, demo_template, unreachable_service

    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock():
        before = connections["default"].settings_dict["NAME"]
        name = worker_copy(demo_template(), f"copy_{worker}")
        use_database(name)
        with override_settings(
            ALLOWED_HOSTS=["testserver", "127.0.0.1"],
            KNUTEPUNKT_LOCAL_SIGN_IN=True,
            KNUTEPUNKT_SIGN_IN=unreachable_service(tmp_path_factory.mktemp("sign-in")),
        ):
            yield Live("", name, {account["login"]: account for account in accounts()})
        use_database(before)
        connections.close_all()
        drop_database(superuser(), name)
