"""Run Knutepunkt: with DATABASE_URL the application server alone, else with its own database and the worker."""

import argparse
import os
from pathlib import Path

from knutepunkt.command.errors import OperatorError
from knutepunkt.command.layout import PRIVATE, DataFolder

DATA = PRIVATE / "serve"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2, help="processes; each holds 65 MB and four connections")
    parser.add_argument("--data", type=Path, default=DATA, help="data folder, without DATABASE_URL")


def run(arguments: argparse.Namespace) -> int:
    from knutepunkt.command.translations import compile_translations

    compile_translations()
    if os.environ.get("DATABASE_URL"):
        from knutepunkt.command import web

        arguments.bound = None
        return web.run(arguments)
    from knutepunkt.command import group

    group.end_on_signals()
    try:
        _with_own_database(arguments, DataFolder.at(arguments.data))
    except group.Stopped:
        print("Stopped.", flush=True)
    return 0


def _with_own_database(arguments: argparse.Namespace, data: DataFolder) -> None:
    from knutepunkt.command import installation, ports
    from knutepunkt.command.postgres import server
    from knutepunkt.command.postgres.lock import DataLock

    port = ports.choose(arguments.port, arguments.host)
    data.root.mkdir(parents=True, exist_ok=True)
    if data.demo.exists():
        raise OperatorError(f"{data.root} is a demo's: run it with `kp demo`, or choose another folder with --data.")
    with DataLock(data, "serve") as lock:
        running = server.start(data)
        try:
            installation.prepare_database(data, running, demo=False, tell=lambda words: print(words, flush=True))
            installation.run_until_stopped(
                data,
                lock,
                running,
                host=arguments.host,
                port=port,
                workers=arguments.workers,
                demo=False,
                when_ready=lambda url: print(f"Knutepunkt is ready: {url}", flush=True),
            )
        finally:
            running.stop()
