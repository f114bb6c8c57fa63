"""Children that never outlive their parent."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

ON_LINUX = sys.platform.startswith("linux")
PR_SET_PDEATHSIG = 1
# Loaded once: between fork and exec nothing may be imported or allocated that could take a lock.
LIBC = ctypes.CDLL(None, use_errno=True)


def ask_to_die_with_parent(signal_number: int) -> None:
    """Have the kernel send this process `signal_number` when its parent dies (Linux)."""
    if ON_LINUX:
        LIBC.prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0)


def before_exec(signal_number: int, also: Callable[[], None] | None = None) -> Callable[[], None]:
    """Make what a child runs between fork and exec: bind its life to ours, then `also`.

    The bond comes last, because changing the user clears it.
    """
    parent = os.getpid()

    def prepare() -> None:
        if also:
            also()
        ask_to_die_with_parent(signal_number)
        if os.getppid() != parent:  # the parent died before the bond was made
            os._exit(1)

    return prepare


def watch_parent(parent: int, *, seconds: float = 1.0) -> None:
    """End when the process `parent`, which started this one, ends, also if it has ended already.

    By the kernel on Linux, elsewhere by looking each second.
    """
    ask_to_die_with_parent(signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    if ON_LINUX:
        return

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(seconds)
        os._exit(1)

    threading.Thread(target=look, name="watch-parent", daemon=True).start()


def start_bound(
    command: Sequence[str | Path],
    *,
    environment: Mapping[str, str],
    output: IO[bytes] | int | None,
    folder: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own (Ctrl-C reaches only us) that is killed when we die."""
    return subprocess.Popen(
        [str(part) for part in command],
        env=dict(environment),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
        preexec_fn=before_exec(signal.SIGKILL),  # noqa: PLW1509 -- the command line starts children from one thread
    )


def stop(process: subprocess.Popen[bytes], *, with_signal: int = signal.SIGTERM, patience: float = 10.0) -> None:
    """Ask a child to end, and after `patience` seconds end its whole session."""
    if process.poll() is None:
        process.send_signal(with_signal)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    with suppress(ProcessLookupError, PermissionError):  # what it left behind in its session
        os.killpg(process.pid, signal.SIGKILL)
