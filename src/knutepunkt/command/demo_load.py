"""Fill an empty database with the invented municipalities, their people and plans (used by `demo`)."""

import argparse

from knutepunkt.command.errors import OperatorError


def configure(parser: argparse.ArgumentParser) -> None:
    pass


def run(_arguments: argparse.Namespace) -> int:
    import os

    from knutepunkt.command import environment

    if not os.environ.get("DATABASE_URL"):
        raise OperatorError("`demo-load` fills the database that DATABASE_URL names. For the embedded one: `kp demo`.")
    environment.enter({"KNUTEPUNKT_DEMO": "1"})
    from knutepunkt.demo.load import load_demo
    from knutepunkt.foundation import clock

    load_demo(clock.now())
    return 0
