"""What protection costs: the page of a plan with policies and record of views, against the same statements without."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from knutepunkt.command.bench_audit import cpu_of
from knutepunkt.command.errors import OperatorError
from knutepunkt.command.layout import DataFolder

LARGEST_RATIO = 1.5
WARM, ROUNDS = 40, 5
BARE = "knutepunkt_bench"
# The plan in force with the most activities, and who follows the person up.
WHICH = """
SELECT p.id, s.account_id, p.organisation_id, count(*) FROM plans_individualplan p
  JOIN plans_activity a ON a.organisation_id = p.organisation_id AND a.plan_id = p.id
  JOIN coordination_followup f ON f.organisation_id = p.organisation_id AND f.id = p.follow_up_id
  JOIN organisation_staff s ON s.organisation_id = f.organisation_id AND s.id = f.responsible_id
 WHERE p.state IN ('active', 'under-revision') GROUP BY 1, 2, 3 ORDER BY 4 DESC, 1 LIMIT 1"""
BACKENDS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND usename IN ('knutepunkt_app', 'knutepunkt_bench')"


@dataclass(frozen=True)
class Cost:
    """Milliseconds of processor for one page, in the application and in the database."""

    application: float
    database: float

    @property
    def both(self) -> float:
        """Together."""
        return self.application + self.database


def plan_page(rows: int, folder: Path) -> int:
    """The page of a plan as a caseworker reads it, protected and bare; asked for: 1.5 times the bare at most."""
    pages = min(rows, 300)
    with _demo(folder) as (protected, bare, superuser):
        best: dict[str, Cost] = {}
        for _round in range(
            ROUNDS
        ):  # the two in turn, so that a busy machine disturbs both alike; the least disturbed counts
            for name, environment in (("protected", protected), ("bare", bare)):
                cost = _visited(environment, superuser, pages, bare=name == "bare")
                if name not in best or cost.both < best[name].both:
                    best[name] = cost
    for name, cost in best.items():
        print(
            f"{name}: {cost.application:.2f} ms in the application + {cost.database:.2f} ms in the database = {cost.both:.2f} ms"
        )
    ratio = best["protected"].both / best["bare"].both
    print(
        f"ratio {ratio:.2f} (at most {LARGEST_RATIO}); in the database {best['protected'].database / best['bare'].database:.2f}"
    )
    return 0 if ratio <= LARGEST_RATIO else 1


BENCHES = {"plan-page-protection": plan_page}


@contextmanager
def _demo(folder: Path) -> Iterator[tuple[dict[str, str], dict[str, str], str]]:
    """A server with the persons of one municipality. Gives how to reach it as the application, past the policies, as superuser."""
    import psycopg

    from knutepunkt.command import environment
    from knutepunkt.command.postgres import roles, server

    with server.running(DataFolder.at(folder / "data"), doing="bench") as running:
        roles.create_database(running.dsn("superuser", "postgres"))
        strings = server.connection_strings(running)
        environment.enter({**strings, "KNUTEPUNKT_DEMO": "1"})
        from django.core.management import call_command

        call_command("migrate", database="owner", verbosity=0)
        _load()
        superuser = running.dsn("superuser", "knutepunkt")
        with psycopg.connect(superuser, autocommit=True) as connection:
            connection.execute(f"CREATE ROLE {BARE} LOGIN BYPASSRLS PASSWORD 'bench' IN ROLE knutepunkt_app")
            connection.execute("VACUUM ANALYZE")
        app = strings["DATABASE_URL"]
        user, _at, place = app.removeprefix("postgresql://").rpartition("@")
        bare = f"postgresql://{BARE}:bench@{place}" if user else app
        yield strings, {**strings, "DATABASE_URL": bare}, superuser


def _load() -> None:
    from django.db import connections, transaction

    from knutepunkt.access import scope
    from knutepunkt.demo.cast import Cast
    from knutepunkt.demo.content import load
    from knutepunkt.demo.persons import load_persons
    from knutepunkt.demo.places import load_places
    from knutepunkt.foundation.clock import now

    content = load()
    cast = Cast(content, now())
    persons = tuple(one for one in content.persons if one.organisation == "trondheim")
    lately = tuple(told for told in content.lately if told.person in {one.key for one in persons})
    of_one = replace(cast, content=replace(content, enquiries=(), persons=persons, lately=lately))
    for step, what in ((load_places, cast), (load_persons, of_one)):
        try:
            with transaction.atomic():
                step(what)
        finally:
            scope.leave()
    connections.close_all()


def _visited(environment: Mapping[str, str], superuser: str, pages: int, *, bare: bool) -> Cost:
    """Read the page many times in a process of its own; how to reach the database is told on its input."""
    told = json.dumps({"strings": dict(environment), "superuser": superuser, "pages": pages, "bare": bare})
    code = "import json, sys; from knutepunkt.command.bench_page import visit; visit(**json.load(sys.stdin))"
    done = subprocess.run([sys.executable, "-c", code], input=told, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OperatorError(f"The page could not be measured: {done.stderr[-800:]}")
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def visit(*, strings: dict[str, str], superuser: str, pages: int, bare: bool) -> None:
    """In the process of its own: read the page, warm first, and print what one page costs."""
    from knutepunkt.command import environment

    os.environ.update(strings)
    environment.enter({**strings, "KNUTEPUNKT_DEMO": "1"})
    import psycopg

    if bare:
        files: Any = import_module("knutepunkt.access.files")
        files.record_view = lambda *_args, **_more: None
    with psycopg.connect(superuser, autocommit=True) as connection:
        plan_id, account_id, organisation_id, _count = connection.execute(WHICH).fetchone() or ("", "", "", 0)
        client = _signed_in(account_id, organisation_id)
        address = f"/plans/{plan_id}/"
        for _page in range(WARM):
            answered = client.get(address)
            assert answered.status_code == 200, answered.status_code  # noqa: PLR2004 -- the page
        backends = [pid for (pid,) in connection.execute(BACKENDS).fetchall()]
        before, own = sum(map(cpu_of, backends)), time.process_time()
        for _page in range(pages):
            client.get(address)
        own = time.process_time() - own
        database = sum(map(cpu_of, backends)) - before
    print(json.dumps(asdict(Cost(own * 1000 / pages, database * 1000 / pages))))


def _signed_in(account_id: Any, organisation_id: Any) -> Any:
    from django.conf import settings
    from django.contrib.sessions.backends.signed_cookies import SessionStore
    from django.test import Client
    from django.utils import timezone

    from knutepunkt.identity.models import LoginSession

    settings.ALLOWED_HOSTS = ["testserver"]
    session = LoginSession.objects.create(account_id=account_id, started_at=timezone.now())
    store: Any = SessionStore()
    store["login"], store["organisation"] = str(session.id), str(organisation_id)
    store.save()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = store.session_key
    return client
