"""Every kind of tampering by somebody who owns the database, each found and named."""

from datetime import timedelta
from random import Random

import pytest
from sealed import START, kinds

from knutepunkt.audit.seal import chain, rows
from knutepunkt.audit.seal.chain import Kind
from knutepunkt.audit.seal.keys import Key, SealFolder
from knutepunkt.audit.seal.sealing import seal

LATER = START + timedelta(hours=3)
OTHER_VALUE = {
    "id": "gen_random_uuid()", "organisation_id": "gen_random_uuid()", "account_id": "gen_random_uuid()",
    "subject_id": "gen_random_uuid()", "person_id": "gen_random_uuid()", "at": "at + interval '1 microsecond'",
    "facts": """facts || '{"b": 1}'""", "objects_seen": "objects_seen[2:2]", "written_in": "'3'",
}  # fmt: skip


@pytest.fixture(scope="module")
def log(make_log):
    """Three seals over rows of two months, the months in tables of their own; nothing a test does stays."""
    made = make_log()
    made.connection.execute("SET timezone TO 'UTC'; SELECT audit_make_partitions('2026-10-01', 2)")
    made.connection.commit()
    made.october = made.write(START - timedelta(days=40))
    made.seal(START - timedelta(days=40))
    made.early = made.write(count=3)
    made.seal()
    made.late = made.write(LATER)
    made.seal(LATER)
    return made


def ids(log, table, which="early"):
    return getattr(log, which)[0 if table == "audit_event" else 1]


def test_untouched_it_is_clean(log):
    assert log.verify(LATER, expected=[log.folder.newest()]).findings == []


@pytest.mark.parametrize(("table", "column"), [(t.table, c) for t in rows.LOGS for c in t.columns])
def test_one_column_of_one_row(log, table, column):
    row = ids(log, table)[1]
    with log.tampering() as connection:
        value = OTHER_VALUE.get(column, f"{column} || 'x'")
        assert connection.execute(f"UPDATE {table} SET {column} = {value} WHERE id = %s", [row]).rowcount == 1
        found = log.findings(LATER)

    kind = "removed" if column == "id" else "changed"
    assert (kind, row) in kinds(found)
    assert len(found) == (2 if column == "id" else 1)
    assert all(one.table == table and one.month == "2026_11" and one.row in one.sentence for one in found)


@pytest.mark.parametrize("table", [t.table for t in rows.LOGS])
@pytest.mark.parametrize("value", ["'99999999'", "pg_current_xact_id()"])
def test_a_row_given_to_a_newer_transaction(log, table, value):
    row = ids(log, table)[1]
    with log.tampering() as connection:
        connection.execute(f"UPDATE {table} SET written_in = {value} WHERE id = %s", [row])
        found = log.findings(LATER)

    assert ("changed", row) in kinds(found)


@pytest.mark.parametrize("table", [t.table for t in rows.LOGS])
@pytest.mark.parametrize("which", ["early", "late"])
def test_a_row_removed(log, table, which):
    row = ids(log, table, which)[0]
    with log.tampering() as connection:
        connection.execute(f"DELETE FROM {table} WHERE id = %s", [row])
        found = log.findings(LATER)

    assert kinds(found) == {("removed", row)}
    assert f"Row {row} of the log of" in found[0].sentence
    assert "has been removed" in found[0].sentence


@pytest.mark.parametrize("table", [t.table for t in rows.LOGS])
def test_a_row_put_in_among_those_that_are_sealed(log, table):
    with log.tampering() as connection:
        copied = ", ".join("gen_random_uuid()" if c == "id" else c for c in _columns(table))
        connection.execute(
            f"INSERT INTO {table} ({', '.join(_columns(table))}) SELECT {copied} FROM {table} WHERE id = %s RETURNING id",
            [ids(log, table)[0]],
        )
        found = log.findings(LATER)

    assert [one.kind for one in found] == ["inserted"]
    assert found[0].row not in ids(log, table)
    assert "was put in afterwards" in found[0].sentence


@pytest.mark.parametrize("table", [t.table for t in rows.LOGS])
def test_a_row_dated_back(make_log, table):
    log = make_log()
    log.write()
    log.seal(LATER)
    row = log.event(START) if table == "audit_event" else log.view(START)
    log.connection.commit()
    log.seal(LATER + timedelta(minutes=1))

    found = log.verify(LATER).findings

    assert kinds(found) == {("backdated", row)}
    assert "24.11.2026 08:00" in found[0].sentence


@pytest.mark.parametrize("table", [t.table for t in rows.LOGS])
def test_a_row_that_hides_from_the_seals(log, table):
    with log.tampering() as connection:
        row = log.event(LATER) if table == "audit_event" else log.view(LATER)
        connection.execute(f"UPDATE {table} SET written_in = '99999999' WHERE id = %s", [row])
        found = log.findings(LATER)

    assert kinds(found) == {("future", row)}


