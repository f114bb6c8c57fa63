"""The life of a task."""

from enum import StrEnum

from knutepunkt.access.permissions import Permission
from knutepunkt.foundation.lifecycle import Lifecycle, Move


class TaskState(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    NOT_RELEVANT = "not-relevant"


S = TaskState
TASK = Lifecycle(
    name="task",
    states=S,
    initial=S.OPEN,
    moves=(
        Move("begin", frozenset({S.OPEN}), S.IN_PROGRESS, Permission.TASK_DO),
        Move("finish", frozenset({S.OPEN, S.IN_PROGRESS}), S.DONE, Permission.TASK_DO),
        Move("drop", frozenset({S.OPEN, S.IN_PROGRESS}), S.NOT_RELEVANT, Permission.TASK_DO),
    ),
)
