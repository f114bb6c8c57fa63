"""Run the demo: its own database, invented people, a sign-in without password."""

import argparse
import json
import os
import shutil
import time
from pathlib import Path
from typing import Any

from knutepunkt.command.errors import OperatorError
from knutepunkt.command.layout import DEMO_DATA, DataFolder


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="?", choices=["accounts"], help="accounts: list who can sign in")
    parser.add_argument("--port", type=int, help="default: 8000, or the next free one")
    parser.add_argument("--data", type=Path, default=DEMO_DATA, help="where the demo is kept (default: .kp/demo)")
    parser.add_argument("--fresh", action="store_true", help="throw the demo's data away and begin again")
    parser.add_argument("--json", action="store_true", help="for `accounts`: as JSON")
    parser.add_argument(
        "--first", action="store_true", help="for `accounts`: those to begin with, and what to try first"
    )


def run(arguments: argparse.Namespace) -> int:
    data = DataFolder.at(arguments.data)
    if arguments.what == "accounts":
        return _accounts(data, as_json=arguments.json, first=arguments.first)
    from knutepunkt.command import group

    group.end_on_signals()
    try:
        _demo(arguments, data)
    except group.Stopped:
        print("Stopped.", flush=True)
    return 0


def _demo(arguments: argparse.Namespace, data: DataFolder) -> None:
    from knutepunkt.command import installation, ports
    from knutepunkt.command.postgres import server
    from knutepunkt.command.postgres.lock import DataLock
    from knutepunkt.command.translations import compile_translations

    began = time.monotonic()

    def tell(words: str) -> None:
        print(f"{time.monotonic() - began:5.1f} s  {words}", flush=True)

    if os.environ.get("DATABASE_URL"):
        raise OperatorError("The demo keeps to its own database: unset DATABASE_URL first.")
    port = ports.choose(arguments.port)
    data.root.mkdir(parents=True, exist_ok=True)
    with DataLock(data, "demo") as lock:
        if data.cluster.exists() and not data.demo.exists():
            raise OperatorError(f"{data.root} holds data that no demo made: choose another folder with --data.")
        if arguments.fresh:
            tell("Throwing the demo's data away …")
            throw_away(data)
        data.demo.touch()
        compile_translations()
        tell("Starting the database …")
        running = server.start(data)
        try:
            installation.prepare_database(data, running, demo=True, tell=tell)
            tell("Starting the application server and the worker …")
            installation.run_until_stopped(
                data,
                lock,
                running,
                host="127.0.0.1",
                port=port,
                workers=1,
                demo=True,
                when_ready=lambda url: _welcome(data, url),
            )
        finally:
            running.stop()


def throw_away(data: DataFolder) -> None:
    """Remove what a demo made in its folder, and nothing else that lies there."""
    from knutepunkt.command.postgres import postmaster

    shutil.rmtree(data.unfinished_cluster, ignore_errors=True)
    if data.cluster.exists():
        postmaster.end_orphan(data.cluster)
        data.cluster.rename(data.unfinished_cluster)  # interrupted from here on, it is no longer used
    for folder in (data.unfinished_cluster, data.logs):
        shutil.rmtree(folder, ignore_errors=True)
    for file in (data.secrets, data.migrated):
        file.unlink(missing_ok=True)


def _welcome(data: DataFolder, url: str) -> None:
    """Say that it is ready, then who can sign in: asked of the application in a process of its own."""
    from knutepunkt.command import environment
    from knutepunkt.command.processes import start_bound, stop

    print(f"\nKnutepunkt is ready: {url}\n", flush=True)
    listing = environment.knutepunkt("demo", "accounts", "--first", "--data", str(data.root))
    process = start_bound(listing, environment=os.environ, output=None)
    try:
        process.wait()
    finally:
        stop(process)
    print(f"\nLogs: {data.logs}   Stop with Ctrl-C.", flush=True)


def _accounts(data: DataFolder, *, as_json: bool, first: bool) -> int:
    from knutepunkt.command import environment
    from knutepunkt.command.postgres import lock, server

    url = lock.holder(data).get("url", "") if lock.is_held(data) and data.demo.exists() else ""
    if not url:
        raise OperatorError(f"No demo runs on {data.root}: start it with `kp demo`.")
    environment.enter(environment.for_server(server.connection_strings(server.attach(data)), demo=True))
    from django.utils.translation import override

    from knutepunkt.demo import accounts

    with override("en"):  # the language of this command
        listed = [{**account, "url": f"{url}{account['url']}"} for account in accounts.accounts()]
        steps = [str(step) for step in accounts.first_steps()]
    if as_json:
        print(json.dumps(listed, ensure_ascii=False, indent=2, default=str))
    elif first:
        _show([account for account in listed if account.get("why")], steps)
    else:
        _show(listed, [])
    return 0


def _show(listed: list[dict[str, Any]], steps: list[str]) -> None:
    print("Everybody here is invented. Sign in as one of them, each by its own address:")
    for account in listed:
        print(f"  {account['name']} ({account['role']}, {account['organisation']}). {account.get('why', '')}".rstrip())
        print(f"    {account['url']}")
    if steps:
        print("\nWhat to try first:")
    for number, step in enumerate(steps, start=1):
        print(f"  {number}. {step}")
