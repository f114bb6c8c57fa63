"""The individual plan of one person of the demo, from the first draft to where it stands today."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

from knutepunkt.coordination.models import FollowUp
from knutepunkt.demo.cast import Cast
from knutepunkt.demo.content import people as people_content
from knutepunkt.demo.content import plan as content
from knutepunkt.organisation.models import Staff
from knutepunkt.plans import operations as plans
from knutepunkt.plans.models import Activity, Goal, IndividualPlan

ADULT_DAYS, ADULT_STEP, CHILD_STEP = 6580, 350, 170


def play_plan(cast: Cast, one: people_content.Person, told: content.Plan, follow_up: FollowUp) -> None:
    """Drafted, filled, answered, put into force, changed: as far as it has come."""
    assert one.follow_up is not None
    by_key = one.follow_up.opened_by
    at = cast.moment(told.drafted, 11)
    by = cast.actor(one.organisation, by_key, at)
    plan = plans.draft_plan(follow_up=follow_up, by=by, at=at)
    reviews = _reviews(one, told)
    plans.set_period(
        plan=plan,
        by=by,
        at=at,
        starts_on=cast.date(told.starts),
        review_on=cast.date(reviews[0]),
        ends_on=cast.date(told.ends),
    )
    plans.set_main_responsible(plan=plan, unit=cast.unit(one.organisation, told.main_responsible), by=by, at=at)
    texts = {
        "needs": told.needs, "cooperation": told.cooperation, "child_took_part": told.child_took_part,
        "agreement_expectations": told.agreement,
    }  # fmt: skip
    plans.write_texts(plan=plan, by=by, at=at, **{name: text for name, text in texts.items() if text})
    activities = [pair for goal in told.goals for pair in _goal(cast, one, plan, goal, by_key, at_offset=told.drafted)]
    for omission in told.omissions:
        plans.leave_out(plan=plan, key=omission.point, reason=omission.reason, by=by, at=at)
    if told.answer:
        _answer(cast, one, told, plan, by_key)
    if told.activated is not None:
        then = cast.moment(told.activated, 15)
        plan.refresh_from_db()
        plans.activate(plan=plan, by=cast.actor(one.organisation, by_key, then), at=then)
    _start(cast, one, told, activities)
    for done, following in pairwise(reviews):
        _review(cast, one, told, plan, by_key, done=done, following=following)
    _changed(cast, one, told, plan, by_key)


def _reviews(one: people_content.Person, told: content.Plan) -> list[int]:
    """The days the plan was and is to be looked at again, the last one as told, none further apart than the rules allow."""
    child = one.born is not None and (date.today() - one.born).days < ADULT_DAYS  # noqa: DTZ011 -- only how often, not a deadline
    step = CHILD_STEP if child else ADULT_STEP
    days = [told.revision]
    while days[0] - told.starts > step and told.activated is not None:
        days.insert(0, days[0] - step)
    return days


def _review(
    cast: Cast,
    one: people_content.Person,
    told: content.Plan,
    plan: IndividualPlan,
    by_key: str,
    *,
    done: int,
    following: int,
) -> None:
    """One look at the plan together: it goes on, with a new day for the next."""
    if done > 0:
        return
    at = cast.moment(done, 11)
    by = cast.actor(one.organisation, by_key, at)
    plan.refresh_from_db()
    plans.begin_revision(plan=plan, by=by, at=at)
    plans.set_period(
        plan=plan,
        by=by,
        at=at,
        starts_on=cast.date(told.starts),
        review_on=cast.date(following),
        ends_on=cast.date(told.ends),
    )
    assert told.answer is not None
    _answer(cast, one, replace(told, answer=replace(told.answer, at=done)), plan, by_key)
    plan.refresh_from_db()
    then = cast.moment(done, 15)
    plans.activate(plan=plan, by=cast.actor(one.organisation, by_key, then), at=then)


def _goal(
    cast: Cast, one: people_content.Person, plan: IndividualPlan, told: content.Goal, by_key: str, *, at_offset: int
) -> list[tuple[content.Activity, Activity]]:
    at = cast.moment(at_offset, 12)
    by = cast.actor(one.organisation, by_key, at)
    goal = plans.add_goal(
        plan=plan,
        by=by,
        at=at,
        words=told.words,
        life_area=told.area,
        expressed_by=_speaker(one, told.by),
        is_main=told.main,
    )
    for words in told.sub_goals:
        plans.add_goal(plan=plan, by=by, at=at, words=words, life_area=told.area, parent=goal)
    made = [(activity, _activity(cast, one, goal, activity, at_offset)) for activity in told.activities]
    if told.state != "proposed":
        plans.accept_goal(goal=goal, by=by, at=at)
    return made


def _speaker(one: people_content.Person, relation: str) -> str:
    """The name behind a relation; the person when nobody else spoke."""
    if not relation:
        return f"{one.given} {one.family}".strip()
    return next(
        (kin.name for kin in one.kin if kin.relation == relation), one.guardian.name if one.guardian else relation
    )


def _activity(cast: Cast, one: people_content.Person, goal: Goal, told: content.Activity, offset: int) -> Activity:
    assert one.follow_up is not None
    assert one.follow_up.plan is not None
    at = cast.moment(offset, 13)
    by = cast.actor(one.organisation, one.follow_up.opened_by, at)
    starts = told.starts if told.starts is not None else one.follow_up.plan.starts
    row = plans.add_activity(
        goal=goal, by=by, at=at, what=told.what, how=told.how, amount=told.amount, place=told.place,
        unit=cast.unit(one.organisation, told.service) if told.service else None, contributor=told.contributor,
        responsible=_responsible(cast, one, told.service),
        starts_on=cast.date(starts), ends_on=cast.date(told.ends) if told.ends is not None else None,
    )  # fmt: skip
    answering = cast.loader(one.organisation, at)
    if told.state == "declined":
        plans.decline_activity(activity=row, by=answering, at=at, reason=told.note or told.what)
    elif told.state != "proposed" or one.follow_up.plan.activated is not None:
        plans.agree_activity(activity=row, by=answering, at=at, answered_by=_answering(row, told))
    return row


def _answering(row: Activity, told: content.Activity) -> str:
    """Who said yes for those who do it."""
    return row.responsible.name if row.responsible else row.unit.name if row.unit else told.contributor


def _responsible(cast: Cast, one: people_content.Person, service: str) -> Staff | None:
    """Who in the care team does it for the service."""
    assert one.follow_up is not None
    member = next((m for m in one.follow_up.team if service and m.party == service and m.staff), None)
    return cast.staff[one.organisation, member.staff] if member else None


def _answer(cast: Cast, one: people_content.Person, told: content.Plan, plan: IndividualPlan, by_key: str) -> None:
    assert told.answer is not None
    assert one.follow_up is not None
    at = cast.moment(told.answer.at, 14)
    capacity = one.follow_up.consent.capacity if one.follow_up.consent else "person"
    plan.refresh_from_db()
    plans.answer_plan(
        plan=plan, by=cast.actor(one.organisation, by_key, at), at=at, says_yes=told.answer.says == "yes", words=told.answer.words,
        given_by=capacity, given_by_name=told.answer.by or f"{one.given} {one.family}".strip(), how="oral",
    )  # fmt: skip


def _start(
    cast: Cast, one: people_content.Person, told: content.Plan, activities: list[tuple[content.Activity, Activity]]
) -> None:
    """Those that began, were completed or stopped, after the plan came into force."""
    for activity, row in activities:
        if activity.state not in {"started", "completed", "stopped"}:
            continue
        begins = max(activity.starts if activity.starts is not None else told.starts, told.activated or told.drafted)
        at = cast.moment(min(begins, 0), 15)
        by = cast.loader(one.organisation, at)
        if activity.state != "stopped":
            plans.start_activity(activity=row, by=by, at=at)
        if activity.state == "completed":
            then = cast.moment(min(activity.ends if activity.ends is not None else 0, 0), 16)
            plans.complete_activity(activity=row, by=cast.loader(one.organisation, then), at=then)
        if activity.state == "stopped":
            plans.stop_activity(activity=row, by=by, at=at, reason=activity.note or activity.what)


def _changed(cast: Cast, one: people_content.Person, told: content.Plan, plan: IndividualPlan, by_key: str) -> None:
    plan.refresh_from_db()
    at = cast.moment(told.changed if told.changed is not None else 0, 15)
    by = cast.actor(one.organisation, by_key, at)
    goals = {goal.words: goal for goal in Goal.objects.filter(organisation_id=plan.organisation_id, plan=plan)}
    for goal in told.goals:
        if goal.state == "attained":
            plans.attain_goal(goal=goals[goal.words], by=by, at=at)
        elif goal.state == "abandoned":
            plans.abandon_goal(goal=goals[goal.words], by=by, at=at, reason=goal.why_abandoned)
    plan.refresh_from_db()
    if told.state == "under-revision" and plan.state == "active":
        plans.begin_revision(plan=plan, by=by, at=at, reason=told.changed_reason)
    elif told.state == "paused":
        plans.pause_plan(plan=plan, by=by, at=at, reason=told.changed_reason)
    elif told.state == "ended":
        plans.end_plan(plan=plan, by=by, at=at, reason=told.changed_reason)
