"""The demo in plain SQL, as the application's role: everybody sees the rows the model's field gives them, counted apart from the policies.

What is expected is computed here in Python from the raw rows, read as a superuser; none of the product's functions is asked.
"""

import os
from collections import Counter
from datetime import UTC, datetime
from http.cookiejar import CookieJar
from urllib.request import HTTPCookieProcessor, build_opener

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from proofs.expected_rows import ORGANISATION_WIDE, SYSTEM, Raw, owned

ORGANISATIONS = ("trondheim", "arendal")
NOBODY = "01900000-0000-7000-8000-000000000000"


def connect(live, variable, **options):
    return psycopg.connect(make_conninfo(os.environ[variable], dbname=live.database), **options)


@pytest.fixture(scope="module")
def raw(live):
    """After a first look at a page, so that there are view records."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    browser.open(f"{live.url}/demo/trondheim/ingrid-solbakken/?next=/notices/").read()
    return Raw(live.rows, datetime.now(UTC))


@pytest.fixture(scope="module")
def app(live):
    with connect(live, "DATABASE_URL", autocommit=True) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("knutepunkt_app",)
        yield connection


def seen(connection, at, **settings):
    """Table -> ids of the rows seen in one transaction with these settings; an error is a failure of the test."""
    ids = sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {}, coalesce(array_agg(id), '{{}}') FROM {}").format(sql.Literal(table), sql.Identifier(table))
        for table in owned()
    )
    with connection.transaction():
        for name, value in ({"at": at.isoformat(), **settings} if settings else {}).items():
            connection.execute(sql.SQL("SET LOCAL {} = {}").format(sql.Identifier("kp", name), sql.Literal(str(value))))
        return {table: set(rows) for table, rows in connection.execute(ids).fetchall()}


def organisation_of(live, slug):
    return live.one("SELECT id FROM organisation_organisation WHERE slug = %s", slug)


def differing(found, wanted):
    """Table -> how many rows are seen that should not be, and how many should be that are not."""
    return {
        table: (len(found[table] - wanted[table]), len(wanted[table] - found[table]))
        for table in wanted
        if found[table] != wanted[table]
    }


def accounts_of(live, organisation):
    rows = live.rows(
        "SELECT account_id FROM access_unitgrant WHERE organisation_id = %s UNION"
        " SELECT account_id FROM access_grant WHERE organisation_id = %s AND account_id IS NOT NULL",
        organisation,
        organisation,
    )
    return [account for (account,) in rows]


@pytest.mark.parametrize("slug", ORGANISATIONS)
def test_every_account_sees_exactly_its_rows(live, raw, app, slug):
    organisation = organisation_of(live, slug)
    wrong, reach = {}, Counter()
    for account in [*accounts_of(live, organisation), f"{SYSTEM}3"]:
        wanted = raw.expected(organisation, account)
        found = seen(app, raw.at, organisation=organisation, account=account)
        if found != wanted:
            wrong[account] = differing(found, wanted)
        reach[any(rows for table, rows in found.items() if table not in ORGANISATION_WIDE)] += 1

    assert wrong == {}
    assert reach[True] >= 5  # the proof is not about people who see nothing


def test_the_demo_holds_every_kind_of_reader(live, raw):
    kinds = Counter()
    for slug in ORGANISATIONS:
        organisation = organisation_of(live, slug)
        for account in accounts_of(live, organisation):
            units, content_units = raw.works_in[organisation, account]
            persons = raw.persons(organisation, account)
            kinds["caseworker"] += bool(content_units)
            kinds["leader"] += bool(units - content_units) and not persons
            kinds["employee with own persons"] += bool(units - content_units) and bool(persons)
            kinds["person"] += not units and bool(persons)

    assert {name for name, number in kinds.items() if number} == {
        "caseworker",
        "leader",
        "employee with own persons",
        "person",
    }


@pytest.mark.parametrize("slug", ORGANISATIONS)
def test_a_page_of_one_file_sees_that_person_only(live, raw, app, slug):
    organisation = organisation_of(live, slug)
    wrong, looked = {}, 0
    for account in accounts_of(live, organisation):
        for person in sorted(raw.persons(organisation, account))[:3]:
            looked += 1
            wanted = raw.expected(organisation, account, focus=person)
            found = seen(app, raw.at, organisation=organisation, account=account, person=person)
            if found != wanted:
                wrong[account, person] = differing(found, wanted)

    assert wrong == {}
    assert looked >= 5


def test_all_rows_are_somebodys(live, raw):
    """The whole that the others are parts of: what two organisations hold is much, and no table is forgotten."""
    total = Counter()
    for slug in ORGANISATIONS:
        for table, rows in raw.expected(organisation_of(live, slug), f"{SYSTEM}3").items():
            total[table] += len(rows)

    assert len(total) == len(owned()) >= 45
    assert total["intake_notice"] >= 20
    assert total["plans_activity"] >= 20
    assert total["audit_event"] >= 100


@pytest.mark.parametrize(
    "settings", [{}, {"account": f"{SYSTEM}3"}, {"organisation": NOBODY, "account": f"{SYSTEM}3"}], ids=str
)
def test_no_organisation_or_one_that_is_not_there_is_nothing(raw, app, settings):
    found = seen(app, raw.at, **settings)

    assert {table: rows for table, rows in found.items() if rows} == {}


@pytest.mark.parametrize(("slug", "other"), [ORGANISATIONS, ORGANISATIONS[::-1]])
def test_an_account_of_the_other_organisation_sees_no_file(live, raw, app, slug, other):
    organisation = organisation_of(live, slug)
    ours = set(accounts_of(live, organisation))
    strangers = [account for account in accounts_of(live, organisation_of(live, other)) if account not in ours]
    assert len(strangers) >= 5
    for account in [*strangers, NOBODY]:
        found = seen(app, raw.at, organisation=organisation, account=account)
        assert {table for table, rows in found.items() if rows} <= ORGANISATION_WIDE
        assert found == raw.expected(organisation, account)


@pytest.mark.parametrize(("slug", "other"), [ORGANISATIONS, ORGANISATIONS[::-1]])
def test_our_settings_never_reach_the_other_organisations_rows(live, raw, app, slug, other):
    organisation, theirs = organisation_of(live, slug), organisation_of(live, other)
    account = next(a for a in accounts_of(live, organisation) if raw.works_in[organisation, a][1])
    reached = {}
    with app.transaction():
        app.execute(f"SET LOCAL kp.organisation = '{organisation}'; SET LOCAL kp.account = '{account}'")
        for table in owned():
            query = sql.SQL("SELECT count(*) FROM {} WHERE organisation_id = %s").format(sql.Identifier(table))
            reached[table] = app.execute(query, [theirs]).fetchone()[0]

    assert {table: count for table, count in reached.items() if count} == {}


def test_writing_into_the_other_organisation_is_refused(live, raw, app):
    ours, theirs = (organisation_of(live, slug) for slug in ORGANISATIONS)
    account = next(a for a in accounts_of(live, ours) if raw.works_in[ours, a][1])
    as_ours = f"SET LOCAL kp.organisation = '{ours}'; SET LOCAL kp.account = '{account}'"
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(f"{as_ours}; UPDATE organisation_unit SET organisation_id = '{theirs}'")
    with app.transaction():
        app.execute(as_ours)
        moved = app.execute("UPDATE people_person SET city = city WHERE organisation_id = %s", [theirs]).rowcount

    assert moved == 0


HISTORY = {"plans_revision", "plans_plananswer", "audit_event", "audit_viewrecord"}


@pytest.mark.parametrize("variable", ["DATABASE_URL", "DATABASE_OWNER_URL"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET organisation_id = organisation_id", "DELETE FROM {}"])
def test_what_has_happened_is_never_changed_on_the_demos_rows(live, raw, variable, verb):
    history = HISTORY | {table for table in owned() if table.endswith("step")}
    assert {table for table in history if raw.rows[table]} >= HISTORY | {"plans_planstep", "intake_noticestep"}
    answers = {}
    with connect(live, variable, autocommit=True) as connection:
        for table in sorted(history):
            try:
                with connection.transaction():
                    for name, value in (
                        ("organisation", organisation_of(live, "trondheim")),
                        ("account", f"{SYSTEM}3"),
                    ):
                        connection.execute(f"SET LOCAL kp.{name} = '{value}'")
                    answers[table] = connection.execute(verb.format(table)).statusmessage
            except psycopg.errors.InsufficientPrivilege:
                answers[table] = "refused"

    assert {table: answer for table, answer in answers.items() if answer != "refused"} == {}


def test_every_reference_between_tables_of_organisations_holds_the_organisation_on_both_sides(live):
    references = live.rows(
        "SELECT c.conname, s.relname, t.relname,"
        " ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY k(num, n)"
        "   JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.num ORDER BY k.n),"
        " ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY k(num, n)"
        "   JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.num ORDER BY k.n)"
        " FROM pg_constraint c JOIN pg_class s ON s.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid WHERE c.contype = 'f'"
    )
    between = [row for row in references if row[1] in owned() and row[2] in owned()]

    assert len(between) >= 70
    assert [
        name
        for name, _, _, near, far in between
        if "organisation_id" not in near or far[near.index("organisation_id")] != "organisation_id"
    ] == []
