"""What a revision keeps, and reading it again: each reader without what is kept back from them, and without a sign of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
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


@dataclass(frozen=True, slots=True)
class KeptRevision:
    """A version as the reader sees it: the database has left out the topics and the rows that are kept back (migration 0003)."""

    number: int
    made_at: datetime
    made_by: str
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A version in a list, with the yes it rests on where the reader sees answers."""

    number: int
    made_at: datetime
    made_by: str
    yes_by: str
    yes_how: str


def kept(plan_id: UUID, *, number: int | None = None) -> list[KeptRevision]:
    """The versions of a plan, or one of them, newest first; none for who is limited to some topics. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, made_at, made_by, content::text FROM kept_revisions(%s) WHERE number = %s OR %s ORDER BY number DESC",
            [plan_id, number, number is None],
        )
        rows = cursor.fetchall()
    return [KeptRevision(number, at, by, json.loads(content)) for number, at, by, content in rows]


def kept_lines(plan_id: UUID) -> list[KeptLine]:
    """The same as lines of a list."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, made_at, made_by, coalesce(content->'answer'->>'given_by_name', ''),"
            " coalesce(content->'answer'->>'how', '') FROM kept_revisions(%s) ORDER BY number DESC",
            [plan_id],
        )
        return [KeptLine(*row) for row in cursor.fetchall()]


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
