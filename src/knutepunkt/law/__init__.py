"""Law: rules with dates, held as data, and one way to ask what applies on a day.

`law.on(day)` gives an immutable `Law`: content points of a plan, deadlines, ages, who decides, bodies, citations and
words, as they are on that day. The rules stand in `data/*.toml` with their texts in every language form; a new point,
age or deadline is a row there, or in a directory named by the environment variable KNUTEPUNKT_LAW, and needs no code.

Law: every entry names its own basis.   FHIR: none.
Words: content point, deadline, decider, age limit, office hours – see the glossary.
"""

from knutepunkt.law.calendar import OSLO, OfficeHours, due_at, due_on, is_working_day, next_working_day
from knutepunkt.law.deciding import Decider
from knutepunkt.law.entries import (
    AgeLimit,
    Basis,
    Body,
    Citation,
    ConsentRequirement,
    ContentPoint,
    Deadline,
    Exemption,
    Heard,
    Rule,
    Standing,
    Task,
    Told,
    Unit,
    UnitFunction,
    Who,
    Word,
)
from knutepunkt.law.errors import DeadlineFollowsFromLaw, DeadlineOutOfBounds, LawDataError, NotInLaw
from knutepunkt.law.law import Complaint, Law
from knutepunkt.law.source import load, on, overlay
from knutepunkt.law.text import Text

__all__ = [
    "OSLO",
    "AgeLimit",
    "Basis",
    "Body",
    "Citation",
    "Complaint",
    "ConsentRequirement",
    "ContentPoint",
    "Deadline",
    "DeadlineFollowsFromLaw",
    "DeadlineOutOfBounds",
    "Decider",
    "Exemption",
    "Heard",
    "Law",
    "LawDataError",
    "NotInLaw",
    "OfficeHours",
    "Rule",
    "Standing",
    "Task",
    "Text",
    "Told",
    "Unit",
    "UnitFunction",
    "Who",
    "Word",
    "due_at",
    "due_on",
    "is_working_day",
    "load",
    "next_working_day",
    "on",
    "overlay",
]
