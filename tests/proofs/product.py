"""The product as operators run it: its own server process on a copy of the demo, and whoever visits it over HTTP."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import Cookie, CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, ProxyHandler, Request, build_opener

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@dataclass
class Product:
    """One application server in a process group of its own. `start` and `kill` may be repeated; the port stays."""

    database: str
    folder: Path
    more: dict = field(default_factory=dict)
    options: dict = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    processes: dict = field(default_factory=dict)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def log(self, name):
        return self.folder / f"{name}.log"

    def address(self, variable):
        """Where the database of this product is, as one of the roles."""
        return {**conninfo_to_dict(os.environ[variable]), "dbname": self.database, **self.options}

    def _environment(self):
        roles = ("DATABASE_URL", "DATABASE_OWNER_URL")
        addresses = {name: make_conninfo(**self.address(name)) for name in roles}
        return {**os.environ, **addresses, "KNUTEPUNKT_DEMO": "1", "KNUTEPUNKT_LOG_LEVEL": "INFO", **self.more}

    def run(self, name, *arguments):
        """Start one of the product's programs, its words in a log."""
        with self.log(name).open("ab") as output:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-P", "-m", "knutepunkt", *arguments],
                env=self._environment(), stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip

    def start(self):
        self.run("server", "web", "--port", str(self.port))
        end = time.monotonic() + 60
        while time.monotonic() < end:
            assert self.processes["server"].poll() is None, self.log("server").read_text()
            try:
                with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as knock:
                    knock.request("GET", "/privacy/")
                    knock.getresponse().read()
            except OSError:
                time.sleep(0.1)
            else:
                return self
        raise AssertionError("The server does not answer.")

    def kill(self):
        """kill -9 of the server, as it comes: its own processes must end by themselves."""
        server = self.processes.pop("server")
        server.send_signal(signal.SIGKILL)
        server.wait()
        end = time.monotonic() + 10
        while time.monotonic() < end:
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", self.port)):
                    return
            time.sleep(0.05)
        raise AssertionError("Something of a killed server goes on answering.")

    def stop(self):
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def rows(self, statement, *params):
        from databases import superuser

        with psycopg.connect(superuser(), dbname=self.database, autocommit=True) as connection:
            return connection.execute(statement, params).fetchall()


class Fields(HTMLParser):
    """Names and values of all that the forms of a page hold, as it would be sent unchanged."""

    def __init__(self):
        super().__init__()
        self.found = {}
        self.area = self.select = None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name, value = given.get("name"), given.get("value") or ""
        if tag == "textarea":
            self.area = name
            self.found[name] = ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in given:
            self.found[self.select] = value
        elif tag == "input" and name and given.get("type") not in {"submit", "search", "file"}:
            if given.get("type") in {"radio", "checkbox"} and "checked" not in given:
                return
            self.found.setdefault(name, value)

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None
        elif tag == "select":
            self.select = None

    def handle_data(self, data):
        if self.area:
            self.found[self.area] += data.removeprefix("\n")


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *_args, **_more):
        return None


class Reader:
    """Somebody with a browser without JavaScript. Answers are (status, text), errors included."""

    def __init__(self, url, *, follow=True):
        self.url = url
        self.jar = CookieJar()
        handlers = [ProxyHandler({}), HTTPCookieProcessor(self.jar)] + ([] if follow else [Stay()])
        self.opener = build_opener(*handlers)

    def get(self, path):
        return self._open(Request(self.url + path))

    @staticmethod
    def fields_of(text):
        reading = Fields()
        reading.feed(text)
        return reading.found

    def form(self, path):
        """What the forms of a page hold, the token among it."""
        status, text = self.get(path)
        assert status == 200, text[:2000]
        return self.fields_of(text)

    def post(self, path, fields, *, page=None):
        """Send a form as the page it stands on would: with its token and its hidden fields."""
        return self.send(path, {**self.form(page or path), **fields})

    def send(self, path, fields):
        data = urlencode(fields, doseq=True).encode()
        return self._open(Request(self.url + path, data=data, headers={"Origin": self.url, "Referer": self.url + path}))

    def carry(self, name, value):
        """Have a cookie, as if it had been given earlier."""
        self.jar.set_cookie(
            Cookie(0, name, value, None, False, "127.0.0.1", False, False, "/", True, False, None, True, None, None, {})
        )

    def sign_in(self, organisation, login):
        status, _ = self.get(f"/demo/{organisation}/{login}/")
        assert status in {200, 302}
        return self

    def _open(self, request):
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode(errors="replace")
        except HTTPError as answer:
            return answer.code, answer.read().decode(errors="replace")
