"""Run several checks side by side and tell of each when it ends."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Self

from knutepunkt.command.layout import CHECKOUT
from knutepunkt.command.processes import start_bound, stop


@dataclass
class Running:
    """A check that has been started."""

    name: str
    process: subprocess.Popen[bytes]
    output: IO[bytes]
    began: float


class Checks:
    """Checks that run at the same time. `failed` and `passed` hold the names of those that ended."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.running: list[Running] = []
        self.passed: list[str] = []
        self.failed: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for check in self.running:
            stop(check.process, patience=2)
            check.output.close()

    def start(self, name: str, command: Iterable[str]) -> None:
        output = tempfile.TemporaryFile()  # noqa: SIM115 -- open for as long as the check runs
        process = start_bound(list(command), environment=self.environment, output=output, folder=CHECKOUT)
        self.running.append(Running(name, process, output, time.monotonic()))

    def look(self) -> None:
        """Report those that have ended since the last look."""
        for check in list(self.running):
            code = check.process.poll()
            if code is None:
                continue
            self.running.remove(check)
            self.end(check.name, ok=code == 0, seconds=time.monotonic() - check.began)
            if code:
                check.output.seek(0)
                sys.stdout.write(check.output.read().decode(errors="replace"))
                sys.stdout.flush()
            check.output.close()

    def end(self, name: str, *, ok: bool, seconds: float) -> None:
        """Count one check and say so."""
        (self.passed if ok else self.failed).append(name)
        print(f"{'ok    ' if ok else 'FAILED'}  {name}  ({seconds:.1f} s)", flush=True)

    def wait(self) -> None:
        while self.running:
            self.look()
            time.sleep(0.1)
