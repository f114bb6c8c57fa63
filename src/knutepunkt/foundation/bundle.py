"""What somebody may take along of what is kept about them: one registry, to which each room adds its own tables in `bundle.py`.

A table that holds rows about somebody is either a part of the bundle or left out with a reason; a test finds the one that is
neither. Law: GDPR art. 15 and 20, pbrl. § 5-1.   FHIR: none.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.functional import Promise

if TYPE_CHECKING:
    Field = models.Field[Any, Any]
else:
    Field = models.Field

FORMAT, VERSION = "knutepunkt-bundle", 1
Said = str | Promise
Say = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Part:
    """One table in the bundle: the rows about the person that the reader sees.

    `through`: the reference to the row of another part that tells whom it is about, for tables without a person of their own.
    `labels`: the fields that stand in the readable document, by what they are called there; the data has every field. `say` puts a
    code of a field into words. `states_hidden`: rows in these states are not finished, or are about somebody else by mistake.
    `where`: a further condition on the row `t`; it may use `%(account)s`, the reader.
    """

    key: str
    heading: Said
    model: type[models.Model]
    person: str
    labels: Mapping[str, Said]
    say: Mapping[str, Say]
    without: frozenset[str]
    states_hidden: tuple[str, ...]
    through: str = ""
    where: str = ""

    @property
    def columns(self) -> tuple[Field, ...]:
        """The fields of a row in the data: all but the keys that say the same in every row, and bytes."""
        return tuple(
            field
            for field in self.model._meta.concrete_fields
            if field.attname not in {"organisation_id", self.person, *self.without} or field.primary_key
            if not isinstance(field, models.BinaryField)
        )

    def statement(self) -> str:
        """One line of SQL: the key and the rows as JSON; takes `organisation`, `person` and the states hidden by their name."""
        table = self.model._meta.db_table
        names = ", ".join(f't."{field.attname}"' for field in self.columns)
        hidden = f" AND t.state <> ALL (%({self.key})s)" if self.states_hidden else ""
        hidden += f" AND ({self.where})" if self.where else ""
        order = ", ".join(_order(self.model, name) for name in self.model._meta.ordering or ("id",))
        return (
            f"SELECT '{self.key}', (SELECT coalesce(json_agg(x), '[]'::json)::text FROM (SELECT {names} FROM {table} t"  # noqa: S608 -- names of our own tables
            f" WHERE t.organisation_id = %(organisation)s AND {self._about('t')}{hidden} ORDER BY {order}) x)"
        )

    def _about(self, row: str) -> str:
        if not self.through:
            return f'{row}."{self.person}" = %(person)s'
        reference: Any = self.model._meta.get_field(self.through)
        above = PARTS[reference.related_model]
        return (
            f"EXISTS (SELECT FROM {above.model._meta.db_table} {row}x WHERE {row}x.organisation_id = {row}.organisation_id"
            f' AND {row}x.id = {row}."{reference.column}" AND {above._about(row + "x")})'
        )

    def schema(self) -> dict[str, Any]:
        """The rows as JSON Schema."""
        properties = {field.attname: _type(field) for field in self.columns}
        row = {
            "type": "object",
            "properties": properties,
            "required": sorted(properties),
            "additionalProperties": False,
        }
        return {"type": "array", "items": row}


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that belongs to the bundle, with the name it gets there: plain letters, nothing of a person."""

    name: str
    content: bytes


Attaching = Callable[[UUID, UUID], Iterable[Attached]]
PARTS: dict[type[models.Model], Part] = {}
LEFT_OUT: dict[type[models.Model], str] = {}
_ATTACHING: list[Attaching] = []


def part(
    model: type[models.Model],
    key: str,
    heading: Said,
    *,
    say: Mapping[str, Say] | None = None,
    without: Iterable[str] = (),
    states_hidden: Iterable[str] = ("entered-in-error",),
    through: str = "",
    where: str = "",
    **labels: Said,
) -> None:
    """Add a table. `labels` are in the order they are read in; a table without any is in the data only."""
    owner: Any = model._meta.get_field("organisation_id")
    has_state = any(field.name == "state" for field in model._meta.concrete_fields)
    PARTS[model] = Part(
        key=key,
        heading=heading,
        model=model,
        person=getattr(owner, "about", "") or owner.person or "person_id",
        through=through,
        where=where,
        labels=labels,
        say=say or {},
        without=frozenset(without),
        states_hidden=tuple(states_hidden) if has_state else (),
    )


def left_out(model: type[models.Model], why: str) -> None:
    """A table that no bundle has, and why."""
    LEFT_OUT[model] = why


def attaching(files: Attaching) -> Attaching:
    """Register who gives files to the bundle; called with organisation and person in the reader's own scope."""
    _ATTACHING.append(files)
    return files


def attached(organisation_id: UUID, person_id: UUID) -> Iterable[Attached]:
    """Every file of every room that the reader sees."""
    for files in _ATTACHING:
        yield from files(organisation_id, person_id)


def in_order() -> list[Part]:
    """The parts, always in the same order: as the rooms were loaded, from the person outwards."""
    return list(PARTS.values())


def schema() -> dict[str, Any]:
    """The data of the bundle as JSON Schema (draft 2020-12)."""
    parts = {found.key: found.schema() for found in in_order()}
    text = {"type": "string"}
    names = {"type": "object", "additionalProperties": text}
    head: dict[str, Any] = {
        "format": {"const": FORMAT},
        "version": {"const": VERSION},
        "made_at": {"type": "string", "format": "date-time"},
        "made_for": text,
        "role": text,
        "organisation": {"type": "object", "properties": {"id": _UUID, "name": text}, "required": ["id", "name"]},
        "contact": {"type": "object", "additionalProperties": text},
        "names": {"type": "object", "properties": {"staff": names, "units": names}, "required": ["staff", "units"]},
        "parts": {"type": "object", "properties": parts, "required": sorted(parts), "additionalProperties": False},
        "files": {"type": "array", "items": text},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{FORMAT} {VERSION}",
        "type": "object",
        "properties": head,
        "required": sorted(head),
        "additionalProperties": False,
    }


_UUID = {"type": "string", "format": "uuid"}
_TYPES: tuple[tuple[type[Field], dict[str, Any]], ...] = (
    (models.BooleanField, {"type": "boolean"}),
    (models.IntegerField, {"type": "integer"}),
    (models.DecimalField, {"type": "number"}),
    (models.FloatField, {"type": "number"}),
    (models.UUIDField, _UUID),
    (models.ForeignKey, _UUID),
    (models.DateTimeField, {"type": "string"}),
    (models.DateField, {"type": "string", "format": "date"}),
)


def _type(field: Field) -> dict[str, Any]:
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, ArrayField):
        found: dict[str, Any] = {"type": "array", "items": _type(field.base_field)}
    else:
        found = next((made for kind, made in _TYPES if isinstance(field, kind)), {"type": "string"})
    return {"anyOf": [found, {"type": "null"}]} if field.null else found


def _order(model: type[models.Model], name: str) -> str:
    field: Any = model._meta.get_field(name.removeprefix("-"))
    return f't."{field.column}" DESC' if name.startswith("-") else f't."{field.column}"'
