"""Run everything the project checks, side by side, on a database of its own; arguments go on to pytest.

With arguments (a path, `-k word`) or --story only pytest runs, with just those tests.
"""

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree as ET

from knutepunkt.command import chromium
from knutepunkt.command.errors import OperatorError
from knutepunkt.command.layout import CHECKOUT, PRIVATE, DataFolder
from knutepunkt.command.parallel import Checks
from knutepunkt.command.tools import TOOLS, module

NOT_OURS = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "DATABASE_AUDIT_URL",
    "KNUTEPUNKT_DATA",
    "KNUTEPUNKT_DEMO",
    "KNUTEPUNKT_LAW",
)


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--story", metavar="S1", help="only the tests of one acceptance story; prints the ids of its lines"
    )


def run(arguments: argparse.Namespace) -> int:
    from knutepunkt.command import group
    from knutepunkt.command.translations import compile_translations

    group.end_on_signals()
    compile_translations(everything=False)
    try:
        with _database() as variables, Checks(variables) as checks:
            return _check(checks, arguments)
    except group.Stopped:
        print("Stopped.")
        return 130


def _check(checks: Checks, arguments: argparse.Namespace) -> int:
    began = time.monotonic()
    chosen = list(arguments.rest)
    if arguments.story:
        chosen = ["--story", arguments.story, *(chosen or ["tests/stories"])]
    _start_fetching_chromium(checks)
    if not chosen:
        checks.start(PROVIDER, (sys.executable, os.fspath(CHECKOUT / "tests/rooms/identity/provider/install.py")))
        for tool in TOOLS:
            checks.start(tool.name, tool.check)
    _wait_for_chromium(checks)
    passed, failed, skipped = _pytest(checks, chosen, Path(checks.environment["KNUTEPUNKT_DATA"]) / "pytest.xml")
    checks.wait()
    print(f"\n{'Checks':<8} {len(checks.passed)} passed, {len(checks.failed)} failed", end="")
    print(f" ({', '.join(checks.failed)})" if checks.failed else "")
    print(f"{'Tests':<8} {passed} passed, {failed} failed, {skipped} skipped")
    print(f"{'Time':<8} {time.monotonic() - began:.0f} s")
    ends = f", {skipped} skipped" if skipped else ""
    print(f"{passed + len(checks.passed)} passed, {failed + len(checks.failed)} failed{ends}", flush=True)
    return 1 if failed or checks.failed else 0


def _pytest(checks: Checks, chosen: list[str], results: Path) -> tuple[int, int, int]:
    """Run pytest with its words shown as they come; gives passed, failed (with errors) and skipped."""
    from knutepunkt.command.processes import start_bound, stop

    alone = any(word.startswith(("-n", "--pdb", "-s")) for word in chosen)
    command = module(
        "pytest",
        f"--junitxml={results}",
        *([] if alone else ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]),
        *chosen,
    )
    began = time.monotonic()
    process = start_bound(command, environment=checks.environment, output=None, folder=CHECKOUT)
    try:
        while process.poll() is None:
            checks.look()
            time.sleep(0.1)
    finally:
        stop(process, with_signal=signal.SIGINT)
    passed, failed, skipped = _counts(results)
    if process.returncode and not failed:  # it broke off, or found nothing to run
        failed = 1
    print(f"pytest ended after {time.monotonic() - began:.1f} s", flush=True)
    return passed, failed, skipped


def _counts(results: Path) -> tuple[int, int, int]:
    if not results.exists():
        return 0, 0, 0
    suites = ET.parse(results).getroot().iter("testsuite")  # noqa: S314 -- written by our own pytest
    passed = failed = skipped = 0
    for suite in suites:
        failing = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipping = int(suite.get("skipped", 0))
        failed += failing
        skipped += skipping
        passed += int(suite.get("tests", 0)) - failing - skipping
    return passed, failed, skipped


CHROMIUM = "fetch Chromium"
PROVIDER = "fetch the sign-in provider"


def _start_fetching_chromium(checks: Checks) -> None:
    if chromium.find() is None:
        print("Fetching a Chromium for the browser tests …", flush=True)
        checks.start(CHROMIUM, chromium.fetching())


def _wait_for_chromium(checks: Checks) -> None:
    while any(check.name == CHROMIUM for check in checks.running):
        checks.look()
        time.sleep(0.1)
    found = chromium.find()
    if found is None:
        raise OperatorError("There is no Chromium: install one and name it in KNUTEPUNKT_CHROMIUM.")
    checks.environment = {**checks.environment, "KNUTEPUNKT_CHROMIUM": os.fspath(found)}


@contextmanager
def _database() -> Iterator[dict[str, str]]:
    """A PostgreSQL that is thrown away afterwards; what an earlier, killed run left is thrown away too."""
    from knutepunkt.command import environment
    from knutepunkt.command.postgres import cluster, lock, roles, server

    place = PRIVATE / "test"
    place.mkdir(parents=True, exist_ok=True)
    for left in place.iterdir():
        if not lock.is_held(DataFolder.at(left)):
            shutil.rmtree(left, ignore_errors=True)
    data = DataFolder.at(Path(tempfile.mkdtemp(dir=place)))
    data.root.chmod(0o755)
    for name in NOT_OURS:
        os.environ.pop(name, None)
    try:
        with server.running(data, doing="test", extra_settings=cluster.CARELESS) as running:
            superuser = running.dsn("superuser", "postgres")
            roles.create_database(superuser)
            variables = environment.for_server(server.connection_strings(running), demo=False)
            yield {**variables, "KNUTEPUNKT_TEST_SUPERUSER_DSN": superuser}
    finally:
        shutil.rmtree(data.root, ignore_errors=True)
