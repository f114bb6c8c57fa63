"""How I sign in: passkeys, code app, recovery codes. To change any of it one shows first that it is still oneself."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from knutepunkt.access.views import requires
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.front.local_sign_in import own
from knutepunkt.front.local_sign_in.forms import ProofForm
from knutepunkt.front.local_sign_in.requests import ask_for_new_passkey, ask_for_passkey, origin, where_local
from knutepunkt.identity.local import throttle
from knutepunkt.identity.local.refusals import TooManyAttempts
from knutepunkt.identity.providers import method_label
from knutepunkt.identity.visitors import address_of
from knutepunkt.ui.pages import page


@requires("signed-in", "GET")
@where_local
def show(request: Any) -> HttpResponse:
    """What the reader signs in with, and what may be changed now."""
    return _page(request, ProofForm())


def _page(request: Any, form: ProofForm, *, status: int = 200) -> HttpResponse:
    login = own.local_of(request.actor)
    proved = login is not None and request.signed_in.has_fresh_proof(request.now)
    options = None
    if login is not None and proved:
        options = ask_for_new_passkey(request, login.account, request.actor.name)
    elif login is not None:
        options = ask_for_passkey(request)
    return page(
        request, "front/own_sign_in.html", status=status, form=form, login=login, proved=proved, options=options,
        keys=list(login.account.passkeys.all()) if login else [], how=method_label(request.signed_in.method),
    )  # fmt: skip


@requires("signed-in", "POST")
@where_local
def prove_by_code(request: Any) -> HttpResponse:
    """Show that it is still oneself, with a code."""
    form, who, where = ProofForm(request.POST), f"account:{request.actor.account_id}", address_of(request)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        if not throttle.may_try(name=who, address=where, at=request.now):
            raise TooManyAttempts
        own.prove_by_code(form.cleaned_data["code"], signed_in=request.signed_in, by=request.actor, at=request.now)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, form, status=422)
    throttle.succeeded(name=who, address=where)
    return redirect("front:own-sign-in")


@requires("signed-in", "POST")
@where_local
def prove_by_passkey(request: Any) -> HttpResponse:
    """Show that it is still oneself, with a passkey."""
    return _change(request, lambda: own.prove_by_passkey(**_answer(request), **_who(request)))


@requires("signed-in", "POST")
@where_local
def add_passkey(request: Any) -> HttpResponse:
    """Add a passkey."""
    label = request.POST.get("label", "").strip() or _("Passkey")
    done = _("The passkey is added.")
    return _change(request, lambda: own.add_passkey(label=label, **_answer(request), **_who(request)), done)


@requires("signed-in", "POST")
@where_local
def remove_passkey(request: Any, passkey_id: UUID) -> HttpResponse:
    """Remove a passkey."""
    done = _("The passkey is removed, and you are signed out of all other browsers.")
    return _change(request, lambda: own.remove_passkey(passkey_id, **_who(request)), done)


@requires("signed-in", "POST")
@where_local
def remove_code_app(request: Any) -> HttpResponse:
    """Stop signing in with name, password and code."""
    done = _("You sign in with a passkey only from now on.")
    return _change(request, lambda: own.remove_code_app(**_who(request)), done)


@requires("signed-in", "POST")
@where_local
def renew_recovery_codes(request: Any) -> HttpResponse:
    """New recovery codes, shown once."""
    try:
        shown = own.renew_recovery_codes(**_who(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("front:own-sign-in")
    return page(request, "front/recovery_codes.html", codes=shown, onward="/account/sign-in/")


def _who(request: Any) -> dict[str, Any]:
    return {"signed_in": request.signed_in, "by": request.actor, "at": request.now}


def _answer(request: Any) -> dict[str, Any]:
    remembered = request.session.get("passkey")
    return {"answer": request.POST.get("credential", ""), "remembered": remembered, "origin": origin(request)}


def _change(request: Any, act: Callable[[], object], done: str = "") -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        if done:
            messages.success(request, done)
    return redirect("front:own-sign-in")
