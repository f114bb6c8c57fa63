"""Use the product, break it in many ways, then read every log: no identity number, no name and no health word of the demo."""

import re
import time
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from proofs.product import Product, Reader

LONG_WORD = 8


@pytest.fixture(scope="module")
def product(django_db_setup, django_db_blocker, request, tmp_path_factory):
    """Server and worker on a copy of the demo; e-mails cannot be delivered, so that the worker has something to say."""
    from django.db import connections

    from databases import superuser, worker_copy
    from knutepunkt.command.postgres.roles import drop_database
    from live import demo_template

    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock():
        database = worker_copy(demo_template(), f"logs_{worker}")
        connections.close_all()
        product = Product(database, tmp_path_factory.mktemp("logs"), more={"KNUTEPUNKT_SMTP": "127.0.0.1:1"})
        try:
            product.start()
            product.run("worker", "worker")
            yield product
        finally:
            product.stop()
            drop_database(superuser(), database)


class PostgresLog:
    """The log of the embedded server that the tests run on, from now on."""

    def __init__(self):
        from databases import superuser

        with psycopg.connect(superuser(), autocommit=True) as server:
            folder = Path(server.execute("SHOW data_directory").fetchone()[0])
        self.file = folder.parent / "log" / "postgres.log"
        self.begin = self.file.stat().st_size

    def mark(self):
        """Write a line as the server does, so that an empty log is no proof."""
        from databases import superuser

        word = f"mark {uuid4()}"
        with psycopg.connect(superuser(), autocommit=True) as server:
            server.execute(sql.SQL("DO $$ BEGIN RAISE LOG '{}'; END $$").format(sql.SQL(word)))
        return word

    def text(self):
        with self.file.open("rb") as log:
            log.seek(self.begin)
            return log.read().decode(errors="replace")


def secrets(product):
    """What must be in no log: numbers, full names and the long words of what is written about people."""
    from knutepunkt.demo.content import load

    content = load()
    numbers = {person.number for person in content.persons if person.number}
    names = {
        " ".join(row)
        for row in product.rows("SELECT given_name, family_name FROM people_person WHERE family_name <> ''")
    }
    names |= {name for (name,) in product.rows("SELECT name FROM people_nextofkin WHERE name LIKE '%% %%'")}
    texts = " ".join(
        text
        for statement in (
            "SELECT text FROM intake_noticecontent",
            "SELECT basis_text FROM intake_noticecontent",
            "SELECT words FROM plans_goal",
            "SELECT what || ' ' || how FROM plans_activity",
            "SELECT body || ' ' || activities || ' ' || obstacles FROM coordination_assessment",
        )
        for (text,) in product.rows(statement)
    )
    words = {word for word in re.findall(r"\w+", texts.lower()) if len(word) >= LONG_WORD}
    assert len(numbers) >= 30
    assert len(names) >= 50
    assert len(words) >= 300
    return numbers, names, words


def use(product):
    """An ordinary day: lists, files, searches by name and number, forms that are right and forms that are not."""
    ingrid = Reader(product.url).sign_in("trondheim", "ingrid-solbakken")
    ((person, follow_up, plan),) = product.rows(
        "SELECT j.id, f.id, p.id FROM people_person j JOIN coordination_followup f ON f.person_id = j.id"
        " JOIN plans_individualplan p ON p.person_id = j.id WHERE j.given_name = 'Jonas' AND j.family_name = 'Fjeld'"
    )
    for path in (
        "/day/",
        "/notices/",
        "/overview/",
        f"/persons/of/{person}/",
        f"/persons/{follow_up}/",
        f"/plans/{plan}/",
    ):
        assert ingrid.get(path)[0] == 200
    number = "14837100152"  # Arne Solli's
    for sought in ("Fjeld", "Jonas Fjeld", number):
        status, text = ingrid.post("/search/", {"q": sought})
        assert status == 200
        assert "/persons/of/" in text
    told = {"text": "Jonas Fjeld har afasi etter hjerneslag.", "happened_on": "Fjeld"}
    assert ingrid.post(f"/persons/{follow_up}/notes/new/", told)[0] == 422
    record = {
        "kind": "possible-need",
        "name": "Arne Solli",
        "number": number,
        "text": "Arne har hjerneslag.",
        "basis": "not-stated",
    }
    answers = [ingrid.post("/notices/new/record/", record)[0] for _ in range(2)]
    answers.append(
        ingrid.post("/notices/new/record/", {**record, "name": "Jonas Fjeld " * 300, "kind": "Arne Solli"})[0]
    )
    Reader(product.url).sign_in("trondheim", "jonas-fjeld").get("/my/plan/")
    ingrid.send(f"/persons/Jonas Fjeld {number}/".replace(" ", "%20"), {"x": "1"})
    return ingrid, follow_up, answers


