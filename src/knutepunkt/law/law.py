"""The law on one day: the one place to ask what applies."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from knutepunkt.law import entries
from knutepunkt.law.calendar import OfficeHours
from knutepunkt.law.deciding import Decider, Question, decider
from knutepunkt.law.entries import ANY
from knutepunkt.law.errors import NotInLaw
from knutepunkt.law.snapshot import Snapshot
from knutepunkt.law.text import Text

E = TypeVar("E", bound=entries.Entry)
HEALTH = "health"


@dataclass(frozen=True, slots=True)
class Complaint:
    """How one complains in a sector on that day."""

    track: str
    name: Text
    help: Text
    sent_to: Text
    deadline: entries.Deadline
    decided_by: entries.Body
    legal_basis: Text


@dataclass(frozen=True, slots=True)
class Law:
    """What applies on `day`. Everything it gives is immutable. Unknown keys raise NotInLaw."""

    day: date
    snapshot: Snapshot

    def content_points(self, *, child: bool) -> tuple[entries.ContentPoint, ...]:
        """Points an individual plan must hold, in order; those without a number come last."""
        points = self.snapshot.all("content_point", entries.ContentPoint)
        wanted = [point for point in points if child or not point.only_for_children]
        return tuple(sorted(wanted, key=lambda point: (point.number is None, point.number or 0)))

    def content_point(self, key: str) -> entries.ContentPoint:
        """Give one content point of the plan."""
        return self._one("content_point", entries.ContentPoint, key)

    def deadline(self, key: str, *, overrides: Mapping[str, int] | None = None) -> entries.Deadline:
        """Give a deadline, with the organisation's own amount when `overrides` has one. May raise a Refusal."""
        found = self._one("deadline", entries.Deadline, key)
        if not overrides or key not in overrides:
            return found
        chosen = found.with_amount(overrides[key])
        word = self._one("unit", entries.UnitWord, chosen.unit)
        return chosen.worded({chosen.unit: word})

    def deadlines(self) -> tuple[entries.Deadline, ...]:
        """Every deadline in force."""
        return self.snapshot.all("deadline", entries.Deadline)

    def age(self, key: str, *, sector: str = ANY, topic: str = ANY) -> entries.AgeLimit:
        """Give an age limit for the sector and topic, else for the sector, else for all."""
        found = self.snapshot.nearest("age", entries.AgeLimit, key, sector, topic)
        if found is None:
            raise NotInLaw(f"The law data holds no age {key} on {self.day}.")
        return found

    def decides(
        self,
        birth_date: date | None,
        *,
        sector: str = HEALTH,
        topic: str = ANY,
        situations: Collection[str] = (),
    ) -> Decider:
        """Say who decides for a person born that day; `situations` are words of the decision table.

        Without a birth date nobody can decide, except the parents of a child not born (situation `unborn`).
        """
        return decider(self.snapshot, self.day, Question(birth_date, sector, topic, frozenset(situations)))

    def is_child(self, birth_date: date | None) -> bool:
        """Say whether the person is not yet of age; an unknown birth date counts as of age."""
        return birth_date is not None and not self.age("adult").is_reached(birth_date, on=self.day)

    def complaint(self, track: str) -> Complaint:
        """Say how long one has to complain, where the complaint goes and who decides it."""
        found = self._one("complaint_track", entries.ComplaintTrack, track)
        return Complaint(
            track=track,
            name=found.name,
            help=found.help,
            sent_to=found.sent_to,
            deadline=self.deadline(found.deadline_key),
            decided_by=self.body(found.decided_by_key),
            legal_basis=found.legal_basis,
        )

    def body(self, key: str) -> entries.Body:
        """Give a public body under the name it has that day."""
        return self._one("body", entries.Body, key)

    def citation(self, key: str) -> entries.Citation:
        """Give an act or regulation as it is cited that day."""
        return self._one("citation", entries.Citation, key)

    def word(self, key: str) -> entries.Word:
        """Give a legal word as it is that day."""
        return self._one("word", entries.Word, key)

    def tasks(self, role: str) -> tuple[entries.Task, ...]:
        """Give the tasks of a coordinator: `child-coordinator`, `municipal-coordinator` or `hospital-coordinator`."""
        found = [task for task in self.snapshot.all("task", entries.Task) if task.role == role]
        return tuple(sorted(found, key=lambda task: task.number))

    def exemptions(self, *, limits: str | None = None) -> tuple[entries.Exemption, ...]:
        """Give the dated exceptions, or those that may limit a certain duty."""
        found = self.snapshot.all("exemption", entries.Exemption)
        return tuple(exemption for exemption in found if limits is None or limits in exemption.limits)

    def consent_requirements(self) -> tuple[entries.ConsentRequirement, ...]:
        """What a person must be told before a consent counts, in order."""
        found = self.snapshot.all("consent_requirement", entries.ConsentRequirement)
        return tuple(sorted(found, key=lambda requirement: requirement.number))

    def unit_functions(self, level: str) -> tuple[entries.UnitFunction, ...]:
        """Give the functions of a coordinating unit of a `municipality` or a `hospital-trust`, in order."""
        found = [entry for entry in self.snapshot.all("unit_function", entries.UnitFunction) if entry.level == level]
        return tuple(sorted(found, key=lambda function: function.number))

    def standing(self, key: str) -> entries.Standing:
        """Say what someone beside the person may do, by who they are."""
        return self._one("standing", entries.Standing, key)

    def standings(self) -> tuple[entries.Standing, ...]:
        """Everyone beside the person the law says something about."""
        return self.snapshot.all("standing", entries.Standing)

    def rule(self, key: str) -> entries.Rule:
        """Give one rule of the register."""
        return self._one("rule", entries.Rule, key)

    def rules(self) -> tuple[entries.Rule, ...]:
        """Give the register of rules in force."""
        return self.snapshot.all("rule", entries.Rule)

    def office_hours(self) -> OfficeHours:
        """Give the hours of an office that has not set its own."""
        return OfficeHours.from_default(self._one("office_hours", entries.OfficeHoursDefault, "default"))

    def check_digit_remainders(self) -> frozenset[int]:
        """Give the remainders the first check digit of an identity number may leave."""
        return frozenset(self._one("check_digit_rule", entries.CheckDigitRule, "first").remainders)

    def _one(self, table: str, kind: type[E], key: str) -> E:
        found = self.snapshot.find(table, kind, key)
        if found is None:
            raise NotInLaw(f"The law data holds no {table} {key} on {self.day}.")
        return found
