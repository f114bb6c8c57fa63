"""A running product for stories and browser tests: the demo loaded once, a copy of it for each worker, a server, a browser.

Stories assert on what pages say and on what the database holds; the database is read as a superuser, past row-level security.
"""

import threading
from dataclasses import dataclass
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIServer

import psycopg
import pytest

CHROMIUM_FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass
class Live:
    """A server on its own database. `accounts` are the demo's, by login name."""

    url: str
    database: str
    accounts: dict

    def rows(self, sql, *params):
        """Read the database past row-level security."""
        from databases import superuser

        with psycopg.connect(superuser(), dbname=self.database, autocommit=True) as connection:
            return connection.execute(sql, params).fetchall()

    def one(self, sql, *params):
        """The only value of the only row."""
        rows = self.rows(sql, *params)
        assert len(rows) == 1, rows
        return rows[0][0] if len(rows[0]) == 1 else rows[0]


class Server(ThreadingMixIn, WSGIServer):
    """Quiet and threaded; each thread closes its database connection after the answer."""

    daemon_threads = True
    request_queue_size = 64

    def process_request_thread(self, request, client_address):
        from django.db import connections

        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()

    def handle_error(self, request, client_address):
        pass


def demo_template() -> str:
    """A database with the demo loaded, made once for all workers."""
    from django.db import connections

    from databases import SRC, database_exists, locked, schema_fingerprint, superuser, template_database, use_database
    from knutepunkt.command.postgres.roles import copy_database, drop_database

    code = sorted(
        [
            *SRC.glob("demo/**/*.py"),
            *SRC.glob("demo/**/*.toml"),
            *SRC.glob("*/operations*.py"),
            *SRC.glob("*/operations/*.py"),
        ]
    )
    name = f"kp_demo_{schema_fingerprint(*code)}"
    empty = template_database()
    with locked(name):
        if not database_exists(name):
            building = f"{name}_building"
            if database_exists(building):
                drop_database(superuser(), building)
            copy_database(superuser(), empty, building)
            before = connections["default"].settings_dict["NAME"]
            use_database(building)
            from knutepunkt.demo.load import load_demo
            from knutepunkt.foundation.clock import now

            load_demo(now())
            use_database(before)
            with psycopg.connect(superuser(), autocommit=True) as server:
                server.execute(f"ALTER DATABASE {building} RENAME TO {name}")
    return name


def unreachable_service(folder) -> str:
    """A sign-in service is configured so that its pages exist; nobody answers there."""
    from rooms.identity.oidc.lying import Liar, table

    file = folder / "sign-in.toml"
    file.write_text(table(Liar("127.0.0.1:9"), "service", folder))
    return str(file)


@pytest.fixture(scope="session")
def live(django_db_setup, django_db_blocker, request, tmp_path_factory):
    """The demo, served. Tests share it: each works on persons of its own."""
    from wsgiref.simple_server import WSGIRequestHandler

    from django.core.wsgi import get_wsgi_application
    from django.db import connections
    from django.test.utils import override_settings

    from databases import superuser, use_database, worker_copy
    from knutepunkt.command.postgres.roles import drop_database

    class Quiet(WSGIRequestHandler):
        def log_message(self, *args):
            pass

    with django_db_blocker.unblock():
        before = connections["default"].settings_dict["NAME"]
        worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
        name = worker_copy(demo_template(), f"live_{worker}")
        use_database(name)
        from knutepunkt.demo.accounts import accounts

        known = {account["login"]: account for account in accounts()}
        use_database(before)
        connections.close_all()
        server = Server(("127.0.0.1", 0), Quiet)
        application = get_wsgi_application()

        def with_own_database(environ, start_response):
            for alias in ("default", "owner"):
                # A dictionary of this thread's own: the one given is shared with the thread of the tests.
                connections[alias].settings_dict = {**connections[alias].settings_dict, "NAME": name}
            return application(environ, start_response)

        server.set_app(with_own_database)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        with override_settings(
            ALLOWED_HOSTS=["127.0.0.1", "localhost", "testserver"],
            KNUTEPUNKT_LOCAL_SIGN_IN=True,
            KNUTEPUNKT_SIGN_IN=unreachable_service(tmp_path_factory.mktemp("sign-in")),
        ):
            thread.start()
            yield Live(f"http://127.0.0.1:{server.server_port}", name, known)
            server.shutdown()
            server.server_close()
        drop_database(superuser(), name)


def chromium() -> str:
    """The browser's program: as ./kp test found it, else one of the machine's."""
    from knutepunkt.command.chromium import find

    return str(find() or "")


@pytest.fixture(scope="session")
def browser():
    """One browser for the session of a worker: a second Playwright in the same thread would be refused."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium() or None, args=CHROMIUM_FLAGS)
        yield launched
        launched.close()


@dataclass
class Visitor:
    """Somebody in front of a browser."""

    live: Live
    page: object

    def open(self, path="/"):
        response = self.page.goto(self.live.url + path if path.startswith("/") else path)
        assert response is not None
        return response

    def sees(self, *texts):
        body = self.page.locator("body").inner_text()
        for text in texts:
            assert text in body, f"{text!r} is not on {self.page.url}"

    def does_not_see(self, *texts):
        body = self.page.content()
        for text in texts:
            assert text not in body, f"{text!r} is on {self.page.url}"


@pytest.fixture
def visit(live, browser):
    """`visit("login")` signs somebody of the demo in; `visit(None)` is a visitor. Options go to the browser's context."""
    opened = []

    def somebody(login, *, language="nb-NO", javascript=True, **options):
        context = browser.new_context(locale=language, java_script_enabled=javascript, **options)
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        visitor = Visitor(live, page)
        if login is not None:
            visitor.open(live.accounts[login]["url"])
        return visitor

    yield somebody
    for context in opened:
        context.close()


AXE = Path(__file__).parent / "browser" / "axe.min.js"


AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def axe_findings(page, *, rules=None) -> list[str]:
    """What axe-core finds on the page as it stands, as lines; by all rules, or by the rules named."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE.read_text())
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": AXE_TAGS}
    result = page.evaluate("only => axe.run(document, {runOnly: only, resultTypes: ['violations']})", only)
    return [f"{v['id']}: {v['nodes'][0]['target']} {v['nodes'][0]['html'][:160]}" for v in result["violations"]]
