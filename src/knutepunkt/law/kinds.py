"""Which tables the law data has, and what makes two entries of a table the same thing at different times."""

from __future__ import annotations

from dataclasses import dataclass

from knutepunkt.law import entries


@dataclass(frozen=True, slots=True)
class Kind:
    """A table of the data files. Entries with equal `identity` fields may not be in force on the same day."""

    entry: type[entries.Entry]
    identity: tuple[str, ...] = ("key",)
    needs_basis: bool = False


KINDS = {
    "content_point": Kind(entries.ContentPoint, needs_basis=True),
    "age": Kind(entries.AgeLimit, ("key", "sector", "topic"), needs_basis=True),
    "task": Kind(entries.Task, ("role", "key"), needs_basis=True),
    "unit": Kind(entries.UnitWord),
    "deadline": Kind(entries.Deadline),
    "complaint_track": Kind(entries.ComplaintTrack, needs_basis=True),
    "body": Kind(entries.Body),
    "citation": Kind(entries.Citation),
    "word": Kind(entries.Word),
    "exemption": Kind(entries.Exemption, needs_basis=True),
    "consent_requirement": Kind(entries.ConsentRequirement, needs_basis=True),
    "unit_function": Kind(entries.UnitFunction, ("level", "key"), needs_basis=True),
    "standing": Kind(entries.Standing, needs_basis=True),
    "decision": Kind(entries.DecisionRow, ("sector", "key"), needs_basis=True),
    "office_hours": Kind(entries.OfficeHoursDefault),
    "check_digit_rule": Kind(entries.CheckDigitRule),
    "rule": Kind(entries.Rule, needs_basis=True),
}
