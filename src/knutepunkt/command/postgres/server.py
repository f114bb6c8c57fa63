"""Start, attach to and stop the server of a data folder."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg

from knutepunkt.command import secret_file
from knutepunkt.command.errors import OperatorError
from knutepunkt.command.layout import DataFolder
from knutepunkt.command.postgres import cluster, postmaster, roles, socket_folder
from knutepunkt.command.postgres.lock import Busy, DataLock
from knutepunkt.command.postgres.runner import Runner, choose
from knutepunkt.command.processes import before_exec, stop

LARGEST_LOG = 10_000_000
START_SECONDS = 60.0  # after a crash the server first replays what it had promised


class Server:
    """A running server. `process` is None when another process runs it and we only use it."""

    def __init__(self, data: DataFolder, sockets: Path, process: subprocess.Popen[bytes] | None) -> None:
        self.data = data
        self.sockets = sockets
        self.process = process

    def dsn(self, role: str, database: str = roles.DATABASE) -> str:
        """Give the connection string of a role (`app`, `owner`, … or `superuser`)."""
        password = secret_file.read(self.data)[secret_file.password_name(role)]
        return roles.dsn(role, password, self.sockets, database)

    def stop(self) -> None:
        """Stop a server of ours; one that is only used is left alone."""
        if self.process:
            stop(self.process, with_signal=signal.SIGINT, patience=30)  # SIGINT: disconnect all, write, end
            with suppress(OSError):
                self.sockets.rmdir()


def start(data: DataFolder, *, extra_settings: Mapping[str, str] | None = None) -> Server:
    """Start the server, making its data first where there is none, with roles and passwords in order.

    The caller holds the folder's lock. Raises OperatorError when there is no server of ours at the end.
    """
    runner = choose(data.root)
    sockets = socket_folder.prepare(data.cluster, runner)
    known = secret_file.ensure(data)
    if cluster.exists(data):
        postmaster.end_orphan(data.cluster)
        cluster.give_to_runner(data, runner)
    else:
        cluster.make(data, runner, known[secret_file.password_name("superuser")], sockets)
    socket_folder.forget_dead_server(sockets)
    process = _launch(data, runner, sockets, {**cluster.SETTINGS, **(extra_settings or {})})
    server = Server(data, sockets, process)
    try:
        _wait_until_ready(server)
        _give_passwords(server, known)
    except BaseException:
        server.stop()
        raise
    return server


def attach(data: DataFolder) -> Server:
    """Use the server that another living process runs, waiting while that one is still starting."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        found = postmaster.living(data.cluster)
        if found and found.ready:
            return Server(data, found.sockets, None)
        time.sleep(0.05)
    raise OperatorError(f"The database in {data.root} is being started by another process and is not ready yet.")


@contextmanager
def running(data: DataFolder, *, doing: str, extra_settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Have a server for the length of a block: attach to the one that runs, else start one and stop it after."""
    data.root.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        try:
            stack.enter_context(DataLock(data, doing))
        except Busy:
            yield attach(data)
            return
        server = start(data, extra_settings=extra_settings)
        stack.callback(server.stop)
        yield server


def _launch(data: DataFolder, runner: Runner, sockets: Path, settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
    data.logs.mkdir(mode=0o700, exist_ok=True)
    log = data.logs / "postgres.log"
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.rename(log.with_suffix(".log.1"))
    command = [str(runner.programs / "postgres"), "-D", runner.data_argument(data.cluster), "-k", str(sockets)]
    command += ["-p", str(socket_folder.PORT)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            cwd=data.cluster if runner.by_working_folder else "/",
            env=cluster.program_environment(),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            # When we die, also by kill -9, the server disconnects everybody and ends in good order.
            preexec_fn=before_exec(signal.SIGINT, runner.become()),  # noqa: PLW1509 -- the command line has one thread
        )


def _give_passwords(server: Server, known: Mapping[str, str]) -> None:
    passwords = {role: known[secret_file.password_name(role)] for role in secret_file.ROLES}
    try:
        roles.ensure_roles(server.dsn("superuser", "postgres"), passwords)
    except psycopg.OperationalError as error:
        raise OperatorError(
            f"The database does not take the password in {server.data.secrets}: put back the file that belongs to it. "
            f"({str(error).splitlines()[-1]})"
        ) from None


def _wait_until_ready(server: Server) -> None:
    assert server.process is not None
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if server.process.poll() is not None:
            raise OperatorError(f"The database did not start: {_last_words(server.data)}")
        found = postmaster.recorded(server.data.cluster)
        if found and found.process == server.process.pid and found.ready:
            return
        time.sleep(0.01)
    raise OperatorError(f"The database in {server.data.root} was not ready after {START_SECONDS:.0f} seconds.")


def _last_words(data: DataFolder) -> str:
    lines = (data.logs / "postgres.log").read_text(errors="replace").strip().splitlines()
    telling = [line for line in lines[-20:] if "FATAL" in line] or lines[-1:]
    return telling[-1] if telling else f"see {data.logs}"


def connection_strings(server: Server, database: str = roles.DATABASE) -> dict[str, str]:
    """Environment variables that point the application at the server."""
    known = secret_file.read(server.data)
    return {
        "DATABASE_URL": server.dsn("app", database),
        "DATABASE_OWNER_URL": server.dsn("owner", database),
        "KNUTEPUNKT_DATA": os.fspath(server.data.root),
        **{name: known[name] for name in secret_file.KEYS},
    }


def sealing_strings(server: Server, database: str = roles.DATABASE) -> dict[str, str]:
    """Environment variables for the worker alone: how it reaches the database as the role that seals the logs."""
    return {"DATABASE_AUDIT_URL": server.dsn("audit", database)}
