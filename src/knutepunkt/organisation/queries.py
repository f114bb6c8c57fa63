"""Complete reads of the organisation's set-up."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from knutepunkt.organisation.models import Organisation


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who a HER-id belongs to here. `in_force`: valid that day; else `successor` may name the one that took over."""

    organisation_id: UUID
    unit_id: UUID | None
    successor: str
    in_force: bool


def served_organisations() -> list[UUID]:
    """The ids of the organisations that keep files in this installation: what a job goes through, one by one."""
    return list(Organisation.objects.filter(served=True).order_by("pk").values_list("pk", flat=True))


def receiver_of(her_id: str, on: date) -> Receiver | None:
    """The organisation served here that a HER-id belongs to, asked across organisations; None when none has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id, unit_id, successor, in_force FROM receiver_of(%s, %s)", [her_id, on])
        row = cursor.fetchone()
    return Receiver(*row) if row else None


def other_organisations(organisation_id: UUID) -> QuerySet[Organisation]:
    """Every body the installation knows by name but this one: where a guest can be employed. Holds nothing about persons."""
    return Organisation.objects.exclude(pk=organisation_id)


def organisations_named(ids: Collection[UUID]) -> QuerySet[Organisation]:
    """The bodies with these ids, by name."""
    return Organisation.objects.filter(pk__in=ids)
