"""What `postmaster.pid` says, and whether it is true."""

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from knutepunkt.command.errors import OperatorError
from knutepunkt.command.processes import ON_LINUX

ORPHAN_SECONDS = 30.0
SOCKET_LINE, STATUS_LINE = 4, 7


@dataclass(frozen=True, slots=True)
class Recorded:
    """The server that the data directory names."""

    process: int
    sockets: Path
    ready: bool


def recorded(cluster: Path) -> Recorded | None:
    """Read the note; None when there is none, or it is still being written."""
    try:
        lines = (cluster / "postmaster.pid").read_text(errors="replace").splitlines()
        process = int(lines[0])
    except (OSError, ValueError, IndexError):
        return None
    lines += [""] * 8
    return Recorded(process, Path(lines[SOCKET_LINE]), lines[STATUS_LINE].strip() == "ready")


def living(cluster: Path) -> Recorded | None:
    """The server that runs on this data right now; never another process that got its number."""
    found = recorded(cluster)
    return found if found and _serves(found.process, cluster) else None


def end_orphan(cluster: Path) -> None:
    """Stop a server that nobody runs any more, and remove the note of one that is gone.

    The caller holds the folder's lock, so whatever still serves this data has lost its supervisor.
    """
    found = living(cluster)
    if found:
        os.kill(found.process, signal.SIGINT)
        end = time.monotonic() + ORPHAN_SECONDS
        while _serves(found.process, cluster):
            if time.monotonic() > end:
                raise OperatorError(
                    f"A database server that nobody looks after (process {found.process}) holds {cluster} "
                    "and does not stop: end it first."
                )
            time.sleep(0.02)
    (cluster / "postmaster.pid").unlink(missing_ok=True)


def _serves(process: int, cluster: Path) -> bool:
    """PostgreSQL's processes stand in their data directory: that tells them from any other."""
    if ON_LINUX:
        try:
            here = os.stat(f"/proc/{process}/cwd")  # noqa: PTH116 -- a link that only the kernel can follow
            name = Path(f"/proc/{process}/comm").read_text(encoding="ascii").strip()
        except OSError:
            return False
        return name == "postgres" and os.path.samestat(here, cluster.stat())
    shown = subprocess.run(
        ["ps", "-o", "command=", "-p", str(process)], capture_output=True, text=True, check=False
    ).stdout
    return "postgres" in shown and str(cluster) in shown
