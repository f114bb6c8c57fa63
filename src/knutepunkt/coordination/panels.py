"""What rooms above show on the follow-up page, without this room knowing them: the plan in short, what led here, what happened."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise

from knutepunkt.access.actor import Actor

Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """One thing to do now: heading, why, the button, and at most one way out."""

    heading: Words
    reason: Words
    label: Words
    url: str
    other_label: Words = ""
    other_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Tick:
    """One thing that must be in place; `state` ok, miss or wait."""

    text: Words
    state: str
    meta: Words = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanPanel:
    """The plan in short. `state` as the plan's own; `going_on` the plan is in force; `in_place`: what must be ready by discharge."""

    state: str
    going_on: bool
    text: Words
    url: str
    since: date | None = None
    review_on: date | None = None
    next_step: NextStep | None = None
    in_place: tuple[Tick, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One event on the timeline. `tone`: done, voice (the person), late, plan (to come). `kind` "notice" marks what led here."""

    at: datetime
    text: Words
    meta: Words = ""
    url: str = ""
    tone: str = "done"
    kind: str = ""


PlanPanelMaker = Callable[[Actor, Any, datetime], PlanPanel | None]
HappeningsMaker = Callable[[Actor, Any, datetime], list[Happening]]
_PLAN: list[PlanPanelMaker] = []
_HAPPENINGS: list[HappeningsMaker] = []


def plan_panel(function: PlanPanelMaker) -> PlanPanelMaker:
    """Register the one function that shows the plan: `(actor, follow_up, at) -> PlanPanel | None`. At most two statements."""
    _PLAN[:] = [function]
    return function


def happenings(function: HappeningsMaker) -> HappeningsMaker:
    """Register a function that adds events: `(actor, follow_up, at) -> list[Happening]`. At most one statement."""
    if function not in _HAPPENINGS:
        _HAPPENINGS.append(function)
    return function


def plan_of(actor: Actor, follow_up: Any, at: datetime) -> PlanPanel | None:
    """The plan in short, or None when no room shows plans or there is none."""
    return _PLAN[0](actor, follow_up, at) if _PLAN else None


def happenings_of(actor: Actor, follow_up: Any, at: datetime) -> list[Happening]:
    """The events of the rooms above."""
    return [event for make in _HAPPENINGS for event in make(actor, follow_up, at)]
