"""The generated pages: each function gives {path below docs/generated: text}, and `GENERATORS` lists them."""

import argparse
import ast
import tomllib
from pathlib import Path

from knutepunkt.command.generators_bundle import bundle_pages
from knutepunkt.command.generators_rooms import lives, permissions, registries
from knutepunkt.command.layout import CHECKOUT
from knutepunkt.command.main import SUBCOMMANDS, build_parser

PACKAGE = Path(__file__).resolve().parents[1]


def settings() -> dict[str, str]:
    """Every environment variable, from the one module that reads them."""
    from knutepunkt.config import env

    rows = [
        f"| `{variable.name}` | {'(secret)' if variable.secret else f'`{variable.default}`' if variable.default else '–'} "
        f"| {variable.meaning.replace('|', chr(92) + '|')} |"
        for variable in env.VARIABLES
    ]
    head = ["# Settings", "", "| variable | default | meaning |", "| --- | --- | --- |"]
    return {"settings.md": "\n".join([*head, *rows])}


def rooms() -> dict[str, str]:
    """The rooms from top to bottom, each with the paragraph it introduces itself with."""
    config = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = config["tool"]["importlinter"]["contracts"][0]["layers"]
    parts = ["# Rooms", "", "A room imports only from rooms below it; rooms on one line do not know each other.", ""]
    for layer in layers:
        for room in (name.strip() for name in layer.split("|")):
            words = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text(encoding="utf-8"))) or ""
            parts += [f"## {room}", "", words, ""]
    return {"rooms.md": "\n".join(parts)}


def commands() -> dict[str, str]:
    """What `kp` can do, from the parsers themselves."""
    parts = ["# Commands", ""]
    parser = build_parser()
    action = next(found for found in parser._actions if isinstance(found, argparse._SubParsersAction))
    for name in SUBCOMMANDS:
        subparser = action.choices[name]
        parts += [f"## kp {name}", "", (subparser.description or "").strip(), ""]
        rows = [
            f"- `{' '.join(option.option_strings) or option.dest}`: {option.help}"
            for option in subparser._actions
            if option.help not in {None, argparse.SUPPRESS} and option.dest != "help"
        ]
        parts += [*rows, ""] if rows else []
    return {"commands.md": "\n".join(parts).rstrip()}


GENERATORS = (settings, rooms, commands, lives, permissions, registries, bundle_pages)
