"""Check style, types, import contracts, templates and generated pages; change nothing."""

import argparse
import os

from knutepunkt.command.parallel import Checks
from knutepunkt.command.tools import TOOLS


def configure(parser: argparse.ArgumentParser) -> None:
    pass


def run(_arguments: argparse.Namespace) -> int:
    from knutepunkt.command.translations import compile_translations

    compile_translations()
    with Checks(os.environ) as checks:
        for tool in TOOLS:
            checks.start(tool.name, tool.check)
        checks.wait()
    return 1 if checks.failed else 0
