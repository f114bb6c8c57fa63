"""Start an empty database to develop against, in the background, and print how to reach it."""

import argparse
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

from knutepunkt.command.errors import OperatorError
from knutepunkt.command.layout import PRIVATE, DataFolder


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=PRIVATE / "dev", help="where the database is kept")
    parser.add_argument("--stay", action="store_true", help="run it in the foreground")
    parser.add_argument("--stop", action="store_true", help="stop the one that runs in the background")


def run(arguments: argparse.Namespace) -> int:
    data = DataFolder.at(arguments.data)
    if arguments.stop:
        return _stop(data)
    if arguments.stay:
        return _stay(data)
    _start_in_background(data)
    from knutepunkt.command.postgres import server

    running = server.attach(data)
    for name, value in server.connection_strings(running).items():
        print(f"export {name}={shlex.quote(value)}")
    print(f"export KNUTEPUNKT_TEST_SUPERUSER_DSN={shlex.quote(running.dsn('superuser', 'postgres'))}")
    return 0


def _stay(data: DataFolder) -> int:
    from knutepunkt.command.postgres import roles, server
    from knutepunkt.command.postgres.lock import DataLock

    data.root.mkdir(parents=True, exist_ok=True)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    with DataLock(data, "dev-db") as lock:
        running = server.start(data, extra_settings={"max_connections": "200"})  # several test runs side by side
        try:
            superuser = running.dsn("superuser", "postgres")
            if not roles.database_exists(superuser):
                roles.create_database(superuser)
            lock.tell("ready")
            assert running.process is not None
            return running.process.wait()
        finally:
            running.stop()


def _start_in_background(data: DataFolder) -> None:
    from knutepunkt.command.postgres import lock

    if lock.is_held(data):
        return
    data.logs.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (data.logs / "dev-db.log").open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "knutepunkt", "dev-db", "--stay", "--data", data.root],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            cwd="/",
        )
    while lock.holder(data).get("url") != "ready":
        if process.poll() is not None:
            words = (data.logs / "dev-db.log").read_text(errors="replace").strip().splitlines()
            raise OperatorError(words[-1] if words else "The database did not start.")
        time.sleep(0.05)


def _stop(data: DataFolder) -> int:
    from knutepunkt.command.postgres import lock

    if lock.is_held(data):
        os.kill(int(lock.holder(data)["process"]), signal.SIGTERM)
        if not lock.wait_until_free(data, seconds=40):
            raise OperatorError(f"The database in {data.root} does not stop.")
    return 0
