"""Writing the logs."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import models

from knutepunkt.audit.models import Event, ViewRecord


class Who(Protocol):
    """What the log needs to know of the one who acts or looks."""

    @property
    def account_id(self) -> UUID: ...
    @property
    def organisation_id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def organisation_name(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def purpose(self) -> str: ...


def record(
    what: str, subject: models.Model, *, by: Who, at: datetime, person_id: UUID | None = None, **facts: Any
) -> Event:
    """One change, in the transaction that makes it. `facts` are ids and codes only, never names or free text."""
    person = person_id or getattr(subject, "person_id", None)
    return Event.objects.create(
        organisation_id=getattr(subject, "organisation_id", None) or by.organisation_id,
        at=at,
        account_id=by.account_id,
        by_name=by.name,
        role=by.role,
        purpose=by.purpose,
        what=what,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        person_id=person,
        facts={
            key: value if isinstance(value, int | bool | list | dict) else str(value) for key, value in facts.items()
        },
    )


def record_view(
    page: str, person_ids: Iterable[UUID], *, by: Who, at: datetime, basis: str, objects: Sequence[UUID] = ()
) -> None:
    """One ViewRecord for each person shown, in one INSERT. A page of a file has one person; a list or a search has many."""
    ViewRecord.objects.bulk_create(
        ViewRecord(
            organisation_id=by.organisation_id,
            at=at,
            account_id=by.account_id,
            by_name=by.name,
            by_organisation=by.organisation_name,
            role=by.role,
            purpose=by.purpose,
            basis=basis,
            person_id=person_id,
            page=page,
            objects_seen=list(objects),
        )
        for person_id in dict.fromkeys(person_ids)
    )
