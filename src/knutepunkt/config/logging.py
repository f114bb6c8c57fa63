"""Log lines without personal data: messages of the product carry ids only, and exceptions show where, never what."""

import logging
import traceback
from typing import Any


class NoPersonalData(logging.Formatter):
    """Formats a record; of an exception it gives the type and the places in the code, not its text or values.

    Database errors, validation errors and template errors can quote what somebody typed.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        if record.exc_info:
            record = logging.makeLogRecord(record.__dict__)
            if record.name.startswith(("django", "procrastinate")):
                record.msg, record.args = "request or job failed", ()
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 -- the base class names it
        kind, _value, trace = ei
        frames = traceback.extract_tb(trace)
        places = " < ".join(
            f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in reversed(frames[-6:])
        )
        return f"{getattr(kind, '__name__', kind)} at {places}"
