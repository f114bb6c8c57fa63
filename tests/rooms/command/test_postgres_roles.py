"""Roles as access.md names them, and a server log without a single value of a row."""

from collections.abc import Iterator

import psycopg
import pytest

from knutepunkt.command.layout import DataFolder
from knutepunkt.command.postgres import roles, server

NAME = "Synnøve Oppdiktet"
NUMBER = "13847299962"


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[server.Server]:
    folder = tmp_path_factory.mktemp("roles")
    with server.running(DataFolder.at(folder), doing="test") as here:
        roles.create_database(here.dsn("superuser", "postgres"))
        with psycopg.connect(here.dsn("owner")) as owner:
            owner.execute("CREATE TABLE person (name varchar(20) UNIQUE, number bigint, born date)")
            owner.execute("CREATE TABLE stay (name varchar(20) REFERENCES person (name))")
            owner.execute("GRANT SELECT, INSERT ON person, stay TO knutepunkt_app")
            owner.execute("ALTER TABLE person ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
            owner.execute("CREATE POLICY only_app ON person TO knutepunkt_app USING (true)")
            owner.execute("ALTER TABLE person ADD CONSTRAINT short CHECK (number > 0)")
        with psycopg.connect(here.dsn("app")) as app:
            app.execute("INSERT INTO person (name, number) VALUES (%s, %s)", [NAME, int(NUMBER)])
        yield here


def test_the_roles_have_their_attributes_and_no_others(running: server.Server) -> None:
    with psycopg.connect(running.dsn("superuser")) as connection:
        found = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolcanlogin FROM pg_roles "
            "WHERE rolname LIKE 'knutepunkt%' ORDER BY rolname"
        ).fetchall()

    assert found == [
        ("knutepunkt_app", False, False, False, False, True),
        ("knutepunkt_audit", False, False, False, False, True),
        ("knutepunkt_inspect", False, True, False, False, True),
        ("knutepunkt_owner", False, False, False, False, True),
        ("knutepunkt_report", False, False, False, False, True),
    ]


def test_the_application_owns_nothing_and_makes_nothing(running: server.Server) -> None:
    with (
        psycopg.connect(running.dsn("app")) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("CREATE TABLE mine ()")
    with (
        psycopg.connect(running.dsn("app")) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("CREATE TEMPORARY TABLE mine ()")


def test_inspect_sees_every_row_and_changes_none(running: server.Server) -> None:
    with psycopg.connect(running.dsn("inspect")) as connection:
        assert connection.execute("SELECT name FROM person").fetchall() == [(NAME,)]
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("DELETE FROM person")
    with psycopg.connect(running.dsn("inspect"), autocommit=True) as connection:
        connection.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM person")


def test_the_owner_is_held_back_by_row_level_security_too(running: server.Server) -> None:
    with psycopg.connect(running.dsn("owner")) as connection:
        assert connection.execute("SELECT name FROM person").fetchall() == []


def test_report_and_audit_enter_and_see_nothing_by_themselves(running: server.Server) -> None:
    for role in ("report", "audit"):
        with psycopg.connect(running.dsn(role)) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT FROM person")


def test_a_wrong_password_is_refused(running: server.Server) -> None:
    wrong = roles.dsn("app", "guessed", running.sockets)

    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(wrong)


def test_the_roles_may_be_made_again(running: server.Server) -> None:
    roles.ensure_roles(running.dsn("superuser", "postgres"))

    with psycopg.connect(running.dsn("app")) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("knutepunkt_app",)


def test_a_copy_of_a_database_has_its_rows_and_its_rights(running: server.Server) -> None:
    superuser = running.dsn("superuser", "postgres")

    roles.copy_database(superuser, "knutepunkt", "knutepunkt_copy")

    with psycopg.connect(running.dsn("app", "knutepunkt_copy")) as connection:
        assert connection.execute("SELECT name FROM person").fetchall() == [(NAME,)]
    roles.drop_database(superuser, "knutepunkt_copy")
    assert not roles.database_exists(superuser, "knutepunkt_copy")


FAULTS = {
    "unique": ("INSERT INTO person (name) VALUES (%s)", [NAME]),
    "check": ("INSERT INTO person (name, number) VALUES (%s, -%s)", ["Oppdiktet", int(NUMBER)]),
    "foreign key": ("INSERT INTO stay VALUES (%s)", ["Oppdiktet Annen"]),
    "wrong type": ("INSERT INTO person (number) VALUES (%s::text::bigint)", [NAME]),
    "wrong date": ("INSERT INTO person (born) VALUES (%s::text::date)", [NUMBER]),
    "out of range": ("INSERT INTO person (number) VALUES (%s::text::int)", [NUMBER]),
    "too long": ("INSERT INTO person (name) VALUES (%s)", [NAME * 3]),
    "syntax": (f"SELECT '{NAME}' {NUMBER} FRM person", None),
}


@pytest.mark.parametrize("role", ["app", "owner"])
def test_no_value_of_a_row_reaches_the_log(running: server.Server, role: str) -> None:
    raised = []
    for statement, values in FAULTS.values():
        with psycopg.connect(running.dsn(role)) as connection, pytest.raises(psycopg.Error) as caught:
            connection.execute(statement, values)
        raised.append(f"{caught.value} {caught.value.diag.message_detail}")

    assert any(NAME in words for words in raised), "the faults must be such that quote what they refuse"
    log = (running.data.logs / "postgres.log").read_text(errors="replace")
    for secret in ("Synnøve", "Oppdiktet", NUMBER):
        assert secret not in log


def test_constraint_errors_of_the_superuser_leave_out_the_keys(running: server.Server) -> None:
    statement, values = FAULTS["unique"]
    with psycopg.connect(running.dsn("superuser")) as connection, pytest.raises(psycopg.errors.UniqueViolation):
        connection.execute(statement, values)

    log = (running.data.logs / "postgres.log").read_text(errors="replace")
    assert "duplicate key value" in log
    assert NAME not in log
