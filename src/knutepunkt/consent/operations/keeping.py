"""What is taken away again: blocks, matters kept from somebody, and what a person without competence opposes."""

from collections.abc import Collection
from copy import copy
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.grants import refresh_person
from knutepunkt.access.models import Grant
from knutepunkt.access.permissions import Permission
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.consent.ages import reaches
from knutepunkt.consent.deciding import capacity_of
from knutepunkt.consent.models import Block, Consent, GivenBy, KeptFrom, WithheldMatter
from knutepunkt.consent.operations.base import (
    REVIEW_TASK,
    ReasonMissing,
    as_topics,
    only_who_decides,
    permission,
    unit_of,
)
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.system import DERIVER
from knutepunkt.organisation.models import Staff, Unit
from knutepunkt.people.models import NextOfKin, Person
from knutepunkt.tasks.operations import create_task, settle


class BlockOfOwnUnit(Refusal):
    """The unit that follows the person up cannot be shut out of its own work."""

    message = _(
        "This unit follows the person up and cannot be blocked. Block one of its staff, or take the consent back so that the work ends."
    )


class BlockOfTwo(Refusal):
    """A block is against one member of staff, one unit, or all who cooperate."""

    message = _("Choose one member of staff or one unit, not both.")


class NothingKept(Refusal):
    """It must be said what is kept, and from whom."""

    message = _("Choose one topic or one matter, and from whom it is kept.")


class DeciderMissing(Refusal):
    """What is kept back by law has somebody who decided it and a day it is looked at again."""

    message = _("Write who decided it and the day it is looked at again. Nothing is kept back by law without both.")


class TooYoung(Refusal):
    """A child keeps something from the parents from the age the law names; before, the parents are told."""

    message = _("The law lets a child keep something from the parents from a later age than this.")


@transaction.atomic
def record_block(
    *,
    person: Person,
    by: Actor,
    at: datetime,
    staff: Staff | None = None,
    unit: Unit | None = None,
    topics: Collection[str] | None = None,
    words: str = "",
    said_by: str = "",
) -> Block:
    """The person opposes that somebody sees something (hpl. § 29): one of the staff, a unit, or with neither all who cooperate.

    It wins over every grant from this moment. `topics` None: the whole file. Raises BlockOfOwnUnit.
    """
    require(by, permission(by), person)
    only_who_decides(person, by=by, at=at)
    if staff and unit:
        raise BlockOfTwo(field="unit")
    if unit and _follows_up(person, unit):
        raise BlockOfOwnUnit(field="unit")
    block = Block.objects.create(
        organisation_id=person.organisation_id, person=person, staff=staff, unit=unit, topics=as_topics(topics), words=words,
        said_by=said_by or (by.name if by.kind == "person" else person.full_name), recorded_by=by.name, starts_at=at,
    )  # fmt: skip
    record("block.recorded", block, by=by, at=at, topics=block.topics or [])
    refresh_person(person.organisation_id, person.pk, at=at, actor=by)
    return block


def _follows_up(person: Person, unit: Unit) -> bool:
    with acting_as(DERIVER, purpose="block-of-unit", organisation_id=person.organisation_id):
        rows = Grant.objects.filter(organisation_id=person.organisation_id, person_id=person.pk, unit_id=unit.pk)
        return rows.filter(role="caseworker").exists()


@transaction.atomic
def end_block(*, block: Block, by: Actor, at: datetime) -> Block:
    """The person does not oppose any more. What the grants give is open again from this moment."""
    require(by, permission(by), block)
    only_who_decides(block.person, by=by, at=at)
    if block.ends_at is None:
        _end(block, by=by, at=at)
        refresh_person(block.organisation_id, block.person_id, at=at, actor=by)
    return block


def end_blocks_on(consent: Consent, *, by: Actor, at: datetime) -> None:
    """A yes that names somebody ends what the person opposed towards the same one: the later word counts."""
    rows = Block.objects.filter(
        organisation_id=consent.organisation_id,
        person_id=consent.person_id,
        staff=consent.recipient_staff_id,
        ends_at=None,
    )
    for block in rows:
        if block.topics is None or consent.topics is None or set(block.topics) & set(consent.topics):
            _end(block, by=by, at=at)


def _end(block: Block, *, by: Actor, at: datetime) -> None:
    block.ends_at, block.ended_by = at, by.name
    block.save(update_fields=["ends_at", "ended_by"])
    record("block.ended", block, by=by, at=at)


