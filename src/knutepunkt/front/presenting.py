"""Rows of work as what a reader sees: a sentence, a link, how late."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knutepunkt.front.work import Standing, Work
from knutepunkt.intake.kinds import NoticeKind


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the day. `reason` says why it matters when it stands first."""

    title: str
    meta: str
    url: str
    reason: str
    button: str
    what: str
    due_on: date | None
    late: bool
    due_today: bool


def _texts(row: Work) -> tuple[str, str, str]:
    """Title, reason and button of one piece of work."""
    known: dict[str, Callable[[], tuple[str, str, str]]] = {
        "message": lambda: (
            _("Somebody has written"),
            _("The one who wrote waits for an answer."),
            _("Read and answer"),
        ),
        "person-request": lambda: (
            _("Somebody has asked for something"),
            _("An answer is due by this day."),
            _("Read and answer"),
        ),
        "letter": lambda: (
            _("Print a letter and post it"),
            _("Somebody reads on paper, and waits for it."),
            _("Open the letter"),
        ),
        "task": lambda: (
            row.more or _("Look at this again"),
            _("It was put on this day so that it is not forgotten."),
            _("Open"),
        ),
        "asked": lambda: (
            _("Answer about a coordinator"),
            _("The coordinating unit has asked your service for a coordinator and waits for an answer."),
            _("Open the question"),
        ),
        "activity": lambda: (
            _("Not started: %(what)s") % {"what": row.detail},
            _("It was agreed to start, and nobody has said that it has."),
            _("Open the plan"),
        ),
        "review": lambda: (
            _("The plan is to be looked at again"),
            _("The day for it stands in the plan."),
            _("Open the plan"),
        ),
        "coordinator": lambda: (
            _("Find a coordinator"),
            _("There is consent or a need, and nobody holds the threads yet."),
            _("Open the follow-up"),
        ),
    }
    if row.what == "notice":
        kind = str(NoticeKind(row.detail).label)
        if row.state == "received":
            return (
                _("Confirm that the notice is read: %(kind)s") % {"kind": kind.lower()},
                _("The sender waits for a person to confirm that it has been read."),
                _("Open the notice"),
            )
        return (
            _("Clear up: %(kind)s") % {"kind": kind.lower()},
            _("The notice has no outcome yet."),
            _("Open the notice"),
        )
    return known[row.detail if row.what == "task" and row.detail in (*OF_PERSONS, LETTER) else row.what]()


OF_PERSONS = {
    "message": ("coordination:message", "coordination:open-message"),
    "person-request": ("coordination:asked", "coordination:open-asked"),
}
"""Tasks because a person has written: the page when it is known whom it is about, else the way in."""

LETTER = "letter"
OF_THEMSELVES = {LETTER: "coordination:letter", "emergency-review": "coordination:review-emergency"}
"""Tasks whose page knows by itself whom it is about."""

OF_FILES = {"ask-consent", "review-withheld", "ask-the-young-person", "acting-ends-soon"}
"""Tasks about what stands in the file: they lead to it."""

OF_PLANS = {"plan-question": "plans:received", "plan-answer": "plans:question", "responsibility": "plans:decide"}
"""Tasks about one plan for one person, each with its page."""


def _address(row: Work) -> str:
    names = {
        "notice": "intake:notice",
        "asked": "coordination:request",
        "activity": "plans:plan",
        "review": "plans:plan",
        "coordinator": "coordination:follow-up",
        "task": "intake:notice",
    }
    if row.what == "task" and row.detail in OF_PLANS:
        return reverse(OF_PLANS[row.detail], args=[row.id])
    if row.what == "task" and row.detail in OF_THEMSELVES:
        return reverse(OF_THEMSELVES[row.detail], args=[row.id])
    if row.what == "task" and row.detail in OF_FILES and row.person_id:
        return reverse("coordination:person", args=[row.person_id])
    if row.what == "task" and row.detail in OF_PERSONS:
        direct, by_way = OF_PERSONS[row.detail]
        return reverse(direct, args=[row.person_id, row.id]) if row.person_id else reverse(by_way, args=[row.id])
    return reverse(names[row.what], args=[row.id])


def item(row: Work, *, now: datetime, today: date) -> Item:
    """One row as a line of the day."""
    title, reason, button = _texts(row)
    due_on = row.day()
    late = bool(row.due and row.due < now) or bool(due_on and due_on < today)
    meta = ", ".join(part for part in (row.name, row.more if row.what != "task" else "") if part)
    return Item(title, meta, _address(row), reason, button, row.what, due_on, late, due_on == today)


def next_item(items: Sequence[Item]) -> Item | None:
    """What to begin with: the one most overdue, else the first in order."""
    return next((i for i in items if i.late), items[0] if items else None)


def pulse(items: Sequence[Item]) -> list[dict[str, Any]]:
    """The counts that jump to their lists."""
    notices = [i for i in items if i.what == "notice"]
    waiting = [i for i in items if i.what in {"asked", "coordinator"}]
    return [
        {
            "count": sum(i.due_today and not i.late for i in items),
            "label": _("due today"),
            "url": "#today",
            "late": False,
        },
        {"count": sum(i.late for i in items), "label": _("late"), "url": "#late", "late": True},
        {"count": len(notices), "label": _("notices"), "url": reverse("intake:inbox"), "late": False},
        {"count": len(waiting), "label": _("without a coordinator"), "url": "#coming", "late": False},
        {
            "count": sum(i.what == "review" for i in items),
            "label": _("plans to review"),
            "url": "#coming",
            "late": False,
        },
    ]


@dataclass(frozen=True, slots=True)
class Filter:
    """One way to look at the overview."""

    label: str | Promise
    keeps: Callable[[Standing, date], bool]


FILTERS = {
    "": Filter(gettext_lazy("Everybody"), lambda _row, _day: True),
    "plan": Filter(gettext_lazy("Has a plan"), lambda row, _day: row.has_plan),
    "coordinator": Filter(
        gettext_lazy("Has a coordinator, no plan"), lambda row, _day: bool(row.coordinator) and not row.has_plan
    ),
    "neither": Filter(
        gettext_lazy("Neither plan nor coordinator"), lambda row, _day: not row.coordinator and not row.has_plan
    ),
    "late": Filter(
        gettext_lazy("Something is late"),
        lambda row, day: row.has_gap or bool(row.review_on and row.review_on < day and row.has_plan),
    ),
}
