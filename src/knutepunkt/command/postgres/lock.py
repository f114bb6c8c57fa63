"""One process runs a data folder at a time."""

import fcntl
import json
import os
import time
from types import TracebackType
from typing import Any, Self

from knutepunkt.command.errors import OperatorError
from knutepunkt.command.layout import DataFolder


class Busy(OperatorError):  # noqa: N818 -- an answer more than an error
    """Another living process runs this data folder."""


class DataLock:
    """Held for as long as the process lives; the kernel lets go of it also after `kill -9`."""

    def __init__(self, data: DataFolder, doing: str) -> None:
        self.data = data
        self.doing = doing
        self.descriptor: int | None = None

    def __enter__(self) -> Self:
        descriptor = os.open(self.data.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise Busy(_who(self.data)) from None
        self.descriptor = descriptor
        self.tell()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self.descriptor is not None
        os.ftruncate(self.descriptor, 0)
        os.close(self.descriptor)
        self.descriptor = None

    def tell(self, url: str = "") -> None:
        """Leave word of what runs here, for who comes second."""
        assert self.descriptor is not None
        text = json.dumps({"process": os.getpid(), "doing": self.doing, "url": url})
        os.ftruncate(self.descriptor, 0)
        os.pwrite(self.descriptor, text.encode(), 0)


def is_held(data: DataFolder) -> bool:
    """Tell whether a living process runs this data folder."""
    try:
        descriptor = os.open(data.lock, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def wait_until_free(data: DataFolder, *, seconds: float) -> bool:
    """Wait for the holder to end; tell whether it did."""
    end = time.monotonic() + seconds
    while is_held(data):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def holder(data: DataFolder) -> dict[str, Any]:
    """What the holder told: `process`, `doing` and, once there is one, `url`. Empty when nothing is told."""
    try:
        told = json.loads(data.lock.read_text())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _who(data: DataFolder) -> str:
    told = holder(data)
    where = f" at {told['url']}" if told.get("url") else ""
    process = f" (process {told['process']}, {told['doing']})" if told else ""
    return (
        f"Knutepunkt already runs on {data.root}{where}{process}. "
        "Use that one, stop it first, or choose another folder with --data."
    )
