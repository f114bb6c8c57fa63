"""Supervisors in processes of their own, and what the kernel knows of them."""

import signal
import subprocess
import sys
import time
from pathlib import Path

from knutepunkt.command.layout import DataFolder
from knutepunkt.command.postgres import lock, postmaster


def until(condition, *, seconds: float = 60.0) -> bool:
    """Wait for something another process does."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def descendants(process: int) -> set[int]:
    """Every process below `process`, its own number left out."""
    found: set[int] = set()
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found |= {child} | descendants(child)
    return found


class Supervisor:
    """A supervisor in a process of its own, as an operator starts it."""

    def __init__(self, folder: Path, *, subcommand: tuple[str, ...] = ("dev-db", "--stay")) -> None:
        self.data = DataFolder.at(folder)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "knutepunkt", *subcommand, "--data", str(folder)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
        )

    def ready(self) -> bool:
        return until(lambda: lock.holder(self.data).get("url") == "ready" or self.process.poll() is not None) and (
            self.process.poll() is None
        )

    def postmaster(self) -> int:
        found = postmaster.living(self.data.cluster)
        assert found
        return found.process

    def end(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(90)

    def words(self) -> str:
        assert self.process.stdout
        return self.process.stdout.read()
