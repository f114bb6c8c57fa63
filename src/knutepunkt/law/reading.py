"""From data files to entries. Everything that is wrong is said at once, with file, table and key."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Any, get_type_hints

from knutepunkt.law.entries import Basis, Entry
from knutepunkt.law.errors import LawDataError
from knutepunkt.law.kinds import KINDS, Kind
from knutepunkt.law.text import LANGUAGES, Text


@dataclass(frozen=True, slots=True)
class Repeal:
    """Takes an entry out of force for a period, without anything in its place."""

    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Change:
    """One row of a data file: an entry that comes into force, or the repeal of one."""

    table: str
    identity: tuple[str, ...]
    what: Entry | Repeal
    where: str


def changes_in_directory(directory: Path) -> list[Change]:
    """Read every `*.toml` of a directory, in order of name. Raises LawDataError."""
    if not directory.is_dir():
        raise LawDataError([f"There is no directory {directory}."])
    changes: list[Change] = []
    problems: list[str] = []
    for path in sorted(directory.glob("*.toml")):
        try:
            changes += changes_in_mapping(tomllib.loads(path.read_text(encoding="utf-8")), source=path.name)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            problems.append(f"{path.name}: this is not readable TOML ({error}).")
        except LawDataError as error:
            problems += error.problems
    if problems:
        raise LawDataError(problems)
    return changes


def changes_in_mapping(data: Mapping[str, Any], *, source: str) -> list[Change]:
    """Read tables as they stand in a data file. Raises LawDataError."""
    changes: list[Change] = []
    problems: list[str] = []
    for table, rows in data.items():
        if table not in KINDS:
            problems.append(f"{source}: there is no table called {table}.")
            continue
        for row in rows:
            where = f"{source}, {table} {row.get('key', 'without a key')}"
            try:
                changes.append(_change(table, row, where))
            except _RowError as error:
                problems.append(f"{where}: {error}")
    if problems:
        raise LawDataError(problems)
    return changes


class _RowError(ValueError):
    """One row is wrong; the caller knows where it stands."""


def _change(table: str, row: Mapping[str, Any], where: str) -> Change:
    kind = KINDS[table]
    if row.get("repeal"):
        known = {name: str(row.get(name, "*")) for name in kind.identity}
        _refuse_unknown(row, {*kind.identity, "repeal", "valid_from", "valid_to"})
        what: Entry | Repeal = Repeal(**_period(row))
        return Change(table, tuple(known.values()), what, where)
    entry = _entry(kind, row)
    return Change(table, tuple(str(getattr(entry, name)) for name in kind.identity), entry, where)


def _entry(kind: Kind, row: Mapping[str, Any]) -> Entry:
    data_fields = _DATA_FIELDS[kind.entry]
    _refuse_unknown(row, {field.name for field, _ in data_fields})
    values: dict[str, Any] = _period(row)
    for field, read in data_fields:
        if field.name in values:
            continue
        if field.name in row:
            try:
                values[field.name] = read(row[field.name])
            except _RowError as error:
                raise _RowError(f"{field.name} {error}") from None
        elif field.default is MISSING:
            raise _RowError(f"{field.name} is missing.")
    if kind.needs_basis and not values.get("basis"):
        raise _RowError("basis is missing.")
    return kind.entry(**values)


def _refuse_unknown(row: Mapping[str, Any], known: set[str]) -> None:
    if unknown := sorted(set(row) - known):
        raise _RowError(f"there is no field called {', '.join(unknown)}.")


def _period(row: Mapping[str, Any]) -> dict[str, Any]:
    if "valid_from" not in row:
        raise _RowError("valid_from is missing.")
    start = _day(row["valid_from"])
    end = _day(row["valid_to"]) if row.get("valid_to") is not None else None
    if end is not None and end < start:
        raise _RowError("valid_to is before valid_from.")
    return {"valid_from": start, "valid_to": end}


def _data_fields(entry: type[Entry]) -> tuple[tuple[Field[Any], Callable[[Any], Any]], ...]:
    """Pair each field that is read from data with the reader of its type."""
    types = get_type_hints(entry)
    return tuple((field, _reader(types[field.name])) for field in fields(entry) if field.metadata.get("data", True))


def _reader(kind: Any) -> Callable[[Any], Any]:
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return lambda value: _choice(kind, value)
    return _READERS[kind]


def _choice(kind: type[StrEnum], value: Any) -> StrEnum:
    try:
        return kind(value)
    except ValueError:
        raise _RowError(f"is {value!r}, which is none of {', '.join(kind)}.") from None


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _RowError(f"has {value!r} where a date belongs.") from None


def _clock(value: Any) -> time:
    if isinstance(value, time):
        return value
    try:
        return time.fromisoformat(value)
    except (TypeError, ValueError):
        raise _RowError(f"has {value!r} where a time of day belongs.") from None


def _words(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _RowError("must be a text that is not empty.")
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _RowError("must be a whole number, not below zero.")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _RowError("must be true or false.")
    return value


def _text(value: Any) -> Text:
    if not isinstance(value, Mapping):
        raise _RowError(f"must hold a text in each of {', '.join(LANGUAGES)}.")
    if missing := [language for language in LANGUAGES if not str(value.get(language, "")).strip()]:
        raise _RowError(f"lacks the language {', '.join(missing)}.")
    if unknown := sorted(set(value) - set(LANGUAGES)):
        raise _RowError(f"has {', '.join(unknown)}, which is no language of the law data.")
    return Text(**{language: str(value[language]) for language in LANGUAGES})


def _basis(value: Any) -> tuple[Basis, ...]:
    return tuple(_each_basis(value))


def _each_basis(value: Any) -> Iterator[Basis]:
    for part in value:
        if not isinstance(part, Mapping) or "act" not in part or set(part) - {"act", "at"}:
            raise _RowError("must be a list of an act and where in it: { act, at }.")
        yield Basis(act=_words(part["act"]), at=str(part.get("at", "")))


_READERS: dict[Any, Callable[[Any], Any]] = {
    str: _words,
    int: _whole,
    int | None: _whole,
    bool: _flag,
    date: _day,
    date | None: _day,
    time: _clock,
    Text: _text,
    tuple[str, ...]: lambda value: tuple(_words(part) for part in value),
    tuple[int, ...]: lambda value: tuple(_whole(part) for part in value),
    tuple[Basis, ...]: _basis,
}
_DATA_FIELDS = {kind.entry: _data_fields(kind.entry) for kind in KINDS.values()}