def provoke_constraints(product):
    """As the application itself: each error quotes the values to whoever asked."""
    ((organisation, person, given),) = product.rows(
        "SELECT organisation_id, id, given_name || ' ' || family_name FROM people_person WHERE number_hash IS NOT NULL AND family_name = 'Solli' LIMIT 1"
    )
    ask = {"person": person, "organisation": organisation, "name": given, "long": given * 40}
    settings = (
        f"SET LOCAL kp.organisation = '{organisation}'; SET LOCAL kp.account = '00000000-0000-7000-8000-000000000003'"
    )
    copied = "SELECT (jsonb_populate_record(p, {})).* FROM people_person p WHERE p.id = %(person)s"
    statements = {
        "unique": "INSERT INTO people_person " + copied.format("'{}'"),
        "number twice": "INSERT INTO people_person "
        + copied.format("jsonb_build_object('id', gen_random_uuid(), 'account_id', null)"),
        "check": "UPDATE people_person SET death_reported_at = now(), death_reported_by = '' WHERE id = %(person)s",
        "not null": "UPDATE people_person SET given_name = NULL WHERE id = %(person)s",
        "too long": "UPDATE people_person SET given_name = %(long)s WHERE id = %(person)s",
        "no uuid": "SELECT * FROM people_person WHERE id = %(name)s::text::uuid",
        "no date": "SELECT (%(name)s::text)::date",
        "no json": "SELECT (%(name)s::text)::json",
        "no number": "SELECT '14837100152 Arne Solli hjerneslag'::integer",
        "no table": 'SELECT * FROM "Arne Solli 14837100152 hjerneslag"',
        "reference": "UPDATE people_stay SET person_id = gen_random_uuid(); SET CONSTRAINTS ALL IMMEDIATE",
        "append only": "UPDATE audit_event SET by_name = 'Arne Solli'",
        "raised": "DO $$ BEGIN RAISE EXCEPTION 'Arne Solli 14837100152'; END $$",
        "syntax": "SELECT 'Arne Solli' FROM FROM hjerneslag 14837100152",
    }
    refused = set()
    with psycopg.connect(**product.address("DATABASE_URL"), autocommit=True) as app:
        for name, statement in statements.items():
            try:
                with app.transaction(), psycopg.ClientCursor(app) as cursor:
                    cursor.execute(settings)
                    cursor.execute(statement, ask)
            except psycopg.Error:
                refused.add(name)
    assert refused == set(statements)


def break_it(product, ingrid, follow_up):
    """Answers of 500: a column that is gone while pages are read and forms are sent."""
    token = ingrid.form(f"/persons/{follow_up}/notes/new/")
    search = ingrid.form("/search/")
    with psycopg.connect(**product.address("DATABASE_OWNER_URL"), autocommit=True) as owner:
        owner.execute("ALTER TABLE people_person RENAME COLUMN birth_date TO born")
        owner.execute("ALTER TABLE coordination_worknote RENAME COLUMN text TO words")
        try:
            answers = [
                ingrid.get(f"/persons/{follow_up}/")[0],
                ingrid.send("/search/", {**search, "q": "Jonas Fjeld"})[0],
                ingrid.send("/search/", {**search, "q": "14837100152"})[0],
                ingrid.send(f"/persons/{follow_up}/notes/new/", {**token, "text": "Jonas Fjeld har hjerneslag."})[0],
            ]
        finally:
            owner.execute("ALTER TABLE people_person RENAME COLUMN born TO birth_date")
            owner.execute("ALTER TABLE coordination_worknote RENAME COLUMN words TO text")
    assert answers == [500] * 4


def report(product):
    """A report from the public: its e-mail cannot be delivered, which the worker notes."""
    somebody = Reader(product.url)
    path = "/notices/public/trondheim/tr-ostbyen-voksen/report/"
    filled = {
        "relation": "next-of-kin", "basis": "not-stated", "name": "Arne Solli", "phone": "900 02 001", "text": "Arne har hatt hjerneslag.", "email": "arne.solli@example.org",
        "birth_date": "14.03.1971", "sender_name": "Berit Solli",
    }  # fmt: skip
    status, text = somebody.post(path, filled)
    assert status == 200, text[:500]
    assert product.rows("SELECT count(*) FROM intake_pendingnotice")[0][0] == 1, text[-4000:]
    end = time.monotonic() + 40
    while "messaging" not in product.log("worker").read_text() and time.monotonic() < end:
        time.sleep(0.5)


def test_no_log_holds_a_number_a_name_or_a_health_word(product):
    postgres = PostgresLog()
    first = postgres.mark()
    ingrid, follow_up, answers = use(product)
    report(product)
    provoke_constraints(product)
    break_it(product, ingrid, follow_up)
    last = postgres.mark()

    logs = {name: product.log(name).read_text() for name in ("server", "worker")}
    logs["postgres"] = postgres.text()
    assert first in logs["postgres"]
    assert last in logs["postgres"]
    assert logs["server"].count("request or job failed") >= 4, logs["server"]
    assert "messaging" in logs["worker"]
    assert answers[-1] in {200, 422}
    numbers, names, words = secrets(product)
    found = []
    for name, log in logs.items():
        found += [(name, number) for number in numbers if number in log]
        found += [(name, person) for person in names if person.lower() in log.lower()]
        found += [(name, word) for word in set(re.findall(r"\w+", log.lower())) & words]
        found += [(name, word) for word in ("hjerneslag", "afasi", "arne.solli") if word in log.lower()]

    assert found == []
