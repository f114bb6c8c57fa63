"""The plan, what it holds, and its immutable revisions."""

from knutepunkt.plans.models.content import Activity, ActivityStep, Goal, GoalComment, GoalStep, PointNote
from knutepunkt.plans.models.plan import IndividualPlan, PlanAnswer, PlanStep, Revision

__all__ = [
    "Activity",
    "ActivityStep",
    "Goal",
    "GoalComment",
    "GoalStep",
    "IndividualPlan",
    "PlanAnswer",
    "PlanStep",
    "PointNote",
    "Revision",
]
