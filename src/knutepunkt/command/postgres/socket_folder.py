"""The folder of the server's socket: short, because a socket's path has at most 107 bytes, and private."""

import hashlib
import os
import tempfile
from pathlib import Path

from knutepunkt.command.errors import OperatorError
from knutepunkt.command.postgres.runner import Runner

PORT = 5432
LONGEST = 107
PRIVATE_MODE = 0o700


def prepare(cluster: Path, runner: Runner) -> Path:
    """Make the folder for this data and this user. Raises OperatorError where there is no short place."""
    name = "kp-" + hashlib.sha256(f"{os.geteuid()}:{cluster}".encode()).hexdigest()[:12]
    for parent in (Path("/tmp"), Path("/var/tmp"), Path(tempfile.gettempdir())):  # noqa: S108 -- owner and mode are checked before use
        folder = parent / name
        if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) > LONGEST:
            continue
        try:
            folder.mkdir(mode=PRIVATE_MODE, exist_ok=True)
            if not _is_ours(folder, runner):
                continue
            runner.give(folder, PRIVATE_MODE)
        except OSError:
            continue
        return folder
    raise OperatorError("There is no folder with a short path for the database's socket: make /tmp writable.")


def forget_dead_server(folder: Path) -> None:
    """Remove what a killed server left, so that its number, used again by another process, stops nobody."""
    for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
        (folder / name).unlink(missing_ok=True)


def _is_ours(folder: Path, runner: Runner) -> bool:
    found = folder.lstat()
    return folder.is_dir() and not folder.is_symlink() and found.st_uid in {os.geteuid(), runner.uid}
