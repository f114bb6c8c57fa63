"""Mend what a machine can mend: format, simple findings, generated pages."""

import argparse
import subprocess

from knutepunkt.command.layout import CHECKOUT
from knutepunkt.command.tools import TOOLS


def configure(parser: argparse.ArgumentParser) -> None:
    pass


def run(_arguments: argparse.Namespace) -> int:
    codes = [subprocess.run(tool.mend, cwd=CHECKOUT, check=False).returncode for tool in TOOLS if tool.mend]
    return 1 if any(codes) else 0
