"""From TOML to the typed content: every key must be a field, every value of its type, every required field there."""

import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from knutepunkt.demo.content.lately import Lately
from knutepunkt.demo.content.people import Enquiry, Person
from knutepunkt.demo.content.places import CoordinatingUnit, District, Organisation, RoutingRule, Staff, Unit

T = TypeVar("T")

DATA = files("knutepunkt.demo") / "data"


class UnreadableError(ValueError):
    """A TOML table that does not fit its type; says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Everything the demo holds, in the order of the files."""

    organisations: tuple[Organisation, ...] = ()
    units: tuple[Unit, ...] = ()
    coordinating_units: tuple[CoordinatingUnit, ...] = ()
    staff: tuple[Staff, ...] = ()
    districts: tuple[District, ...] = ()
    routing: tuple[RoutingRule, ...] = ()
    enquiries: tuple[Enquiry, ...] = ()
    persons: tuple[Person, ...] = ()
    lately: tuple[Lately, ...] = ()

    def district_of(self, organisation: str, postcode: str) -> str:
        """Number of the district a postcode lies in; empty where the municipality has none for it."""
        for district in self.districts:
            if district.organisation == organisation and postcode in district.postcodes:
                return district.number
        return ""


def read() -> Content:
    """All files under `demo/data`, joined: a list in one file continues the same list in the file before."""
    tables: dict[str, list[Any]] = {}
    for file in _toml_files(DATA):
        for name, rows in tomllib.loads(file.read_text(encoding="utf-8")).items():
            tables.setdefault(name, []).extend(rows)
    return build(Content, tables, "content")


def _toml_files(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _toml_files(entry)
        elif entry.name.endswith(".toml"):
            yield entry


def build(kind: type[T], table: dict[str, Any], where: str) -> T:
    """An instance of a dataclass from a TOML table; raises UnreadableError for a key too many, too few or misfit."""
    hints = get_type_hints(kind)
    if unknown := sorted(table.keys() - hints.keys()):
        raise UnreadableError(f"{where}: no such field: {', '.join(unknown)}")
    here = f"{where} {table['key']}" if "key" in table else where
    values = {name: _value(hints[name], value, f"{here}.{name}") for name, value in table.items()}
    required = {field.name for field in fields(kind) if field.default is MISSING}  # type: ignore[arg-type]  # T is one
    if missing := sorted(required - values.keys()):
        raise UnreadableError(f"{here}: missing: {', '.join(missing)}")
    return kind(**values)


def _value(hint: Any, value: Any, where: str) -> Any:
    if isinstance(hint, UnionType):
        hint = next(argument for argument in get_args(hint) if argument is not type(None))
    if get_origin(hint) is tuple and isinstance(value, list):
        return tuple(_value(get_args(hint)[0], item, f"{where}[{index}]") for index, item in enumerate(value))
    if is_dataclass(hint) and isinstance(hint, type) and isinstance(value, dict):
        return build(hint, value, where)
    plain = get_origin(hint) or hint
    if plain not in (str, int, bool, date, dict) or type(value) is not plain:
        raise UnreadableError(f"{where}: {value!r} is not {hint}")
    return value
