"""Which organisation, account and person the transaction speaks for. PostgreSQL's policies read these settings.

Without them no row is seen. They are set with SET LOCAL (Citus passes only that on) and end with the transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction


@dataclass(frozen=True, slots=True)
class Scope:
    """The settings of a transaction. `person` is the focus: a page about one person sets it, then one grant is probed."""

    organisation_id: UUID | None = None
    account_id: UUID | None = None
    person_id: UUID | None = None
    purpose: str = ""
    at: datetime | None = None

    def sql(self) -> str:
        """The settings as one message; every value is a UUID, an ISO moment or a word checked here."""
        if self.purpose and not self.purpose.replace("-", "").isalnum():
            raise ValueError(self.purpose)
        values = {
            "organisation": str(self.organisation_id or ""),
            "account": str(self.account_id or ""),
            "person": str(self.person_id or ""),
            "purpose": self.purpose,
            "at": self.at.isoformat() if self.at else "",
        }
        return "; ".join(f"SET LOCAL kp.{name} = '{value}'" for name, value in values.items())


_current: ContextVar[Scope] = ContextVar("scope", default=Scope())  # noqa: B039 -- frozen


def current() -> Scope:
    """The scope this code runs in."""
    return _current.get()


def enter(scope: Scope) -> None:
    """Set the scope of the open transaction; for the outermost caller (middleware, command, test)."""
    with connection.cursor() as cursor:
        cursor.execute(scope.sql())
    _current.set(scope)


def leave() -> None:
    """Forget the scope after the transaction has ended."""
    _current.set(Scope())


def focus(person_id: UUID) -> None:
    """The rest of the transaction is about one person's file."""
    enter(replace(current(), person_id=person_id))


@contextmanager
def acting_as(
    account_id: UUID,
    *,
    purpose: str,
    organisation_id: UUID | None = None,
    person_id: UUID | None = None,
    at: datetime | None = None,
) -> Iterator[None]:
    """Do something as another account, usually a system account with a named purpose, under the same policies."""
    before = current()
    inner = Scope(organisation_id or before.organisation_id, account_id, person_id, purpose, at or before.at)
    with transaction.atomic():
        enter(inner)
        try:
            yield
        finally:
            _current.set(before)
        enter(before)
