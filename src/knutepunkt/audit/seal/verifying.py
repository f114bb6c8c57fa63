"""Verifying: hash every row again and hold it against the seals."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import psycopg

from knutepunkt.audit.seal import chain, findings, rows, tree
from knutepunkt.audit.seal.chain import Root, Seal
from knutepunkt.audit.seal.findings import Finding, Report
from knutepunkt.audit.seal.links import chain_findings, root_findings, trust_findings
from knutepunkt.audit.seal.rows import ENCODING, LOGS, Connection, Log, Row

SLACK = timedelta(hours=1)
"""How much older than the seal before it a row may say it is: a transaction may last, and clocks differ."""
STANDSTILL = timedelta(hours=1)
"""Rows that are older than this without a seal mean that nobody seals."""


def open_to_verify(dsn: str) -> Connection:
    """A connection on which all of a verification sees one and the same moment, and nothing can be written."""
    connection = psycopg.connect(dsn)
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    return connection


def verify(
    connection: Connection, *, at: datetime, trusted: Sequence[bytes] = (), expected: Iterable[Root] = ()
) -> Report:
    """Everything that is wrong with the logs and their seals. Changes nothing; the connection is one of `open_to_verify`.

    `trusted` are the public keys and `expected` the roots that are kept outside the database. Without them a log that was sealed
    anew as a whole, or cut off at its end, cannot be told from a whole one.
    """
    with connection.transaction():
        seals = chain.all_seals(connection)
        report = Report(seals=len(seals))
        report.findings += chain_findings(seals)
        report.findings += root_findings(seals, expected)
        if seals:
            report.newest, report.sealed_at = seals[-1].root, seals[-1].sealed_at
            report.findings += trust_findings(seals, trusted) if trusted else []
        report.findings += _list_findings(connection)
        broken = {f.seal for f in report.findings if f.kind in {"seal-changed", "signature"}}
        proving = [seal for seal in seals if seal.high > seal.low and seal.id not in broken]
        for log in LOGS:
            report.findings += _of_log(connection, log, proving, report, at)
    return report


def _list_findings(connection: Connection) -> list[Finding]:
    """The lists by which rows are named. That they are wrong does not say that the rows are."""
    found = connection.execute(
        "SELECT id FROM audit_seal WHERE sha256(event_rows) <> event_rows_hash OR sha256(view_rows) <> view_rows_hash ORDER BY id"
    ).fetchall()
    return [
        findings.of_seal(
            "list-changed", number, f"Seal {number} has been changed: its list of rows is not the one it was made with."
        )
        for (number,) in found
    ]


@dataclass(slots=True)
class _Differing:
    """A seal whose rows are not those that were sealed."""

    seal: Seal
    rows: list[Row]


def _of_log(connection: Connection, log: Log, seals: Sequence[Seal], report: Report, at: datetime) -> list[Finding]:
    """One pass over a log in the order of the transactions, seal by seal; then what differs is named."""
    stream = _Stream(rows.read(connection, log, 0))
    found: list[Finding] = []
    differing: list[_Differing] = []
    before: Seal | None = None
    for seal in seals:
        unproved = stream.until(seal.low)  # under a seal that is missing or broken, which is told already
        covered = stream.until(seal.high)
        report.rows += len(unproved) + len(covered)
        if seal.encoding != ENCODING:
            sentence = f"Seal {seal.id} was made by another version of the product: verify it with that."
            found.append(findings.of_seal("encoding", seal.id, sentence))
        elif not _is_same(log, seal, covered):
            differing.append(_Differing(seal, covered))
        found += [findings.backdated(log, seal, before, row) for row in _too_old(covered, before)] if before else []
        before = seal
    rest = stream.rest()
    report.rows += len(rest)
    report.unsealed += len(rest)
    named = [finding for one in differing for finding in _named(connection, log, one)]
    named = _joined(named, rest)
    told = {one.row for one in named}  # a row is named once
    return [
        *_by_month(connection, log, named),
        *(one for one in found if not one.row or one.row not in told),
        *_unsealed(connection, log, rest, seals, at),
    ]


def _is_same(log: Log, seal: Seal, covered: list[Row]) -> bool:
    count, root, _listed, _hash = seal.columns_of(log.table)
    covered.sort()
    return len(covered) == count and tree.root([row.leaf for row in covered]) == root


def _too_old(covered: Iterable[Row], before: Seal) -> Iterator[Row]:
    limit = rows.microseconds(before.sealed_at - SLACK)
    return (row for row in covered if row.at < limit)


def _named(connection: Connection, log: Log, one: _Differing) -> list[Finding]:
    seal = one.seal
    count, _root, _none, listed_hash = seal.columns_of(log.table)
    stored = chain.lists_of(connection, seal.id)[LOGS.index(log)]
    named = (
        findings.differences(log, seal, rows.listed(stored), one.rows) if len(stored) % rows.LISTED_LENGTH == 0 else []
    )
    if named and sha256(stored).digest() == listed_hash:
        return named
    sentence = (
        f"The rows of {log.name} under seal {seal.id} are not those that were sealed ({len(one.rows)} now, {count} then), "
        "and the seal's list of them was changed too, so that they cannot be named."
    )
    return [findings.of_seal("rows-unknown", seal.id, sentence)]


def _joined(named: list[Finding], rest: Sequence[Row]) -> list[Finding]:
    """A row that is gone from under one seal and turns up elsewhere was given another transaction: it is one finding."""
    gone = {one.row for one in named if one.kind == "removed"}
    if not gone:
        return named
    come = {one.row for one in named if one.kind == "inserted"}
    elsewhere = gone & (come | {str(rows.Listed.of(row).uuid) for row in rest})
    kept = [one for one in named if not (one.kind == "inserted" and one.row in elsewhere)]
    return [findings.as_changed(one) if one.kind == "removed" and one.row in elsewhere else one for one in kept]


def _by_month(connection: Connection, log: Log, named: list[Finding]) -> list[Finding]:
    """Where a whole month of the table is gone, one finding tells it instead of one for each row."""
    months = {one.month for one in named if one.kind == "removed"}
    gone = {month: 0 for month in sorted(months) if _is_gone(connection, log, month)}
    if not gone:
        return named
    kept = []
    for one in named:
        if one.kind == "removed" and one.month in gone:
            gone[one.month] += 1
        else:
            kept.append(one)
    return [*(findings.missing_month(log, month, count) for month, count in gone.items()), *kept]


def _is_gone(connection: Connection, log: Log, month: str) -> bool:
    """No part of the table is this month's, and no row of the month lies elsewhere in it."""
    found = connection.execute(
        "SELECT EXISTS (SELECT FROM pg_inherits JOIN pg_class part ON part.oid = inhrelid "
        "WHERE inhparent = %s::regclass AND part.relname = %s)",
        [log.table, f"{log.table}_{month}"],
    ).fetchone()
    return not (found and found[0]) and not rows.any_in_month(connection, log, month)


def _unsealed(
    connection: Connection, log: Log, rest: Sequence[Row], seals: Sequence[Seal], at: datetime
) -> list[Finding]:
    ahead = connection.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text").fetchone()
    limit = int(ahead[0] if ahead else 0) + (seals[-1].shift if seals else 0)
    found = [findings.from_the_future(log, row) for row in rest if row.written_in >= limit]
    since = rows.microseconds(at - STANDSTILL)
    waiting = [row for row in rest if row.written_in < limit and row.at < since]
    if waiting and (not seals or seals[-1].sealed_at < at - STANDSTILL):
        found.append(findings.standstill(log, len(waiting), min(row.moment for row in waiting)))
    return found


class _Stream:
    """Rows in the order of transactions, taken piece by piece."""

    def __init__(self, source: Iterator[Row]) -> None:
        self.source = source
        self.held = next(source, None)

    def until(self, high: int) -> list[Row]:
        """All rows before transaction `high`."""
        taken: list[Row] = []
        held, source = self.held, self.source
        while held is not None and held.written_in < high:
            taken.append(held)
            held = next(source, None)
        self.held = held
        return taken

    def rest(self) -> list[Row]:
        """What no seal has taken."""
        first = [self.held] if self.held else []
        return [*first, *self.source]
