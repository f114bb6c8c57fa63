"""Somebody reads the notice, asks the person, and begins to clear it up."""

from datetime import date, datetime

from django.db import transaction

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.moves import make_move
from knutepunkt.access.permissions import Permission
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.identity.system import DERIVER
from knutepunkt.intake.kinds import Wish
from knutepunkt.intake.models import Notice
from knutepunkt.intake.operations.outcomes import close_after_no
from knutepunkt.intake.queries import caseworkers
from knutepunkt.intake.refusals import NotInTheUnit, OwnDeputy, PersonAlreadyKnown
from knutepunkt.intake.rules import required_content
from knutepunkt.intake.sight import content_of, refresh_sight, show_content
from knutepunkt.intake.states import NOTICE, NoticeState
from knutepunkt.intake.telling import tell_acknowledged
from knutepunkt.organisation.models import Staff
from knutepunkt.people.models import Person
from knutepunkt.people.operations import find_by_number, register_person
from knutepunkt.tasks.operations import settle


@transaction.atomic
def acknowledge(*, notice: Notice, by: Actor, at: datetime) -> None:
    """A person has read it: stops the escalation and is told to the sender at once. Not the technical receipt.

    By somebody else a moment ago: AlreadyDone, with the name.
    """
    if not make_move(notice, NOTICE, "acknowledge", by=by, at=at):
        return
    notice.acknowledged_at, notice.acknowledged_by = at, by.name
    notice.save(update_fields=["acknowledged_at", "acknowledged_by"])
    tell_acknowledged(notice, at=at)


@transaction.atomic
def record_wish(*, notice: Notice, by: Actor, at: datetime, wish: str, words: str = "") -> None:
    """Write down the person's own answer to being assessed (pbrl. § 4-1).

    Yes opens the content to those who have a grant to the person; no closes it and the notice.
    """
    require(by, Permission.NOTICE_CLARIFY, notice)
    content = required_content(content_of(notice))
    content.wish, content.wish_words = wish, words
    content.wish_at, content.wish_recorded_by = at, by.name
    content.save(update_fields=["wish", "wish_words", "wish_at", "wish_recorded_by"])
    record("notice.wish-recorded", notice, by=by, at=at, wish=wish)
    if wish == Wish.NO:
        close_after_no(notice=notice, by=by, at=at)
    else:
        show_content(notice, unit_id=notice.unit_id, person_id=notice.person_id if wish == Wish.YES else None, at=at)


@transaction.atomic
def wish_on_receipt(*, notice: Notice, by: Actor, at: datetime, wish: str) -> None:
    """The person was asked before a unit recorded a need of its own initiative (S17.2); whoever recorded it asked.

    The notice may have gone to a unit the actor does not see, so this is part of recording it.
    """
    require(by, Permission.NOTICE_CREATE)
    with acting_as(DERIVER, purpose="notice-content", organisation_id=notice.organisation_id, at=at):
        content = required_content(content_of(notice))
        content.wish, content.wish_at, content.wish_recorded_by = wish, at, by.name
        content.save(update_fields=["wish", "wish_at", "wish_recorded_by"])
    record("notice.wish-recorded", notice, by=by, at=at, wish=wish)
    show_content(notice, unit_id=notice.unit_id, person_id=notice.person_id if wish == Wish.YES else None, at=at)


@transaction.atomic
def begin_clarifying(*, notice: Notice, by: Actor, at: datetime) -> None:
    """Begin to clear it up, also when a notice that rested comes back."""
    rested = notice.state == NoticeState.RESTING
    if not make_move(notice, NOTICE, "clarify", by=by, at=at):
        return
    if rested:
        notice.rests_until = None
        notice.save(update_fields=["rests_until"])
        settle(organisation_id=notice.organisation_id, source_id=notice.pk, by=by, at=at, kinds=["notice-rests"])


@transaction.atomic
def identify_person(
    *,
    notice: Notice,
    by: Actor,
    at: datetime,
    person: Person | None = None,
    given_name: str = "",
    family_name: str = "",
    birth_date: date | None = None,
    number: str = "",
    phone: str = "",
) -> Person:
    """Say who the notice is about: a known person, the one with that number, or a new file. Never changed afterwards."""
    require(by, Permission.NOTICE_CLARIFY, notice)
    content = required_content(content_of(notice))
    if notice.person_id is not None:
        raise PersonAlreadyKnown
    found = person or (find_by_number(notice.organisation_id, number, at=at) if number else None)
    about = found or register_person(
        by=by,
        at=at,
        organisation_id=notice.organisation_id,
        given_name=given_name,
        family_name=family_name,
        birth_date=birth_date,
        number=number,
        phone=phone,
    )
    notice.person_id = about.pk
    notice.save(update_fields=["person_id"])
    record("notice.person-known", notice, by=by, at=at)
    refresh_sight(notice, by=by, at=at)
    if content.wish == Wish.YES:
        show_content(notice, unit_id=notice.unit_id, person_id=about.pk, at=at)
    return about


def require_reassign(*, notice: Notice, by: Actor) -> None:
    """May the actor give the notice to somebody? Leaders may, without seeing what it says."""
    require(by, Permission.NOTICE_REASSIGN, notice)


@transaction.atomic
def assign(*, notice: Notice, responsible: Staff, deputy: Staff | None, by: Actor, at: datetime) -> None:
    """Give the notice to a caseworker of its unit and a deputy. A leader may do this on the envelope alone."""
    require_reassign(notice=notice, by=by)
    if deputy is not None and deputy.pk == responsible.pk:
        raise OwnDeputy
    chosen = {responsible.pk} | ({deputy.pk} if deputy else set())
    if chosen - {pk for pk, _name in caseworkers(notice, at=at)}:
        raise NotInTheUnit
    notice.responsible, notice.deputy = responsible, deputy
    notice.save(update_fields=["responsible", "deputy"])
    record("notice.assigned", notice, by=by, at=at, responsible=responsible.pk, deputy=deputy.pk if deputy else "")
