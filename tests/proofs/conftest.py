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


@pytest.fixture(scope="module")
def cast(demo_copy):
    """Every kind of account, in the copy of the demo; `cast.ids` are rows by the names used in addresses."""
    from browser.pages import rows_for_pages
    from databases import use_database
    from knutepunkt.foundation.clock import now
    from proofs.cast import Cast

    ids = rows_for_pages(demo_copy)
    use_database(demo_copy.database)
    found = Cast(now())
    clarifying = "SELECT p.given_name FROM intake_notice n JOIN people_person p ON p.id = n.person_id WHERE n.id = %s"
    found.ids = ids | found.rows | {"clarifying_name": demo_copy.one(clarifying, ids["clarifying"])}
    return found


@pytest.fixture(scope="module")
def clients(cast):
    """A browser for each kind."""
    return {kind: cast.client(kind) for kind in ["anonymous", *cast.accounts]}


@pytest.fixture(scope="module")
def methods():
    """URL name -> the methods it takes."""
    from knutepunkt.command.routes import routes

    return {route["name"]: route["methods"] for route in routes()}