@pytest.mark.parametrize("table", [t.table for t in rows.LOGS])
@pytest.mark.parametrize(("one", "two"), [(("early", 0), ("early", 1)), (("early", 2), ("late", 0))])
def test_two_rows_that_exchange_what_they_say(log, table, one, two):
    pair = [ids(log, table, which)[place] for which, place in (one, two)]
    said = [c for c in _columns(table) if c not in {"id", "written_in", "organisation_id"}]
    with log.tampering() as connection:
        connection.execute(
            f"UPDATE {table} a SET ({', '.join(said)}) = (SELECT {', '.join('b.' + c for c in said)} FROM {table} b "
            "WHERE b.id <> a.id AND b.id = ANY (%(pair)s::uuid[])) WHERE a.id = ANY (%(pair)s::uuid[])",
            {"pair": pair},
        )
        found = log.findings(LATER)

    assert kinds(found) == {("changed", row) for row in pair}


@pytest.mark.parametrize("table", [t.table for t in rows.LOGS])
def test_the_ids_of_two_rows_exchanged(log, table):
    pair = ids(log, table)[:2]
    with log.tampering() as connection:
        connection.execute(
            f"UPDATE {table} SET id = CASE id WHEN %(a)s THEN %(b)s::uuid ELSE %(a)s::uuid END, at = at + interval '1 h'"
            " WHERE id IN (%(a)s, %(b)s)",
            {"a": pair[0], "b": pair[1]},
        )
        found = log.findings(LATER)

    assert kinds(found) == {("changed", row) for row in pair}


@pytest.mark.parametrize("statement", ["DROP TABLE {}_2026_10", "ALTER TABLE {0} DETACH PARTITION {0}_2026_10"])
@pytest.mark.parametrize("table", [t.table for t in rows.LOGS])
def test_a_whole_month_gone(log, table, statement):
    with log.tampering() as connection:
        connection.execute(statement.format(table))
        found = log.findings(LATER)

    assert [(one.kind, one.table, one.month) for one in found] == [("month-missing", table, "2026_10")]
    assert f"{table}_2026_10" in found[0].sentence
    assert "2 sealed rows" in found[0].sentence


def test_the_whole_log_emptied(log):
    with log.tampering() as connection:
        connection.execute("TRUNCATE audit_event, audit_viewrecord")
        found = log.findings(LATER)

    assert {(one.kind, one.table) for one in found} == {("removed", t.table) for t in rows.LOGS}
    assert len(found) == 14


@pytest.mark.parametrize("seed", range(12))
def test_many_things_at_once_are_each_named(log, seed):
    chance = Random(seed)
    every = [
        (t.table, row) for t in rows.LOGS for which in ("october", "early", "late") for row in ids(log, t.table, which)
    ]
    chance.shuffle(every)
    changed, removed, copied = (
        every[: chance.randint(0, 4)],
        every[4 : 4 + chance.randint(1, 3)],
        every[8 : 8 + chance.randint(0, 3)],
    )
    expected = set()
    with log.tampering() as connection:
        for table, row in copied:
            values = ", ".join("gen_random_uuid()" if c == "id" else c for c in _columns(table))
            insert = f"INSERT INTO {table} ({', '.join(_columns(table))}) SELECT {values} FROM {table} WHERE id = %s RETURNING id"
            expected.add(("inserted", str(connection.execute(insert, [row]).fetchone()[0])))
        for table, row in changed:
            column = chance.choice([c for c in _columns(table) if c != "id"])
            value = OTHER_VALUE.get(column, f"{column} || 'x'")
            connection.execute(f"UPDATE {table} SET {column} = {value} WHERE id = %s", [row])
            expected.add(("changed", row))
        for table, row in removed:
            connection.execute(f"DELETE FROM {table} WHERE id = %s", [row])
            expected.add(("removed", row))
        found = log.findings(LATER)

    assert kinds(found) == expected
    assert len(found) == len(expected)


SEAL_COLUMNS = {
    "id": "9", "kind": "'restored'", "key_id": "'x'", "note": "'x'", "sealed_at": "sealed_at + interval '1 microsecond'",
    "new_key": "previous", "new_signature": "signature",
}  # fmt: skip


@pytest.mark.parametrize("column", chain.COLUMNS)
def test_one_column_of_one_seal(log, column):
    default = f"{column} || '\\x00'::bytea" if column.endswith(("root", "rows", "hash")) or column in {"previous", "chain", "signature"} else f"{column} + 1"  # fmt: skip
    with log.tampering() as connection:
        connection.execute(f"UPDATE audit_seal SET {column} = {SEAL_COLUMNS.get(column, default)} WHERE id = 3")
        found = log.findings(LATER)

    named = {one.seal for one in found if one.table == "audit_seal"}
    assert 3 in named
    assert {one.kind for one in found} & {"seal-changed", "signature", "list-changed", "seal-missing"}
    assert {one.kind for one in found} & {"removed", "changed", "inserted"} == set()


