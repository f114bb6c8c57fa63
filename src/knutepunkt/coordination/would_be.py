"""Looking through somebody else's eyes before the answer: the would-be yes is made, its sight is derived, and all of it undone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from knutepunkt.access import scope
from knutepunkt.access.actor import Actor
from knutepunkt.access.grants import refresh_person
from knutepunkt.access.models import Exclusion
from knutepunkt.access.permissions import FILE, Topic
from knutepunkt.access.scope import Scope, acting_as
from knutepunkt.consent.models import Consent, GivenBy, Subject
from knutepunkt.consent.operations.base import as_topics
from knutepunkt.consent.states import ConsentState
from knutepunkt.coordination.models import CareTeamMember, FollowUp
from knutepunkt.identity.system import DERIVER
from knutepunkt.organisation.actors import staff_actor
from knutepunkt.organisation.models import Staff

PURPOSE = "see-it-as"
EVERYTHING = (*map(str, Topic), FILE)


@contextmanager
def would_be_seen_by(
    follow_up: FollowUp, staff: Staff, *, at: datetime, topics: Sequence[str] | None = None, asks: bool = True
) -> Iterator[Actor | None]:
    """Run a block with the sight `staff` would have if the one who decides said yes to `topics` now (None: all that the plan needs).

    The grants come from the same sources as always, so what is seen is what will be seen, minus what is kept from the one who looks:
    nobody sees more through another's eyes. `asks` False: as it is today, without a new yes. Nothing stays: no row, no event, no view
    record. The file must be open (focus). The actor is None when the account does not work here.
    """
    before = scope.current()
    open_topics, kept = seen_topics(), _column("SELECT withheld_ids()")
    try:
        with transaction.atomic():
            if asks:
                _say_yes(follow_up, staff, at=at, topics=topics)
            _keep_back(follow_up, staff, set(EVERYTHING) - set(open_topics), kept, at=at)
            scope.enter(Scope(follow_up.organisation_id, staff.account_id, follow_up.person_id, "care", at))
            yield (
                staff_actor(staff.account_id, organisation_id=follow_up.organisation_id, at=at)
                if staff.account_id
                else None
            )
            transaction.set_rollback(True)  # back to the savepoint
    finally:
        scope.enter(before)


def seen_topics() -> tuple[str, ...]:
    """The parts of the file in focus that are open to the account of the transaction."""
    return tuple(str(topic) for topic in EVERYTHING if topic in set(_column("SELECT visible_topics()")))


def _column(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


def _keep_back(follow_up: FollowUp, staff: Staff, topics: set[str], kept: list[UUID], *, at: datetime) -> None:
    """What is closed to the one who looks is closed in the picture too."""
    organisation_id, person_id = follow_up.organisation_id, follow_up.person_id
    closed: list[dict[str, Any]] = [{"object_id": object_id} for object_id in kept]
    if topics:
        closed.append({"topics": sorted(topics)})
    with acting_as(DERIVER, purpose=PURPOSE, organisation_id=organisation_id, person_id=person_id, at=at):
        Exclusion.objects.bulk_create(
            Exclusion(
                organisation_id=organisation_id, person_id=person_id, account_id=staff.account_id, kind="withheld", source=PURPOSE,
                source_id=follow_up.pk, starts=at, **each,
            )
            for each in closed
            if staff.account_id
        )  # fmt: skip


def _say_yes(follow_up: FollowUp, staff: Staff, *, at: datetime, topics: Sequence[str] | None) -> None:
    organisation_id, person_id = follow_up.organisation_id, follow_up.person_id
    with acting_as(DERIVER, purpose=PURPOSE, organisation_id=organisation_id, person_id=person_id, at=at):
        members = CareTeamMember.objects.filter(organisation_id=organisation_id, follow_up=follow_up, staff=staff)
        member = members.filter(ends_at=None).first()
        if member is None or not member.sees_plan:
            CareTeamMember.objects.create(
                organisation_id=organisation_id, person_id=person_id, follow_up=follow_up, staff=staff, name=staff.name, role=staff.title,
                sees_plan=True, starts_at=at, topics=as_topics(topics),
            )  # fmt: skip
        Consent.objects.create(
            organisation_id=organisation_id, person_id=person_id, subjects=[Subject.SHARING], topics=as_topics(topics),
            recipient_staff=staff, given_by=GivenBy.PERSON, state=ConsentState.GIVEN_ORALLY, answered_at=at, created_at=at,
        )  # fmt: skip
        refresh_person(organisation_id, person_id, at=at)
