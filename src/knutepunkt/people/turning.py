"""What changes for a person by itself, and on which day: birthdays the law names, and the ends of what somebody acts on.

Sight follows without anybody doing anything (see `grants`); this is for telling in good time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from knutepunkt import law
from knutepunkt.foundation.clock import day
from knutepunkt.people.models import CompetenceDecision, Custody, NextOfKin, Person
from knutepunkt.people.periods import midnight


class Change(StrEnum):
    """What changes."""

    HEARD_FROM = "heard-from"
    WEIGHT = "weight"
    ASK_FROM = "ask-from"
    DECIDES = "decides"
    ADULT = "adult"
    KIN_ENDS = "kin-ends"
    COMPETENCE_ENDS = "competence-ends"
    CUSTODY_ENDS = "custody-ends"


BIRTHDAYS = (Change.HEARD_FROM, Change.WEIGHT, Change.ASK_FROM, Change.DECIDES, Change.ADULT)
"""Those that are keys of the ages of the law data."""
ENDS = (Change.KIN_ENDS, Change.COMPETENCE_ENDS, Change.CUSTODY_ENDS)


@dataclass(frozen=True, slots=True)
class Turn:
    """One change: the first day on which it holds, and what it comes from (the person, or the row that ends)."""

    change: Change
    on: date
    person_id: UUID
    source_id: UUID


def turning(
    person: Person,
    on: date,
    *,
    kin: Sequence[NextOfKin] = (),
    decisions: Sequence[CompetenceDecision] = (),
    custodies: Sequence[Custody] = (),
) -> list[Turn]:
    """What changes for the person on the day or later, first first. The law is that of the day asked on."""
    turns = []
    if person.birth_date is not None:
        ages = law.on(on)
        turns = [Turn(key, ages.age(key).reached_on(person.birth_date), person.pk, person.pk) for key in BIRTHDAYS]
    acting = [row for row in kin if row.parental_responsibility or row.mandate or row.foster_parent]
    turns += _ends(Change.KIN_ENDS, ((row.pk, row.valid_to) for row in acting), person)
    turns += _ends(Change.COMPETENCE_ENDS, ((row.pk, row.ends_at) for row in decisions), person)
    turns += _ends(Change.CUSTODY_ENDS, ((row.pk, row.ends_at) for row in custodies), person)
    return sorted((turn for turn in turns if turn.on >= on), key=lambda turn: (turn.on, turn.change, turn.source_id))


def _ends(change: Change, rows: Iterable[tuple[UUID, datetime | None]], person: Person) -> list[Turn]:
    return [Turn(change, day(end), person.pk, pk) for pk, end in rows if end is not None]


def those_turning(organisation_id: UUID, *, on: date, within: int) -> list[Turn]:
    """What changes in the organisation from a day until so many days later, both included; nobody reported dead is among them.

    Read by a job under a system account, in four statements.
    """
    last = on + timedelta(days=within)
    of_age = law.on(on).age(Change.ADULT)
    youngest_adult = date(on.year - of_age.years - 1, 1, 1)
    here = Q(organisation_id=organisation_id)
    soon = {"gte": midnight(on), "lt": midnight(last + timedelta(days=1))}
    ending = {
        Change.KIN_ENDS: _soon(NextOfKin.objects.filter(here), "valid_to", soon),
        Change.COMPETENCE_ENDS: _soon(CompetenceDecision.objects.filter(here), "ends_at", soon),
        Change.CUSTODY_ENDS: _soon(Custody.objects.filter(here), "ends_at", soon),
    }
    whom = {row.person_id for rows in ending.values() for row in rows}
    persons = Person.objects.filter(
        here, Q(death_reported_at=None), (Q(birth_date__gte=youngest_adult) | Q(pk__in=whom))
    )
    found = []
    for person in persons.only("pk", "organisation_id", "birth_date").order_by("pk"):
        mine = {change: [row for row in rows if row.person_id == person.pk] for change, rows in ending.items()}
        found += turning(
            person,
            on,
            kin=mine[Change.KIN_ENDS],
            decisions=mine[Change.COMPETENCE_ENDS],
            custodies=mine[Change.CUSTODY_ENDS],
        )
    return [turn for turn in found if turn.on <= last]


def _soon(rows: QuerySet[Any], field: str, soon: dict[str, datetime]) -> list[Any]:
    return list(rows.filter(**{f"{field}__{how}": moment for how, moment in soon.items()}))
