"""The application server and the group that keeps programs running."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from knutepunkt.command import group, ports
from knutepunkt.command.errors import OperatorError
from rooms.command.supervising import alive, descendants, until

# The application replaced by one that answers at once; all around it is real.
STAND_IN = """
import sys, types
import logging
from knutepunkt.config.logging import NoPersonalData
logging.basicConfig()
logging.root.handlers[0].setFormatter(NoPersonalData())
wsgi = types.ModuleType("knutepunkt.config.wsgi")
def application(environ, start_response):
    if environ["PATH_INFO"] == "/broken":
        raise ValueError("Synnøve Oppdiktet")
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"answer"]
wsgi.application = application
sys.modules["knutepunkt.config.wsgi"] = wsgi
"""


@pytest.fixture
def web(tmp_path: Path):
    (tmp_path / "sitecustomize.py").write_text(STAND_IN)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "knutepunkt", "web", "--port", str(port), "--workers", "2"],
            env={**os.environ, "KNUTEPUNKT_DEMO": "0", "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])},
            stderr=log,
        )
    yield process, f"http://127.0.0.1:{port}"
    process.kill()
    process.wait()


def answer(url: str) -> bytes | None:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return response.read()
    except OSError:
        return None


def test_the_server_answers_and_ends_with_all_its_processes_on_sigterm(web) -> None:
    process, url = web
    assert until(lambda: answer(url) == b"answer")
    below = descendants(process.pid)
    assert len(below) >= 2

    process.terminate()
    process.wait(60)

    assert until(lambda: not any(alive(one) for one in below), seconds=30)


def test_an_error_that_nothing_caught_is_answered_and_its_words_are_not_logged(web, tmp_path: Path) -> None:
    _process, url = web
    assert until(lambda: answer(url) == b"answer")

    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{url}/broken", timeout=10)

    assert caught.value.code == 500
    caught.value.close()
    logged = (tmp_path / "log").read_text()
    assert "ValueError at" in logged
    assert "Synnøve" not in logged


def test_killing_the_server_leaves_none_of_its_processes(web) -> None:
    process, url = web
    assert until(lambda: answer(url) == b"answer")
    below = descendants(process.pid)
    assert len(below) >= 2

    process.kill()
    process.wait()

    assert until(lambda: not any(alive(one) for one in below), seconds=30)
    assert answer(url) is None


@pytest.mark.parametrize("seconds", [0.3, 0.5, 0.7])
def test_killing_the_server_while_it_starts_leaves_none_either(web, seconds: float) -> None:
    process, _url = web
    time.sleep(seconds)
    below = descendants(process.pid)

    process.kill()
    process.wait()

    assert until(lambda: not any(alive(one) for one in below), seconds=30)


def test_a_process_of_the_server_that_is_killed_is_replaced(web) -> None:
    process, url = web
    assert until(lambda: answer(url) == b"answer")
    before = descendants(process.pid)

    for one in before:
        os.kill(one, signal.SIGKILL)

    assert until(lambda: answer(url) == b"answer" and not before & descendants(process.pid), seconds=30)


def sleeper(name: str, tmp_path: Path, words: str = "import time; time.sleep(60)") -> group.Program:
    return group.Program(name, [sys.executable, "-c", words], dict(os.environ), tmp_path / f"{name}.log")


def test_leaving_the_group_ends_every_program(tmp_path: Path) -> None:
    with group.Group() as programs:
        started = [programs.start(sleeper(name, tmp_path)) for name in ("one", "two")]
        numbers = [program.process.pid for program in started if program.process]

    assert not any(alive(number) for number in numbers)


def test_a_program_that_will_not_start_ends_the_wait_with_its_last_words(tmp_path: Path) -> None:
    with group.Group() as programs:
        programs.start(sleeper("worker", tmp_path, "raise SystemExit('no database')"))
        with pytest.raises(OperatorError, match=r"The worker did not start\. no database"):
            programs.wait_for(lambda: False, seconds=20, what="It")


def test_a_program_that_ends_after_a_while_is_started_again(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setattr(group, "LONG_ENOUGH", 0)
    with group.Group() as programs:
        program = programs.start(sleeper("worker", tmp_path))
        assert program.process
        program.process.kill()
        first = program.process.pid

        def enough() -> None:
            if program.process and program.process.pid != first:
                raise group.Stopped

        with pytest.raises(group.Stopped):
            programs.keep_running(enough)

    assert "The worker ended and is started again." in capsys.readouterr().out


def test_a_program_that_keeps_ending_ends_all(tmp_path: Path) -> None:
    with group.Group() as programs:
        programs.start(sleeper("worker", tmp_path, "pass"))
        with pytest.raises(OperatorError, match="The worker ended twice in a row"):
            programs.keep_running()


def test_a_wanted_port_in_use_is_refused_and_another_is_found_when_none_is_wanted() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(OperatorError, match=f"Port {port} is in use"):
            ports.choose(port)
    assert ports.is_free(ports.choose(None))
