"""Content points: left out for a real reason, or answered in a text of their own."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt import law
from knutepunkt.access.actor import Actor
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.law import ContentPoint, NotInLaw
from knutepunkt.plans.models import IndividualPlan, PointNote
from knutepunkt.plans.operations.changes import NotAnswered, begin_change, changed
from knutepunkt.plans.rules import is_real_reason


class NoSuchPoint(Refusal):
    """The law in force that day has no such point."""

    message = _("The law in force today asks for no such point. Reload the plan's page to see which points there are.")


class NeverLeftOut(Refusal):
    """Some points are never left out."""

    message = _("This point can never be left out of a plan. Fill it in.")


class NoRealReason(Refusal):
    """The reason says nothing."""

    message = _("Write the reason as a whole sentence that says why the point is left out in this plan.")


@transaction.atomic
def leave_out(*, plan: IndividualPlan, key: str, reason: str, by: Actor, at: datetime) -> PointNote:
    """Leave a content point open, with a reason a person can read. Raises NeverLeftOut, NoRealReason, NoSuchPoint."""
    begin_change(plan, by=by)
    if _point(key, at).never_omitted:
        raise NeverLeftOut
    if not is_real_reason(reason):
        raise NoRealReason(field="reason")
    return _note(plan, key, by=by, at=at, reason=reason.strip(), what="plan.point-left-out")


@transaction.atomic
def answer_point(*, plan: IndividualPlan, key: str, text: str, by: Actor, at: datetime) -> PointNote:
    """Answer a point that has no part of the plan of its own."""
    begin_change(plan, by=by)
    _point(key, at)
    if not text.strip():
        raise NotAnswered(field="text")
    return _note(plan, key, by=by, at=at, text=text.strip(), what="plan.point-answered")


@transaction.atomic
def take_point_back(*, plan: IndividualPlan, key: str, by: Actor, at: datetime) -> None:
    """Remove the text or the reason: the point is open again."""
    begin_change(plan, by=by)
    gone, _rows = plan.point_notes.filter(key=key).delete()
    if gone:
        changed("plan.point-taken-back", plan, plan, by=by, at=at, point=key)


def _point(key: str, at: datetime) -> ContentPoint:
    try:
        return law.on(day(at)).content_point(key)
    except NotInLaw:
        raise NoSuchPoint from None


def _note(
    plan: IndividualPlan, key: str, *, by: Actor, at: datetime, what: str, text: str = "", reason: str = ""
) -> PointNote:
    note, _made = PointNote.objects.update_or_create(
        organisation_id=plan.organisation_id,
        plan=plan,
        key=key,
        defaults={"person_id": plan.person_id, "text": text, "reason": reason, "by_name": by.name, "at": at},
    )
    changed(what, plan, plan, by=by, at=at, point=key)
    return note
