"""Measure: makes what is measured on a server of its own, prints the numbers, leaves nothing behind."""

import argparse
import tempfile
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

# Modules with benches: each has BENCHES, name -> function(rows, folder) -> exit code. The docstring's first line is the help text.
MODULES = ("bench_audit", "bench_page")

Run = Callable[[int, Path], int]


def configure(parser: argparse.ArgumentParser) -> None:
    found = benches()
    parser.add_argument("name", choices=sorted(found), help="what to measure")
    parser.add_argument("--rows", type=int, default=1_000_000, help="how much there is of what is measured")
    listed = [f"{name}: {(run.__doc__ or '').splitlines()[0]}" for name, run in found.items()]
    parser.epilog = "  ".join(listed)


def benches() -> dict[str, Run]:
    """Every bench by its name."""
    found: dict[str, Run] = {}
    for name in MODULES:
        module: Mapping[str, Run] = import_module(f"knutepunkt.command.{name}").BENCHES
        found.update(module)
    return found


def run(arguments: argparse.Namespace) -> int:
    """Run the bench in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="knutepunkt-bench-") as folder:
        return benches()[arguments.name](arguments.rows, Path(folder))
