"""Building the whole plan from its JSON document."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from knutepunkt.plans.states import ActivityState
from knutepunkt.plans.whole import (
    RevisionLine,
    WholeActivity,
    WholeAnswer,
    WholeComment,
    WholeConsent,
    WholeCoordinator,
    WholeGoal,
    WholeMember,
    WholeNote,
    WholePlan,
    WholeSubPlan,
)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _id(value: str | None) -> UUID | None:
    return UUID(value) if value else None


def _without_id(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}


def _activity(row: dict[str, Any], numbers: Mapping[int, int], takeover: WholeActivity | None = None) -> WholeActivity:
    values = row | {key: _id(row[key]) for key in ("goal_id", "unit_id", "responsible_id", "replaces_id")}
    values |= {key: _day(row[key]) for key in ("starts_on", "ends_on")}
    values["number"] = numbers[row["number"]]
    return WholeActivity(**(values | {"id": UUID(row["id"]), "takeover": takeover}))


def _activities(rows: list[dict[str, Any]]) -> dict[UUID, list[WholeActivity]]:
    """By goal. Who is asked to take an activity over stands with the activity, not beside it.

    Numbers run through what the reader sees, so that a gap in them never tells of what is kept back.
    """
    numbers = {number: place for place, number in enumerate(sorted({row["number"] for row in rows}), start=1)}
    present = {row["id"] for row in rows}
    asked = {
        row["replaces_id"]: _activity(row, numbers)
        for row in rows
        if row["replaces_id"] in present and row["state"] == ActivityState.PROPOSED
    }
    by_goal: dict[UUID, list[WholeActivity]] = {}
    for row in rows:
        waiting = row["replaces_id"] and row["state"] in {ActivityState.PROPOSED, ActivityState.DECLINED}
        if waiting and row["replaces_id"] in present:
            continue
        made = _activity(row, numbers, asked.get(row["id"]))
        by_goal.setdefault(made.goal_id, []).append(made)
    return by_goal


def _goals(rows: list[dict[str, Any]], activities: dict[UUID, list[WholeActivity]], said: list[Any]) -> Any:
    comments: dict[str, list[WholeComment]] = {}
    for row in said:
        values = {key: row[key] for key in ("words", "said_by", "by_person")}
        comments.setdefault(row["goal_id"], []).append(
            WholeComment(**values, said_at=datetime.fromisoformat(row["said_at"]))
        )

    def make(row: dict[str, Any], number: int, sub_goals: tuple[WholeGoal, ...] = ()) -> WholeGoal:
        values = row | {"id": UUID(row["id"]), "parent_id": _id(row["parent_id"]), "sub_goals": sub_goals}
        values["number"] = number
        return WholeGoal(
            **values,
            activities=tuple(activities.get(UUID(row["id"]), [])),
            comments=tuple(comments.get(row["id"], [])),
        )

    present = {row["id"] for row in rows}

    def below(row: dict[str, Any]) -> tuple[WholeGoal, ...]:
        subs = (sub for sub in rows if sub["parent_id"] == row["id"])
        return tuple(make(sub, number) for number, sub in enumerate(subs, start=1))

    tops = (row for row in rows if row["parent_id"] not in present)
    return tuple(make(row, number, below(row)) for number, row in enumerate(tops, start=1))


def _with_a_goal(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The activities that stand under a goal the reader sees."""
    present = {row["id"] for row in document["goals"]}
    return [row for row in document["activities"] if row["goal_id"] in present]


def build(document: Mapping[str, Any]) -> WholePlan:
    """The whole plan from its JSON document, of the database or of a revision."""
    values: dict[str, Any] = {name: value for name, value in document["plan"].items() if name != "resources_assessed"}
    for key in ("id", "person_id", "follow_up_id", "unit_id", "main_responsible_id"):
        values[key] = _id(values[key])
    for key in ("birth_date", "starts_on", "ends_on", "review_on", "discharge_on"):
        values[key] = _day(values[key])
    for key in ("activated_at", "changed_at"):
        values[key] = _moment(values[key])
    answer = document["answer"]
    return WholePlan(
        **values,
        goals=_goals(document["goals"], _activities(_with_a_goal(document)), document["comments"]),
        team=tuple(WholeMember(**(_without_id(row) | {"staff_id": _id(row["staff_id"])})) for row in document["team"]),
        coordinators=tuple(
            WholeCoordinator(**(_without_id(row) | {"staff_id": _id(row["staff_id"])}))
            for row in document["coordinators"]
        ),
        consents=tuple(
            WholeConsent(
                **(_without_id(row) | {"subjects": tuple(row["subjects"]), "answered_on": _day(row["answered_on"])})
            )
            for row in document["consents"]
        ),
        notes={row["key"]: WholeNote(**_without_id(row)) for row in document["notes"]},
        sub_plans=tuple(WholeSubPlan(**(row | {"id": UUID(row["id"])})) for row in document.get("sub_plans", ())),
        answer=answer
        and WholeAnswer(
            **(answer | {"id": UUID(answer["id"]), "answered_at": datetime.fromisoformat(answer["answered_at"])})
        ),
        revisions=tuple(
            RevisionLine(**(row | {"made_at": datetime.fromisoformat(row["made_at"])})) for row in document["revisions"]
        ),
        document=document,
    )
