"""Signing in to the demo without a password. Outside demo mode these addresses do not exist."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme

from knutepunkt.access.views import requires
from knutepunkt.demo.accounts import PREFIX, accounts, first_steps
from knutepunkt.identity.models import Account
from knutepunkt.identity.sessions import start_session
from knutepunkt.organisation.models import Organisation
from knutepunkt.ui.pages import page


def only_in_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """404 unless this installation is a demonstration."""

    def inner(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.KNUTEPUNKT_DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    inner.__name__, inner.__module__ = view.__name__, view.__module__
    return inner


@requires("public", "GET")
@only_in_demo
def choose(request: Any) -> HttpResponse:
    """Everybody one can be, the most instructive first."""
    everybody = accounts()
    front = [account for account in everybody if account["why"]]
    persons = [account for account in everybody if account["role"] in {"person", "next-of-kin"}]
    rest = [account for account in everybody if account not in front and account not in persons]
    groups: dict[str, list[Any]] = {}
    for account in rest:
        groups.setdefault(account["organisation"], []).append(account)
    return page(
        request,
        "demo/choose.html",
        front=front,
        persons=persons,
        groups=groups,
        steps=first_steps(),
        next=request.GET.get("next", ""),
    )


@requires("public", "GET")
@only_in_demo
def enter(request: Any, organisation: str, login: str) -> HttpResponse:
    """Sign in as somebody. A plain address on purpose, so that a demonstration can link to it; it exists in demo mode only."""
    account = get_object_or_404(Account, subject=f"{PREFIX}{login}", is_active=True)
    where = get_object_or_404(Organisation, slug=organisation, served=True)
    start_session(request, account, organisation_id=where.pk, at=request.now, method="demo")
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        wanted = ""
    return redirect(wanted or "front:start")
