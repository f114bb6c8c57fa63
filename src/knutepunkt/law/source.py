"""Where the law data comes from, and which book is in use."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any

from knutepunkt.law.book import Book
from knutepunkt.law.law import Law
from knutepunkt.law.reading import Change, changes_in_directory, changes_in_mapping

OWN_DATA = Path(__file__).parent / "data"
VARIABLE = "KNUTEPUNKT_LAW"
"""Environment variable: a directory of data files laid over the product's own."""

Source = str | Path | Mapping[str, Any]


class _InUse:
    """The book every thread of the process asks."""

    def __init__(self) -> None:
        self.book: Book | None = None
        self.lock = Lock()


_in_use = _InUse()


def on(day: date) -> Law:
    """Give the law as it stands on that day: the one way to ask what applies."""
    return _book().on(day)


def load(*directories: str | Path) -> Book:
    """Read the product's own data with the given directories laid over it. Raises LawDataError."""
    return Book([changes_in_directory(Path(directory)) for directory in (OWN_DATA, *directories)])


@contextmanager
def overlay(source: Source) -> Iterator[Book]:
    """Lay more data over the book in use, for every thread of the process, until the block ends."""
    below = _book()
    _in_use.book = below.with_layer(_changes(source))
    try:
        yield _in_use.book
    finally:
        _in_use.book = below


def _book() -> Book:
    if _in_use.book is None:
        with _in_use.lock:
            if _in_use.book is None:
                extra = os.environ.get(VARIABLE, "")
                _in_use.book = load(*([extra] if extra else []))
    return _in_use.book


def _changes(source: Source) -> list[Change]:
    if isinstance(source, Mapping):
        return changes_in_mapping(source, source="overlay")
    return changes_in_directory(Path(source))
