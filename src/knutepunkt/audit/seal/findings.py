"""What a verification found, each in whole sentences that name the row or the seal."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from knutepunkt.audit.seal.chain import Root, Seal
from knutepunkt.audit.seal.rows import Listed, Log, Row


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `kind` is a short code; `row` is the id of a row, `seal` the number of a seal."""

    kind: str
    sentence: str
    table: str = ""
    row: str = ""
    month: str = ""
    seal: int = 0


@dataclass(slots=True)
class Report:
    """The outcome: nothing found means that the log is as it was sealed."""

    rows: int = 0
    seals: int = 0
    unsealed: int = 0
    newest: Root | None = None
    sealed_at: datetime | None = None
    checked_against: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not self.findings


def differences(log: Log, seal: Seal, expected: Iterable[Listed], found: Sequence[Row]) -> list[Finding]:
    """What happened to the rows of one seal, from what the seal remembers of them."""
    before, now = Counter(expected), Counter(Listed.of(row) for row in found)
    gone, come = list((before - now).elements()), list((now - before).elements())
    come_ids = {one.id for one in come}
    gone_ids = {one.id for one in gone}
    made = [_row("changed", log, seal, one) for one in gone if one.id in come_ids]
    made += [_row("removed", log, seal, one) for one in gone if one.id not in come_ids]
    made += [_row("inserted", log, seal, one) for one in come if one.id not in gone_ids]
    return made


_WORDS = {
    "changed": "has been changed: seal {seal} of {when} holds it as it was.",
    "removed": "has been removed: seal {seal} of {when} holds it.",
    "inserted": "was put in afterwards: seal {seal} of {when} was made without it.",
}


def _row(kind: str, log: Log, seal: Seal, row: Listed) -> Finding:
    words = _WORDS[kind].format(seal=seal.id, when=_at(seal))
    sentence = f"{_name(log, row)} {words}"
    return Finding(kind, sentence, log.table, str(row.uuid), row.month_name, seal.id)


def as_changed(removed: Finding) -> Finding:
    """The row is still there, but says that another transaction wrote it."""
    sentence = removed.sentence.replace(
        "has been removed", "has been changed (another transaction is said to have written it)"
    )
    return replace(removed, kind="changed", sentence=sentence)


def standstill(log: Log, count: int, oldest: datetime) -> Finding:
    """Rows wait too long for a seal."""
    return Finding(
        "standstill",
        f"Nobody seals: {log.name} has rows that wait for a seal since {oldest:%d.%m.%Y %H:%M} UTC, {count} in all. "
        "See that the worker runs, or run `kp audit seal`.",
        log.table,
    )


def missing_month(log: Log, month: str, rows: int) -> Finding:
    """A part of the table is gone as a whole."""
    return Finding(
        "month-missing",
        f"The whole month {month} of {log.name} is missing: the table {log.table}_{month} is not a part of {log.table}, "
        f"and {rows} sealed rows are gone with it.",
        log.table,
        month=month,
    )


def backdated(log: Log, seal: Seal, before: Seal, row: Row) -> Finding:
    """A row that says it is older than it can be."""
    one = Listed.of(row)
    return Finding(
        "backdated",
        f"{_name(log, one)} is dated back: it says that it happened "
        f"{row.moment:%d.%m.%Y %H:%M} UTC, but it was written after seal {before.id} of {_at(before)}.",
        log.table,
        str(one.uuid),
        one.month_name,
        seal.id,
    )


def from_the_future(log: Log, row: Row) -> Finding:
    """A row nobody can have written yet; it would escape every seal."""
    one = Listed.of(row)
    return Finding(
        "future",
        f"{_name(log, one)} claims a transaction that has not been: it was put in by hand.",
        log.table,
        str(one.uuid),
        one.month_name,
    )


def of_seal(kind: str, number: int, sentence: str) -> Finding:
    """Something wrong with a seal."""
    return Finding(kind, sentence, "audit_seal", seal=number)


def _name(log: Log, row: Listed) -> str:
    return f"Row {row.uuid} of {log.name} ({log.table}, {row.month_name})"


def _at(seal: Seal) -> str:
    return f"{seal.sealed_at.astimezone(UTC):%d.%m.%Y %H:%M} UTC"
