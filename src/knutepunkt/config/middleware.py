"""One transaction per request, opened with who asks; and the headers every answer carries."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from psycopg.errors import InsufficientPrivilege

from knutepunkt.access import scope
from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import NotAllowed
from knutepunkt.foundation.clock import now
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.sessions import SignedIn, live_session
from knutepunkt.organisation.actors import staff_actor
from knutepunkt.people.actors import person_actor
from knutepunkt.ui.errors import permission_denied

Next = Callable[[HttpRequest], HttpResponse]
LANGUAGE_COOKIE = "kp_language"
SECONDS_LEFT = "Session-Seconds-Left"
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


class SecurityHeaders:
    """Content security policy on all, and no copy kept anywhere of pages for signed-in people. A host that is not ours gets no page."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.get_host()  # refuses hosts that are not allowed; nothing else asks on every page
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CSP)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Cache-Control", "no-store")
        return response


CLOSED_PART = _(
    "This belongs to a part of the file that is not open to you. Ask the coordinating unit if you need it in your work."
)


class RefusalsAnswered:
    """A refusal that no view caught becomes a page that says why: 403 when it is about permission, else 409."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception.__cause__, InsufficientPrivilege):
            exception = NotAllowed(CLOSED_PART)  # the database's own refusal, when the application asked for too much
        if not isinstance(exception, Refusal):
            return None
        transaction.set_rollback(True)
        response = permission_denied(request, exception)
        if not isinstance(exception, NotAllowed):
            response.status_code = 409
        return response


class OneTransaction:
    """Opens the transaction, finds the session, sets the scope and the actor; rolls back when the answer is a failure.

    The actor is None for visitors. `request.now` is the moment of the request, `request.signed_in` what the session says.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.now = now()
        request.actor = request.signed_in = None
        try:
            with transaction.atomic():
                request.actor = self._actor(request)
                language = choose_language(request)
                with translation.override(language):
                    request.LANGUAGE_CODE = language
                    response = self.get_response(request)
                response.headers.setdefault("Content-Language", language)
                if request.actor is not None:
                    left = request.signed_in.ends_at - request.now
                    response.headers.setdefault(SECONDS_LEFT, str(int(left.total_seconds())))
                if response.status_code >= 500:  # noqa: PLR2004 -- failures by the protocol
                    transaction.set_rollback(True)
        finally:
            scope.leave()
        return response

    @staticmethod
    def _actor(request: Any) -> Actor | None:
        login = request.session.get("login")
        signed_in = request.signed_in = live_session(login, at=request.now) if login else None
        organisation = request.session.get("organisation")
        if signed_in is None or not organisation:
            return None
        organisation_id = UUID(organisation)
        scope.enter(scope.Scope(organisation_id, signed_in.account_id, None, "care", request.now))
        make = person_actor if signed_in.kind == "person" else staff_actor
        return _with_language(make(signed_in.account_id, organisation_id=organisation_id, at=request.now), signed_in)


def _with_language(actor: Actor | None, signed_in: SignedIn) -> Actor | None:
    if actor is not None:
        actor.language = signed_in.language
    return actor


def choose_language(request: Any) -> str:
    """The switch (cookie) of this browser when signed out, the account's language, then the browser's; bokmål when none says."""
    codes = dict(settings.LANGUAGES)
    account = request.actor.language if request.actor else ""
    chosen = account or request.COOKIES.get(LANGUAGE_COOKIE, "")
    if chosen in codes:
        return str(chosen)
    for accepted in request.headers.get("Accept-Language", "").split(","):
        code = accepted.split(";")[0].strip().lower().split("-")[0]
        code = "nb" if code == "no" else code
        if code in codes:
            return code
    return settings.LANGUAGE_CODE
