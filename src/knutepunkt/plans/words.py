"""How states and areas are said, and the picture of the knot."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from knutepunkt.organisation.kinds import Sector
from knutepunkt.plans.models.content import LifeArea
from knutepunkt.plans.states import ActivityState, GoalState, PlanState
from knutepunkt.plans.whole import WholeActivity, WholePlan
from knutepunkt.ui.drawings import KnotDrawing, KnotGoal, KnotHelper, knot

PLAN_WORDS: dict[str, str | Promise] = {
    PlanState.DRAFT: _("Draft"),
    PlanState.ACTIVE: _("In force"),
    PlanState.UNDER_REVISION: _("Under revision"),
    PlanState.PAUSED: _("Paused"),
    PlanState.ENDED: _("Ended"),
    PlanState.ENTERED_IN_ERROR: _("Entered in error"),
}
GOAL_WORDS: dict[str, str | Promise] = {
    GoalState.PROPOSED: _("Proposed"),
    GoalState.ACCEPTED: _("Accepted"),
    GoalState.ATTAINED: _("Attained"),
    GoalState.ABANDONED: _("Let go"),
}
ACTIVITY_WORDS: dict[str, tuple[str | Promise, str]] = {
    ActivityState.PROPOSED: (_("Waiting for an answer"), "warning"),
    ActivityState.AGREED: (pgettext_lazy("activity", "Agreed"), "info"),
    ActivityState.DECLINED: (pgettext_lazy("activity", "Declined"), "danger"),
    ActivityState.STARTED: (pgettext_lazy("activity", "Going on"), "success"),
    ActivityState.COMPLETED: (pgettext_lazy("activity", "Done"), "success"),
    ActivityState.STOPPED: (pgettext_lazy("activity", "Stopped"), "neutral"),
}
SHORT_AREAS: dict[str, str | Promise] = {
    LifeArea.WORK: _("Work"),
    LifeArea.SCHOOL: _("School"),
    LifeArea.HOME: pgettext_lazy("life area", "Home"),
    LifeArea.HEALTH: _("Body"),
    LifeArea.MIND: _("Mind"),
    LifeArea.SUBSTANCE: _("Substances"),
    LifeArea.LANGUAGE: _("Language"),
    LifeArea.FAMILY: _("Family"),
    LifeArea.LEISURE: _("Leisure"),
    LifeArea.HOUSING: _("Housing"),
    LifeArea.TRANSPORT: _("Transport"),
}
HOW_ANSWERED: dict[str, str | Promise] = {
    "own-page": _("on the own page"),
    "oral": _("orally"),
    "signed": _("with a signature"),
}
GOING = frozenset({ActivityState.STARTED, ActivityState.COMPLETED})
SHOWN = frozenset({ActivityState.PROPOSED, ActivityState.AGREED}) | GOING
SECTOR_KINDS: dict[str, str] = {Sector.SPECIALIST: "hospital", Sector.WORK: "work", Sector.PRIVATE: "private"}


def area(code: str) -> str:
    """The life area in words."""
    return str(LifeArea(code).label)


def knot_of(plan: WholePlan) -> KnotDrawing:
    """The person in the middle, goals around, outermost those who help; a whole line when the help has begun."""
    goals = [goal for goal in plan.goals if goal.is_living]
    return knot(
        centre=plan.given_name or plan.person_name,
        goals=[
            KnotGoal(id=goal.anchor, words=goal.words, short=str(SHORT_AREAS[goal.life_area]), url=f"#{goal.anchor}")
            for goal in goals
        ],
        helpers=list(_helpers(plan)),
        coordinator=_coordinator(plan),
    )


def _coordinator(plan: WholePlan) -> KnotHelper | None:
    if plan.coordinator is None:
        return None
    return KnotHelper(name=plan.coordinator.name, role=gettext("coordinator"))


def _helpers(plan: WholePlan) -> Iterable[KnotHelper]:
    """Everybody who does something for a goal, each once; then those of the care team who do nothing yet."""
    members = {member.name: member for member in plan.team}
    ties: dict[str, dict[str, bool]] = {}
    first: dict[str, WholeActivity] = {}
    for goal in plan.goals:
        for part in (goal, *goal.sub_goals):
            for activity in part.activities:
                if activity.state not in SHOWN or not goal.is_living:
                    continue
                name = activity.contributor or activity.responsible_name or activity.unit_name
                first.setdefault(name, activity)
                going = ties.setdefault(name, {})
                going[goal.anchor] = going.get(goal.anchor, False) or activity.state in GOING
    for name, goals in ties.items():
        member, activity = members.get(name), first[name]
        role = (
            member.role
            if member
            else activity.responsible_title or ("" if activity.contributor else activity.unit_name)
        )
        yield KnotHelper(
            name=name, role="" if role == name else role, kind=member.kind if member else _kind(activity), goals=goals
        )
    for name, member in members.items():
        if name not in ties and not (plan.coordinator and plan.coordinator.name == name):
            yield KnotHelper(name=name, role=member.role, kind=member.kind)


def _kind(activity: WholeActivity) -> str:
    return "private" if activity.contributor else SECTOR_KINDS.get(activity.unit_kind, "municipality")
