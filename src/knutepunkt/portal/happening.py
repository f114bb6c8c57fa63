"""What comes next for the person, from the dates of the plan, and whether the plan waits for an answer."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from knutepunkt.plans.states import ActivityState, PlanState
from knutepunkt.plans.whole import WholeActivity, WholePlan

SHOWN = 6
TO_COME = frozenset({ActivityState.PROPOSED, ActivityState.AGREED})
ANSWERABLE = frozenset({PlanState.DRAFT, PlanState.UNDER_REVISION})


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that comes: the day, what it is, and where or with whom."""

    on: date
    what: str
    more: str
    meeting: bool = False


def coming(plan: WholePlan, *, today: date) -> list[Happening]:
    """What comes from today on, the nearest first: going home, what begins, the day the plan is gone through together."""
    if plan.state in {PlanState.PAUSED, PlanState.ENDED}:
        return []
    found = [_begins(activity) for activity in plan.activities if _is_coming(activity, today)]
    if plan.discharge_on and plan.discharge_on >= today:
        found.append(Happening(plan.discharge_on, _("You go home from the hospital"), ""))
    if plan.review_on and plan.review_on >= today:
        found.append(
            Happening(plan.review_on, _("We go through the plan with you"), plan.agreement_meetings, meeting=True)
        )
    return sorted(found, key=lambda happening: happening.on)[:SHOWN]


def _is_coming(activity: WholeActivity, today: date) -> bool:
    return activity.starts_on is not None and activity.starts_on >= today and activity.state in TO_COME


def _begins(activity: WholeActivity) -> Happening:
    assert activity.starts_on is not None
    if activity.who and activity.place:
        more = _("%(who)s. Place: %(place)s.") % {"who": activity.who, "place": activity.place}
    else:
        more = activity.who or activity.place
    return Happening(activity.starts_on, activity.what, more)


def asks_for_answer(plan: WholePlan) -> bool:
    """There is something to say yes or no to: goals with somebody who does something, and no answer to it as it stands."""
    has_content = any(goal.is_living for goal in plan.goals) and any(activity.is_living for activity in plan.activities)
    return plan.state in ANSWERABLE and has_content and plan.answer_now is None
