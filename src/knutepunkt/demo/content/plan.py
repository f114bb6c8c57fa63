"""The individual plan as the demo tells it: goals in own words, activities with who, how much, where and when."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One activity. `service` is a key; `contributor` names who has no file of their own (family, employer, peer)."""

    what: str
    how: str = ""
    service: str = ""
    contributor: str = ""
    amount: str = ""
    place: str = ""
    starts: int | None = None
    """Empty: with the plan."""
    ends: int | None = None
    state: str = "started"
    """One of `words.ACTIVITY_STATES`."""
    note: str = ""
    """Why declined or stopped, or what is waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal in own words, who said it, and the activities that lead there."""

    words: str
    area: str
    """One of `words.AREAS`."""
    activities: tuple[Activity, ...]
    by: str = ""
    """Who said it when it was not the person: `mother`, `father`, `guardian` …"""
    main: bool = False
    sub_goals: tuple[str, ...] = ()
    state: str = "accepted"
    """`proposed` (in a draft), `accepted`, `attained` or `abandoned`."""
    why_abandoned: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the person, or who decides, says of the plan."""

    says: str
    """`yes` or `no`."""
    at: int
    by: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Omission:
    """A content point left out with a real reason; `point` as in the law room's data."""

    point: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An individual plan (forskrift om individuell plan § 9), as far as it has come."""

    state: str
    """One of `words.PLAN_STATES`."""
    main_responsible: str
    """Key of the unit that answers for the plan."""
    drafted: int
    starts: int
    ends: int
    revision: int
    agreement: str
    """The working agreement: expectations, how often one talks, who calls the meetings."""
    goals: tuple[Goal, ...]
    needs: str = ""
    cooperation: str = ""
    """Necessary cooperation with others."""
    child_took_part: str = ""
    omissions: tuple[Omission, ...] = ()
    answer: Answer | None = None
    activated: int | None = None
    changed: int | None = None
    """When it went under revision, was paused or ended."""
    changed_reason: str = ""
