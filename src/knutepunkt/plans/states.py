"""The lives of the room: plan, goal, activity."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from knutepunkt.access.permissions import Permission as P
from knutepunkt.foundation.lifecycle import Lifecycle, Move


class PlanState(StrEnum):
    DRAFT = "draft"
    ACTIVE = "active"
    UNDER_REVISION = "under-revision"
    PAUSED = "paused"
    ENDED = "ended"
    ENTERED_IN_ERROR = "entered-in-error"


S = PlanState
LIVING = frozenset({S.DRAFT, S.ACTIVE, S.UNDER_REVISION, S.PAUSED})
IN_FORCE = frozenset({S.ACTIVE, S.UNDER_REVISION})
PLAN = Lifecycle(
    name="plan",
    states=S,
    initial=S.DRAFT,
    moves=(
        Move(
            "activate", frozenset({S.DRAFT, S.UNDER_REVISION}), S.ACTIVE, P.PLAN_ACTIVATE, _("Put the plan into force")
        ),
        Move("revise", frozenset({S.ACTIVE}), S.UNDER_REVISION, P.PLAN_EDIT, _("Begin a revision")),
        Move("pause", frozenset({S.ACTIVE, S.UNDER_REVISION}), S.PAUSED, P.PLAN_EDIT, _("Pause the plan")),
        Move("resume", frozenset({S.PAUSED}), S.UNDER_REVISION, P.PLAN_EDIT, _("Take the plan up again")),
        Move("end", LIVING, S.ENDED, P.PLAN_EDIT, _("End the plan")),
        Move("correct", LIVING | {S.ENDED}, S.ENTERED_IN_ERROR, P.PLAN_EDIT, _("Entered in error")),
    ),
)


class GoalState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    ATTAINED = "attained"
    ABANDONED = "abandoned"


G = GoalState
GOAL = Lifecycle(
    name="goal",
    states=G,
    initial=G.PROPOSED,
    moves=(
        Move("accept", frozenset({G.PROPOSED}), G.ACCEPTED, P.PLAN_EDIT, _("The person accepts the goal")),
        Move("attain", frozenset({G.PROPOSED, G.ACCEPTED}), G.ATTAINED, P.PLAN_EDIT, _("Attained")),
        Move("abandon", frozenset({G.PROPOSED, G.ACCEPTED}), G.ABANDONED, P.PLAN_EDIT, _("Let the goal go")),
        Move("take-up", frozenset({G.ATTAINED, G.ABANDONED}), G.ACCEPTED, P.PLAN_EDIT, _("Take the goal up again")),
    ),
)
LIVING_GOALS = frozenset({G.PROPOSED, G.ACCEPTED, G.ATTAINED})


class ActivityState(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed-by-responsible"
    DECLINED = "declined"
    STARTED = "started"
    COMPLETED = "completed"
    STOPPED = "stopped"


A = ActivityState
ACTIVITY = Lifecycle(
    name="activity",
    states=A,
    initial=A.PROPOSED,
    moves=(
        Move("agree", frozenset({A.PROPOSED, A.DECLINED}), A.AGREED, P.ACTIVITY_ANSWER, _("We will do this")),
        Move("decline", frozenset({A.PROPOSED}), A.DECLINED, P.ACTIVITY_ANSWER, _("We cannot do this")),
        Move("start", frozenset({A.AGREED}), A.STARTED, P.ACTIVITY_ANSWER, _("It has started")),
        Move("complete", frozenset({A.STARTED}), A.COMPLETED, P.ACTIVITY_ANSWER, _("It is done")),
        Move("stop", frozenset({A.PROPOSED, A.AGREED, A.STARTED}), A.STOPPED, P.ACTIVITY_ANSWER, _("Stop it")),
    ),
)
LIVING_ACTIVITIES = frozenset({A.PROPOSED, A.AGREED, A.STARTED, A.COMPLETED})
