"""The certified provider as a process, a listener for its sign-out messages, and a browser that goes there and comes back."""

import json
import subprocess
import threading
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from http.cookiejar import CookieJar
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from queue import Queue

from rooms.identity.provider import install

SCRIPT = Path(__file__).resolve().parent / "provider.mjs"
OURS = "http://testserver"
PROFILES = ("id-porten", "helse-id")


class Provider:
    """One profile of it."""

    def __init__(self, name: str, issuer: str, messages: Queue):
        self.name = name
        self.issuer = issuer
        self.messages = messages

    def control(self, what: str, **values) -> dict:
        asked = urllib.request.Request(f"{self.issuer}/control/{what}", json.dumps(values).encode())
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return json.load(answer)

    def next(self, account: str, **more) -> None:
        """Who signs in next, and at which level."""
        self.control("next", account=account, seen=[], **more)


class Listener(BaseHTTPRequestHandler):
    """Takes what the provider sends from server to server, for the test to hand on."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.messages.put(dict(urllib.parse.parse_qsl(body)))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


@contextmanager
def running(public_key: dict, people: dict, ours: str = OURS):
    """Both profiles, by name. The process ends with the block, or with us."""
    packages = install.ensure()
    messages: Queue = Queue()
    listener = HTTPServer(("127.0.0.1", 0), Listener)
    listener.messages = messages
    threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    wanted = {
        "public_key": public_key,
        "people": people,
        "backchannel": f"http://127.0.0.1:{listener.server_port}/",
        "profiles": {
            name: {"redirect_uri": f"{ours}/sign-in/with/{name}/back/", "after_logout": f"{ours}/"} for name in PROFILES
        },
    }
    command = [*install.node(), str(SCRIPT), str(packages), json.dumps(wanted)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        line = process.stdout.readline()
        while line and not line.startswith("{"):
            line = process.stdout.readline()
        if not line:
            raise AssertionError(f"the provider did not start: {process.stderr.read()[-2000:]}")
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield {name: Provider(name, issuer, messages) for name, issuer in json.loads(line).items()}
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            pipe.close()
        listener.shutdown()
        listener.server_close()


class _Stops(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *asked):
        return None if asked[-1].startswith(OURS) else super().redirect_request(*asked)


class Away:
    """A browser at the provider, with its cookies there."""

    def __init__(self):
        self.opener = urllib.request.build_opener(_Stops, urllib.request.HTTPCookieProcessor(CookieJar()))

    def go(self, address: str, **form) -> tuple[str, str]:
        """Follow redirects there; gives the address of ours it ends at, or nothing, and the last page."""
        data = urllib.parse.urlencode(form).encode() if form else None
        try:
            with self.opener.open(address, data, timeout=20) as page:
                return "", page.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.headers.get("Location", ""), answer.read().decode()
