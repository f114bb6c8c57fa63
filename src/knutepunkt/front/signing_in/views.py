"""Going to a sign-in service, coming back from it, and leaving it."""

import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt

from knutepunkt.access.views import requires
from knutepunkt.front.signing_in import accounts, service
from knutepunkt.identity.oidc import discovery, flow, leaving, throttle
from knutepunkt.identity.oidc.provider import OidcProvider
from knutepunkt.identity.oidc.reasons import Reason, SignInRefused
from knutepunkt.identity.sessions import start_session
from knutepunkt.identity.visitors import address_of
from knutepunkt.ui.pages import page

COOKIE = "kp_sign_in"
COOKIE_PATH = "/sign-in/"
log = logging.getLogger("knutepunkt.sign-in")
View = Callable[..., HttpResponse]


def _refused(request: Any, provider: OidcProvider, refusal: SignInRefused) -> HttpResponse:
    """A calm page with what to do; the log gets the reason's code under the same reference, and nothing about anybody."""
    reference = secrets.token_hex(4).upper()
    log.warning("sign-in refused provider=%s reason=%s reference=%s", provider.key, refusal.reason.value, reference)
    if refusal.reason is not Reason.TOO_MANY:
        throttle.refused(address_of(request), at=request.now)
    return page(
        request,
        "front/sign_in_refused.html",
        status=429 if refusal.reason is Reason.TOO_MANY else 403,
        text=refusal.message,
        reference=reference,
        provider=provider,
    )


def answers_refusals(view: View) -> View:
    """Give the view its provider; a refusal inside it becomes the page that says so, and the cookie of the attempt is dropped."""

    @wraps(view)
    def inner(request: Any, key: str) -> HttpResponse:
        provider = service.provider(key)
        try:
            return view(request, provider)
        except SignInRefused as refusal:
            response = _refused(request, provider, refusal)
            response.delete_cookie(COOKIE, path=COOKIE_PATH, samesite="Lax")
            return response

    return inner


@requires("public", "GET")
@answers_refusals
def start(request: Any, provider: OidcProvider) -> HttpResponse:
    """Send the browser to the service, with a signed cookie that it must bring back."""
    address = address_of(request)
    if not throttle.may_go_on(address, at=request.now):
        raise SignInRefused(Reason.TOO_MANY)
    url, pending = flow.begin(
        provider,
        redirect_uri=_here(request, "front:oidc-back", provider.key),
        language=request.LANGUAGE_CODE,
        next_page=_own_page(request, request.GET.get("next", "")),
        at=request.now,
    )
    throttle.begun(address, at=request.now)
    response = HttpResponseRedirect(url)
    response.set_cookie(
        COOKIE,
        pending.sealed(),
        max_age=flow.PATIENCE,
        path=COOKIE_PATH,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


@requires("public", "GET")
@answers_refusals
def back(request: Any, provider: OidcProvider) -> HttpResponse:
    """The service has sent the browser back: check everything, then sign in with a new session."""
    if not throttle.may_go_on(address_of(request), at=request.now):
        raise SignInRefused(Reason.TOO_MANY)
    if any(len(values) > 1 for _name, values in request.GET.lists()):
        raise SignInRefused(Reason.ANSWER)
    pending = flow.unsealed(request.COOKIES.get(COOKIE, ""))
    who = flow.finish(
        provider,
        request.GET.dict(),
        pending,
        redirect_uri=_here(request, "front:oidc-back", provider.key),
        at=request.now,
    )
    with transaction.atomic():  # what was connected before a refusal is taken back; what was used up stays used up
        matched = accounts.match(provider, who, at=request.now)
    if matched.organisation_id is None:
        log.info("sign-in without a role provider=%s", provider.key)
        response: HttpResponse = redirect("front:oidc-no-role", provider.key)
    else:
        start_session(
            request,
            matched.account,
            organisation_id=matched.organisation_id,
            at=request.now,
            method=provider.method,
            provider_session=who.session,
            provider_subject=who.subject,
        )
        response = HttpResponseRedirect(_own_page(request, pending.next if pending else ""))
    response.delete_cookie(COOKIE, path=COOKIE_PATH, samesite="Lax")
    return response


@requires("public", "GET")
def no_role(request: Any, key: str) -> HttpResponse:
    """For somebody the service knows and we do not: nothing can be done yet, and whom to ask."""
    provider = service.provider(key)
    return page(request, "front/sign_in_no_role.html", provider=provider, label=service.in_language(provider.labels))


@requires("public", "GET")
def signed_out(request: Any, key: str) -> HttpResponse:
    """Signed out here; the browser goes on to sign out of the service too. A page, for a form may not lead to another server."""
    provider = service.provider(key)
    try:
        address = leaving.end_address(
            provider,
            back_to=_here(request, "front:start"),
            language=request.LANGUAGE_CODE,
            at=request.now,
        )
    except SignInRefused as refusal:
        log.warning("sign-out not passed on provider=%s reason=%s", provider.key, refusal.reason.value)
        address = ""
    response = page(request, "front/signed_out.html", address=address, label=service.in_language(provider.labels))
    if address:
        response.headers["Refresh"] = f"0; url={address}"
    return response


@requires("public", "POST")
@csrf_exempt
def back_channel(request: Any, key: str) -> HttpResponse:
    """The service tells us, server to server, that somebody has signed out there. The signed token is the proof, not a cookie."""
    provider = service.provider(key)
    try:
        ended = leaving.back_channel(provider, request.POST.get("logout_token", ""), at=request.now)
    except SignInRefused as refusal:
        log.warning("sign-out message refused provider=%s reason=%s", provider.key, refusal.reason.value)
        return JsonResponse({"error": "invalid_request"}, status=400)
    log.info("sign-out message provider=%s sessions=%d", provider.key, ended)
    return HttpResponse(status=200)


@requires("public", "GET")
def front_channel(request: Any, key: str) -> HttpResponse:
    """The service tells us through the browser, in a frame of its own page; our cookie does not come along, so the session is named."""
    provider = service.provider(key)
    try:
        ended = leaving.front_channel(
            provider, issuer=request.GET.get("iss", ""), session=request.GET.get("sid", ""), at=request.now
        )
        frames = " ".join(sorted(_origins(provider, at=request.now)))
    except SignInRefused as refusal:
        log.warning("sign-out message refused provider=%s reason=%s", provider.key, refusal.reason.value)
        return HttpResponse(status=400)
    log.info("sign-out message provider=%s sessions=%d", provider.key, ended)
    response = HttpResponse("", content_type="text/plain; charset=utf-8")
    response.headers["Content-Security-Policy"] = f"default-src 'none'; frame-ancestors {frames}"
    return response


def _origins(provider: OidcProvider, *, at: datetime) -> set[str]:
    """Where the service's own pages are; without its description, where it says it is."""
    addresses = [provider.issuer]
    with suppress(SignInRefused):
        addresses.append(str(discovery.metadata(provider, at=at).get("end_session_endpoint") or ""))
    return {f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, addresses) if parts.netloc}


def _here(request: Any, name: str, *arguments: str) -> str:
    """An address of ours as the service knows it."""
    return service.origin(request) + reverse(name, args=arguments)


def _own_page(request: Any, wanted: str) -> str:
    """Where the reader wanted to go, when that is on this server; else the start page."""
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if wanted and own else "/"
