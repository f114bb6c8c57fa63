"""Load reference data that cannot be shipped: `reference load --xsd DIR` takes the national schemas into use."""

import argparse
from pathlib import Path

from knutepunkt.command.errors import OperatorError
from knutepunkt.command.layout import DEMO_DATA, DataFolder


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["load"], help="load: check the folder and use what is in it from now on")
    parser.add_argument("--xsd", required=True, type=Path, help="folder with the national XSDs of messages")
    parser.add_argument("--data", type=Path, default=DEMO_DATA, help="data folder of the installation")


def run(arguments: argparse.Namespace) -> int:
    from knutepunkt.command import environment

    environment.enter({"KNUTEPUNKT_DATA": str(DataFolder.at(arguments.data).root)})
    from knutepunkt.exchange import reference
    from knutepunkt.foundation.refusal import Refusal

    try:
        where = reference.load(arguments.xsd)
    except Refusal as refusal:
        raise OperatorError(str(refusal)) from None
    print(f"Received messages are checked against the schemas in {where} from now on, besides our own rules.")
    return 0
