from datetime import date

import pytest
import time_machine

from knutepunkt.identity.models import LoginSession
from knutepunkt.identity.oidc import configuration, discovery, transport
from knutepunkt.people.numbers import synthetic
from rooms.identity.oidc.lying import Liar, table

NUMBER = synthetic(date(1971, 3, 9), 0)
OTHER_NUMBER = synthetic(date(1980, 5, 4), 0)


@pytest.fixture
def clock(world):
    """The time of the tests stands still until it is moved."""
    with time_machine.travel(world.at, tick=False) as moved:
        yield moved


@pytest.fixture
def network(monkeypatch):
    """Services by their host; nobody else answers."""
    from urllib.parse import urlsplit

    services: dict[str, Liar] = {}

    def send(url, *, form=None, headers=None):
        return services[f"https://{urlsplit(url).netloc}"].answer(url, form, headers or {})

    monkeypatch.setattr(transport, "send", send)
    discovery.forget()
    yield services
    discovery.forget()


@pytest.fixture
def configured(tmp_path, settings, network):
    """Configure services: `configured(key=(liar, {settings}))`."""

    def configure(**services):
        file = tmp_path / f"sign-in-{len(list(tmp_path.iterdir()))}.toml"
        parts = []
        for key, (liar, more) in services.items():
            network[liar.issuer] = liar
            parts.append(table(liar, key, tmp_path, **more))
        file.write_text("\n\n".join(parts))
        settings.KNUTEPUNKT_SIGN_IN = str(file)
        read = configuration.read(str(file), test_installation=True)
        assert read.problems == ()
        return read.providers

    return configure


@pytest.fixture
def liar(clock, configured):
    """A service for persons that tells the truth about somebody with a number."""
    liar = Liar(sub="somebody", pid=NUMBER, name="Arne Solli", email="arne@example.no")
    configured(liar=(liar, {}))
    return liar


@pytest.fixture
def arne(world):
    """A file with the number the service tells; no account yet."""
    from knutepunkt.people import vault

    return world.person(
        number_encrypted=vault.seal(NUMBER), number_hash=vault.fingerprint(world.lyngvik.id, NUMBER), number_kind="fnr"
    )


@pytest.fixture
def sessions():
    """The sessions that are alive."""
    return lambda: list(LoginSession.objects.filter(ended_at=None))
