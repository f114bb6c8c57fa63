"""`knutepunkt import FILE…`: each file in a transaction of its own, its receipt put beside it, one line each."""

import os
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, close_old_connections, connection
from django.utils import translation
from django.utils.functional import Promise

from knutepunkt.exchange.operations import Received, receive
from knutepunkt.foundation.clock import now
from knutepunkt.foundation.refusal import Refusal

RECEIPT_SUFFIX = ".apprec.xml"
TRIES = 5
_NUMBER = re.compile(r"\d{6}[ _-]?\d{5}")


def import_files(paths: Sequence[Path]) -> int:
    """Take in each file and print what became of it, naming nobody. 0 when none was refused, else 1.

    The receipt stands beside the input as `<name>.apprec.xml`, from what is stored: a run that was killed is simply repeated.
    """
    with translation.override("en"):
        good = [_import(path) for path in paths]
    return 0 if all(good) else 1


def _import(path: Path) -> bool:
    if _is_receipt_of_ours(path):
        _tell(path, "a receipt made here, skipped.")
        return True
    try:
        data = _bytes(path)
    except OSError as error:
        _tell(path, f"cannot be read: {error.strerror}.")
        return False
    answer = _received(data)
    if answer is None:
        _tell(path, "The database did not answer. Nothing of it was stored: import it again.")
        return False
    if answer.receipt is not None:
        try:
            _put(path.with_name(path.name + RECEIPT_SUFFIX), answer.receipt)
        except OSError as error:
            _tell(path, f"{answer.summary} Its receipt cannot be written: {error.strerror}. Import it again.")
            return False
    kind = answer.message.message_type if answer.message else ""
    _tell(path, kind, "Refused:" if answer.refused else "", answer.summary)
    return not answer.refused


def _is_receipt_of_ours(path: Path) -> bool:
    """Made by an earlier run beside its message, and given by a pattern such as *.xml."""
    return path.name.endswith(RECEIPT_SUFFIX) and path.with_name(path.name.removesuffix(RECEIPT_SUFFIX)).is_file()


def _bytes(path: Path) -> bytes:
    """The file, no more of it than tells that it is too large."""
    with path.open("rb") as file:
        return file.read(settings.KNUTEPUNKT_MAX_MESSAGE + 1)


def _received(data: bytes) -> Received | None:
    """Again when two imports got in each other's way or the connection broke; None when that does not help."""
    for _attempt in range(TRIES):
        try:
            return receive(data, at=now(), source="command")
        except Refusal as refusal:
            return Received(None, None, refusal.message, refused=True)
        except OperationalError:
            connection.close()
            close_old_connections()
    return None


def _put(path: Path, content: bytes) -> None:
    """Whole or not at all, also when we are killed."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o640)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _tell(path: Path, *words: str | Promise) -> None:
    """One line: the file's name without what looks like an identity number, then the words."""
    name = _NUMBER.sub("***********", path.name)
    print(f"{name}:", *(word for word in words if word), file=sys.stdout, flush=True)  # noqa: T201 -- a command line prints
