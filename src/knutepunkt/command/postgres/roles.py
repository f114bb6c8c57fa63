"""The database roles and the database, on the embedded server or on an operator's own PostgreSQL."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

DATABASE = "knutepunkt"
HERE = Path(__file__).parent
SMALLEST_VERSION = 150000


def user(role: str) -> str:
    """Name of a role in PostgreSQL."""
    return "postgres" if role == "superuser" else f"knutepunkt_{role}"


def dsn(role: str, password: str, sockets: Path, database: str = DATABASE) -> str:
    """Write a connection string that psql, psycopg and `DATABASE_URL` all take."""
    return f"postgresql://{user(role)}:{quote(password, safe='')}@/{database}?host={quote(str(sockets), safe='')}"


def ensure_roles(superuser_dsn: str, passwords: Mapping[str, str] | None = None) -> None:
    """Make the roles and give them LOGIN with `passwords` (role without prefix: password), where given."""
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        _run_file(connection, "roles.sql")
        for role, password in (passwords or {}).items():
            if role != "superuser":
                connection.execute(
                    sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(user(role)), sql.Literal(password))
                )


def database_exists(superuser_dsn: str, database: str = DATABASE) -> bool:
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
    return found is not None


def create_database(superuser_dsn: str, database: str = DATABASE) -> None:
    """Make the empty database that the owner owns, with nobody let in but the roles."""
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER knutepunkt_owner").format(sql.Identifier(database)))
    with psycopg.connect(make_conninfo(superuser_dsn, dbname=database), autocommit=True) as connection:
        _run_file(connection, "database.sql")


def drop_database(superuser_dsn: str, database: str) -> None:
    """Remove a database if there is one, disconnecting whoever uses it."""
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def rename_database(superuser_dsn: str, database: str, name: str) -> None:
    """Give a finished database its name: the one step that makes it the one in use."""
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database])
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(database), sql.Identifier(name))
        )


def copy_database(superuser_dsn: str, template: str, database: str) -> None:
    """Make `database` as a copy of `template`, replacing one of that name; rights come along."""
    drop_database(superuser_dsn, database)
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy OWNER knutepunkt_owner").format(
                sql.Identifier(database), sql.Identifier(template)
            )
        )
    with psycopg.connect(make_conninfo(superuser_dsn, dbname=database), autocommit=True) as connection:
        _run_file(connection, "database.sql")  # rights on the database itself are not copied


def _run_file(connection: "psycopg.Connection[tuple[object, ...]]", name: str) -> None:
    connection.execute((HERE / name).read_bytes())
