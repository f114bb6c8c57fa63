"""Making seals: of the rows that are settled, of a new key, and of a database that was brought back from a copy."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from psycopg import sql

from knutepunkt.audit.seal import chain, rows, tree
from knutepunkt.audit.seal.chain import BEGINNING, Kind, Root, Seal
from knutepunkt.audit.seal.keys import Key, SealFolder, key_id
from knutepunkt.audit.seal.rows import LOGS, Connection, Log, Row

MOST_ROWS = 200_000
"""How many rows of a log one seal covers at most, unless one transaction wrote more."""
_LOCK = 7_316_001
"""Two that seal at once wait for each other."""


class SealingError(Exception):
    """Sealing would hide that something is wrong. The text is whole sentences."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What one run did."""

    seals: int
    rows: int
    newest: Root | None


def seal(connection: Connection, folder: SealFolder, at: datetime, *, most_rows: int = MOST_ROWS) -> Sealed:
    """Seal every row whose transaction, and all before it, have ended. Commits after each seal.

    The first run makes the signing key. Raises SealingError, KeyFileError.
    """
    made, covered, newest = 0, 0, None
    while True:
        with connection.transaction():
            last = _last(connection, folder, at)
            new = _next(connection, last, at, folder, most_rows)
            if new:
                chain.add(connection, new)
        newest = (new or last).root
        if newest != folder.newest():
            folder.keep_newest(newest)
        if new is None:
            return Sealed(made, covered, newest)
        made, covered = made + 1, covered + new.event_count + new.view_count


def _last(connection: Connection, folder: SealFolder, at: datetime) -> Seal:
    """The newest seal, which is checked to follow the one remembered outside; the first one where there is none."""
    connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last, kept = chain.newest(connection), folder.newest()
    if kept and chain.chain_at(connection, kept.number) != kept.chain:
        here = f"the newest here is seal {last.id}" if last else "there is no seal here"
        raise SealingError(
            f"Seal {kept.number}, which was made before, is not in the database or is another one; {here}. "
            "Run `kp audit verify`. If the database was brought back from a copy, run `kp audit seal --after-restore`."
        )
    return last or _first(connection, folder, at)


def _first(connection: Connection, folder: SealFolder, at: datetime) -> Seal:
    """The first seal brings the first key."""
    key = folder.key()
    if key is None:
        key = Key.new()
        folder.prepare(key)
    first = signed(
        Seal(id=1, kind=Kind.KEY, low=0, high=0, previous=BEGINNING, key_id="", sealed_at=at), by=None, new=key
    )
    chain.add(connection, first)
    folder.promote()
    return first


def _next(connection: Connection, last: Seal, at: datetime, folder: SealFolder, most_rows: int) -> Seal | None:
    settled = _settled(connection) + last.shift
    if settled < last.high:
        raise SealingError(
            "The transactions of this database server have lower numbers than those that are sealed: the database was brought "
            "back from a copy. Run `kp audit seal --after-restore`, which writes that into the chain."
        )
    high = _until(connection, last.high, settled, most_rows)
    found = {log.table: sorted(rows.read(connection, log, last.high, high)) for log in LOGS}
    if not any(found.values()):
        return None
    covering = _covering(found["audit_event"], found["audit_viewrecord"])
    return signed(following(last, at=at, high=high, **covering), by=key_in_force(connection, folder))


def _settled(connection: Connection) -> int:
    """Every transaction with a lower number has ended. Identity order is not commit order, so nothing above is sealed yet."""
    found = connection.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text").fetchone()
    return int(found[0]) if found else 0


def _until(connection: Connection, low: int, settled: int, most_rows: int) -> int:
    """Where this seal ends: at what is settled, or earlier where there is too much for one seal."""
    ends = [settled]
    for log in LOGS:
        first, over = (_written_in(connection, log, low, settled, offset) for offset in (0, most_rows))
        if over is not None:
            ends.append(over if over != first else over + 1)
    return min(ends)