def test_a_seal_in_the_middle_removed(log):
    with log.tampering() as connection:
        connection.execute("DELETE FROM audit_seal WHERE id = 3")
        found = log.findings(LATER)

    assert kinds(found) == {("seal-missing", 3)}
    assert "Seal 3 is missing" in found[0].sentence


def test_two_seals_exchanged(log):
    with log.tampering() as connection:
        connection.execute("UPDATE audit_seal SET id = 100 WHERE id = 2; UPDATE audit_seal SET id = 2 WHERE id = 3")
        connection.execute("UPDATE audit_seal SET id = 3 WHERE id = 100")
        found = log.findings(LATER)

    assert {("seal-changed", 2), ("seal-changed", 3)} <= kinds(found)


@pytest.mark.parametrize("table", [t.table for t in rows.LOGS])
def test_a_changed_row_whose_name_in_the_seal_is_wiped_too(log, table):
    with log.tampering() as connection:
        connection.execute(f"UPDATE {table} SET role = 'x' WHERE id = %s", [ids(log, table)[0]])
        connection.execute("UPDATE audit_seal SET event_rows = '', view_rows = '' WHERE id = 3")
        found = log.findings(LATER)

    assert kinds(found) == {("list-changed", 3), ("rows-unknown", 3)}


def _cut_off(connection):
    connection.execute("DELETE FROM audit_seal WHERE id = 4")
    for table in rows.LOGS:
        connection.execute(f"DELETE FROM {table.table} WHERE at >= %s", [LATER])


def test_the_newest_rows_removed_together_with_their_seal(log):
    kept = log.folder.newest()
    with log.tampering() as connection:
        _cut_off(connection)
        found = log.findings(LATER, expected=[kept])

    assert kinds(found) == {("newest-removed", 4)}
    assert "Seal 4, whose root was kept outside, is not here" in found[0].sentence


def test_without_a_root_from_outside_that_is_not_seen(log):
    """What the documentation says it cannot do: nothing in the database tells of what was cut off."""
    with log.tampering() as connection:
        _cut_off(connection)

        assert log.findings(LATER) == []


def _sealed_anew(log, connection, folder):
    connection.execute("UPDATE audit_viewrecord SET by_name = 'Somebody Else'")
    connection.execute("DELETE FROM audit_seal")
    connection.execute("SET LOCAL ROLE knutepunkt_audit")
    original = "knutepunkt.audit.seal.sealing._settled"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(original, lambda _: 10**9)
        seal(connection, folder, START)


def test_everything_signed_anew_with_another_key(log, tmp_path):
    kept = log.folder.newest()
    with log.tampering() as connection:
        _sealed_anew(log, connection, SealFolder(tmp_path))
        found = log.findings(LATER)
        also = log.findings(LATER, expected=[kept], trusted=[])

    assert [one.kind for one in found] == ["other-key"]
    assert "sealed anew by somebody else" in found[0].sentence
    assert [one.kind for one in also] == ["newest-removed"]


def test_everything_signed_anew_with_the_stolen_key(log, tmp_path):
    """Only the root kept outside the machine tells."""
    kept, thief = log.folder.newest(), SealFolder(tmp_path)
    thief.prepare(log.folder.key())
    thief.promote()
    with log.tampering() as connection:
        _sealed_anew(log, connection, thief)
        seal_two = chain.Root(2, kept.chain)
        found = log.findings(LATER, expected=[seal_two])

    assert [(one.kind, one.seal) for one in found] == [("other-root", 2)]


def test_a_key_of_ones_own_announced_in_the_middle(log):
    from knutepunkt.audit.seal.sealing import following, signed

    with log.tampering() as connection:
        last = chain.newest(connection)
        forged = signed(following(last, at=LATER, kind=Kind.KEY), by=None, new=Key.new())
        chain.add(connection, forged)
        found = log.findings(LATER)

    assert kinds(found) == {("other-key", 5)}


def test_nobody_seals(make_log):
    log = make_log()
    log.seal()
    log.write(LATER, count=1)

    found = log.verify(LATER + timedelta(days=1)).findings

    assert [(one.kind, one.table) for one in found] == [("standstill", t.table) for t in rows.LOGS]
    assert "24.11.2026 11:00 UTC, 1 in all" in found[0].sentence


def _columns(table):
    return next(log.columns for log in rows.LOGS if log.table == table)