@transaction.atomic
def withhold(
    *,
    person: Person,
    by: Actor,
    at: datetime,
    kept_from: str,
    reason: str,
    topic: str = "",
    object_type: str = "",
    object_id: UUID | None = None,
    kin: NextOfKin | None = None,
    by_law: bool = False,
    decided_by: str = "",
    review_on: date | None = None,
) -> WithheldMatter:
    """Keep one topic or one row from somebody who would see it: a child from the parents (pbrl. § 3-4), or staff by law.

    `by_law` needs who decided and when it is looked at again; the unit then has a task that day. It is gone for those it is kept
    from at once, everywhere, and nothing tells them that it is there.
    """
    _may_withhold(person, by=by, at=at, by_law=by_law)
    if not reason.strip():
        raise ReasonMissing(_("Write why this is kept back."), field="reason")
    if bool(topic) == bool(object_id) or (kept_from == KeptFrom.ONE and kin is None):
        raise NothingKept(field="topic")
    if by_law and (not decided_by.strip() or review_on is None or review_on <= day(at)):
        raise DeciderMissing(field="review_on")
    matter = WithheldMatter.objects.create(
        organisation_id=person.organisation_id, person=person, kept_from=KeptFrom(kept_from), kin=kin, topic=topic, object_type=object_type,
        object_id=object_id, by_law=by_law, reason=reason, decided_by=decided_by or by.name, by_account_id=by.account_id,
        review_on=review_on, starts_at=at,
    )  # fmt: skip
    _note("withheld.recorded", matter, by=by, at=at)
    _review_task(matter, by=by, at=at)
    refresh_person(person.organisation_id, person.pk, at=at, actor=by)
    return matter


def _note(what: str, matter: WithheldMatter, *, by: Actor, at: datetime) -> None:
    """The event stands outside the person's file: those it is kept from read the events of the file."""
    unnamed = copy(matter)
    unnamed.person_id = None  # type: ignore[assignment]  # only in the copy the log is told of
    record(what, unnamed, by=by, at=at, by_law=matter.by_law)


def _may_withhold(person: Person, *, by: Actor, at: datetime, by_law: bool) -> None:
    if by.kind != "person":
        require(by, Permission.CONSENT_RECORD, person)
        return
    require(by, Permission.OWN_WRITE, person)
    old_enough = reaches(person.birth_date, "weight")
    if by_law or capacity_of(person, by, at)[0] != GivenBy.PERSON or old_enough is None or old_enough > at:
        raise TooYoung(field="topic")


def _review_task(matter: WithheldMatter, *, by: Actor, at: datetime) -> None:
    unit_id = unit_of(matter.person)
    if matter.review_on is None or unit_id is None:
        return
    create_task(
        by=by, at=at, organisation_id=matter.organisation_id, unit_id=unit_id, kind=REVIEW_TASK,
        due_on=matter.review_on, source_type="consent.withheldmatter", source_id=matter.pk,
        text=gettext("Look again at what is kept back by law."),
    )  # fmt: skip


@transaction.atomic
def review_withholding(
    *, matter: WithheldMatter, by: Actor, at: datetime, review_on: date, reason: str
) -> WithheldMatter:
    """It has been looked at again and stays kept back, for the reason now, until the next day of review."""
    require(by, Permission.CONSENT_RECORD, matter)
    if not reason.strip():
        raise ReasonMissing(_("Write why this is kept back."), field="reason")
    if review_on <= day(at):
        raise DeciderMissing(field="review_on")
    _settle_review(matter, by=by, at=at)
    matter.review_on, matter.reason = review_on, reason
    matter.save(update_fields=["review_on", "reason"])
    _note("withheld.reviewed", matter, by=by, at=at)
    _review_task(matter, by=by, at=at)
    return matter


@transaction.atomic
def end_withholding(*, matter: WithheldMatter, by: Actor, at: datetime) -> WithheldMatter:
    """It is kept back no longer."""
    require(by, Permission.OWN_WRITE if by.kind == "person" else Permission.CONSENT_RECORD, matter)
    if matter.ends_at is None:
        matter.ends_at, matter.ended_by = at, by.name
        matter.save(update_fields=["ends_at", "ended_by"])
        _note("withheld.ended", matter, by=by, at=at)
        _settle_review(matter, by=by, at=at)
        refresh_person(matter.organisation_id, matter.person_id, at=at, actor=by)
    return matter


def _settle_review(matter: WithheldMatter, *, by: Actor, at: datetime) -> None:
    if matter.review_on is not None:
        settle(organisation_id=matter.organisation_id, source_id=matter.pk, by=by, at=at, kinds=[REVIEW_TASK])
