"""Which look-ups a leader is to look into: kinds, each a rule that finds them in the logs of one day.

A registry: rooms above, which know families, addresses and roles, register kinds of their own when the application starts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, Min, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knutepunkt.audit.models import Event, ViewRecord

SAMPLED = 5
"""How many look-ups of a day are picked at random in one organisation."""
MANY = 40
"""Persons looked up by one member of staff in a day, from which it is many. Lists of one's own work do not count."""
OWN_LISTS = frozenset({"my-day", "inbox", "overview", "sent", "messages", "own-files", "review"})
"""Pages that show persons because they are the reader's work, not because the reader looked for them."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of one organisation: from `since` until before `until`. `staff`: the accounts of those who work there."""

    organisation_id: UUID
    day: date
    since: datetime
    until: datetime
    staff: frozenset[UUID]
    random: Random

    def views(self) -> QuerySet[ViewRecord]:
        """What those who work here looked up on this day, as staff."""
        return ViewRecord.objects.filter(
            organisation_id=self.organisation_id, at__gte=self.since, at__lt=self.until, account_id__in=self.staff
        ).exclude(page__in=OWN_LISTS)

    def events(self) -> QuerySet[Event]:
        """What those who work here did on this day."""
        return Event.objects.filter(
            organisation_id=self.organisation_id, at__gte=self.since, at__lt=self.until, account_id__in=self.staff
        )


@dataclass(frozen=True, slots=True)
class Found:
    """Look-ups by one account on the day, of one person's file, or of many (`person_id` None)."""

    account_id: UUID
    by_name: str
    role: str
    person_id: UUID | None
    count: int
    first_at: datetime
    last_at: datetime
    pages: tuple[str, ...] = ()


Rule = Callable[[Day], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class ReviewKind:
    """Why look-ups are on the list. `why` is a whole sentence for the reviewer. `once`: a day that has some gets no more."""

    code: str
    label: str | Promise
    why: str | Promise
    find: Rule
    once: bool = False


KINDS: dict[str, ReviewKind] = {}


def review_kind(code: str, label: str | Promise, why: str | Promise, *, once: bool = False) -> Callable[[Rule], Rule]:
    """Register a kind; codes are unique."""

    def register(find: Rule) -> Rule:
        if code in KINDS and KINDS[code].find is not find:
            raise ValueError(code)
        KINDS[code] = ReviewKind(code, label, why, find, once)
        return find

    return register


def by_account_and_person(views: QuerySet[ViewRecord]) -> list[Found]:
    """Views gathered: one for each account and person."""
    rows: Any = (
        views.values("account_id", "person_id")
        .annotate(
            name=Max("by_name"), as_role=Max("role"), count=Count("id"), first=Min("at"), last=Max("at"),
            seen=ArrayAgg("page", distinct=True),
        )
        .order_by("account_id", "person_id")
    )  # fmt: skip
    return [
        Found(
            row["account_id"], row["name"], row["as_role"], row["person_id"], row["count"], row["first"], row["last"],
            tuple(sorted(row["seen"])),
        )
        for row in rows
    ]  # fmt: skip


@review_kind("sample", _("Picked at random"), _("A few look-ups are picked at random each day."), once=True)
def sample(day: Day) -> list[Found]:
    """Some of the day's look-ups of files, each as likely as the others."""
    found = by_account_and_person(day.views())
    return day.random.sample(found, min(SAMPLED, len(found)))


@review_kind(
    "many",
    _("Many look-ups"),
    _("This member of staff looked up unusually many persons in one day."),
)
def many(day: Day) -> list[Found]:
    """Accounts that looked up many persons."""
    rows: Any = (
        day.views()
        .values("account_id")
        .annotate(
            name=Max("by_name"), as_role=Max("role"), persons=Count("person_id", distinct=True), first=Min("at"), last=Max("at"),
            seen=ArrayAgg("page", distinct=True),
        )
        .filter(persons__gte=MANY)
        .order_by("account_id")
    )  # fmt: skip
    return [
        Found(row["account_id"], row["name"], row["as_role"], None, row["persons"], row["first"], row["last"], tuple(sorted(row["seen"])))
        for row in rows
    ]  # fmt: skip


@review_kind(
    "emergency",
    _("Emergency access"),
    _("The file was opened with emergency access, for life or health."),
)
def emergency(day: Day) -> list[Found]:
    """Each use of emergency access."""
    return _told_by_events(day.events().filter(what="emergency.opened"))


@review_kind(
    "conflict",
    _("Own or declared family"),
    _("This member of staff tried to open the file of somebody they must keep away from. It was refused."),
)
def conflict(day: Day) -> list[Found]:
    """Attempts on files that a conflict of interest closes."""
    return _told_by_events(day.events().filter(what="conflict.attempted"))


def _told_by_events(events: QuerySet[Event]) -> list[Found]:
    rows: Any = (
        events.values("account_id", "person_id")
        .annotate(name=Max("by_name"), as_role=Max("role"), count=Count("id"), first=Min("at"), last=Max("at"))
        .order_by("account_id", "person_id")
    )
    return [
        Found(row["account_id"], row["name"], row["as_role"], row["person_id"], row["count"], row["first"], row["last"])
        for row in rows
    ]
