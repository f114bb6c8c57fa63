"""The environment that the application's processes are given."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from knutepunkt.command.layout import DataFolder
from knutepunkt.command.translations import compile_translations


def for_server(strings: Mapping[str, str], *, demo: bool) -> dict[str, str]:
    """Ours and the operator's variables, pointed at a database. The operator's own keys win."""
    keys = {name: os.environ[name] for name in strings if name.startswith("KNUTEPUNKT_") and os.environ.get(name)}
    environment = {**os.environ, **strings, **keys, "PYTHONUTF8": "1"}
    environment["KNUTEPUNKT_DATA"] = strings["KNUTEPUNKT_DATA"]
    if demo:
        environment["KNUTEPUNKT_DEMO"] = "1"
    return environment


@contextmanager
def database(folder: Path, *, doing: str, sealing: bool = False) -> Iterator[dict[str, str]]:
    """Have a database for the length of a block, and the environment that points at it.

    With `DATABASE_URL` it is the operator's. Else it is the embedded one of `folder`: the server that runs on it,
    or one of our own that ends with the block. With `sealing` it may also be reached as the role that seals the logs.
    """
    compile_translations()
    if os.environ.get("DATABASE_URL"):
        yield dict(os.environ)
        return
    from knutepunkt.command.postgres import roles, server

    data = DataFolder.at(folder)
    with server.running(data, doing=doing) as running:
        superuser = running.dsn("superuser", "postgres")
        if running.process and not roles.database_exists(superuser):
            roles.create_database(superuser)
        strings = {**server.connection_strings(running), **(server.sealing_strings(running) if sealing else {})}
        yield for_server(strings, demo=is_demo(data))


def is_demo(data: DataFolder) -> bool:
    """Tell whether this data folder was made by `kp demo`."""
    return data.demo.exists()


def enter(environment: Mapping[str, str]) -> None:
    """Make this process one of the application's: take the environment and set up Django.

    A command that a person waits for tells of warnings only, unless asked for more.
    """
    os.environ.setdefault("KNUTEPUNKT_LOG_LEVEL", "WARNING")
    os.environ.update(environment)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knutepunkt.config.settings")
    import django

    django.setup()


def knutepunkt(*arguments: str) -> list[str]:
    """The command line that runs one of our subcommands in another process."""
    return [sys.executable, "-P", "-m", "knutepunkt", *arguments]
