"""Real servers on real folders: what is tested here is what the kernel does with our processes."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from knutepunkt.command.postgres import postmaster
from rooms.command.supervising import Supervisor, until


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
    for supervisor in started:
        assert until(lambda data=supervisor.data: postmaster.living(data.cluster) is None, seconds=30)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A place that other accounts may enter: pytest's own folders let nobody in."""
    place = Path(tempfile.mkdtemp(prefix="knutepunkt-test-"))
    place.chmod(0o755)
    yield place / "data"
    shutil.rmtree(place, ignore_errors=True)
