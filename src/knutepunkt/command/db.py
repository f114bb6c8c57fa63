"""Reach the database: print a connection string, or make the roles on a PostgreSQL of your own."""

import argparse
import secrets
from pathlib import Path

from knutepunkt.command import secret_file
from knutepunkt.command.errors import OperatorError
from knutepunkt.command.layout import DEMO_DATA, DataFolder

MIGRATED_ROLES = tuple(role for role in secret_file.ROLES if role != "superuser")


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(metavar="action", required=True, dest="action")
    url = actions.add_parser("url", help="print a connection string for psql; starts nothing")
    url.add_argument("--role", choices=secret_file.ROLES, default="app")
    url.add_argument("--data", type=Path, default=DEMO_DATA)
    prepare = actions.add_parser(
        "prepare", help="make roles and database on a PostgreSQL of your own, version 15 or newer"
    )
    prepare.add_argument("superuser_dsn", help="connection string of a superuser")


def run(arguments: argparse.Namespace) -> int:
    if arguments.action == "prepare":
        return _prepare(arguments.superuser_dsn)
    data = DataFolder.at(arguments.data)
    from knutepunkt.command.postgres import postmaster, server

    found = postmaster.living(data.cluster)
    if not found or not found.ready:
        raise OperatorError(f"No database runs on {data.root}: start it with `kp demo --data {arguments.data}`.")
    print(server.Server(data, found.sockets, None).dsn(arguments.role))
    return 0


def _prepare(superuser_dsn: str) -> int:
    import psycopg

    from knutepunkt.command.postgres import roles

    passwords = {role: secrets.token_urlsafe(24) for role in MIGRATED_ROLES}
    try:
        with psycopg.connect(superuser_dsn) as connection:
            version = connection.info.server_version
        if version < roles.SMALLEST_VERSION:
            raise OperatorError(f"PostgreSQL 15 or newer is needed; this one is {version // 10000}.")
        if roles.database_exists(superuser_dsn):
            raise OperatorError(f"There is a database `{roles.DATABASE}` already; nothing was changed.")
        roles.ensure_roles(superuser_dsn, passwords)
        roles.create_database(superuser_dsn)
    except psycopg.Error as error:
        raise OperatorError(f"PostgreSQL refuses: {str(error).splitlines()[0]}") from None
    print("# Keep these passwords; they are shown once.")
    for role, password in passwords.items():
        print(f"{roles.user(role)}  {password}")
    return 0
