"""What the pages of local sign-in read of a request and remember in the browser's signed session."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, resolve_url

from knutepunkt.access.scope import acting_as
from knutepunkt.foundation.sealing import box
from knutepunkt.front.views import safe_next
from knutepunkt.identity.local import codes, passkeys
from knutepunkt.identity.local.refusals import NoWorkplace
from knutepunkt.identity.models import Account
from knutepunkt.identity.sessions import start_session
from knutepunkt.organisation.workplaces import workplaces

View = Callable[..., HttpResponse]


def where_local(view: View) -> View:
    """404 unless the installation has local sign-in."""

    @wraps(view)
    def inner(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.KNUTEPUNKT_LOCAL_SIGN_IN:
            raise Http404
        return view(request, *args, **kwargs)

    return inner


def origin(request: Any) -> str:
    """Where the browser must be for its answer to count: the installation's public address, else the one asked."""
    return str(settings.KNUTEPUNKT_ORIGIN or f"{request.scheme}://{request.get_host()}")


def ask_for_passkey(request: Any) -> dict[str, Any]:
    """What the browser needs to show a passkey; the challenge is remembered."""
    options, request.session["passkey"] = passkeys.ask(origin=origin(request), at=request.now)
    return options


def ask_for_new_passkey(request: Any, account: Account, name: str) -> dict[str, Any]:
    """What the browser needs to make a passkey; the challenge is remembered."""
    options, request.session["passkey"] = passkeys.ask_for_new(
        account, name=name, origin=origin(request), at=request.now
    )
    return options


def app_secret(request: Any) -> str:
    """The key of the code app being set up, the same until it is done; sealed, for cookies can be read."""
    sealed = request.session.get("code-app")
    if sealed:
        return box().decrypt(sealed.encode()).decode()
    secret = codes.new_secret()
    request.session["code-app"] = box().encrypt(secret.encode()).decode()
    return secret


def enter(request: Any, account: Account, method: str) -> str:
    """Start the session where the account works; the address to go to. Who works nowhere any more does not get in."""
    with acting_as(account.pk, purpose="sign-in", at=request.now):
        places = workplaces()
    if not places:
        raise NoWorkplace
    start_session(
        request,
        account,
        organisation_id=places[0].organisation_id,
        at=request.now,
        method=method,
        proved_at=request.now,
    )
    return safe_next(request, resolve_url("front:workplaces") if len(places) > 1 else "/")


def entered(request: Any, account: Account, method: str) -> HttpResponse:
    """Signed in, and on to where the reader wanted."""
    return redirect(enter(request, account, method))
