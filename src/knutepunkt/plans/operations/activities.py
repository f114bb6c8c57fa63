"""Activities, and the yes or no of those who are to do them."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor, system_actor
from knutepunkt.access.moves import make_move
from knutepunkt.access.scope import acting_as
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.system import DERIVER
from knutepunkt.organisation.models import Staff, Unit
from knutepunkt.plans.models import Activity, Goal
from knutepunkt.plans.operations.changes import (
    NotAnswered,
    begin_change,
    changed,
    changed_by_service,
    check_version,
    lock,
)
from knutepunkt.plans.states import ACTIVITY, ActivityState

UNSET: Any = object()
OVER = frozenset({ActivityState.COMPLETED, ActivityState.STOPPED})
DOERS = ("unit", "responsible", "contributor")


class NobodyDoesIt(Refusal):
    """An activity has exactly one doer."""

    message = _("Choose the service that is asked to do it, or write who contributes: one of the two.")


class EndsBeforeStart(Refusal):
    """The end lies before the start."""

    message = _("The activity cannot end before it starts. Change one of the dates.")


class ActivityOver(Refusal):
    """It is done or stopped."""

    message = _("The activity is done or stopped and cannot be changed. Add a new one instead.")


class AskedAlready(Refusal):
    """Somebody is asked to take it over and has not answered."""

    message = _("A service has already been asked to take this over. Wait for the answer, or stop that request first.")


@transaction.atomic
def add_activity(
    *,
    goal: Goal,
    by: Actor,
    at: datetime,
    what: str,
    how: str = "",
    amount: str = "",
    place: str = "",
    unit: Unit | None = None,
    responsible: Staff | None = None,
    contributor: str = "",
    contributes: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Activity:
    """Propose an activity to a service (`unit`, with a named `responsible` when known) or a named contributor without access.

    The service sees the request on its own page and answers. Numbers run through the whole plan.
    """
    plan = goal.plan
    begin_change(plan, by=by)
    unit = unit or (responsible.unit if responsible else None)
    _check(what=what, unit=unit, contributor=contributor, starts_on=starts_on, ends_on=ends_on)
    latest = plan.activities.aggregate(latest=Max("number"))["latest"] or 0
    activity = Activity.objects.create(
        organisation_id=plan.organisation_id,
        person_id=plan.person_id,
        plan=plan,
        goal=goal,
        topic=goal.topic,
        number=latest + 1,
        what=what.strip(),
        how=how.strip(),
        amount=amount.strip(),
        place=place.strip(),
        unit=unit,
        responsible=responsible,
        contributor=contributor.strip(),
        contributes=contributes.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    changed("activity.added", activity, plan, by=by, at=at, unit=unit.pk if unit else "")
    return activity


@transaction.atomic
def change_activity(
    *, activity: Activity, by: Actor, at: datetime, version: int | None = None, **values: Any
) -> Activity:
    """Change any of add_activity's values. Raises ChangedMeanwhile when `version` is not the present one.

    Another doer for an activity that was answered is only asked (`ask_to_take_over`): the present one stays responsible.
    """
    begin_change(activity.plan, by=by)
    lock(activity)
    check_version(activity, version, activity.plan.changed_by)
    if activity.state in OVER:
        raise ActivityOver
    given: dict[str, Any] = {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    as_it_will_be = {
        name: given.get(name, getattr(activity, name))
        for name in ("what", "unit", "contributor", "starts_on", "ends_on")
    }
    _check(**as_it_will_be)
    doer: dict[str, Any] = {name: given.pop(name) for name in DOERS if name in given}
    moved = any(doer[name] != getattr(activity, name) for name in ("unit", "contributor") if name in doer)
    if not (moved and activity.state != ActivityState.PROPOSED):
        given |= doer
        moved = False
    fields = [name for name, value in given.items() if getattr(activity, name) != value]
    if fields:
        for name in fields:
            setattr(activity, name, given[name])
        activity.version += 1
        activity.save(update_fields=[*fields, "version"])
        changed("activity.changed", activity, activity.plan, by=by, at=at, fields=fields)
    if moved:
        ask_to_take_over(activity=activity, by=by, at=at, **doer)
    return activity


@transaction.atomic
def ask_to_take_over(
    *,
    activity: Activity,
    by: Actor,
    at: datetime,
    unit: Unit | None = None,
    responsible: Staff | None = None,
    contributor: str = "",
) -> Activity:
    """Ask another to do the activity. The present one stays responsible until the new one has agreed; a no changes nothing."""
    begin_change(activity.plan, by=by)
    lock(activity)
    if activity.state in OVER:
        raise ActivityOver
    if activity.replacements.filter(state=ActivityState.PROPOSED).exists():
        raise AskedAlready
    _check(what=activity.what, unit=unit, contributor=contributor, starts_on=None, ends_on=None)
    values = {
        name: getattr(activity, name)
        for name in ("what", "how", "amount", "place", "starts_on", "ends_on", "number", "topic")
    }
    asked = Activity.objects.create(
        organisation_id=activity.organisation_id,
        person_id=activity.person_id,
        plan_id=activity.plan_id,
        goal_id=activity.goal_id,
        replaces=activity,
        unit=unit,
        responsible=responsible,
        contributor=contributor.strip(),
        **values,
    )
    changed("activity.takeover-asked", asked, activity.plan, by=by, at=at, replaces=activity.pk)
    return asked


def _check(*, what: str, unit: Unit | None, contributor: str, starts_on: date | None, ends_on: date | None) -> None:
    if not what.strip():
        raise NotAnswered(_("Write what is to be done."), field="what")
    if bool(unit) == bool(contributor.strip()):
        raise NobodyDoesIt(field="unit")
    if starts_on and ends_on and ends_on < starts_on:
        raise EndsBeforeStart(field="ends_on")


@transaction.atomic
def agree_activity(
    *,
    activity: Activity,
    by: Actor,
    at: datetime,
    answered_by: str = "",
    note: str = "",
    responsible: Staff | None = None,
) -> None:
    """The responsible service says yes, or its yes is recorded (`answered_by`). A takeover now replaces the earlier activity."""
    if not make_move(activity, ACTIVITY, "agree", by=by, at=at, reason=note):
        return
    _keep_answer(activity, answered_by or by.name, note, responsible)
    if activity.replaces_id:
        _stop_replaced(activity, at=at)
        changed_by_service(activity, by=by, at=at)


@transaction.atomic
def decline_activity(*, activity: Activity, by: Actor, at: datetime, reason: str, answered_by: str = "") -> None:
    """The responsible service says no, with the reason. When it was asked to take over, everything stays as it was."""
    _need(reason)
    if make_move(activity, ACTIVITY, "decline", by=by, at=at, reason=reason):
        _keep_answer(activity, answered_by or by.name, reason, None)
        if not activity.replaces_id:
            changed_by_service(activity, by=by, at=at)


@transaction.atomic
def start_activity(*, activity: Activity, by: Actor, at: datetime, note: str = "") -> None:
    """It has begun."""
    make_move(activity, ACTIVITY, "start", by=by, at=at, reason=note)


@transaction.atomic
def complete_activity(*, activity: Activity, by: Actor, at: datetime, note: str = "") -> None:
    """It is done."""
    make_move(activity, ACTIVITY, "complete", by=by, at=at, reason=note)


@transaction.atomic
def stop_activity(*, activity: Activity, by: Actor, at: datetime, reason: str) -> None:
    """It ends before it is done, or the request is taken back, with the reason."""
    _need(reason)
    only_asked = activity.replaces_id and activity.state == ActivityState.PROPOSED
    if make_move(activity, ACTIVITY, "stop", by=by, at=at, reason=reason):
        _keep_answer(activity, by.name, reason, None)
        if not only_asked:
            changed_by_service(activity, by=by, at=at)


def _need(reason: str) -> None:
    if not reason.strip():
        raise NotAnswered(_("Write the reason, so that those who plan can find another way."), field="reason")


def _keep_answer(activity: Activity, who: str, note: str, responsible: Staff | None) -> None:
    activity.answered_by = who
    activity.answer_note = note.strip()
    if responsible:
        activity.responsible = responsible
    activity.save(update_fields=["answered_by", "answer_note", "responsible"])


def _stop_replaced(activity: Activity, *, at: datetime) -> None:
    """Somebody else does it from now on. Done as the system, for the new service does not see the earlier one's row."""
    assert activity.replaces_id
    with acting_as(DERIVER, purpose="activity-taken-over", organisation_id=activity.organisation_id, at=at):
        earlier = Activity.objects.get(organisation_id=activity.organisation_id, pk=activity.replaces_id)
        system = system_actor(DERIVER, organisation_id=activity.organisation_id, at=at, purpose="activity-taken-over")
        if any(move.name == "stop" for move in ACTIVITY.open_moves(earlier.state)):
            make_move(earlier, ACTIVITY, "stop", by=system, at=at, replaced_by=activity.pk)
