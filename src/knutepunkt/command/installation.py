"""A whole installation on the embedded database: PostgreSQL, the application server and the worker."""

import os
import urllib.error
import urllib.request
from collections.abc import Callable

from knutepunkt.command import environment, migrate
from knutepunkt.command.errors import OperatorError
from knutepunkt.command.group import Group, Program
from knutepunkt.command.layout import DataFolder
from knutepunkt.command.postgres import roles, server
from knutepunkt.command.postgres.lock import DataLock
from knutepunkt.command.processes import start_bound, stop

UNFINISHED = f"{roles.DATABASE}_unfinished"
SERVER_ERROR = 500
READY_SECONDS = 60.0

Tell = Callable[[str], None]


def prepare_database(data: DataFolder, running: server.Server, *, demo: bool, tell: Tell) -> None:
    """Make the database or bring it up to date.

    A new one is made and filled under another name and renamed last, so however it is interrupted,
    there is either none or a whole one.
    """
    superuser = running.dsn("superuser", "postgres")
    if roles.database_exists(superuser):
        if not migrate.is_current(data):
            tell("Bringing the database up to date …")
            _run(data, running, roles.DATABASE, "migrate", "--quiet", demo=demo)
            migrate.remember(data)
        return
    roles.drop_database(superuser, UNFINISHED)
    roles.create_database(superuser, UNFINISHED)
    tell("Making the tables …")
    _run(data, running, UNFINISHED, "migrate", "--quiet", demo=demo)
    if demo:
        tell("Loading the invented municipalities, their people and plans …")
        _run(data, running, UNFINISHED, "demo-load", demo=demo)
    roles.rename_database(superuser, UNFINISHED, roles.DATABASE)
    migrate.remember(data)


def run_until_stopped(
    data: DataFolder,
    lock: DataLock,
    running: server.Server,
    *,
    host: str,
    port: int,
    workers: int,
    demo: bool,
    when_ready: Callable[[str], None],
) -> None:
    """Start the application server and the worker, and keep all three until a signal ends us."""
    variables = environment.for_server(server.connection_strings(running), demo=demo)
    bound = ["--bound", str(os.getpid())]
    arguments = ["--host", host, "--port", str(port), "--workers", str(workers), *bound]
    url = f"http://{host}:{port}"
    with Group() as group:
        group.start(
            Program(
                "application server", environment.knutepunkt("web", *arguments), variables, data.logs / "server.log"
            )
        )
        group.wait_for(lambda: answers(url), seconds=READY_SECONDS, what="The application server")
        sealing = {**variables, **server.sealing_strings(running)}
        group.start(Program("worker", environment.knutepunkt("worker", *bound), sealing, data.logs / "worker.log"))
        lock.tell(url)
        when_ready(url)

        def look_after_database() -> None:
            if running.process and running.process.poll() is not None:
                raise OperatorError(f"The database ended; its reasons are in {data.logs / 'postgres.log'}.")

        group.keep_running(look_after_database)


def answers(url: str) -> bool:
    """Tell whether the start page comes without an error of the server's."""
    try:
        with urllib.request.urlopen(url, timeout=10):  # noqa: S310 -- our own address
            return True
    except urllib.error.HTTPError as error:
        if error.code >= SERVER_ERROR:
            raise OperatorError(f"The start page answers with error {error.code}; the server's log says why.") from None
        return True
    except OSError:
        return False


def _run(data: DataFolder, running: server.Server, database: str, *arguments: str, demo: bool) -> None:
    """Run one of our subcommands on a database of this server and wait for it; its words go to a log."""
    strings = server.connection_strings(running, database)
    log = data.logs / f"{arguments[0]}.log"
    with log.open("wb") as output:
        process = start_bound(
            environment.knutepunkt(*arguments), environment=environment.for_server(strings, demo=demo), output=output
        )
    try:
        code = process.wait()
    except BaseException:
        stop(process, patience=2)
        raise
    if code:
        lines = log.read_text(errors="replace").strip().splitlines()
        raise OperatorError(
            f"`{arguments[0]}` failed: {lines[-1] if lines else f'exit code {code}'} (all of it: {log})"
        )
