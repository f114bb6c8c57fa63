"""Signing in and out. The cookie is signed; whether it still counts is asked of the database in each request."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from knutepunkt.identity.agents import kind_of_browser
from knutepunkt.identity.models import Account, LoginSession

LONGEST = timedelta(hours=12)
PROOF_LASTS = timedelta(minutes=5)
# Noted at most once a minute, in the statement that looks the session up. A session that another request holds is passed by.
LIVE = """
WITH alive AS (
  SELECT s.* FROM identity_loginsession s
   WHERE s.id = %(login)s AND s.ended_at IS NULL
     AND s.started_at > %(oldest)s AND coalesce(s.seen_at, s.started_at) > %(idle_since)s
), seen AS (
  UPDATE identity_loginsession SET seen_at = %(at)s
   WHERE id = (SELECT l.id FROM identity_loginsession l JOIN alive USING (id)
                WHERE coalesce(l.seen_at, l.started_at) <= %(at)s - interval '1 minute' FOR UPDATE OF l SKIP LOCKED)
  RETURNING seen_at
)
SELECT a.id, a.kind, a.language, s.id, s.method, s.proved_at, a.twin_id, s.started_at,
       coalesce((SELECT seen_at FROM seen), s.seen_at, s.started_at)
  FROM alive s JOIN identity_account a ON a.id = s.account_id
 WHERE a.is_active
"""


class SignedIn(NamedTuple):
    """What a live session says of its account."""

    account_id: UUID
    kind: str
    language: str
    session_id: UUID
    method: str
    proved_at: datetime | None
    twin_id: UUID | None
    started_at: datetime
    seen_at: datetime

    @property
    def ends_at(self) -> datetime:
        """When it ends unless something is done before."""
        return min(self.seen_at + idle_limit(), self.started_at + LONGEST)

    def has_fresh_proof(self, at: datetime) -> bool:
        """A passkey or a code was shown a few minutes ago at most."""
        return self.proved_at is not None and at - self.proved_at < PROOF_LASTS


def idle_limit() -> timedelta:
    """How long a session lasts when nothing is done."""
    return timedelta(minutes=settings.KNUTEPUNKT_IDLE_MINUTES)


def start_session(
    request: HttpRequest,
    account: Account,
    *,
    organisation_id: UUID | None,
    at: datetime,
    method: str = "",
    provider_session: str = "",
    provider_subject: str = "",
    proved_at: datetime | None = None,
    began: datetime | None = None,
) -> LoginSession:
    """Sign `account` in with a new session; whatever the browser held before is dropped and ended (no fixation).

    `method`: "passkey", "totp", "demo" or "oidc:<provider>"; the two after it are what a provider's log-out message will name.
    `began`: when the signing in was, when that was before `at`.
    """
    end_session(request, at=at)
    rotate_token(request)
    session = LoginSession.objects.create(
        account=account,
        started_at=began or at,
        seen_at=at,
        proved_at=proved_at,
        method=method,
        agent=kind_of_browser(request.headers.get("User-Agent", "")),
        provider_session=provider_session,
        provider_subject=provider_subject,
    )
    request.session["login"] = str(session.id)
    request.session["organisation"] = str(organisation_id) if organisation_id else ""
    return session


def live_session(login: str, *, at: datetime) -> SignedIn | None:
    """The account behind a session that has not ended, by sign-out, by standing idle or by age; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(LIVE, {"login": login, "at": at, "oldest": at - LONGEST, "idle_since": at - idle_limit()})
        row = cursor.fetchone()
    return SignedIn(*row) if row else None


def end_session(request: HttpRequest, *, at: datetime) -> None:
    """Sign this browser out, here and in the database."""
    login = request.session.get("login")
    if login:
        LoginSession.objects.filter(pk=login, ended_at=None).update(ended_at=at)
    request.session.flush()


def move_session(request: HttpRequest, account: Account, *, organisation_id: UUID, at: datetime) -> LoginSession:
    """Be somebody's other account, or in another organisation, on the strength of the sign-in there was.

    The session before ends; the new one is no fresher than it, and ends with it at the provider.
    """
    before = LoginSession.objects.get(pk=request.session["login"])
    return start_session(
        request,
        account,
        organisation_id=organisation_id,
        at=at,
        method=before.method,
        provider_session=before.provider_session,
        provider_subject=before.provider_subject,
        proved_at=before.proved_at,
        began=before.started_at,
    )


def prove(session_id: UUID, *, at: datetime) -> None:
    """A passkey or a code was shown now, by somebody signed in already."""
    LoginSession.objects.filter(pk=session_id).update(proved_at=at)


def open_sessions(account_id: UUID, *, at: datetime) -> list[LoginSession]:
    """Where the account is signed in now, the newest first."""
    alive = LoginSession.objects.filter(account_id=account_id, ended_at=None, started_at__gt=at - LONGEST)
    found = [one for one in alive if (one.seen_at or one.started_at) > at - idle_limit()]
    return sorted(found, key=lambda one: (one.started_at, one.pk), reverse=True)


def end_one(account_id: UUID, session_id: UUID, *, at: datetime) -> bool:
    """End one of the account's own sessions; False when it is not the account's or has ended."""
    return bool(LoginSession.objects.filter(pk=session_id, account_id=account_id, ended_at=None).update(ended_at=at))


def end_all(account_id: UUID, twin_id: UUID | None, *, at: datetime) -> int:
    """Sign the account and its twin out everywhere; the number of sessions ended."""
    both = [one for one in (account_id, twin_id) if one]
    return LoginSession.objects.filter(account_id__in=both, ended_at=None).update(ended_at=at)
