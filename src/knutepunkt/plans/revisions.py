"""What a revision keeps, and reading it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from knutepunkt.access.actor import Actor
from knutepunkt.plans.building import build
from knutepunkt.plans.completeness import PointStatus
from knutepunkt.plans.states import ActivityState, PlanState
from knutepunkt.plans.whole import WholeAnswer, WholePlan

FORMAT = 1


def content_of(
    whole: WholePlan, statuses: Sequence[PointStatus], *, number: int, by: Actor, at: datetime
) -> dict[str, Any]:
    """The plan as it is put into force: names as they are now, the points of the law that day, and the answer it rests on.

    Requests to take an activity over are no part of it before they are agreed.
    """
    document = whole.document
    plan = document["plan"] | {"state": str(PlanState.ACTIVE), "activated_at": at.isoformat()}
    return {
        **document,
        "format": FORMAT,
        "number": number,
        "made_by": by.name,
        "made_at": at.isoformat(),
        "plan": plan,
        "activities": agreed_rows(document),
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


def draft_content(whole: WholePlan) -> dict[str, Any]:
    """The plan as it stands, cut as a revision is, to be compared with one."""
    return {**whole.document, "activities": agreed_rows(whole.document)}


def agreed_rows(document: Mapping[str, Any]) -> list[Any]:
    """The activities without the requests to take one over that are not agreed."""
    waiting = {ActivityState.PROPOSED, ActivityState.DECLINED}
    return [row for row in document["activities"] if not (row["replaces_id"] and row["state"] in waiting)]


def read(content: Mapping[str, Any]) -> WholePlan:
    """The whole plan as it was."""
    return build(content)


@dataclass(frozen=True, slots=True)
class KeptPoint:
    """A content point as it stood when the plan was put into force, by the law of that day."""

    key: str
    label: str
    name: str
    state: str
    reason: str
    applies: bool


def statuses_of(content: Mapping[str, Any]) -> tuple[KeptPoint, ...]:
    """The points of a revision, named in the reader's language."""
    code = (get_language() or "nb")[:2]
    return tuple(
        KeptPoint(
            row["key"],
            row["label"],
            row["name"].get(code) or row["name"]["nb"],
            row["state"],
            row["reason"],
            row["applies"],
        )
        for row in content["points"]
    )


def answer_of(content: Mapping[str, Any]) -> WholeAnswer | None:
    """The yes the revision rests on."""
    return read(content).answer
