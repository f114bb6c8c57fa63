"""A whole installation as an operator runs it: database, application server and worker."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg
import pytest

from knutepunkt.command.layout import DataFolder
from knutepunkt.command.main import main
from rooms.command.supervising import alive, descendants, until

STAND_IN = """
import os, sys, types
if "ANY_PAGE" in os.environ:
    wsgi = types.ModuleType("knutepunkt.config.wsgi")
    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"answer"]
    wsgi.application = application
    sys.modules["knutepunkt.config.wsgi"] = wsgi
from knutepunkt.command import demo_load
def load_side_by_side(at):
    import time
    import psycopg
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        connection.execute("CREATE TABLE loaded AS SELECT 1 AS once")
    time.sleep(float(os.environ.get("SLOW_LOAD", "0")))
    return 0
demo_load.load_side_by_side = load_side_by_side
"""


class Installation:
    """`kp demo` with a small load in place of the sixty invented persons.

    With ANY_PAGE the pages are replaced too, where only the life of the processes matters.
    """

    def __init__(self, folder: Path, **more: str) -> None:
        self.data = DataFolder.at(folder)
        stand_in = folder.parent / "stand-in"
        stand_in.mkdir(exist_ok=True)
        (stand_in / "sitecustomize.py").write_text(STAND_IN)
        variables = {
            name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "KNUTEPUNKT"))
        }
        self.words = folder.parent / "words"
        self.began = time.monotonic()
        with self.words.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "knutepunkt", "demo", "--data", str(folder)],
                env={**variables, **more, "PYTHONPATH": os.pathsep.join([str(stand_in), *sys.path])},
                stdout=output,
                stderr=output,
                cwd="/",
            )

    def url(self) -> str | None:
        found = re.search(r"^Knutepunkt is ready: (http://127\.0\.0\.1:\d+)$", self.words.read_text(), re.MULTILINE)
        return found.group(1) if found else None

    def wait(self) -> str:
        assert until(lambda: self.url() or self.process.poll() is not None, seconds=240), self.words.read_text()
        url = self.url()
        assert url, self.words.read_text()
        return url

    def has_said(self, words: str) -> bool:
        return until(lambda: words in self.words.read_text(), seconds=240)


@pytest.fixture
def install(folder: Path):
    started: list[Installation] = []

    def start(**more: str) -> Installation:
        started.append(Installation(folder, **more))
        return started[-1]

    yield start
    for installation in started:
        installation.process.kill()
        installation.process.wait()


def status(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=20) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


def command_of(process: int) -> bytes:
    """The words a process was started with; none when it has ended meanwhile."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def test_from_nothing_to_a_start_page_killed_and_started_again(install, folder: Path, capsys) -> None:
    first = install()
    url = first.wait()
    assert status(url) == 200
    below = descendants(first.process.pid)
    names = [command_of(one) for one in below]
    for program in (b"postgres", b"web", b"worker"):
        assert any(program in name for name in names), program

    second = install()
    assert second.process.wait(60) == 1
    assert second.words.read_text().startswith(f"Knutepunkt already runs on {folder} at {url}")
    first.words.write_text("")

    for role in ("app", "inspect", "superuser"):
        assert main(["db", "url", "--role", role, "--data", str(folder)]) == 0
        with psycopg.connect(capsys.readouterr().out.strip()) as connection:
            assert connection.execute("SELECT current_database()").fetchone() == ("knutepunkt",)

    first.process.kill()
    first.process.wait()
    assert until(lambda: not any(alive(one) for one in below), seconds=30)

    again = install()
    assert status(again.wait()) == 200
    assert "Loading" not in again.words.read_text()

    below = descendants(again.process.pid)
    again.process.send_signal(signal.SIGTERM)
    assert again.process.wait(60) == 0
    assert not [one for one in below if alive(one)]
    assert again.words.read_text().endswith("Stopped.\n")


def test_an_interrupted_load_leaves_nothing_half_done(install, folder: Path) -> None:
    broken = install(SLOW_LOAD="60", ANY_PAGE="")
    assert broken.has_said("Loading")
    time.sleep(2)
    below = descendants(broken.process.pid)
    broken.process.kill()
    broken.process.wait()
    assert until(lambda: not any(alive(one) for one in below), seconds=30)

    again = install(ANY_PAGE="")
    again.wait()  # the load would fail on a table that is there already

    assert again.has_said("Loading")


def test_a_worker_that_is_killed_is_started_again_and_the_pages_stay(install, folder: Path) -> None:
    installation = install(ANY_PAGE="")
    url = installation.wait()
    told = json.loads(installation.data.lock.read_text())
    assert told == {"process": installation.process.pid, "doing": "demo", "url": url}
    time.sleep(11)  # sooner, a program that ends is taken for one that cannot start

    def workers() -> set[int]:
        found = descendants(installation.process.pid)
        return {one for one in found if b"\0worker\0" in command_of(one)}

    before = workers()
    for one in before:
        os.kill(one, signal.SIGKILL)

    assert until(lambda: bool(workers() - before), seconds=30)
    assert status(url) == 200
    assert "The worker ended and is started again." in installation.words.read_text()
