"""Real servers on real folders: what is tested here is what the kernel does with our processes."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from knutepunkt.command.postgres import postmaster
from rooms.command.supervising import Supervisor


@pytest.fixture
def supervise(request) -> Iterator[type[Supervisor]]:
    started: list[Supervisor] = []

    class Remembered(Supervisor):
        def __init__(self, *args, **kwargs) -> None:
            super().__init__(*args, **kwargs)
            started.append(self)

    yield Remembered
    for supervisor in started:
        if supervisor.process.poll() is None:
            supervisor.process.kill()
        supervisor.process.wait()
        assert supervisor.process.stdout
        supervisor.process.stdout.close()
        found = postmaster.living(supervisor.data.cluster)
        if found:
            os.kill(found.process, signal.SIGQUIT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A place that other accounts may enter, whatever pytest does with its own folders."""
    place = tmp_path
    while place != place.parent and place.stat().st_uid == os.geteuid() and place.name.startswith(("pytest", "test")):
        place.chmod(0o755)
        place = place.parent
    return tmp_path / "data"
