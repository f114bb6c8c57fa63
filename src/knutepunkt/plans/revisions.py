"""What a revision keeps, and reading it again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from knutepunkt.access.actor import Actor
from knutepunkt.plans.completeness import PointStatus
from knutepunkt.plans.states import ActivityState, PlanState
from knutepunkt.plans.whole import WholePlan, build

FORMAT = 1


def content_of(
    whole: WholePlan, statuses: Sequence[PointStatus], *, number: int, by: Actor, at: datetime
) -> dict[str, Any]:
    """The plan as it is put into force: names as they are now, the points of the law that day, and the answer it rests on.

    Requests to take an activity over are no part of it before they are agreed.
    """
    document = whole.document
    plan = document["plan"] | {"state": str(PlanState.ACTIVE), "activated_at": at.isoformat()}
    waiting = {ActivityState.PROPOSED, ActivityState.DECLINED}
    return {
        **document,
        "format": FORMAT,
        "number": number,
        "made_by": by.name,
        "made_at": at.isoformat(),
        "plan": plan,
        "activities": [row for row in document["activities"] if not (row["replaces_id"] and row["state"] in waiting)],
        "points": [_point(status) for status in statuses],
        "revisions": [],
    }


def _point(status: PointStatus) -> dict[str, Any]:
    name = status.point.name
    return {
        "key": status.point.key,
        "label": status.point.label,
        "name": {"nb": name.nb, "nn": name.nn, "en": name.en},
        "legal_basis": str(status.point.legal_basis),
        "state": str(status.state),
        "reason": status.reason,
        "applies": status.applies,
    }


def read(content: Mapping[str, Any]) -> WholePlan:
    """The whole plan as it was."""
    return build(content)
