"""Bring the database's tables up to date (as the owner of the tables)."""

import argparse
import hashlib
from pathlib import Path

from knutepunkt.command.layout import DEMO_DATA, DataFolder

PACKAGE = Path(__file__).resolve().parents[1]


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=DEMO_DATA, help="data folder, without DATABASE_URL")
    parser.add_argument("--quiet", action="store_true", help="say nothing")


def run(arguments: argparse.Namespace) -> int:
    from knutepunkt.command import environment

    with environment.database(arguments.data, doing="migrate") as found:
        environment.enter(found)
        from django.core.management import call_command

        call_command("migrate", database="owner", interactive=False, verbosity=0 if arguments.quiet else 1)
    return 0


def fingerprint() -> str:
    """One line that changes when there may be something to migrate: our migrations, Django, procrastinate."""
    from importlib.metadata import version

    digest = hashlib.sha256(f"{version('django')} {version('procrastinate')}".encode())
    for path in sorted(PACKAGE.glob("*/migrations/**/*")):
        if path.suffix in {".py", ".sql"}:
            digest.update(f"{path.relative_to(PACKAGE)}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def is_current(data: DataFolder) -> bool:
    """Tell cheaply whether the embedded database has all migrations of this checkout."""
    return data.migrated.exists() and data.migrated.read_text() == fingerprint()


def remember(data: DataFolder) -> None:
    data.migrated.write_text(fingerprint())
