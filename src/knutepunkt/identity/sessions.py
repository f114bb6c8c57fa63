"""Signing in and out. The cookie is signed; whether it still counts is asked of the database in each request."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from knutepunkt.identity.agents import kind_of_browser
from knutepunkt.identity.models import Account, LoginSession


class SignedIn(NamedTuple):
    """What a live session says of its account."""

    account_id: UUID
    kind: str
    language: str


def start_session(
    request: HttpRequest,
    account: Account,
    *,
    organisation_id: UUID | None,
    at: datetime,
    method: str = "",
    provider_session: str = "",
    provider_subject: str = "",
) -> LoginSession:
    """Sign `account` in with a new session; whatever the browser held before is dropped and ended (no fixation).

    `method`: "passkey", "totp", "demo" or "oidc:<provider>"; the two others are what a provider's log-out message will name.
    """
    end_session(request, at=at)
    rotate_token(request)
    session = LoginSession.objects.create(
        account=account,
        started_at=at,
        seen_at=at,
        method=method,
        agent=kind_of_browser(request.headers.get("User-Agent", "")),
        provider_session=provider_session,
        provider_subject=provider_subject,
    )
    request.session["login"] = str(session.id)
    request.session["organisation"] = str(organisation_id) if organisation_id else ""
    return session


def live_session(login: str) -> SignedIn | None:
    """The account behind a session that has not ended; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.id, a.kind, a.language FROM identity_loginsession s JOIN identity_account a ON a.id = s.account_id"
            " WHERE s.id = %s AND s.ended_at IS NULL AND a.is_active",
            [login],
        )
        row = cursor.fetchone()
    return SignedIn(*row) if row else None


def end_session(request: HttpRequest, *, at: datetime) -> None:
    """Sign this browser out, here and in the database."""
    login = request.session.get("login")
    if login:
        LoginSession.objects.filter(pk=login, ended_at=None).update(ended_at=at)
    request.session.flush()
