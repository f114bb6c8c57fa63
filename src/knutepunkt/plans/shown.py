"""What the page of a plan is made of, for the one who reads it."""

from datetime import datetime
from typing import Any

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import allowed
from knutepunkt.access.permissions import Permission as P
from knutepunkt.foundation.clock import day
from knutepunkt.plans.completeness import counted, points
from knutepunkt.plans.models import IndividualPlan
from knutepunkt.plans.paper import consent_line
from knutepunkt.plans.queries import gaps_in
from knutepunkt.plans.states import LIVING, PlanState
from knutepunkt.plans.steps import next_step
from knutepunkt.plans.whole import WholePlan
from knutepunkt.plans.words import ACTIVITY_WORDS, GOAL_WORDS, HOW_ANSWERED, PLAN_WORDS, area, knot_of

WORDS: dict[str, Any] = {
    "activity_words": ACTIVITY_WORDS,
    "goal_words_of": GOAL_WORDS,
    "plan_words": PLAN_WORDS,
    "how_answered": HOW_ANSWERED,
    "area": area,
    "consent_line": consent_line,
}


def plan_context(actor: Actor, found: IndividualPlan, whole: WholePlan, *, at: datetime) -> dict[str, Any]:
    """Everything the page of a plan shows to this reader, and which buttons stand on it."""
    today = day(at)
    statuses = points(whole, on=today) if whole.sees_all else ()
    editor = allowed(actor, P.PLAN_EDIT, found)
    settled, asked = counted(statuses)
    return {
        "plan": whole,
        "editor": editor,
        "open": editor and whole.state in LIVING and whole.state != PlanState.PAUSED,
        "knot": knot_of(whole) if whole.goals else None,
        "statuses": statuses,
        "settled": settled,
        "asked": asked,
        "next": next_step(whole, statuses, today) if editor else None,
        "gaps": gaps_in(whole, on=today),
        "today": today,
        "printed_at": at,
        "may_open": lambda activity: (
            editor or activity.unit_id in actor.unit_ids or activity.responsible_id == actor.staff_id
        ),
        **WORDS,
    }
