"""How we ask: nothing is followed elsewhere, nothing is waited for long, nothing large is read; what is not bound to us is refused."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.test import RequestFactory

from knutepunkt.identity.oidc import transport
from knutepunkt.identity.oidc.reasons import Reason, SignInRefused
from knutepunkt.identity.visitors import address_of
from rooms.identity.oidc.lying import GONE, said, sign_in


class Answers(BaseHTTPRequestHandler):
    """Says at each address what its name tells."""

    def do_GET(self):
        self.server.asked.append(self.path)
        body = {"/large": b"x" * (transport.LARGEST + 1), "/list": b"[]", "/text": b"<html>"}.get(self.path, b"{}")
        self.send_response({"/elsewhere": 302, "/error": 500}.get(self.path, 200))
        if self.path == "/elsewhere":
            self.send_header("Location", "/secret")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def server():
    server = HTTPServer(("127.0.0.1", 0), Answers)
    server.asked = []
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def ask(server):
    return lambda path: transport.send(f"http://127.0.0.1:{server.server_port}{path}")


def test_an_answer_is_an_object(ask):
    assert ask("/").fields() == {}
    for path in ("/list", "/text"):
        with pytest.raises(SignInRefused) as refused:
            ask(path).fields()
        assert refused.value.reason is Reason.ANSWER


def test_an_error_is_an_answer_and_a_redirect_is_not_followed(ask, server):
    assert (ask("/error").ok, ask("/elsewhere").ok) == (False, False)
    assert "/secret" not in server.asked


def test_a_large_answer_is_not_read(ask):
    with pytest.raises(SignInRefused) as refused:
        ask("/large")
    assert refused.value.reason is Reason.ANSWER


def test_nobody_there():
    with pytest.raises(SignInRefused) as refused:
        transport.send("http://127.0.0.1:9/")
    assert refused.value.reason is Reason.UNREACHABLE


def test_only_so_many_at_once(ask, monkeypatch):
    monkeypatch.setattr(transport, "SECONDS", 0.01)
    for _ in range(transport.AT_ONCE):
        assert transport._free.acquire(blocking=False)
    try:
        with pytest.raises(SignInRefused) as refused:
            ask("/")
    finally:
        for _ in range(transport.AT_ONCE):
            transport._free.release()
    assert refused.value.reason is Reason.TOO_MANY


# what an answer must be


def refused_at_start(client, caplog):
    assert client.get("/sign-in/with/liar/").status_code == 403
    return caplog.records[-1].getMessage().split("reason=")[1].split()[0]


def test_a_request_that_is_not_taken_is_not_sent_another_way(liar, client, caplog, monkeypatch):
    honest = liar.answer
    monkeypatch.setattr(liar, "answer", lambda url, *more: said({}, 400) if "/push" in url else honest(url, *more))

    assert refused_at_start(client, caplog) == Reason.PUSH_REFUSED.value


def test_where_pushed_requests_are_asked_for_nothing_else_will_do(configured, liar, client, caplog):
    liar.metadata_lies["pushed_authorization_request_endpoint"] = GONE
    configured(liar=(liar, {"pushed": True}))

    assert refused_at_start(client, caplog) == Reason.DISCOVERY.value


@pytest.mark.usefixtures("arne")
@pytest.mark.parametrize(
    "case",
    [
        ({"dpop_signing_alg_values_supported": ["ES256"]}, {}, "Bearer"),
        ({}, {"dpop": "required"}, "Bearer"),
        ({}, {}, "DPoP"),
        ({}, {}, GONE),
    ],
    ids=["offered, not bound", "required, not bound", "bound, not asked for", "of no kind"],
)
def test_a_token_not_bound_as_agreed_is_refused(configured, liar, client, caplog, case):
    metadata, more, kind = case
    configured(liar=(liar, more))
    liar.metadata_lies.update(metadata)
    liar.token_lies["token_type"] = kind

    assert sign_in(client, liar).status_code == 403

    assert f"reason={Reason.TOKEN_TYPE.value} " in caplog.text


@pytest.mark.parametrize(
    ("proxies", "said_before", "address"),
    [
        (0, "6.6.6.6", "127.0.0.1"),
        (1, "6.6.6.6, 10.0.0.7", "10.0.0.7"),
        (2, "6.6.6.6, 10.0.0.7, 10.0.0.1", "10.0.0.7"),
        (2, "10.0.0.7", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_the_address_counted_is_what_our_own_proxies_wrote(settings, proxies, said_before, address):
    settings.KNUTEPUNKT_PROXIES = proxies

    assert address_of(RequestFactory().get("/", HTTP_X_FORWARDED_FOR=said_before)) == address
