"""The whole plan as one value: what the page, the paper, the completeness and a revision are all made from.

It is built from one JSON document (`building.build`). `queries.whole_plan` asks the database for the plan as it stands; a revision
keeps the same document as it was, so both are read, printed and compared by the same code.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from knutepunkt.plans.states import LIVING_ACTIVITIES, LIVING_GOALS, ActivityState


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeActivity:
    """An activity with the names of those who do it. `takeover`: who is asked to take it over and has not agreed yet."""

    id: UUID
    goal_id: UUID
    number: int
    topic: str
    what: str
    how: str
    amount: str
    place: str
    unit_id: UUID | None
    unit_name: str
    unit_kind: str
    responsible_id: UUID | None
    responsible_name: str
    responsible_title: str
    contributor: str
    contributes: str
    starts_on: date | None
    ends_on: date | None
    state: str
    answered_by: str
    answer_note: str
    version: int
    replaces_id: UUID | None = None
    takeover: "WholeActivity | None" = None

    @property
    def is_living(self) -> bool:
        """Not declined and not stopped."""
        return self.state in LIVING_ACTIVITIES

    @property
    def is_answered(self) -> bool:
        """Somebody has said yes or no to it."""
        return self.state != ActivityState.PROPOSED

    @property
    def who(self) -> str:
        """Who does it, as one line: a name with the service, a service, or a contributor."""
        if self.contributor:
            return self.contributor
        return ", ".join(part for part in (self.responsible_name, self.unit_name) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeComment:
    """What somebody said about a goal."""

    words: str
    said_by: str
    by_person: bool
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeGoal:
    """A goal with its activities, sub-goals and comments."""

    id: UUID
    parent_id: UUID | None
    number: int
    words: str
    expressed_by: str
    life_area: str
    topic: str
    is_main: bool
    state: str
    why_abandoned: str
    version: int
    activities: tuple[WholeActivity, ...] = ()
    sub_goals: tuple["WholeGoal", ...] = ()
    comments: tuple[WholeComment, ...] = ()

    @property
    def is_living(self) -> bool:
        """Not let go."""
        return self.state in LIVING_GOALS

    @property
    def anchor(self) -> str:
        """Where the goal stands on the page."""
        return f"goal-{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeMember:
    """Somebody who takes part. `kind` is a word of the picture: municipality, hospital, work, private."""

    name: str
    role: str
    service: str
    kind: str
    contributes: str
    staff_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeCoordinator:
    """A coordinator asked for, named or appointed. `is_main`: has the main responsibility now."""

    kind: str
    state: str
    name: str
    title: str
    unit_name: str
    staff_id: UUID | None
    is_main: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeConsent:
    """A consent in force."""

    subjects: tuple[str, ...]
    recipients: str
    not_shared: str
    given_by: str
    given_by_name: str
    answered_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeAnswer:
    """A yes or no to one version of the plan."""

    id: UUID
    plan_version: int
    says_yes: bool
    words: str
    given_by: str
    given_by_name: str
    how: str
    answered_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeNote:
    """A content point answered in a text of its own, or the reason it is left out."""

    key: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeSubPlan:
    """Another plan the person has, kept by `holder`: that it is there, and whom to ask about it."""

    id: UUID
    topic: str
    title: str
    holder: str
    contact: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionLine:
    """A revision as a list shows it."""

    number: int
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WholePlan:
    """Everything a reader may see of one plan. `sees_all` False: a reader who is limited to some topics, without the file itself."""

    id: UUID
    person_id: UUID
    follow_up_id: UUID
    unit_id: UUID
    unit_name: str
    organisation_name: str
    state: str
    version: int
    person_name: str
    given_name: str
    birth_date: date | None
    language: str
    main_responsible_id: UUID | None
    main_responsible: str
    starts_on: date | None
    ends_on: date | None
    review_on: date | None
    needs: str
    resources: str
    carried_out: str
    cooperation: str
    child_took_part: str
    agreement_expectations: str
    agreement_contact: str
    agreement_meetings: str
    contact_doctor: str
    discharge_on: date | None
    activated_at: datetime | None
    changed_at: datetime | None
    changed_by: str
    sees_all: bool
    important: str
    goals: tuple[WholeGoal, ...]
    team: tuple[WholeMember, ...]
    coordinators: tuple[WholeCoordinator, ...]
    consents: tuple[WholeConsent, ...]
    notes: Mapping[str, WholeNote]
    sub_plans: tuple[WholeSubPlan, ...]
    answer: WholeAnswer | None
    revisions: tuple[RevisionLine, ...]
    document: Mapping[str, Any] = field(repr=False)

    @property
    def every_goal(self) -> Iterator[WholeGoal]:
        """Goals and sub-goals in the order they are read."""
        for goal in self.goals:
            yield goal
            yield from goal.sub_goals

    @property
    def activities(self) -> Iterator[WholeActivity]:
        """All activities that stand in the plan, in the order they are read."""
        for goal in self.every_goal:
            yield from goal.activities

    @property
    def coordinator(self) -> WholeCoordinator | None:
        """Who has the main responsibility now, else the first who is named."""
        named = [c for c in self.coordinators if c.name]
        return next((c for c in named if c.is_main), named[0] if named else None)

    @property
    def answer_now(self) -> WholeAnswer | None:
        """The answer to the plan as it stands; an answer to an earlier version does not count."""
        return self.answer if self.answer and self.answer.plan_version == self.version else None
