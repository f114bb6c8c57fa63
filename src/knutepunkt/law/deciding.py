"""Who decides, looked up in the table of the data: the band the age is in, and the situations that hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from knutepunkt.law.entries import ANY, AgeLimit, DecisionRow, Heard, Told, Who
from knutepunkt.law.errors import NotInLaw
from knutepunkt.law.snapshot import Snapshot
from knutepunkt.law.text import Text

AGE_UNKNOWN = "age-unknown"
UNBORN = "unborn"


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides, who is heard and who is told; `until` is the day age alone changes the answer."""

    key: str
    who: Who
    name: Text
    help: Text
    heard: Heard
    told: Told
    one_parent_is_enough: bool
    until: date | None
    legal_basis: Text

    def __str__(self) -> str:
        """Answer with the name in the reader's language."""
        return str(self.name)


@dataclass(frozen=True, slots=True)
class Question:
    """Who is asked about: birth date (None: not known, or not born), sector, topic, and what is special."""

    birth_date: date | None
    sector: str
    topic: str
    situations: frozenset[str]


def decider(snapshot: Snapshot, day: date, question: Question) -> Decider:
    """Find the row that fits best: highest rank, then the latest band. Raises NotInLaw."""
    asked = _with_age_unknown(question)
    rows = [row for row in snapshot.all("decision", DecisionRow) if row.sector in {ANY, asked.sector}]
    _refuse_unknown_situations(rows, asked.situations)
    fitting = [
        (row.rank, row.sector != ANY, start or date.min, row, end)
        for row in rows
        if asked.situations.issuperset(row.when)
        for start, end in [_band(snapshot, row, asked)]
        if _inside(asked, row, day, start, end)
    ]
    if not fitting:
        raise NotInLaw(f"The law data does not say who decides on {day} in the sector {asked.sector}.")
    *_, row, end = max(fitting, key=lambda fit: fit[:3])
    return Decider(
        key=row.key,
        who=row.who,
        name=row.name,
        help=row.help,
        heard=row.heard,
        told=row.told,
        one_parent_is_enough=bool(asked.situations.intersection(row.enough_alone)),
        until=end,
        legal_basis=row.legal_basis,
    )


def _with_age_unknown(question: Question) -> Question:
    if question.birth_date is not None or UNBORN in question.situations:
        return question
    return Question(None, question.sector, question.topic, question.situations | {AGE_UNKNOWN})


def _refuse_unknown_situations(rows: list[DecisionRow], situations: frozenset[str]) -> None:
    known = {word for row in rows for word in (*row.when, *row.enough_alone)}
    if unknown := sorted(situations - known):
        raise NotInLaw(f"The law data knows no situation called {', '.join(unknown)}.")


def _band(snapshot: Snapshot, row: DecisionRow, question: Question) -> tuple[date | None, date | None]:
    return _reached(snapshot, row.from_age, question), _reached(snapshot, row.until_age, question)


def _reached(snapshot: Snapshot, key: str, question: Question) -> date | None:
    if not key or question.birth_date is None:
        return None
    limit = snapshot.nearest("age", AgeLimit, key, question.sector, question.topic)
    if limit is None:
        raise NotInLaw(f"The law data holds no age {key} for the sector {question.sector}.")
    return limit.reached_on(question.birth_date)


def _inside(question: Question, row: DecisionRow, day: date, start: date | None, end: date | None) -> bool:
    if question.birth_date is None:
        return bool({AGE_UNKNOWN, UNBORN}.intersection(row.when))
    return (start is None or start <= day) and (end is None or day < end)
