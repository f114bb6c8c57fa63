"""The book of law: all layers of data, made into one snapshot for each stretch of time in which nothing changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from knutepunkt.law.entries import Basis, Citation, Deadline, Entry, UnitWord
from knutepunkt.law.errors import LawDataError
from knutepunkt.law.faults import faults_on
from knutepunkt.law.law import Law
from knutepunkt.law.reading import Change, Repeal
from knutepunkt.law.snapshot import Snapshot
from knutepunkt.law.text import Text, joined

_Identity = tuple[str, tuple[str, ...]]
_DAY = timedelta(days=1)


class Book:
    """Law data in layers. A later layer wins over an earlier one for the days it says something about."""

    def __init__(self, layers: Iterable[Sequence[Change]]) -> None:
        """Lay the layers on each other. Raises LawDataError when entries overlap or point at nothing."""
        self._entries: dict[_Identity, list[Entry]] = {}
        self._layers = tuple(tuple(layer) for layer in layers)
        for layer in self._layers:
            self._lay(layer)
        self._starts = self._change_points()
        self._snapshots: dict[int, Snapshot] = {}
        self._refuse_faults()

    def on(self, day: date) -> Law:
        """Give the law as it stands on that day."""
        return Law(day=day, snapshot=self._snapshot(bisect_right(self._starts, day) - 1))

    def with_layer(self, changes: Sequence[Change]) -> Book:
        """Give a book with one more layer on top."""
        return Book([*self._layers, changes])

    @property
    def change_points(self) -> tuple[date, ...]:
        """The days on which something in the law changes."""
        return tuple(self._starts[1:])

    def _lay(self, layer: Sequence[Change]) -> None:
        by_identity: dict[_Identity, list[Change]] = {}
        for change in layer:
            by_identity.setdefault((change.table, change.identity), []).append(change)
        problems = [problem for changes in by_identity.values() for problem in _overlaps(changes)]
        if problems:
            raise LawDataError(problems)
        for identity, changes in by_identity.items():
            standing = self._entries.get(identity, [])
            for change in changes:
                standing = [part for entry in standing for part in _without(entry, change.what)]
            standing += [change.what for change in changes if isinstance(change.what, Entry)]
            self._entries[identity] = sorted(standing, key=lambda entry: entry.valid_from)

    def _change_points(self) -> list[date]:
        days = {date.min}
        for entry in self._all():
            days.add(entry.valid_from)
            if entry.valid_to is not None:
                days.add(entry.valid_to + _DAY)
        return sorted(days)

    def _all(self) -> Iterator[Entry]:
        for standing in self._entries.values():
            yield from standing

    def _in_force(self, day: date) -> dict[_Identity, Entry]:
        return {
            identity: entry for identity, standing in self._entries.items() for entry in standing if entry.in_force(day)
        }

    def _snapshot(self, position: int) -> Snapshot:
        if position not in self._snapshots:
            self._snapshots[position] = Snapshot(_resolved(self._in_force(self._starts[position])))
        return self._snapshots[position]

    def _refuse_faults(self) -> None:
        problems: dict[str, str] = {}
        for day in self._starts:
            for subject, sentence in faults_on(day, self._in_force(day)):
                problems.setdefault(subject, sentence)
        if problems:
            raise LawDataError(list(problems.values()))


def _overlaps(changes: Sequence[Change]) -> Iterator[str]:
    ordered = sorted(changes, key=lambda change: change.what.valid_from)
    for earlier, later in pairwise(ordered):
        if earlier.what.valid_to is None or later.what.valid_from <= earlier.what.valid_to:
            yield (
                f"{later.where}: the period from {later.what.valid_from} overlaps"
                f" the one from {earlier.what.valid_from}."
            )


def _without(entry: Entry, change: Entry | Repeal) -> Iterator[Entry]:
    """Give what is left of an entry outside the days a change speaks about."""
    if entry.valid_from < change.valid_from:
        last = change.valid_from - _DAY
        yield replace(entry, valid_to=last if entry.valid_to is None else min(last, entry.valid_to))
    if change.valid_to is not None and (entry.valid_to is None or entry.valid_to > change.valid_to):
        yield replace(entry, valid_from=max(entry.valid_from, change.valid_to + _DAY))


def _resolved(entries: dict[_Identity, Entry]) -> dict[_Identity, Entry]:
    """Fill in what an entry takes from others of the same day: the names of acts, the words for units."""
    names = {entry.key: entry for entry in entries.values() if isinstance(entry, Citation)}
    units = {entry.key: entry for entry in entries.values() if isinstance(entry, UnitWord)}
    resolved: dict[_Identity, Entry] = {}
    for identity, entry in entries.items():
        cited = replace(entry, basis=tuple(_cited(basis, names) for basis in entry.basis)) if entry.basis else entry
        resolved[identity] = cited.worded(units) if isinstance(cited, Deadline) else cited
    return resolved


def _cited(basis: Basis, names: Mapping[str, Citation]) -> Basis:
    name = names[basis.act].name
    place = Text(basis.at, basis.at, basis.at)
    return replace(basis, text=joined((name, place), " ") if basis.at else name)