def _written_in(connection: Connection, log: Log, low: int, settled: int, offset: int) -> int | None:
    """The transaction of the row that stands at a place in the order, if there are so many."""
    query = sql.SQL(
        "SELECT row.written_in::text FROM {} row WHERE row.written_in >= {}::xid8 AND row.written_in < {}::xid8 "
        "ORDER BY row.written_in OFFSET {} LIMIT 1"
    )
    table, bounds = sql.Identifier(log.table), (sql.Literal(str(low)), sql.Literal(str(settled)))
    found = connection.execute(query.format(table, *bounds, sql.Literal(offset))).fetchone()
    return int(found[0]) if found else None


def _covering(events: list[Row], views: list[Row]) -> dict[str, Any]:
    lists = rows.listing(events), rows.listing(views)
    return {
        "event_count": len(events),
        "event_root": tree.root([row.leaf for row in events]),
        "event_rows": lists[0],
        "event_rows_hash": sha256(lists[0]).digest(),
        "view_count": len(views),
        "view_root": tree.root([row.leaf for row in views]),
        "view_rows": lists[1],
        "view_rows_hash": sha256(lists[1]).digest(),
    }


def following(last: Seal, *, at: datetime, **more: Any) -> Seal:
    """The seal after `last`, not signed yet."""
    given = {"id": last.id + 1, "low": last.high, "high": last.high, "shift": last.shift, "key_id": "", **more}
    return Seal(previous=last.chain, sealed_at=at, **given)


def signed(seal: Seal, *, by: Key | None, new: Key | None = None) -> Seal:
    """Hash and sign. `new` is the key this seal brings; it signs too, which shows that it is at hand."""
    signer = by or new
    assert signer is not None
    named = replace(seal, key_id=signer.id, new_key=new.public if new else None)
    hashed = named.hashed()
    return replace(
        named,
        chain=hashed,
        signature=by.sign(hashed) if by else b"",
        new_signature=new.sign(hashed) if new else None,
    )


def key_in_force(connection: Connection, folder: SealFolder) -> Key:
    """The key of the newest seals; raises SealingError when the folder has another one or none."""
    wanted = chain.key_in_force(connection)
    key = folder.key_of(wanted)
    if key is None:
        raise SealingError(
            f"The signing key {key_id(wanted)} is not in {folder.root}. Put the folder back from its copy. "
            "If the key is lost, run `kp audit key --lost`, which takes a new one into use and writes that into the chain."
        )
    return key


def new_key(connection: Connection, folder: SealFolder, at: datetime, *, lost: bool = False) -> Root:
    """Take a new signing key into use; the old one signs that. With `lost` there is no old one: then only those who are given
    the new public key by hand have reason to trust it.
    """
    with connection.transaction():
        last = _last(connection, folder, at)
        by = None if lost else key_in_force(connection, folder)
        key = Key.new()
        folder.prepare(key)
        made = signed(following(last, at=at, kind=Kind.KEY, note="lost" if lost else ""), by=by, new=key)
        chain.add(connection, made)
    folder.promote()
    folder.keep_newest(made.root)
    return made.root


def after_restore(connection: Connection, owner: Connection, folder: SealFolder, at: datetime) -> Root:
    """Write into the chain that the database was brought back from a copy, so that sealing goes on.

    Where the server counts transactions from a lower number than before, new rows get numbers after those that are sealed
    (`owner` is a connection of the role that owns the tables). To be run before the application writes again.
    """
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last, kept = chain.newest(connection), folder.newest()
        if last is None:
            raise SealingError("There is no seal in the database: nothing has been brought back. Run `kp audit seal`.")
        settled = _settled(connection)
        shift = last.shift if settled + last.shift >= last.high else last.high - settled
        if shift != last.shift:
            for log in LOGS:
                owner.execute(
                    sql.SQL(
                        "ALTER TABLE {} ALTER written_in SET DEFAULT ((pg_current_xact_id()::text::bigint + {})::text::xid8)"
                    ).format(sql.Identifier(log.table), sql.Literal(shift))
                )
            owner.commit()
        lost = str(kept) if kept and chain.chain_at(connection, kept.number) != kept.chain else ""
        made = signed(
            following(last, at=at, kind=Kind.RESTORED, shift=shift, note=lost), by=key_in_force(connection, folder)
        )
        chain.add(connection, made)
    folder.keep_newest(made.root)
    return made.root
