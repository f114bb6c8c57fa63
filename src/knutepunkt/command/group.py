"""The programs of one installation, kept running together and ended together."""

import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Self

from knutepunkt.command.errors import OperatorError
from knutepunkt.command.processes import start_bound, stop

# A program that ends sooner than this after its start is not started again: it would only end again.
LONG_ENOUGH = 10.0
LARGEST_LOG = 10_000_000


class Stopped(BaseException):
    """A signal asked us to end. Not an Exception, so that nothing on the way takes it for an error."""


def end_on_signals() -> None:
    """Turn the first SIGTERM, SIGINT or SIGHUP into `Stopped`; further ones do not disturb the ending."""
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

    def end(_number: int, _frame: FrameType | None) -> None:
        for number in numbers:
            signal.signal(number, signal.SIG_IGN)
        raise Stopped

    for number in numbers:
        signal.signal(number, end)


@dataclass
class Program:
    """One long-running child and where its words go (None: to ours)."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    log: Path | None = None
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0

    def start(self) -> None:
        self.started = time.monotonic()
        if self.log is None:
            self.process = start_bound(self.command, environment=self.environment, output=None)
            return
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.rename(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as output:
            self.process = start_bound(self.command, environment=self.environment, output=output)

    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def stop(self) -> None:
        if self.process:
            stop(self.process)

    def last_words(self) -> str:
        if self.log is None or not self.log.exists():
            return ""
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return f" {lines[-1]}" if lines else ""


@dataclass
class Group:
    """Starts programs in order and stops them in the opposite one."""

    programs: list[Program] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for program in self.programs:  # ask all at once …
            if program.process and not program.has_ended():
                program.process.send_signal(signal.SIGTERM)
        for program in reversed(self.programs):  # … then wait for each
            program.stop()

    def start(self, program: Program) -> Program:
        self.programs.append(program)
        program.start()
        return program

    def wait_for(self, ready: Callable[[], bool], *, seconds: float, what: str) -> None:
        """Wait until `ready`; raises OperatorError when a program ends before, or it takes too long."""
        end = time.monotonic() + seconds
        while not ready():
            for program in self.programs:
                if program.has_ended():
                    raise OperatorError(f"The {program.name} did not start.{program.last_words()}")
            if time.monotonic() > end:
                raise OperatorError(f"{what} was not ready after {seconds:.0f} seconds.")
            time.sleep(0.05)

    def keep_running(self, also: Callable[[], None] = lambda: None) -> None:
        """Start again what ends by itself, until a signal; what ends at once each time ends all."""
        while True:
            for program in self.programs:
                if not program.has_ended():
                    continue
                if time.monotonic() - program.started < LONG_ENOUGH:
                    raise OperatorError(f"The {program.name} ended twice in a row.{program.last_words()}")
                print(f"The {program.name} ended and is started again.", flush=True)
                program.start()
            also()
            time.sleep(0.25)
