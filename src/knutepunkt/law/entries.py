"""The kinds of things the law data holds. Every entry has a key, a legal basis and the days it is in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import StrEnum

from knutepunkt.law.errors import DeadlineFollowsFromLaw, DeadlineOutOfBounds
from knutepunkt.law.text import Text, joined

ANY = "*"
BLANK = Text("", "", "")
NOT_DATA = {"data": False}
"""Marks a field that is worked out, not read from the data."""


class Unit(StrEnum):
    """What a deadline is counted in."""

    HOURS = "hours"
    WORKING_DAYS = "working-days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


class Who(StrEnum):
    """Who decides."""

    PERSON = "person"
    PARENTS = "parents"
    CHILD_WELFARE = "child-welfare"
    REPRESENTATIVE = "representative"
    HEALTH_PERSONNEL = "health-personnel"
    NOBODY = "nobody"


class Heard(StrEnum):
    """How much the person is heard when someone else decides."""

    NOT_ASKED = "not-asked"
    IF_ABLE = "if-able"
    MUST = "must"
    GREAT_WEIGHT = "great-weight"


class Told(StrEnum):
    """What parents or next of kin are told."""

    BOTH_PARENTS = "both-parents"
    UNLESS_WITHHELD = "unless-withheld"
    WHAT_PARENTS_NEED = "what-parents-need"
    AS_CHILD_WELFARE_DECIDES = "as-child-welfare-decides"
    BY_CONSENT = "by-consent"
    NEXT_OF_KIN_TAKE_PART = "next-of-kin-take-part"
    ONLY_NOT_AGREED = "only-not-agreed"
    NOBODY = "nobody"


class Confidence(StrEnum):
    """How sure the project is of a rule, and from where."""

    READ = "read-in-law"
    PARTLY_READ = "partly-read"
    GUIDE = "national-guide"
    WEB = "web-page"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True)
class Basis:
    """One legal basis: an act or regulation of the citations, and where in it."""

    act: str
    at: str = ""
    text: Text = BLANK

    def __str__(self) -> str:
        """Cite it, as the act was called on the date asked about."""
        return str(self.text)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What all kinds have in common; `valid_to` is the last day in force."""

    key: str
    valid_from: date
    valid_to: date | None = None
    basis: tuple[Basis, ...] = ()

    def in_force(self, on: date) -> bool:
        """Say whether the entry holds on that day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    @property
    def legal_basis(self) -> Text:
        """Every basis, ready to be printed."""
        return joined(tuple(basis.text for basis in self.basis), "; ")


@dataclass(frozen=True, kw_only=True)
class Named(Entry):
    """An entry that people read by a name."""

    name: Text

    def __str__(self) -> str:
        """Answer with the name in the reader's language."""
        return str(self.name)


@dataclass(frozen=True, kw_only=True)
class ContentPoint(Named):
    """Something an individual plan has to hold. `filled_by` says which part of the plan answers it."""

    help: Text
    number: int | None = None
    label: str = ""
    filled_by: str = "text"
    never_omitted: bool = False
    only_for_children: bool = False


@dataclass(frozen=True, kw_only=True)
class AgeLimit(Named):
    """An age from which something holds, for a sector and a topic."""

    years: int
    months: int = 0
    sector: str = ANY
    topic: str = ANY

    def reached_on(self, birth_date: date) -> date:
        """Give the day the age is reached; a day that does not exist that month counts as the first of the next."""
        month_index = birth_date.month - 1 + self.months
        year, month = birth_date.year + self.years + month_index // 12, month_index % 12 + 1
        try:
            return date(year, month, birth_date.day)
        except ValueError:
            return date(year, month + 1, 1)

    def is_reached(self, birth_date: date, *, on: date) -> bool:
        """Say whether a person born that day has the age."""
        return on >= self.reached_on(birth_date)


@dataclass(frozen=True, kw_only=True)
class Task(Named):
    """One task of a coordinator, by role."""

    role: str
    number: int


@dataclass(frozen=True, kw_only=True)
class UnitWord(Entry):
    """How a unit of time is written."""

    one: Text
    many: Text


@dataclass(frozen=True, kw_only=True)
class Deadline(Named):
    """How long, counted from what. `local`: an organisation may set its own, up to `longest` of the same unit."""

    amount: int
    unit: Unit
    counted_from: Text
    local: bool = False
    longest: int | None = None
    moves_to_working_day: bool = False
    length: Text = field(default=BLANK, metadata=NOT_DATA)
    overridden: bool = field(default=False, metadata=NOT_DATA)

    def with_amount(self, amount: int) -> Deadline:
        """Give the deadline as an organisation has set it; a Refusal when the law does not leave it that."""
        if not self.local:
            raise DeadlineFollowsFromLaw
        if amount < 0 or (self.longest is not None and amount > self.longest):
            raise DeadlineOutOfBounds
        return replace(self, amount=amount, overridden=True)

    def worded(self, units: Mapping[str, UnitWord]) -> Deadline:
        """Give the deadline with its `length` in words, such as "4 weeks"."""
        word = units[self.unit]
        length = (word.one if self.amount == 1 else word.many).filled(amount=self.amount)
        return replace(self, length=length)


@dataclass(frozen=True, kw_only=True)
class ComplaintTrack(Named):
    """How a complaint goes in one sector: how long one has, to whom it is sent and who decides."""

    deadline_key: str
    decided_by_key: str
    sent_to: Text
    help: Text


@dataclass(frozen=True, kw_only=True)
class Body(Named):
    """A public body under the name it has on the date."""


@dataclass(frozen=True, kw_only=True)
class Citation(Named):
    """An act or regulation: `name` is how it is cited in running text, `full` with its number."""

    full: Text
    number: str = ""


@dataclass(frozen=True, kw_only=True)
class Word(Named):
    """A legal word that has changed, or may change, by date."""

    definition: Text


@dataclass(frozen=True, kw_only=True)
class Exemption(Named):
    """A dated exception: whom it concerns and which duties it may limit."""

    help: Text
    limits: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ConsentRequirement(Named):
    """Something a person must be told before a consent counts."""

    help: Text
    number: int


@dataclass(frozen=True, kw_only=True)
class UnitFunction(Named):
    """A function a coordinating unit of that level has to fill."""

    level: str
    number: int
    statutory: bool = True


@dataclass(frozen=True, kw_only=True)
class Standing(Named):
    """What someone beside the person may do by who they are. `parts`: of a file, that they need to see; empty when it is not these alone."""

    may_consent: bool
    help: Text
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DecisionRow(Named):
    """One row of the table of who decides: an age band bounded by age limits, and the situations it is for."""

    who: Who
    heard: Heard
    told: Told
    help: Text
    sector: str = ANY
    from_age: str = ""
    until_age: str = ""
    when: tuple[str, ...] = ()
    enough_alone: tuple[str, ...] = ()
    rank: int = 0


@dataclass(frozen=True, kw_only=True)
class OfficeHoursDefault(Entry):
    """Hours an office has until it has set its own. Weekdays count from Monday = 0; days are written MM-DD."""

    opens: time
    closes: time
    weekdays: tuple[int, ...]
    closed_every_year: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CheckDigitRule(Entry):
    """Which remainders the first check digit of an identity number may leave."""

    remainders: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Rule(Named):
    """One rule of the register, in the project's own words."""

    summary: Text
    confidence: Confidence
