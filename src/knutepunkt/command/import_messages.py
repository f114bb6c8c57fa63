"""Take messages from files: KITH hodemelding 1.2 with care messages, dialog messages and receipts."""

import argparse
from pathlib import Path

from knutepunkt.command.layout import DEMO_DATA


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="one message each; its receipt is put beside it"
    )
    parser.add_argument("--data", type=Path, default=DEMO_DATA, help="data folder, without DATABASE_URL")


def run(arguments: argparse.Namespace) -> int:
    """Give the exit code of the exchange room: 0 when every file was taken or answered."""
    from knutepunkt.command import environment

    with environment.database(arguments.data, doing="import") as found:
        environment.enter(found)
        from knutepunkt.exchange.command import import_files

        return import_files(arguments.files)
