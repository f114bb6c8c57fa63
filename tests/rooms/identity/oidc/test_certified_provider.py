"""Whole round trips at a certified provider on this machine, in the profiles of ID-porten and HelseID."""

import logging
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from knutepunkt.identity.models import LoginSession
from knutepunkt.identity.oidc import configuration, discovery
from knutepunkt.organisation.models import Organisation, Staff
from rooms.identity.oidc.conftest import NUMBER, OTHER_NUMBER
from rooms.identity.oidc.lying import OUR_KEY
from rooms.identity.oidc.operating import written
from rooms.identity.provider.install import CannotFetchError
from rooms.identity.provider.running import Away, running

HELSE = "helseid://claims"
PEOPLE = {
    "arne": {"pid": NUMBER, "locale": "nn"},
    "zero": {"pid": "00000000000"},
    "mona": {
        "name": "Mona Vik",
        f"{HELSE}/identity/pid": OTHER_NUMBER,
        f"{HELSE}/identity/security_level": "4",
        f"{HELSE}/hpr/hpr_number": "9000001",
        f"{HELSE}/client/claims/orgnr_parent": "999999999",
    },
    "mona-low": {f"{HELSE}/identity/security_level": "3", f"{HELSE}/hpr/hpr_number": "9000001"},
}


@pytest.fixture(scope="module")
def providers():
    try:
        with running(OUR_KEY.as_dict(private=False), PEOPLE) as started:
            yield started
    except CannotFetchError as error:
        pytest.fail(str(error))


@pytest.fixture
def at():
    """The provider's clock cannot be moved, so these tests are now."""
    return timezone.now() - timedelta(hours=1)


@pytest.fixture
def here(world, providers, tmp_path, settings):
    """Both services configured as an operator would: the profile says the rest."""
    settings.KNUTEPUNKT_SIGN_IN = written(tmp_path, providers)
    assert configuration.read(settings.KNUTEPUNKT_SIGN_IN, test_installation=True).problems == ()
    Organisation.objects.filter(pk=world.lyngvik.pk).update(number="999999999")
    Staff.objects.filter(pk=world.ingrid.pk).update(account=None, hpr="9000001")
    discovery.forget()
    yield world
    discovery.forget()


def there_and_back(client, provider, away=None):
    """The whole way, as a browser goes it; gives our last answer."""
    going = client.get(f"/sign-in/with/{provider.name}/")
    assert going.status_code == 302, going.content.decode()
    address, page = (away or Away()).go(going["Location"])
    assert address.startswith("http://testserver/"), page
    return client.get(address.removeprefix("http://testserver"))


def seen(provider) -> list[tuple[str, str, bool]]:
    return [(one["method"], one["path"], one["dpop"]) for one in provider.control("look")["seen"]]


def test_id_porten_level_high_number_and_language(here, arne, providers, client):
    porten = providers["id-porten"]
    porten.next("arne", level="idporten-loa-high")

    answer = there_and_back(client, porten)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/my/").status_code == 200
    here.system()
    arne.refresh_from_db()
    assert (arne.account.kind, arne.account.language) == ("person", "nn")
    session = LoginSession.objects.get(method="oidc:id-porten")
    assert (session.provider_subject, bool(session.provider_session)) == ("arne", True)
    assert ("POST", "/request", False) in seen(porten)


@pytest.mark.usefixtures("here", "arne")
@pytest.mark.parametrize(
    ("account", "level", "reason"),
    [("arne", "idporten-loa-substantial", "reason=level "), ("zero", "idporten-loa-high", "reason=number ")],
)
def test_id_porten_says_truly_what_is_not_enough(providers, caplog, account, level, reason):
    client = Client()
    porten = providers["id-porten"]
    porten.next(account, level=level)

    answer = there_and_back(client, porten)

    assert answer.status_code == 403
    assert reason in caplog.text
    assert client.get("/my/").status_code == 302


def test_helse_id_pushed_request_dpop_level_and_work(here, providers, client):
    helse = providers["helse-id"]
    helse.next("mona")

    answer = there_and_back(client, helse)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/day/").status_code == 200
    here.system()
    here.ingrid.refresh_from_db()
    assert here.ingrid.account.kind == "staff"
    # The provider wanted its own nonce in the proof, at both places; each was asked again with it.
    asked = seen(helse)
    assert asked.count(("POST", "/token", True)) == 2
    assert ("GET", "/me", True) in asked
    assert ("POST", "/request", False) in asked


@pytest.mark.usefixtures("here")
def test_helse_id_at_a_lower_level(providers, client, caplog):
    helse = providers["helse-id"]
    helse.next("mona-low")

    assert there_and_back(client, helse).status_code == 403

    assert "reason=level " in caplog.text


@pytest.mark.usefixtures("here", "arne")
def test_signing_out_at_the_provider_signs_out_here(providers, client, caplog):
    caplog.set_level(logging.INFO, "knutepunkt.sign-in")
    porten, away = providers["id-porten"], Away()
    porten.next("arne", level="idporten-loa-high")
    there_and_back(client, porten, away)
    assert client.get("/my/").status_code == 200
    other = Client()
    porten.next("arne")
    there_and_back(other, porten, Away())

    # From a page of ours to the provider, which asks, and then tells us from server to server.
    page = Client().get("/sign-in/with/id-porten/signed-out/")
    _address, asking = away.go(page["Refresh"].removeprefix("0; url="))
    form = BeautifulSoup(asking, "lxml").form
    fields = {field["name"]: field.get("value", "") for field in form.find_all("input")} | {"logout": "yes"}
    back, _page = away.go(form["action"], **fields)
    message = porten.messages.get(timeout=10)

    assert back.startswith("http://testserver/")
    answer = Client().post("/sign-in/with/id-porten/back-channel/", message)
    assert answer.status_code == 200, caplog.text
    assert "sessions=1" in caplog.text
    assert client.get("/my/").status_code == 302
    assert other.get("/my/").status_code == 200
    assert Client().post("/sign-in/with/id-porten/back-channel/", message).status_code == 400
    assert "reason=token-used" in caplog.text


@pytest.mark.usefixtures("here", "arne")
def test_the_provider_changes_its_keys(providers, client, monkeypatch):
    porten = providers["id-porten"]
    porten.next("arne", level="idporten-loa-high")
    assert there_and_back(client, porten)["Location"] == "/"
    monkeypatch.setattr(discovery, "REFETCH_AFTER", timedelta(0))
    porten.control("rotate")

    assert there_and_back(Client(), porten)["Location"] == "/"

    assert ("GET", "/jwks", False) in seen(porten)
