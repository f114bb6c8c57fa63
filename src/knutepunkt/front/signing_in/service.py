"""The sign-in services of this installation, as views and the sign-in page use them."""

from collections.abc import Mapping
from functools import partial

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.translation import get_language

from knutepunkt.identity.oidc import configuration
from knutepunkt.identity.oidc.provider import OidcProvider
from knutepunkt.identity.providers import Provider, offer


def configured() -> configuration.Configuration:
    """What the file named by KNUTEPUNKT_SIGN_IN says."""
    return configuration.read(settings.KNUTEPUNKT_SIGN_IN, test_installation=settings.KNUTEPUNKT_TEST_INSTALLATION)


def provider(key: str) -> OidcProvider:
    """The service with this key; an address with another does not exist."""
    found = configured().providers.get(key)
    if found is None:
        raise Http404
    return found


def in_language(texts: Mapping[str, str]) -> str:
    """The text in the reader's language; bokmål where there is none."""
    return texts.get(get_language() or "") or texts.get("nb", "")


def _spoken(texts: Mapping[str, str]) -> str:
    """The same, asked anew for each page."""
    return lazy(partial(in_language, texts), str)()


def offer_all() -> None:
    """List every service on the sign-in page."""
    for found in configured().providers.values():
        offer(Provider(found.key, _spoken(found.labels), _spoken(found.texts), "front:oidc-start", (found.key,)))


def origin(request: HttpRequest) -> str:
    """Our public address, as it is registered with the services."""
    return settings.KNUTEPUNKT_ORIGIN.rstrip("/") or f"{request.scheme}://{request.get_host()}"


def after_sign_out(method: str) -> str:
    """Where a browser goes whose session has ended here: on to its service, or to the start page."""
    key = method.removeprefix("oidc:")
    if key != method and key in configured().providers:
        return reverse("front:oidc-signed-out", args=[key])
    return reverse("front:start")


def leads_elsewhere(method: str) -> bool:
    """False for a session that began with the service of one organisation: what it says counts there only."""
    key = method.removeprefix("oidc:")
    found = configured().providers.get(key)
    return key == method or (found is not None and not found.organisation)
