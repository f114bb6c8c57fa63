"""Say what is wrong with the configuration, in sentences."""

import argparse
import os


def configure(parser: argparse.ArgumentParser) -> None:
    pass


def run(_arguments: argparse.Namespace) -> int:
    """Print each problem; the exit code is 1 when there is one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "knutepunkt.config.settings")
    from knutepunkt.config.check import problems

    found = problems()
    for sentence in found:
        print(sentence)
    if not found:
        print("The configuration is in order.")
    return 1 if found else 0
