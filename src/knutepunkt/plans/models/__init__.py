"""The plan, what it holds, and its immutable revisions."""

from knutepunkt.plans.models.answers import ChangeAnswer
from knutepunkt.plans.models.content import Activity, ActivityStep, Goal, GoalComment, GoalStep, PointNote
from knutepunkt.plans.models.elsewhere import Disagreement, PlanQuestion, ReceivedPlanQuestion, SubPlan
from knutepunkt.plans.models.plan import IndividualPlan, PlanAnswer, PlanStep, PlanTexts, Revision

__all__ = [
    "Activity",
    "ActivityStep",
    "ChangeAnswer",
    "Disagreement",
    "Goal",
    "GoalComment",
    "GoalStep",
    "IndividualPlan",
    "PlanAnswer",
    "PlanQuestion",
    "PlanStep",
    "PlanTexts",
    "PointNote",
    "ReceivedPlanQuestion",
    "Revision",
    "SubPlan",
]
