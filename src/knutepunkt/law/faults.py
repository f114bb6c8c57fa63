"""What must hold between entries that are in force on the same day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from knutepunkt.law.entries import ComplaintTrack, ContentPoint, Deadline, DecisionRow, Entry

Entries = Mapping[tuple[str, tuple[str, ...]], Entry]


def faults_on(day: date, entries: Entries) -> Iterator[tuple[str, str]]:
    """Give what points at something not in force that day, and numbers used twice: the subject, and a sentence."""
    keys = {(table, identity[0]) for table, identity in entries}
    for (table, identity), entry in entries.items():
        name = f"{table} {' '.join(identity)}"
        for wanted in _wanted(entry):
            if wanted not in keys:
                subject = f"{name} needs the {wanted[0]} {wanted[1]}"
                yield subject, f"{subject}, which is not in force on {max(day, entry.valid_from)}."
    numbers = Counter(entry.number for entry in entries.values() if isinstance(entry, ContentPoint))
    for number, times in numbers.items():
        if number is not None and times > 1:
            yield f"number {number}", f"content_point: the number {number} is used {times} times on {day}."


def _wanted(entry: Entry) -> Iterator[tuple[str, str]]:
    for basis in entry.basis:
        yield "citation", basis.act
    if isinstance(entry, Deadline):
        yield "unit", entry.unit
    if isinstance(entry, ComplaintTrack):
        yield "deadline", entry.deadline_key
        yield "body", entry.decided_by_key
    if isinstance(entry, DecisionRow):
        for age in (entry.from_age, entry.until_age):
            if age:
                yield "age", age
