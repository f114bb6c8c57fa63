"""What PostgreSQL itself holds about every table: keys led by the organisation, forced row-level security, refusals."""

import pytest
from django.db import DatabaseError, connection, connections, transaction

# Not an organisation's: no name, number or free text of a person is in any of them; staff choose a sign-in name and name their passkeys.
NOBODYS = {
    "audit_seal", "django_migrations", "identity_account", "identity_externalidentity", "identity_localsignin", "identity_loginsession",
    "identity_passkey", "identity_signinattempts", "identity_usedonce", "organisation_organisation",
    "procrastinate_events", "procrastinate_jobs", "procrastinate_periodic_defers", "procrastinate_workers",
}  # fmt: skip
APPEND_ONLY = {"audit_event", "audit_viewrecord", "plans_revision", "plans_plananswer"}


def rows(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def owned_tables():
    return {
        name
        for (name,) in rows(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation_id'"
            " WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace"
        )
    }


def all_tables():
    return {
        name
        for (name,) in rows(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        )
    }


def test_tables_without_an_organisation_are_few_and_known(world):
    assert all_tables() - owned_tables() == NOBODYS
    assert len(NOBODYS) <= 15


def test_row_level_security_is_forced_on_every_owned_table(world):
    forced = {
        name
        for (name,) in rows(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity AND relnamespace = 'public'::regnamespace"
        )
    }

    assert owned_tables() - forced == set()


def test_every_key_is_led_by_the_organisation(world):
    keys = rows(
        "SELECT t.relname, i.relname, a.attname FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid"
        " JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]"
        " WHERE x.indisunique AND t.relnamespace = 'public'::regnamespace"
    )

    owned = owned_tables()
    assert [(table, key) for table, key, first in keys if table in owned and first != "organisation_id"] == []


def test_every_reference_between_owned_tables_holds_the_organisation_on_both_sides(world):
    owned = owned_tables()
    references = rows(
        "SELECT c.conname, s.relname, t.relname,"
        " (SELECT array_agg(a.attname ORDER BY k.n) FROM unnest(c.conkey) WITH ORDINALITY k(num, n)"
        "   JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num),"
        " (SELECT array_agg(a.attname ORDER BY k.n) FROM unnest(c.confkey) WITH ORDINALITY k(num, n)"
        "   JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.num)"
        " FROM pg_constraint c JOIN pg_class s ON s.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid WHERE c.contype = 'f'"
    )
    inside = [
        (name, near, far) for name, source, target, near, far in references if source in owned and target in owned
    ]

    assert len(inside) > 50
    assert [name for name, near, far in inside if near[0] != "organisation_id" or far[0] != "organisation_id"] == []


def test_the_application_owns_nothing_and_cannot_go_around_the_policies(world):
    assert rows("SELECT rolbypassrls, rolsuper FROM pg_roles WHERE rolname = 'knutepunkt_app'") == [(False, False)]
    assert rows(
        "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE r.rolname = 'knutepunkt_app'"
    ) == [(0,)]
    assert rows("SELECT current_user") == [("knutepunkt_app",)]


def test_without_settings_there_are_no_rows(world):
    world.person()
    with connection.cursor() as cursor:
        cursor.execute("RESET kp.organisation; RESET kp.account")
    counts = {}
    for table in sorted(owned_tables()):
        counts[table] = rows(f'SELECT count(*) FROM "{table}"')[0][0]  # table names come from the catalogue

    assert {table: count for table, count in counts.items() if count} == {}


def test_the_other_organisation_sees_none_of_ours(world):
    world.person()
    other, _, eva = world.neighbour()
    counts = {}
    with world.acting(world.actor(eva, other)):
        for table in sorted(owned_tables()):
            counts[table] = rows(f'SELECT count(*) FROM "{table}" WHERE organisation_id = %s', world.lyngvik.id)[0][0]

    assert {table: count for table, count in counts.items() if count} == {}


@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_history_is_never_changed_by_the_application(world, verb):
    steps = {table for table in owned_tables() if table.endswith("step")}
    assert len(steps) >= 8
    allowed = []
    for table in sorted(steps | APPEND_ONLY):
        try:
            with transaction.atomic():
                rows(verb.format(table) + " RETURNING 1")
            allowed.append(table)
        except DatabaseError:
            pass

    assert allowed == []


@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_history_is_never_changed_by_the_owner_either(django_db_setup, django_db_blocker, verb):
    allowed = []
    with django_db_blocker.unblock(), connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND (relname LIKE '%%step' OR relname ~ '^audit_(event|viewrecord|seal)')"
        )
        tables = {name for (name,) in cursor.fetchall()} | APPEND_ONLY
        for table in sorted(tables):
            try:
                cursor.execute(verb.format(table))
                allowed.append(table)
            except DatabaseError as refused:
                assert "never changed or removed" in str(refused)

    assert allowed == []
