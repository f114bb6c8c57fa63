"""Signing in with a passkey, or with name, password and code; and taking an invitation. Nothing is seen before one of them is done."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from knutepunkt.access.views import requires
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.front.local_sign_in.forms import CodeAppForm, CodeSignInForm
from knutepunkt.front.local_sign_in.requests import (
    app_secret,
    ask_for_new_passkey,
    ask_for_passkey,
    enter,
    entered,
    origin,
    where_local,
)  # fmt: skip
from knutepunkt.front.views import safe_next
from knutepunkt.identity.local import codes, invitations, passkeys, throttle
from knutepunkt.identity.local.refusals import TooManyAttempts
from knutepunkt.identity.local.signing_in import by_code, plain_name
from knutepunkt.identity.models import LocalSignIn
from knutepunkt.identity.visitors import address_of
from knutepunkt.ui.pages import page

WRONG, TOO_MANY, UNFIT = 403, 429, 422


def _sign_in_page(request: Any, form: CodeSignInForm, *, status: int = 200, trouble: str = "") -> HttpResponse:
    return page(
        request, "front/local_sign_in.html", status=status, form=form, trouble=trouble, options=ask_for_passkey(request),
        next=safe_next(request, ""),
    )  # fmt: skip


@requires("public", "GET", "POST")
@where_local
def sign_in(request: Any) -> HttpResponse:
    """Sign in with name, password and code. Whoever is wrong gets the same page, known or not, right in part or in nothing."""
    if request.method != "POST":
        return _sign_in_page(request, CodeSignInForm(initial={"next": safe_next(request, "")}))
    form = CodeSignInForm(request.POST)
    if not form.is_valid():
        return _sign_in_page(request, form, status=UNFIT)
    given = {key: form.cleaned_data[key] for key in ("name", "password", "code")}
    name, where = plain_name(given["name"]), address_of(request)
    again = CodeSignInForm(initial={"name": given["name"], "next": safe_next(request, "")})
    if not throttle.may_try(name=name, address=where, at=request.now):
        return _sign_in_page(request, again, status=TOO_MANY, trouble=str(TooManyAttempts.message))
    try:
        login, kind = by_code(**given, at=request.now)
        answer = entered(request, login.account, kind)
    except Refusal as refusal:
        return _sign_in_page(request, again, status=WRONG, trouble=str(refusal))
    throttle.succeeded(name=name, address=where)
    if kind == "recovery":
        login.refresh_from_db(fields=["recovery_codes"])
        messages.info(
            request, _("You used a recovery code. You have %(count)d left.") % {"count": len(login.recovery_codes)}
        )
    return answer


@requires("public", "POST")
@where_local
def passkey(request: Any) -> HttpResponse:
    """Sign in with a passkey."""
    again, where = CodeSignInForm(initial={"next": safe_next(request, "")}), address_of(request)
    if not throttle.may_try(name=None, address=where, at=request.now):
        return _sign_in_page(request, again, status=TOO_MANY, trouble=str(TooManyAttempts.message))
    try:
        shown = passkeys.shown(
            request.POST.get("credential", ""), request.session.get("passkey"), origin=origin(request), at=request.now
        )
        answer = entered(request, shown.account, "passkey")
    except Refusal as refusal:
        return _sign_in_page(request, again, status=WRONG, trouble=str(refusal))
    throttle.succeeded(name=None, address=where)
    return answer


@requires("public", "GET", "POST")
@where_local
def invitation(request: Any, token: str) -> HttpResponse:
    """Take an invitation with a code app, a name and a password. The recovery codes are shown this once."""
    login = invitations.invited(token, at=request.now)
    form = CodeAppForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _invitation_page(request, login, token, form)
    given = form.cleaned_data
    try:
        with transaction.atomic():
            made, shown = invitations.accept_with_code(token, secret=app_secret(request), at=request.now, **given)
            onward = enter(request, made.account, "totp")
    except Refusal as refusal:
        form.refuse(refusal)
        return _invitation_page(request, login, token, form)
    return page(request, "front/recovery_codes.html", codes=shown, onward=onward)


@requires("public", "POST")
@where_local
def invitation_passkey(request: Any, token: str) -> HttpResponse:
    """Take an invitation with a passkey."""
    login = invitations.invited(token, at=request.now)
    try:
        with transaction.atomic():
            made = invitations.accept_with_passkey(
                token,
                request.POST.get("credential", ""),
                request.session.get("passkey"),
                label=_("The first passkey"),
                origin=origin(request),
                at=request.now,
            )
            answer = entered(request, made.account, "passkey")
    except Refusal as refusal:
        return _invitation_page(request, login, token, CodeAppForm(), trouble=str(refusal))
    messages.success(
        request, _("Your passkey is added, and you are signed in. Add one more, in case you lose the first.")
    )
    return answer


def _invitation_page(
    request: Any, login: LocalSignIn, token: str, form: CodeAppForm, *, trouble: str = ""
) -> HttpResponse:
    secret = app_secret(request)
    name = form["name"].value() or _("work")
    picture = codes.picture_for_app(codes.address_for_app(secret, name=name, issuer="Knutepunkt"))
    status = UNFIT if trouble or form.errors else 200
    return page(
        request, "front/invitation.html", status=status, form=form, trouble=trouble, token=token, picture=picture,
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        options=ask_for_new_passkey(request, login.account, _("Knutepunkt at work")),
    )  # fmt: skip
