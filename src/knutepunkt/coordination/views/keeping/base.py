"""What these pages share: the person with the file open, and days as moments."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from knutepunkt.access.files import open_file
from knutepunkt.access.permissions import Permission
from knutepunkt.coordination.views.base import start_of
from knutepunkt.foundation.clock import day
from knutepunkt.people.models import Person


def person_of(request: Any, person_id: UUID, permission: Permission, page_name: str, *objects: UUID) -> Person:
    """The person with the file open: not visible is 404, not allowed is 403, and the view is recorded."""
    person: Person = get_object_or_404(Person.visible_to(request.actor), pk=person_id)
    open_file(request, person, permission, page_name, objects=objects or [person_id])
    return person


def from_day(chosen: date | None, at: datetime) -> datetime:
    """The moment something begins: now, when no day or today was chosen."""
    return at if chosen is None or chosen == day(at) else start_of(chosen)


def after_day(last: date | None) -> datetime | None:
    """The moment after the last day."""
    return start_of(last + timedelta(days=1)) if last else None


def last_day(ends: datetime | None) -> date | None:
    """The last day of something that ends at a moment, for the form."""
    return day(ends - timedelta(microseconds=1)) if ends else None
