"""Signing out here, there, and when the service says so; and messages that do not hold."""

import logging
import time

import pytest
from django.test import Client

from knutepunkt.identity.models import LoginSession
from knutepunkt.identity.oidc.reasons import Reason
from rooms.identity.oidc.conftest import NUMBER
from rooms.identity.oidc.lying import GONE, LOGOUT_EVENT, Liar, sign_in

BACK_CHANNEL = "/sign-in/with/liar/back-channel/"
pytestmark = pytest.mark.usefixtures("arne")


@pytest.fixture
def arnes(liar, arne, client, caplog):
    """A browser in which Arne is signed in by the service."""
    caplog.set_level(logging.INFO, "knutepunkt.sign-in")
    assert sign_in(client, liar).status_code == 302
    assert client.get("/my/").status_code == 200
    return client


def told(caplog, *words):
    return all(word in caplog.records[-1].getMessage() for word in words)


def test_the_service_signs_somebody_out_from_server_to_server(liar, arnes, caplog):
    stranger = Client(enforce_csrf_checks=True)

    answer = stranger.post(BACK_CHANNEL, {"logout_token": liar.logout_token()})

    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert arnes.get("/my/").status_code == 302
    assert told(caplog, "sessions=1")


@pytest.mark.parametrize(
    ("lies", "ended"),
    [
        ({"sub": GONE}, True),
        ({"sid": GONE}, True),
        ({"sid": "another-session"}, False),
        ({"sub": "somebody-else", "sid": GONE}, False),
    ],
    ids=["by session", "by subject: all of them", "another session", "another subject"],
)
def test_only_the_one_named_is_signed_out(liar, arnes, lies, ended):
    assert Client().post(BACK_CHANNEL, {"logout_token": liar.logout_token(**lies)}).status_code == 200

    assert arnes.get("/my/").status_code == (302 if ended else 200)


LIES = {
    "nonce": ({"nonce": "n"}, Reason.NONCE_IN_LOGOUT),
    "without events": ({"events": GONE}, Reason.EVENTS),
    "another event": ({"events": {"http://schemas.example/other": {}}}, Reason.EVENTS),
    "event that is no object": ({"events": {LOGOUT_EVENT: True}}, Reason.EVENTS),
    "wrong aud": ({"aud": "another-client"}, Reason.AUDIENCE),
    "wrong iss": ({"iss": "https://elsewhere.example"}, Reason.ISSUER),
    "names nobody": ({"sid": GONE, "sub": GONE}, Reason.WHOM),
    "without jti": ({"jti": GONE}, Reason.TOKEN_ID),
    "without iat": ({"iat": GONE}, Reason.ISSUED_LATER),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_sign_out_message_that_lies_ends_nothing(liar, arnes, caplog, lie):
    lies, reason = LIES[lie]

    answer = Client().post(BACK_CHANNEL, {"logout_token": liar.logout_token(**lies)})

    assert answer.status_code == 400
    assert told(caplog, f"reason={reason.value}")
    assert arnes.get("/my/").status_code == 200


def test_old_and_future_messages_end_nothing(liar, arnes, caplog):
    now = int(time.time())
    for lies, reason in (
        ({"exp": now - 61}, Reason.EXPIRED),
        ({"iat": now - 661, "exp": GONE}, Reason.ISSUED_EARLY),
        ({"iat": now + 61}, Reason.ISSUED_LATER),
    ):
        assert Client().post(BACK_CHANNEL, {"logout_token": liar.logout_token(**lies)}).status_code == 400
        assert told(caplog, f"reason={reason.value}")
    assert arnes.get("/my/").status_code == 200


@pytest.mark.parametrize("way", ["unsigned", "with_public_key_as_secret", "with_another_key"])
def test_a_message_nobody_vouches_for_ends_nothing(liar, arnes, way):
    liar.sign = getattr(liar, way)

    assert Client().post(BACK_CHANNEL, {"logout_token": liar.logout_token()}).status_code == 400

    assert arnes.get("/my/").status_code == 200


def test_an_id_token_or_no_token_is_no_sign_out_message(liar, arnes, caplog):
    assert Client().post(BACK_CHANNEL, {"logout_token": liar.id_token}).status_code == 400
    assert told(caplog, f"reason={Reason.EVENTS.value}")
    assert Client().post(BACK_CHANNEL).status_code == 400
    assert Client().get(BACK_CHANNEL).status_code == 405
    assert arnes.get("/my/").status_code == 200


def test_a_message_counts_once(liar, arnes, caplog):
    message = {"logout_token": liar.logout_token()}
    assert Client().post(BACK_CHANNEL, message).status_code == 200
    sign_in(arnes, liar)

    assert Client().post(BACK_CHANNEL, message).status_code == 400

    assert told(caplog, f"reason={Reason.TOKEN_USED.value}")
    assert arnes.get("/my/").status_code == 200


def test_a_message_to_another_service_ends_nothing_of_ours(liar, arnes, configured):
    other = Liar("other.example", pid=NUMBER)
    configured(liar=(liar, {}), other=(other, {}))

    answer = Client().post("/sign-in/with/other/back-channel/", {"logout_token": other.logout_token()})

    assert answer.status_code == 200
    assert arnes.get("/my/").status_code == 200


# through the browser


def test_the_services_page_signs_out_through_a_frame(liar, arnes):
    frame = Client().get("/sign-in/with/liar/front-channel/", {"iss": liar.issuer, "sid": "their-session"})

    assert frame.status_code == 200
    assert frame["Content-Security-Policy"] == "default-src 'none'; frame-ancestors https://liar.example"
    assert arnes.get("/my/").status_code == 302


def test_the_frame_ends_the_session_also_when_the_service_cannot_be_asked(liar, arnes, network):
    from knutepunkt.identity.oidc import discovery

    discovery.forget()
    liar.metadata_lies["issuer"] = "https://elsewhere.example"
    frame = Client().get("/sign-in/with/liar/front-channel/", {"iss": liar.issuer, "sid": "their-session"})

    assert frame.status_code == 200
    assert arnes.get("/my/").status_code == 302


@pytest.mark.parametrize(
    "lies", [{"iss": "https://elsewhere.example"}, {"sid": ""}, {"iss": ""}], ids=["iss", "no sid", "no iss"]
)
def test_a_frame_that_lies_ends_nothing(liar, arnes, lies):
    answer = Client().get("/sign-in/with/liar/front-channel/", {"iss": liar.issuer, "sid": "their-session", **lies})

    assert answer.status_code == 400
    assert arnes.get("/my/").status_code == 200


def test_who_signs_out_here_goes_on_to_sign_out_there(liar, arnes):
    left = arnes.post("/sign-out/")

    assert left["Location"] == "/sign-in/with/liar/signed-out/"
    assert LoginSession.objects.filter(ended_at=None).count() == 0
    page = arnes.get(left["Location"])
    assert page["Refresh"].startswith(
        "0; url=https://liar.example/logout?client_id=knutepunkt&post_logout_redirect_uri="
    )
    assert NUMBER not in page["Refresh"]
    assert "https://liar.example/logout" in page.content.decode()


def test_a_service_without_a_place_to_sign_out_is_said_plainly(liar, arnes):
    from knutepunkt.identity.oidc import discovery

    discovery.forget()
    liar.metadata_lies["end_session_endpoint"] = GONE
    page = arnes.get(arnes.post("/sign-out/")["Location"])

    assert "Refresh" not in page
    assert page.status_code == 200


def test_a_session_of_another_kind_ends_at_the_start_page(world):
    assert world.client(world.ingrid).post("/sign-out/")["Location"] == "/"
