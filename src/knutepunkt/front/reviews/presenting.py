"""Look-ups to review as what a reviewer sees: who looked, when, how many, at which kind of page, and why it is on the list.

The person is a reference, the same each time, that says nothing; a name only where the file is open to the reviewer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.roles import ROLES
from knutepunkt.audit.models import ReviewItem, ReviewState
from knutepunkt.audit.review import KINDS
from knutepunkt.front.reviews.states import WAITING
from knutepunkt.people.models import Person

# The first word of a page's key in the log, and what a reviewer calls such a page.
PAGES: dict[str, str | Promise] = {
    "plan": _("plan"),
    "goal": _("plan"),
    "activity": _("plan"),
    "notes": _("work notes"),
    "note": _("work notes"),
    "assessment": _("assessment"),
    "consent": _("consents"),
    "consents": _("consents"),
    "decision": _("decisions"),
    "notice": _("notices"),
    "intake": _("notices"),
    "message": _("messages"),
    "search": _("search"),
    "person": _("personal details"),
    "follow": _("follow-up"),
    "history": _("history"),
    "team": _("team"),
    "coordinator": _("team"),
}
SOME_PAGE: str | Promise = _("other pages of the file")
STATES: dict[str, tuple[str | Promise, str]] = {
    ReviewState.OPEN: (_("not looked into"), "warning"),
    ReviewState.ASKED: (_("asked, waits for an answer"), "info"),
    ReviewState.IN_ORDER: (_("in order"), "success"),
    ReviewState.BREACH: (_("a breach"), "danger"),
}
REFERENCE_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Row:
    """One look-up on the list. `name` is empty where the reviewer may not see the person."""

    id: UUID
    kind: str
    why: str
    who: str
    role: str
    day: date
    first_at: datetime
    last_at: datetime
    count: int
    pages: str
    reference: str
    name: str
    is_many: bool
    state: str
    tone: str
    is_waiting: bool


def items_of(actor: Actor, *, waiting: bool) -> QuerySet[ReviewItem]:
    """The reviewer's look-ups, newest day first: those that wait, or those that are done."""
    mine = ReviewItem.visible_to(actor)
    found = mine.filter(state__in=WAITING) if waiting else mine.exclude(state__in=WAITING)
    return found.order_by("-day", "-id")


def names_of(actor: Actor, items: Iterable[ReviewItem]) -> dict[UUID, str]:
    """The names of those persons whose file is open to the reviewer."""
    wanted = {item.person_id for item in items if item.person_id}
    visible = Person.visible_to(actor).filter(pk__in=wanted).order_by("pk")
    return {person.pk: person.full_name for person in visible}


def row(item: ReviewItem, names: Mapping[UUID, str]) -> Row:
    """One look-up in words."""
    kind = KINDS.get(item.kind)
    state, tone = STATES[item.state]
    role = ROLES.get(item.role)
    return Row(
        id=item.pk,
        kind=str(kind.label) if kind else item.kind,
        why=str(kind.why) if kind else "",
        who=item.by_name,
        role=str(role.name) if role else item.role,
        day=item.day,
        first_at=item.first_at,
        last_at=item.last_at,
        count=item.count,
        pages=", ".join(dict.fromkeys(page_words(page) for page in item.pages)),
        reference=str(item.person_id)[-REFERENCE_LENGTH:].upper() if item.person_id else "",
        name=names.get(item.person_id, "") if item.person_id else "",
        is_many=item.person_id is None,
        state=str(state),
        tone=tone,
        is_waiting=item.state in WAITING,
    )


def page_words(page: str) -> str:
    """Which kind of page: by the first words of its key that are known."""
    for part in page.replace(".", "-").split("-"):
        if part in PAGES:
            return str(PAGES[part])
    return str(SOME_PAGE)
