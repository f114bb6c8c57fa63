"""Seals, each holding the hash of the one before: what is signed, and how they lie in the table audit_seal."""

import json
import re
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, Self

from psycopg import sql
from psycopg.rows import class_row

from knutepunkt.audit.seal.rows import ENCODING, Connection
from knutepunkt.audit.seal.tree import EMPTY

BEGINNING = bytes(32)
"""What the first seal holds as the hash of the one before it."""
_LISTS = sha256(b"").digest()


class Kind(StrEnum):
    """What a seal tells: rows that are sealed, a new signing key, or that the database was brought back from a copy."""

    ROWS = "rows"
    KEY = "key"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Root:
    """The newest seal in a form to be printed or mailed: its number and its hash. It proves everything before it."""

    number: int
    chain: bytes

    def __str__(self) -> str:
        return f"{self.number}-{self.chain.hex()}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises ValueError when this is not such a line. Spaces and breaks do not matter."""
        found = re.fullmatch(r"([0-9]+)-([0-9a-f]{64})", re.sub(r"\s", "", text).lower())
        if not found:
            raise ValueError(text)
        return cls(int(found[1]), bytes.fromhex(found[2]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """One row of audit_seal. It covers the rows written by transactions from `low` until before `high`.

    `key_id` names the key that signs. A seal of kind key brings `new_key`, which signs too (`new_signature`). `shift` is added to
    the transaction numbers of the server since the database was brought back from a copy.
    """

    id: int
    encoding: int = ENCODING
    kind: str = Kind.ROWS
    low: int
    high: int
    shift: int = 0
    event_count: int = 0
    event_root: bytes = EMPTY
    event_rows: bytes = b""
    event_rows_hash: bytes = _LISTS
    view_count: int = 0
    view_root: bytes = EMPTY
    view_rows: bytes = b""
    view_rows_hash: bytes = _LISTS
    note: str = ""
    previous: bytes
    chain: bytes = b""
    key_id: str
    new_key: bytes | None = None
    signature: bytes = b""
    new_signature: bytes | None = None
    sealed_at: datetime

    def hashed(self) -> bytes:
        """The hash of everything in the seal but the hash itself, the signatures and the lists, which are held by their hashes."""
        without = {"event_rows", "view_rows", "chain", "signature", "new_signature"}
        told = {field.name: _plain(getattr(self, field.name)) for field in fields(self) if field.name not in without}
        return sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode()).digest()

    @property
    def root(self) -> Root:
        return Root(self.id, self.chain)

    def columns_of(self, table: str) -> tuple[int, bytes, bytes, bytes]:
        """Count, root, list of rows and the list's hash of one of the logs."""
        if table == "audit_event":
            return self.event_count, self.event_root, self.event_rows, self.event_rows_hash
        return self.view_count, self.view_root, self.view_rows, self.view_rows_hash


def _plain(value: Any) -> str | int | None:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if value is None or isinstance(value, int) else str(value)


COLUMNS = tuple(field.name for field in fields(Seal))
_NAMES = sql.SQL(", ").join(sql.Identifier(column) for column in COLUMNS)
_PLACES = sql.SQL(", ").join(sql.Placeholder() for _ in COLUMNS)


def all_seals(connection: Connection) -> list[Seal]:
    """Every seal, without the lists of rows, which are read one by one when they are needed."""
    short = [
        sql.SQL("''::bytea AS {}").format(sql.Identifier(c)) if c.endswith("_rows") else sql.Identifier(c)
        for c in COLUMNS
    ]
    with connection.cursor(row_factory=class_row(Seal), binary=True) as cursor:
        return cursor.execute(
            sql.SQL("SELECT {} FROM audit_seal ORDER BY id").format(sql.SQL(", ").join(short))
        ).fetchall()


def newest(connection: Connection) -> Seal | None:
    """The last seal there is."""
    with connection.cursor(row_factory=class_row(Seal), binary=True) as cursor:
        return cursor.execute(sql.SQL("SELECT {} FROM audit_seal ORDER BY id DESC LIMIT 1").format(_NAMES)).fetchone()


def chain_at(connection: Connection, number: int) -> bytes | None:
    """The hash of one seal."""
    found = connection.execute("SELECT chain FROM audit_seal WHERE id = %s", [number], binary=True).fetchone()
    return bytes(found[0]) if found else None


def key_in_force(connection: Connection) -> bytes:
    """The public half of the key that signs now: the one the newest seal of kind key brought."""
    found = connection.execute(
        "SELECT new_key FROM audit_seal WHERE new_key IS NOT NULL ORDER BY id DESC LIMIT 1", binary=True
    ).fetchone()
    return bytes(found[0]) if found else b""


def lists_of(connection: Connection, number: int) -> tuple[bytes, bytes]:
    """The lists of rows of one seal: of the log of changes and of the log of views."""
    found = connection.execute(
        "SELECT event_rows, view_rows FROM audit_seal WHERE id = %s", [number], binary=True
    ).fetchone()
    return (bytes(found[0]), bytes(found[1])) if found else (b"", b"")


def add(connection: Connection, seal: Seal) -> None:
    """Write a seal."""
    values = [getattr(seal, column) for column in COLUMNS]
    connection.execute(sql.SQL("INSERT INTO audit_seal ({}) VALUES ({})").format(_NAMES, _PLACES), values)
