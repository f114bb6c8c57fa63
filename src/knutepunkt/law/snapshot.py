"""Everything in force during one stretch of time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from knutepunkt.law.entries import ANY, Entry

E = TypeVar("E", bound=Entry)


class Snapshot:
    """Entries by table and identity. Never changed after it is made, so it may be shared between threads."""

    def __init__(self, entries: Mapping[tuple[str, tuple[str, ...]], Entry]) -> None:
        self._tables: dict[str, dict[tuple[str, ...], Entry]] = {}
        for (table, identity), entry in entries.items():
            self._tables.setdefault(table, {})[identity] = entry

    def all(self, table: str, kind: type[E]) -> tuple[E, ...]:
        """Every entry of a table, in the order of the data."""
        return tuple(entry for entry in self._tables.get(table, {}).values() if isinstance(entry, kind))

    def find(self, table: str, kind: type[E], *identity: str) -> E | None:
        """The entry with that identity, or None."""
        entry = self._tables.get(table, {}).get(identity)
        return entry if isinstance(entry, kind) else None

    def nearest(self, table: str, kind: type[E], key: str, *narrower: str) -> E | None:
        """The entry for the narrowest of the given discriminators, else for any."""
        for depth in range(len(narrower), -1, -1):
            identity = (*narrower[:depth], *(ANY for _ in narrower[depth:]))
            if (entry := self.find(table, kind, key, *identity)) is not None:
                return entry
        return None
