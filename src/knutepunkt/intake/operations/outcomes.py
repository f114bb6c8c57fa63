"""The outcomes of a notice. Every one ends the clearing up, is told to the sender as far as the person agrees, and is logged."""

from datetime import date, datetime

from django.db import transaction

from knutepunkt.access.actor import Actor
from knutepunkt.access.moves import make_move
from knutepunkt.coordination.models import Decision, DecisionKind, FollowUp
from knutepunkt.coordination.operations import draft_decision, make_decision, open_follow_up, tell_decision
from knutepunkt.foundation.clock import day
from knutepunkt.intake.kinds import NoticeKind
from knutepunkt.intake.models import Admission, Notice, NoticeContent
from knutepunkt.intake.refusals import NoConsentToRest, OnlyAnEnquiry, RestsUntilLater
from knutepunkt.intake.rules import require_wish, required_content, required_person
from knutepunkt.intake.sight import close_content, content_of
from knutepunkt.intake.states import NOTICE, NoticeState
from knutepunkt.intake.telling import tell_acknowledged, tell_outcome
from knutepunkt.tasks.operations import create_task


def _conclude(
    notice: Notice,
    content: NoticeContent | None,
    move: str,
    *,
    by: Actor,
    at: datetime,
    sender_may_know: bool,
    closes: bool = True,
) -> bool:
    """Make the move, note when it was over, and tell the sender. False when the same actor has done it already."""
    if not make_move(notice, NOTICE, move, by=by, at=at):
        return False
    notice.closed_at = at if closes else None
    notice.save(update_fields=["closed_at"])
    tell_outcome(notice, content, at=at, sender_may_know=sender_may_know)
    return True


def _write(content: NoticeContent, *, text: str = "", to: str = "", on: date | None = None) -> None:
    content.outcome_text, content.outcome_to, content.outcome_on = text, to, on
    content.save(update_fields=["outcome_text", "outcome_to", "outcome_on"])


@transaction.atomic
def accept(*, notice: Notice, by: Actor, at: datetime, sender_may_know: bool = False) -> FollowUp | None:
    """Begin a follow-up with the person (hol. §§ 7-1, 7-3). An open follow-up is used, never doubled.

    Refuses when it is not known who it is about, or the person has not said yes. None when the actor had done it already.
    """
    content = required_content(content_of(notice))
    require_wish(notice, content)
    person = required_person(notice)
    if not _conclude(notice, content, "accept", by=by, at=at, sender_may_know=sender_may_know):
        return None
    admission = Admission.objects.filter(organisation_id=notice.organisation_id, notice=notice).first()
    return open_follow_up(
        person=person,
        unit_id=notice.unit_id,
        by=by,
        at=at,
        discharge_on=admission.expected_on if admission else None,
        responsible=notice.responsible,
    )


@transaction.atomic
def give_guidance(*, notice: Notice, by: Actor, at: datetime, guidance: str, sender_may_know: bool = False) -> None:
    """Guidance was enough; what was said is kept with the notice."""
    content = required_content(content_of(notice))
    if _conclude(notice, content, "give-guidance", by=by, at=at, sender_may_know=sender_may_know):
        _write(content, text=guidance)


@transaction.atomic
def answer_enquiry(*, notice: Notice, by: Actor, at: datetime, answer: str, topic: str) -> None:
    """Answer a question that is about no person, and count its topic. Makes no file (S17.1). Acknowledges when nobody has."""
    if notice.kind != NoticeKind.ENQUIRY:
        raise OnlyAnEnquiry
    content = required_content(content_of(notice))
    if notice.state == NoticeState.RECEIVED and make_move(notice, NOTICE, "acknowledge", by=by, at=at):
        notice.acknowledged_at, notice.acknowledged_by = at, by.name
        notice.save(update_fields=["acknowledged_at", "acknowledged_by"])
        tell_acknowledged(notice, at=at)
    content.topic_of_enquiry = topic
    content.save(update_fields=["topic_of_enquiry"])
    if _conclude(notice, content, "give-guidance", by=by, at=at, sender_may_know=True):
        _write(content, text=answer)


