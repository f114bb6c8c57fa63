"""Write the generated pages of `docs/generated` anew, or with --check say which are out of date."""

import argparse
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path

from knutepunkt.command.layout import CHECKOUT

Generator = Callable[[], Mapping[str, str]]
OUTPUT = CHECKOUT / "docs" / "generated"
# Module that lists the functions, each giving {path below docs/generated: text}.
REGISTRY = "knutepunkt.command.generators"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 when a page is out of date")


def run(arguments: argparse.Namespace) -> int:
    from knutepunkt.command import environment

    environment.enter({})
    generators: Iterable[Generator] = import_module(REGISTRY).GENERATORS
    wanted = pages(generators)
    stale = differences(OUTPUT, wanted)
    if arguments.check:
        for name in stale:
            print(f"docs/generated/{name} is out of date: run `kp docs`.")
        return 1 if stale else 0
    write(OUTPUT, wanted)
    print(f"{len(wanted)} pages, {len(stale)} of them changed.")
    return 0


def pages(generators: Iterable[Generator]) -> dict[str, str]:
    """Gather what all generators give. Two that write the same page are a mistake."""
    found: dict[str, str] = {}
    for generator in generators:
        for name, text in generator().items():
            if name in found:
                raise ValueError(f"Two generators write {name}.")
            found[name] = text if text.endswith("\n") else f"{text}\n"
    return found


def differences(folder: Path, wanted: Mapping[str, str]) -> list[str]:
    """Names of pages that are missing, differ, or are written by no generator."""
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    changed = {
        name
        for name, text in wanted.items()
        if name not in present or (folder / name).read_text(encoding="utf-8") != text
    }
    return sorted(changed | (present - set(wanted)))


def write(folder: Path, wanted: Mapping[str, str]) -> None:
    for name in differences(folder, wanted):
        path = folder / name
        if name in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[name], encoding="utf-8")
        else:
            path.unlink()
