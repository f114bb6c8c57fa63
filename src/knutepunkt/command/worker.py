"""Run the worker: deliveries, deadlines and what else happens without anybody waiting."""

import argparse
from pathlib import Path

from knutepunkt.command.layout import DEMO_DATA


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, default=DEMO_DATA, help="data folder, without DATABASE_URL")
    parser.add_argument("--bound", type=int, metavar="PROCESS", help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    from knutepunkt.command import environment, processes

    if arguments.bound:
        processes.watch_parent(arguments.bound)
    with environment.database(arguments.data, doing="worker", sealing=True) as found:
        environment.enter({"KNUTEPUNKT_LOG_LEVEL": "INFO", **found})
        from django.core.management import call_command

        call_command("procrastinate", "worker", "--concurrency", "2")
    return 0
