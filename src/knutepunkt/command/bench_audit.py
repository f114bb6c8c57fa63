"""Sealing and verifying large logs."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from knutepunkt.command.layout import DataFolder

T = TypeVar("T")
DATABASE = "knutepunkt"
ROWS_OF_A_TRANSACTION = 4
SEALS = 1000
"""How many seals the verified rows lie under: as of a working day with a seal each minute, and more."""
START = datetime(2026, 1, 1, tzinfo=UTC)
END = START + timedelta(days=365)

# The server counts transactions from a few hundred: use up as many as the rows are spread over.
TRANSACTIONS = """
DO $$ BEGIN
  WHILE pg_current_xact_id()::text::bigint < {transactions} + 10 LOOP COMMIT; END LOOP;
END $$"""
# Half of the rows in each log, spread over the months of a year.
FILL = """
INSERT INTO audit_event (id, organisation_id, at, account_id, by_name, role, purpose, what, subject_type, subject_id, person_id,
    facts, written_in)
  SELECT gen_random_uuid(), '00000000-0000-7000-8000-000000000001', {moment}, gen_random_uuid(), 'Kari Lie', 'fysioterapeut', 'care',
    'activity.started', 'plans.activity', gen_random_uuid(), gen_random_uuid(), jsonb_build_object('from_state', 'agreed', 'n', n),
    (2 * n / {each} + 3)::text::xid8 FROM generate_series(1, {half}) n;
INSERT INTO audit_viewrecord (id, organisation_id, at, account_id, by_name, by_organisation, role, purpose, basis, person_id, page,
    objects_seen, written_in)
  SELECT gen_random_uuid(), '00000000-0000-7000-8000-000000000001', {moment}, gen_random_uuid(), 'Kari Lie', 'Lyngvik kommune',
    'fysioterapeut', 'care', 'coordinator', gen_random_uuid(), 'plan', ARRAY[gen_random_uuid(), gen_random_uuid()],
    (2 * n / {each} + 3)::text::xid8 FROM generate_series(1, {half}) n"""


def seal(rows: int, folder: Path) -> int:
    """Seal a large log for the first time, in as few seals as there may be."""
    with _logs(rows, folder) as place:
        sealed = _measured(f"seal {rows} rows", place, lambda connection: place.seal(connection, most_rows=200_000))
    print(f"{sealed.rows} rows under {sealed.seals} seals")
    return 0 if sealed.rows == rows else 1


def verify(rows: int, folder: Path) -> int:
    """Verify a large log that lies under many seals; asked for: a million rows in 20 seconds on two cores."""
    from knutepunkt.audit.seal.verifying import verify as verify_logs

    with _logs(rows, folder) as place:
        each = max(100, rows // 2 // SEALS)
        _measured(f"seal {rows} rows bit by bit", place, lambda connection: place.seal(connection, most_rows=each))
        report = _measured(
            f"verify {rows} rows",
            place,
            lambda connection: verify_logs(connection, at=END, trusted=place.folder.trusted()),
        )
    for finding in report.findings[:5]:
        print(finding.sentence)
    print(f"{report.rows} rows under {report.seals} seals, {len(report.findings)} findings")
    return 0 if report.is_clean and report.rows == rows else 1


BENCHES = {"audit-seal": seal, "audit-verify": verify}


class _Place:
    """The filled logs: how to reach them, and the folder of the seals."""

    def __init__(self, dsn: str, folder: Path) -> None:
        from knutepunkt.audit.seal.keys import SealFolder

        self.dsn = dsn
        self.folder = SealFolder(folder / "seal")

    def seal(self, connection: Any, *, most_rows: int) -> Any:
        from knutepunkt.audit.seal.sealing import seal as seal_logs

        return seal_logs(connection, self.folder, START, most_rows=most_rows)


@contextmanager
def _logs(rows: int, folder: Path) -> Iterator[_Place]:
    import psycopg

    from knutepunkt.command import environment
    from knutepunkt.command.postgres import roles, server

    with server.running(DataFolder.at(folder / "data"), doing="bench") as running:
        superuser = running.dsn("superuser", "postgres")
        roles.create_database(superuser)
        environment.enter(server.connection_strings(running))
        from django.core.management import call_command

        call_command("migrate", "audit", database="owner", verbosity=0)
        values = {
            "half": rows // 2,
            "each": ROWS_OF_A_TRANSACTION,
            "transactions": rows // ROWS_OF_A_TRANSACTION,
            "moment": f"timestamptz '2026-01-01 00:00+00' + interval '364 days' * n / {rows // 2 + 1}",
        }
        began = time.perf_counter()
        with psycopg.connect(running.dsn("superuser", DATABASE), autocommit=True) as connection:
            connection.execute("SET timezone TO 'UTC'")
            connection.execute("SELECT audit_make_partitions('2026-01-01', 12)")
            connection.execute(TRANSACTIONS.format(**values))
            for statement in FILL.format(**values).split(";"):
                connection.execute(statement)
            connection.execute("VACUUM ANALYZE audit_event, audit_viewrecord")
        print(f"made {rows} rows in {time.perf_counter() - began:.1f} s")
        yield _Place(running.dsn("audit"), folder)


def _measured(what: str, place: _Place, work: Callable[[Any], T]) -> T:
    """Run and print: seconds on the clock, and of processor in this process and in the database's."""
    import psycopg

    from knutepunkt.audit.seal.verifying import open_to_verify

    connect = open_to_verify if what.startswith("verify") else psycopg.connect
    with connect(place.dsn) as connection:
        database = cpu_of(connection.info.backend_pid)
        began, own = time.perf_counter(), time.process_time()
        result = work(connection)
        clock, own = time.perf_counter() - began, time.process_time() - own
        database = cpu_of(connection.info.backend_pid) - database
    print(f"{what}: {clock:.1f} s; processor {own:.1f} s here + {database:.1f} s in the database")
    return result


def cpu_of(process: int) -> float:
    """Seconds of processor a process of this machine has used; 0 where the system does not tell."""
    import os

    try:
        parts = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")