@transaction.atomic
def hand_on(*, notice: Notice, by: Actor, at: datetime, to: str, on: date, sender_may_know: bool = False) -> None:
    """Hand it on to a service as an application; it counts from the day it came here when that is earlier."""
    content = required_content(content_of(notice))
    require_wish(notice, content)
    required_person(notice)
    if _conclude(notice, content, "hand-on", by=by, at=at, sender_may_know=sender_may_know):
        _write(content, to=to, on=on)
        notice.application_from = notice.application_from or day(notice.received_at)
        notice.save(update_fields=["application_from"])


@transaction.atomic
def rest_until(
    *, notice: Notice, by: Actor, at: datetime, until: date, consented: bool, sender_may_know: bool = False
) -> None:
    """Let it rest until a date, with the person's consent; on that date it is a task for the responsible caseworker."""
    content = required_content(content_of(notice))
    if not consented:
        raise NoConsentToRest(field="consented")
    if until <= day(at):
        raise RestsUntilLater(field="until")
    if not _conclude(notice, content, "rest", by=by, at=at, sender_may_know=sender_may_know, closes=False):
        return
    notice.rests_until = until
    notice.save(update_fields=["rests_until"])
    create_task(
        by=by,
        at=at,
        organisation_id=notice.organisation_id,
        unit_id=notice.unit_id,
        kind="notice-rests",
        due_on=until,
        source_type="intake.notice",
        source_id=notice.pk,
        person_id=notice.person_id,
        staff_id=notice.responsible_id,
    )


@transaction.atomic
def find_no_need(
    *,
    notice: Notice,
    by: Actor,
    at: datetime,
    reasons: str,
    told_on: date,
    told_how: str,
    sender_may_know: bool = False,
) -> Decision | None:
    """Looked at, and no need was found: a written decision, told to the person, who may ask again (S17.4)."""
    return _decide(
        notice, "find-no-need", DecisionKind.NO_NEED, by=by, at=at, reasons=reasons, told_on=told_on, told_how=told_how,
        sender_may_know=sender_may_know,
    )  # fmt: skip


@transaction.atomic
def refuse(
    *,
    notice: Notice,
    by: Actor,
    at: datetime,
    kind: str,
    reasons: str,
    told_on: date,
    told_how: str,
    sender_may_know: bool = False,
) -> Decision | None:
    """Refuse a plan or a coordinator in a written decision with reasons and right to complain. `kind`: a DecisionKind.

    That a service does not exist is no reason; the decision refuses it.
    """
    return _decide(
        notice,
        "refuse",
        kind,
        by=by,
        at=at,
        reasons=reasons,
        told_on=told_on,
        told_how=told_how,
        sender_may_know=sender_may_know,
    )


def _decide(
    notice: Notice,
    move: str,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    reasons: str,
    told_on: date,
    told_how: str,
    sender_may_know: bool,
) -> Decision | None:
    content = required_content(content_of(notice))
    require_wish(notice, content)
    person = required_person(notice)
    if not _conclude(notice, content, move, by=by, at=at, sender_may_know=sender_may_know):
        return None
    decision = draft_decision(person=person, unit_id=notice.unit_id, kind=kind, reasons=reasons, by=by, at=at)
    make_decision(decision=decision, by=by, at=at)
    tell_decision(decision=decision, by=by, at=at, on=told_on, how=told_how)
    return decision


@transaction.atomic
def close_after_no(*, notice: Notice, by: Actor, at: datetime) -> None:
    """The person says no: the notice is over and nobody reads its content. The sender learns that it has been handled."""
    if _conclude(notice, None, "close-after-no", by=by, at=at, sender_may_know=False):
        close_content(notice, by=by, at=at)
