"""How many statements a page takes, counted on the wire between a real server and PostgreSQL: session, BEGIN, settings, who asks,
log and COMMIT included. The same for one row as for thirty, and never more than fifteen.
"""

from datetime import timedelta

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from proofs.product import Product, Reader
from proofs.town import SIZES, Town
from proofs.wire import Wire

MOST = 15
# page -> statements, as measured; a page that takes one more or one less says so here
STATEMENTS = {
    "inbox": 10,
    "follow-up": 15,
    "plan": 12,
    "search": 9,
    "my day": 9,
    "overview": 9,
    "own home": 14,
    "own plan": 12,
}


@pytest.fixture(scope="module")
def towns(django_db_setup, django_db_blocker, request, tmp_path_factory):
    """rows -> (its town, a reader for each who signed in), all served by one server behind the counting wire."""
    from django.db import connections, transaction

    from databases import superuser, template_database, use_database, worker_copy
    from knutepunkt.access import scope
    from knutepunkt.command.postgres.roles import drop_database
    from knutepunkt.foundation.clock import now
    from world import session_cookies

    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock():
        before = connections["default"].settings_dict["NAME"]
        database = worker_copy(template_database(), f"wire_{worker}")
        use_database(database)
        found = {}
        try:
            for rows in SIZES:
                with transaction.atomic():
                    town = Town(now() - timedelta(hours=1), rows)
                    cookies = {
                        who: session_cookies(getattr(town, who).account, town.lyngvik.id) for who in ("ingrid", "arne")
                    }
                found[rows] = town, cookies
        finally:
            scope.leave()
            use_database(before)
        address = conninfo_to_dict(superuser())
        wire = Wire(tmp_path_factory.mktemp("wire"), address["host"], address.get("port", "5432"))
        product = Product(
            database,
            tmp_path_factory.mktemp("product"),
            options={"host": str(wire.folder)},
            more={"KNUTEPUNKT_DEMO": "0"},
        )
        try:
            product.start()
            yield Counting(product, wire, found)
        finally:
            product.stop()
            wire.close()
            drop_database(superuser(), database)


class Counting:
    def __init__(self, product, wire, towns):
        self.product, self.wire, self.towns = product, wire, towns

    def reader(self, rows, who):
        reader = Reader(self.product.url)
        for cookie in self.towns[rows][1][who].items():
            reader.carry(*cookie)
        return reader

    def ask(self, rows, who, path, fields=None):
        """The statements of one request, and what came; the second time, when the connection is there."""
        reader = self.reader(rows, who)
        form = reader.form("/search/") if fields else {}
        reader.get("/privacy/")
        self.wire.clear()
        status, text = reader.send(path, {**form, **fields}) if fields else reader.get(path)
        assert status == 200, text[:2000]
        return list(self.wire.statements), text


def pages(town):
    """page -> who, path, and what tells that all rows are on it."""
    activities = SIZES[town.rows][1]
    return {
        "inbox": ("ingrid", "/notices/", None, "Lia legesenter", town.rows),
        "follow-up": ("ingrid", f"/persons/{town.follow_up.pk}/", None, "Deltaker ", 1),
        "plan": ("ingrid", f"/plans/{town.plan.pk}/", None, "Tiltak ", activities),
        "search": ("ingrid", "/search/", {"q": "Vik"}, " Vik", min(town.rows, 25)),
        "my day": ("ingrid", "/day/", None, "Lia legesenter", town.rows),
        "overview": ("ingrid", "/overview/", None, " Vik", town.rows),
        "own home": ("arne", "/my/", None, "Tiltak ", 1),
        "own plan": ("arne", "/my/plan/", None, "Tiltak ", activities),
    }


def test_the_wire_counts_what_postgresql_gets(towns):
    address = {**towns.product.address("DATABASE_URL"), "host": str(towns.wire.folder)}
    with psycopg.connect(**address, autocommit=True) as connection:
        towns.wire.clear()
        connection.execute("SELECT 1; SELECT 2")  # one message
        connection.execute("SELECT %s", [3])  # parsed, bound and executed
        with connection.transaction(), psycopg.ClientCursor(connection) as cursor:
            cursor.execute("SELECT %s", [4])
        assert len(towns.wire.statements) == 5


@pytest.mark.parametrize("page", ["inbox", "follow-up", "plan", "search", "my day", "overview", "own home", "own plan"])
def test_one_three_and_thirty_rows_take_the_same_statements(towns, page):
    counts = {}
    for rows in SIZES:
        who, path, fields, mark, least = pages(towns.towns[rows][0])[page]
        statements, text = towns.ask(rows, who, path, fields)
        assert text.count(mark) >= least, f"{page} does not show its {least} rows"
        assert next(s for s in statements if s) == "BEGIN"
        assert statements[-1] == "COMMIT"
        counts[rows] = len(statements)

    assert counts == dict.fromkeys(SIZES, STATEMENTS.get(page))
    assert STATEMENTS[page] <= MOST
