"""What the plan must hold by the law in force on a day, point by point, computed from the plan itself.

The points are data (law); this page knows only how each part of a plan answers a point. A point the law gets later is answered
in a text of its own, without a change here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from knutepunkt import law
from knutepunkt.consent.models import Subject
from knutepunkt.law import ContentPoint
from knutepunkt.plans.whole import WholeActivity, WholeMember, WholePlan


class State(StrEnum):
    """How a point stands, in the words of the component that shows it."""

    READY = "ok"
    MISSING = "miss"
    NOT_ASKED = "na"


@dataclass(frozen=True, slots=True, kw_only=True)
class PointStatus:
    """One content point: how it stands and why.

    `applies` False: the point is for children and this is an adult. `left_out`: the reason of the plan stands for it.
    """

    point: ContentPoint
    state: State
    plan: WholePlan
    reason: str = ""
    left_out: bool = False
    applies: bool = True

    @property
    def where(self) -> str:
        """The address of the page where the point is mended."""
        return _where(self.plan, self.point)

    @property
    def name(self) -> str:
        """The point in the reader's language."""
        return str(self.point.name)

    @property
    def key(self) -> str:
        """The point's key in the law data."""
        return self.point.key

    @property
    def is_settled(self) -> bool:
        """It applies, and is filled or left out for a reason."""
        return self.applies and self.state != State.MISSING


def points(plan: WholePlan, *, on: date) -> tuple[PointStatus, ...]:
    """Every content point in force on the day, in the order of the law; for an adult those for children come as not asked."""
    applies = law.on(on)
    child = applies.is_child(plan.birth_date)
    return tuple(_status(plan, point, child=child) for point in applies.content_points(child=True))


def counted(statuses: Sequence[PointStatus]) -> tuple[int, int]:
    """How many points that apply are settled, and how many apply."""
    asked = [status for status in statuses if status.applies]
    return sum(status.is_settled for status in asked), len(asked)


def _status(plan: WholePlan, point: ContentPoint, *, child: bool) -> PointStatus:
    if point.only_for_children and not child:
        why = gettext("Does not apply: the person is an adult.")
        return PointStatus(point=point, state=State.NOT_ASKED, plan=plan, reason=why, applies=False)
    missing = _own_text(plan, point) if point.filled_by == "text" else FILLED[point.filled_by](plan)
    if not missing:
        return PointStatus(point=point, state=State.READY, plan=plan)
    note = plan.notes.get(point.key)
    if note and note.reason and not point.never_omitted:
        return PointStatus(point=point, state=State.NOT_ASKED, plan=plan, reason=note.reason, left_out=True)
    return PointStatus(point=point, state=State.MISSING, plan=plan, reason=missing)


def _own_text(plan: WholePlan, point: ContentPoint) -> str:
    note = plan.notes.get(point.key)
    return "" if note and note.text else gettext("Nothing is written yet.")


def _goals(plan: WholePlan) -> str:
    if not any(goal.is_living for goal in plan.goals):
        return gettext("There is no goal yet.")
    if not plan.needs:
        return gettext("What help is needed, is not written.")
    if not plan.resources:
        return gettext("What the person can do and has around them, is not written.")
    return ""


def _care_team(plan: WholePlan) -> str:
    return "" if plan.team else gettext("Nobody is named yet.")


def _main_responsible(plan: WholePlan) -> str:
    return "" if plan.main_responsible_id else gettext("No service has the main responsibility yet.")


def _contributions(plan: WholePlan) -> str:
    silent = sum(not _contributes(member, list(plan.activities)) for member in plan.team)
    if not plan.team:
        return gettext("Nobody is named yet.")
    if silent:
        return ngettext(
            "It is not written what %(n)s of those who take part contributes.",
            "It is not written what %(n)s of those who take part contribute.",
            silent,
        ) % {"n": silent}
    return ""


def _contributes(member: WholeMember, activities: Sequence[WholeActivity]) -> bool:
    """By own words, or by doing something in the plan."""
    if member.contributes:
        return True
    return any(
        (member.staff_id and activity.responsible_id == member.staff_id)
        or (activity.contributor and activity.contributor == member.name)
        for activity in activities
        if activity.is_living
    )


def _activities(plan: WholePlan) -> str:
    living = [activity for activity in plan.activities if activity.is_living]
    if not living:
        return gettext("There is no activity yet.")
    bare = [activity for activity in living if not activity.amount]
    return _numbers(gettext("It is not written how much, for activity number %(numbers)s."), bare)


def _carrying_out(plan: WholePlan) -> str:
    living = [activity for activity in plan.activities if activity.is_living]
    if plan.carried_out:
        return ""
    if not living:
        return gettext("There is no activity yet.")
    bare = [activity for activity in living if not activity.how]
    return _numbers(gettext("It is not written how it is done, for activity number %(numbers)s."), bare)


def _numbers(text: str, activities: Sequence[WholeActivity]) -> str:
    return text % {"numbers": ", ".join(str(activity.number) for activity in activities)} if activities else ""


def _coordinator(plan: WholePlan) -> str:
    return "" if plan.coordinators or plan.contact_doctor else gettext("No coordinator has been offered yet.")


def _period(plan: WholePlan) -> str:
    if not plan.starts_on:
        return gettext("It is not said when the plan begins.")
    return "" if plan.review_on else gettext("It is not said when the plan is looked at again.")


def _consent(plan: WholePlan) -> str:
    given = {subject for consent in plan.consents for subject in consent.subjects}
    return "" if Subject.PLAN in given else gettext("There is no consent to the plan in force.")


def _cooperation(plan: WholePlan) -> str:
    return "" if plan.cooperation else gettext("Nothing is written yet.")


def _child(plan: WholePlan) -> str:
    return "" if plan.child_took_part else gettext("It is not written how the child took part.")


FILLED: dict[str, Callable[[WholePlan], str]] = {
    "goals": _goals,
    "care-team": _care_team,
    "main-responsible": _main_responsible,
    "contributions": _contributions,
    "activities": _activities,
    "carrying-out": _carrying_out,
    "coordinator": _coordinator,
    "period": _period,
    "consent": _consent,
    "cooperation": _cooperation,
    "child-participation": _child,
}
"""What is missing, as a sentence; empty when the point is filled."""


def _where(plan: WholePlan, point: ContentPoint) -> str:
    """Where the point is mended."""
    if point.filled_by == "text":
        return reverse("plans:point", args=[plan.id, point.key])
    if point.filled_by == "goals" and any(goal.is_living for goal in plan.goals):
        return reverse("plans:texts", args=[plan.id])
    if point.filled_by in PAGES:
        page, anchor = PAGES[point.filled_by]
        return reverse(page, args=[plan.id]) + anchor
    return reverse("coordination:follow-up", args=[plan.follow_up_id]) + FOLLOW_UP_PARTS[point.filled_by]


PAGES = {
    "goals": ("plans:new-goal", ""),
    "main-responsible": ("plans:responsible", ""),
    "activities": ("plans:plan", "#goals"),
    "carrying-out": ("plans:texts", "#id_carried_out"),
    "period": ("plans:period", ""),
    "cooperation": ("plans:texts", "#id_cooperation"),
    "child-participation": ("plans:texts", "#id_child_took_part"),
}
FOLLOW_UP_PARTS = {"care-team": "#team", "contributions": "#team", "coordinator": "#coordinator", "consent": "#consent"}
