"""The `knutepunkt` command: reads the arguments and hands over to one of its subcommands."""

import argparse
import sys
from importlib import import_module
from typing import Protocol, cast

from knutepunkt.command.errors import OperatorError

# Subcommand and its module. The first line of the module's docstring is its help text.
SUBCOMMANDS = {
    "demo": "demo",
    "serve": "serve",
    "worker": "worker",
    "migrate": "migrate",
    "import": "import_messages",
    "reference": "reference",
    "audit": "audit_commands",
    "bench": "bench",
    "check": "check",
    "sign-in-key": "sign_in_key",
    "db": "db",
    "routes": "routes",
    "test": "test_all",
    "lint": "lint",
    "fmt": "fmt",
    "docs": "docs",
    "texts": "texts",
    "translations": "translations",
    "web": "web",
    "demo-load": "demo_load",
    "dev-db": "dev_db",
}
# What these do not know themselves goes on to pytest.
PASSING_ON = {"test"}


class Subcommand(Protocol):
    """What each of these modules has."""

    __doc__: str | None

    def configure(self, parser: argparse.ArgumentParser) -> None: ...

    def run(self, arguments: argparse.Namespace) -> int: ...


def main(argv: list[str] | None = None) -> int:
    """Run one subcommand and give its exit code; an operator's error is one sentence on stderr."""
    given = sys.argv[1:] if argv is None else argv
    asked = given[0] if given else None
    parser = build_parser(only=asked)
    arguments, rest = parser.parse_known_args(given)
    if rest and asked not in PASSING_ON:
        parser.error(f"unknown: {' '.join(rest)}")
    arguments.rest = rest
    try:
        return cast("int", arguments.run(arguments))
    except OperatorError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def build_parser(only: str | None = None) -> argparse.ArgumentParser:
    """Make the parser: of all subcommands, or of `only` the one that is asked for, which is quicker."""
    parser = argparse.ArgumentParser(prog="kp", description="Knutepunkt, for coordinating units.")
    subparsers = parser.add_subparsers(metavar="command", required=True)
    for name, module_name in SUBCOMMANDS.items():
        if only in SUBCOMMANDS and name != only:
            continue
        module = cast("Subcommand", import_module(f"knutepunkt.command.{module_name}"))
        text = (module.__doc__ or "").splitlines()[0]
        subparser = subparsers.add_parser(name, help=text, description=module.__doc__)
        module.configure(subparser)
        subparser.set_defaults(run=module.run)
    return parser
