"""Finding the day's look-ups to review, and who is to review them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from knutepunkt.access.actor import system_actor
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.audit.models import ReviewItem
from knutepunkt.audit.review import KINDS, Day, Found, ReviewKind
from knutepunkt.foundation.clock import OSLO
from knutepunkt.front.reviews.states import WAITING
from knutepunkt.identity.system import WORKER
from knutepunkt.organisation.models import Staff, StaffRole, Unit

PURPOSE = "review-list"
REVIEWER = "leader"
"""The role whose holders review."""


@dataclass(frozen=True, slots=True)
class Reviewers:
    """Who leads which unit, and who works where."""

    leaders: dict[UUID | None, list[UUID]]
    unit_of: dict[UUID, UUID | None]
    parents: dict[UUID, UUID | None]

    def of(self, account_id: UUID) -> tuple[UUID | None, UUID | None]:
        """The account that reviews somebody and the unit it leads: their own leader, else the nearest above, else any other.

        Nobody reviews themselves; both are None where there is nobody else.
        """
        for unit_id in self._from(self.unit_of.get(account_id)):
            for leader in self.leaders.get(unit_id, ()):
                if leader != account_id:
                    return leader, unit_id
        return None, None

    def are(self, reviewer_id: UUID | None, unit_id: UUID | None) -> bool:
        """Does this account still lead this unit?"""
        return reviewer_id is not None and reviewer_id in self.leaders.get(unit_id, ())

    def _from(self, unit_id: UUID | None) -> Iterator[UUID | None]:
        passed: list[UUID] = []
        while unit_id is not None and unit_id not in passed:
            passed.append(unit_id)
            yield unit_id
            unit_id = self.parents.get(unit_id)
        yield None
        yield from sorted((unit for unit in self.leaders if unit is not None and unit not in passed), key=str)


@transaction.atomic
def gather(organisation_id: UUID, day: date, *, at: datetime, random: Random) -> int:
    """Put the look-ups of a day on the list, as a system account; how many are new. May be run again for the same day."""
    with acting_as(WORKER, purpose=PURPOSE, organisation_id=organisation_id, at=at):
        staff = dict(
            Staff.objects.filter(organisation_id=organisation_id, account__isnull=False).values_list(
                "account_id", "unit_id"
            )
        )
        looked_at = _day(organisation_id, day, frozenset(account for account in staff if account), random)
        reviewers = _reviewers(organisation_id, staff, at)
        made = [item for kind in KINDS.values() for item in _items(kind, looked_at, reviewers, at)]
        ReviewItem.objects.bulk_create(made)
        by = system_actor(WORKER, organisation_id=organisation_id, at=at, purpose=PURPOSE)
        for item in made:
            record("review.listed", item, by=by, at=at, kind=item.kind)
        _give_to_those_who_lead_now(organisation_id, reviewers)
    return len(made)


def _day(organisation_id: UUID, day: date, staff: frozenset[UUID], random: Random) -> Day:
    since = datetime.combine(day, time.min, tzinfo=OSLO)
    until = datetime.combine(day + timedelta(days=1), time.min, tzinfo=OSLO)
    return Day(organisation_id, day, since, until, staff, random)


def _items(kind: ReviewKind, day: Day, reviewers: Reviewers, at: datetime) -> Iterator[ReviewItem]:
    listed = ReviewItem.objects.filter(organisation_id=day.organisation_id, day=day.day, kind=kind.code)
    known = set(listed.values_list("account_id", "person_id"))
    if kind.once and known:
        return
    for found in kind.find(day):
        if (found.account_id, found.person_id) not in known:
            yield _item(kind, day, found, reviewers, at)


def _item(kind: ReviewKind, day: Day, found: Found, reviewers: Reviewers, at: datetime) -> ReviewItem:
    reviewer_id, unit_id = reviewers.of(found.account_id)
    return ReviewItem(
        organisation_id=day.organisation_id, kind=kind.code, day=day.day, account_id=found.account_id, by_name=found.by_name,
        role=found.role, person_id=found.person_id, count=found.count, first_at=found.first_at, last_at=found.last_at,
        pages=list(found.pages), reviewer_id=reviewer_id, unit_id=unit_id, listed_at=at,
    )  # fmt: skip


def _reviewers(organisation_id: UUID, staff: Mapping[UUID, UUID | None], at: datetime) -> Reviewers:
    leading = StaffRole.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=at),
        organisation_id=organisation_id,
        role=REVIEWER,
        valid_from__lte=at,
        staff__account__isnull=False,
    ).order_by("valid_from", "id")
    leaders: dict[UUID | None, list[UUID]] = defaultdict(list)
    for unit_id, account_id in leading.values_list("unit_id", "staff__account_id"):
        if account_id:
            leaders[unit_id].append(account_id)
    units = Unit.objects.filter(organisation_id=organisation_id).values_list("pk", "parent_id")
    return Reviewers(dict(leaders), dict(staff), dict(units))


def _give_to_those_who_lead_now(organisation_id: UUID, reviewers: Reviewers) -> None:
    """A review waits for the leader there is, not for one who has left."""
    waiting = ReviewItem.objects.filter(organisation_id=organisation_id, state__in=WAITING)
    moved = []
    for item in waiting:
        if not reviewers.are(item.reviewer_id, item.unit_id):
            item.reviewer_id, item.unit_id = reviewers.of(item.account_id)
            moved.append(item)
    ReviewItem.objects.bulk_update(moved, ["reviewer_id", "unit_id"])
