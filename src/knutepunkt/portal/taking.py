"""Taking the file along: everything the reader sees, as data, as a document to read, and both with every file in one archive.

Row-level security decides each row, so a parent or a guardian gets exactly what the pages show them. Nothing is made beforehand and
nothing is kept: what has been closed since the page was opened is not in it. Law: GDPR art. 15 and 20, pbrl. § 5-1.
"""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from uuid import UUID

from django.db import connection

from knutepunkt.access.actor import Actor
from knutepunkt.foundation import bundle
from knutepunkt.organisation.models import Staff, Unit
from knutepunkt.people.contact import own_contact
from knutepunkt.people.operations import number_of
from knutepunkt.portal import looking
from knutepunkt.portal.files import OwnFile
from knutepunkt.portal.letters import papers

IN_MEMORY = 5_000_000
ACTS_FOR = frozenset({"person", "parent", "guardian"})


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken: the rows of each part, and the names of staff and units they mention."""

    file: OwnFile
    made_at: datetime
    made_for: str
    organisation_id: UUID
    organisation: str
    contact: dict[str, str]
    staff: dict[str, str]
    units: dict[str, str]
    parts: dict[str, list[dict[str, Any]]]

    def data(self, files: list[str]) -> dict[str, Any]:
        """As the schema says (docs/reference/bundle.md)."""
        return {
            "format": bundle.FORMAT,
            "version": bundle.VERSION,
            "made_at": self.made_at.isoformat(),
            "made_for": self.made_for,
            "role": self.file.role,
            "organisation": {"id": str(self.organisation_id), "name": self.organisation},
            "contact": self.contact,
            "names": {"staff": self.staff, "units": self.units},
            "parts": self.parts,
            "files": files,
        }


def take(actor: Actor, file: OwnFile, *, at: datetime) -> Taken:
    """Read everything the reader sees of the file; four statements."""
    parts = _rows(actor, file)
    staff, units = _mentioned(parts, Staff), _mentioned(parts, Unit)
    contact = asdict(own_contact(actor, file.person))
    if file.role in ACTS_FOR:
        contact["number"] = number_of(file.person)
    return Taken(
        file=file,
        made_at=at,
        made_for=actor.name,
        organisation_id=actor.organisation_id,
        organisation=actor.organisation_name,
        contact={name: text for name, text in contact.items() if text},
        staff={
            str(key): ", ".join(part for part in (name, title) if part)
            for key, name, title in Staff.visible_to(actor).filter(pk__in=staff).values_list("pk", "name", "title")
        },
        units={str(key): name for key, name in Unit.visible_to(actor).filter(pk__in=units).values_list("pk", "name")},
        parts=parts,
    )


def _rows(actor: Actor, file: OwnFile) -> dict[str, list[dict[str, Any]]]:
    found = bundle.in_order()
    values: dict[str, Any] = {part.key: list(part.states_hidden) for part in found}
    values |= {"organisation": actor.organisation_id, "person": file.person.pk, "account": actor.account_id}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(part.statement() for part in found), values)
        parts: dict[str, list[dict[str, Any]]] = {key: json.loads(rows) for key, rows in cursor.fetchall()}
    for row in parts["views"]:
        row["page"] = looking.told_as(row["page"])
    return parts


def _mentioned(parts: dict[str, list[dict[str, Any]]], model: type[Any]) -> set[str]:
    """The ids of staff or units in the rows, found by the references of the tables."""
    ids: set[str] = set()
    for part in bundle.in_order():
        names = [field.attname for field in part.columns if field.related_model is model]
        names += ["unit_id"] if model is Unit and "unit_id" in {field.attname for field in part.columns} else []
        ids.update(row[name] for row in parts[part.key] for name in names if row[name])
    return ids


def archive(actor: Actor, taken: Taken, pdf: bytes) -> IO[bytes]:
    """The archive, rewound: the document, the data with its schema, letters and plans, and every file.

    It is made whole before it is handed on, for what is sent after the transaction can no longer read.
    """
    made: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- handed on open; the answer closes it
    names: list[str] = []
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("file.pdf", pdf)
        for attached in _files(actor, taken):
            packed.writestr(attached.name, attached.content)
            names.append(attached.name)
        packed.writestr("bundle.json", _json(taken.data(names)))
        packed.writestr("bundle.schema.json", _json(bundle.schema()))
    made.seek(0)
    return made


def _files(actor: Actor, taken: Taken) -> Iterator[bundle.Attached]:
    for number, paper in enumerate(papers(actor, taken.file, at=taken.made_at), 1):
        yield bundle.Attached(f"papers/{number:03}-{paper.kind}.pdf", paper.pdf())
    yield from bundle.attached(actor.organisation_id, taken.file.person.pk)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
