"""Making seals: what is settled is sealed, once, and an untouched log verifies clean."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from sealed import ORGANISATION, OTHER, START, kinds

from knutepunkt.audit.seal import rows
from knutepunkt.audit.seal.chain import Root
from knutepunkt.audit.seal.keys import SealFolder, key_id
from knutepunkt.audit.seal.sealing import SealingError, after_restore, new_key


def test_an_empty_log_is_sealed_and_clean(log):
    sealed = log.seal()
    report = log.verify()

    assert (sealed.rows, report.rows, report.seals, report.findings) == (0, 0, 1, [])


def test_rows_of_all_organisations_are_sealed_once(log):
    log.write(count=3)
    log.event(organisation=OTHER)
    log.connection.commit()

    first, again = log.seal(), log.seal()
    report = log.verify()

    assert (first.rows, again.rows) == (7, 0)
    assert (report.rows, report.unsealed, report.findings) == (7, 0, [])


def test_nothing_to_verify_without_seals_but_young_rows(log):
    log.write()

    report = log.verify(START + timedelta(minutes=2))

    assert (report.seals, report.unsealed, report.findings) == (0, 4, [])


def test_a_transaction_that_is_open_while_sealing_is_sealed_when_it_has_ended(log):
    other = log.connect()
    slow = log.event(connection=other)
    log.write(count=1)  # begun later, committed earlier

    waiting = log.seal()
    half = log.verify()
    other.commit()
    other.close()
    done = log.seal()
    report = log.verify()

    assert (waiting.rows, half.unsealed, half.findings) == (0, 2, [])
    assert (done.rows, report.rows, report.findings) == (3, 3, [])
    assert slow


def test_a_transaction_that_is_undone_leaves_no_trace(log):
    log.event()
    log.connection.rollback()
    log.write(count=1)

    log.seal()

    assert (log.verify().rows, log.verify().findings) == (2, [])


def test_writers_side_by_side_lose_no_row(log):
    writers = [log.connect() for _ in range(4)]
    for turn in range(6):
        for number, writer in enumerate(writers):
            log.view(START + timedelta(seconds=turn), writer)
            if (turn + number) % 3 == 0:
                writer.commit()
        log.seal()
    for writer in writers:
        writer.commit()
        writer.close()
    log.seal()
    report = log.verify()

    assert (report.rows, report.unsealed, report.findings) == (24, 0, [])


def test_both_sides_of_midnight_at_the_end_of_a_month(log):
    midnight = datetime(2026, 12, 1, tzinfo=UTC)
    log.connection.execute("SET timezone TO 'UTC'; SELECT audit_make_partitions('2026-11-01', 2)")
    for moment in (midnight - timedelta(microseconds=1), midnight, midnight + timedelta(microseconds=1)):
        log.event(moment)
        log.view(moment)
    log.connection.commit()

    log.seal(midnight)

    assert log.connection.execute("SELECT count(*) FROM audit_event_2026_12").fetchone() == (2,)
    assert (log.verify(midnight).rows, log.verify(midnight).findings) == (6, [])


def test_much_is_sealed_in_pieces(log):
    log.write(count=7)

    sealed = log.seal(most_rows=3)

    assert sealed.seals == 3
    assert (log.verify().rows, log.verify().findings) == (14, [])


def test_pieces_follow_the_numbers_of_transactions_not_their_digits(log):
    for number in range(95, 106):
        log.event()
        log.connection.execute("SET session_replication_role = replica")
        log.connection.execute("UPDATE audit_event SET written_in = %s::xid8 WHERE written_in > '200'", [str(number)])
    log.connection.commit()

    sealed = log.seal(most_rows=3)

    counts = [count for (count,) in log.connection.execute("SELECT event_count FROM audit_seal ORDER BY id").fetchall()]
    assert (sealed.rows, counts) == (11, [0, 3, 3, 3, 2])


def test_one_large_transaction_is_one_piece(log):
    for _ in range(5):
        log.event()
    log.connection.commit()

    assert (log.seal(most_rows=2).rows, log.verify().findings) == (5, [])


def test_every_column_of_both_logs_is_hashed(log):
    for table in rows.LOGS:
        there = log.connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
            [table.table],
        ).fetchall()
        assert {name for (name,) in there} == set(table.columns), "a new column needs a new encoding of the rows"


def test_the_application_writes_rows_but_says_not_in_which_transaction(log):
    columns = (
        "(id, organisation_id, at, account_id, by_name, role, purpose, what, subject_type, subject_id, facts{more})"
    )
    values = "(gen_random_uuid(), %s, now(), gen_random_uuid(), '', '', '', '', '', gen_random_uuid(), '{{}}'{more})"
    insert = f"INSERT INTO audit_event {columns} VALUES {values}"
    with log.connect("knutepunkt_app") as app:
        app.execute(f"SET kp.organisation = '{ORGANISATION}'")
        app.execute(insert.format(more=""), [ORGANISATION])
        app.commit()
        for table in ("audit_event", "audit_event_rest"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), app.transaction():
                app.execute(insert.replace("audit_event", table).format(more=", written_in").replace("'{}', written_in)", "'{}', '5')"), [ORGANISATION])  # fmt: skip
    log.seal(datetime.now(UTC))
    assert log.verify(datetime.now(UTC)).rows == 1


@pytest.mark.parametrize("role", ["knutepunkt_app", "knutepunkt_owner", "knutepunkt_report"])
def test_only_the_sealing_role_reads_and_writes_seals(log, role):
    log.seal()
    with log.connect(role) as connection:
        for statement in ("SELECT id FROM audit_seal", "INSERT INTO audit_seal SELECT * FROM audit_seal"):
            try:
                with connection.transaction():
                    assert connection.execute(statement).rowcount == 0, statement
            except psycopg.errors.InsufficientPrivilege:
                continue


def test_the_sealing_role_reads_the_logs_and_nothing_else(log):
    with log.connect("knutepunkt_audit") as connection:
        for statement in (
            "SELECT FROM django_migrations", "INSERT INTO audit_event SELECT * FROM audit_event",
            "UPDATE audit_viewrecord SET role = ''", "DELETE FROM audit_seal", "UPDATE audit_seal SET note = ''",
        ):  # fmt: skip
            with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
                connection.execute(statement)


def test_a_new_key_is_signed_for_by_the_old_one(log):
    log.write()
    log.seal()
    with log.connect("knutepunkt_audit") as connection:
        new_key(connection, log.folder, START)
    log.write()
    log.seal()
    first, second = log.folder.trusted()

    assert log.folder.key().public == second
    assert [log.verify(trusted=[key]).findings for key in (first, second)] == [[], []]


def test_a_key_that_was_lost_is_replaced_in_the_open(log):
    log.write()
    log.seal()
    old = log.folder.trusted()
    (log.folder.root / "key").unlink()
    log.write()
    with pytest.raises(SealingError, match=key_id(old[0])):
        log.seal()
    with log.connect("knutepunkt_audit") as connection:
        new_key(connection, log.folder, START, lost=True)
    log.seal()

    assert log.verify().findings == []
    assert kinds(log.verify(trusted=old).findings) == {("other-key", 3)}


def test_an_interrupted_change_of_key_is_finished_by_the_next_seal(log, monkeypatch):
    log.write()
    log.seal()
    with monkeypatch.context() as patched, log.connect("knutepunkt_audit") as connection:
        patched.setattr(SealFolder, "promote", lambda _self: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            new_key(connection, log.folder, START)
    log.write()

    assert (log.seal().rows, log.verify().findings) == (4, [])


def test_sealing_stops_when_the_newest_seals_are_gone(log):
    log.write()
    log.seal()
    with log.tampering() as connection:
        connection.execute("DELETE FROM audit_seal WHERE id = 2")
        connection.commit()
    log.write()

    with pytest.raises(SealingError, match="Seal 2, which was made before"):
        log.seal()


def test_a_database_from_a_copy_goes_on_in_the_open(log):
    log.write()
    log.seal()
    kept = log.folder.newest()
    with log.tampering() as connection:  # as an older copy: the newest rows and seals are not in it
        connection.execute("DELETE FROM audit_seal WHERE id > 1")
        connection.execute("DELETE FROM audit_event; DELETE FROM audit_viewrecord")
        connection.commit()
    with log.connect("knutepunkt_audit") as connection, log.connect("knutepunkt_owner") as owner:
        after_restore(connection, owner, log.folder, START)
    log.write()
    log.seal()
    report = log.verify(expected=[kept])

    assert log.verify(expected=[log.folder.newest()]).findings == []
    assert [one.kind for one in report.findings] == ["other-root"]
    assert "brought back from a copy" in report.findings[0].sentence


def test_a_server_that_counts_from_lower_numbers(log, monkeypatch):
    """As after a dump into a new cluster: simulated by seals that are far ahead of the server's transactions."""
    from knutepunkt.audit.seal import sealing

    log.write()
    real = sealing._settled
    monkeypatch.setattr(sealing, "_settled", lambda connection: real(connection) + 1_000_000)
    log.seal()
    monkeypatch.undo()
    with pytest.raises(SealingError, match="lower numbers"):
        log.seal()
    with log.connect("knutepunkt_audit") as connection, log.connect("knutepunkt_owner") as owner:
        after_restore(connection, owner, log.folder, START)
    log.write()
    sealed = log.seal()
    report = log.verify()

    assert (sealed.rows, report.rows, report.unsealed, report.findings) == (4, 8, 0, [])


def test_a_root_is_a_line_that_can_be_typed(log):
    log.seal()
    root = log.folder.newest()

    assert Root.read(f" {str(root).upper()[:20]} \n{str(root)[20:]}") == root
    with pytest.raises(ValueError, match="12"):
        Root.read("12-abc")
