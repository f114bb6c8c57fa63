"""The plan in short on the follow-up page, with what is to be done now and what must be ready by the discharge day."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import allowed
from knutepunkt.access.permissions import Permission
from knutepunkt.consent.models import Subject
from knutepunkt.consent.queries import in_force
from knutepunkt.coordination.panels import NextStep, PlanPanel, Tick, plan_panel
from knutepunkt.foundation.clock import day
from knutepunkt.plans.completeness import counted, points
from knutepunkt.plans.queries import whole_living_plan
from knutepunkt.plans.states import IN_FORCE, ActivityState
from knutepunkt.plans.steps import next_step
from knutepunkt.plans.whole import WholePlan
from knutepunkt.plans.words import ACTIVITY_WORDS, PLAN_WORDS


@plan_panel
def panel(actor: Actor, follow_up: Any, at: datetime) -> PlanPanel | None:
    """The living plan; without one, the way to begin it when there is consent. One statement, two when there is no plan."""
    if not allowed(actor, Permission.PLAN_READ, follow_up):
        return None
    whole = whole_living_plan(actor, follow_up.person_id, at=at)
    if whole is None:
        return _to_begin(actor, follow_up, at)
    statuses = points(whole, on=day(at)) if whole.sees_all else ()
    settled, asked = counted(statuses)
    step = next_step(whole, statuses, day(at)) if allowed(actor, Permission.PLAN_EDIT, whole) else None
    text = str(PLAN_WORDS[whole.state])
    if whole.state not in IN_FORCE and asked:
        text = _("%(state)s. %(settled)s of %(asked)s points are settled.") % {
            "state": text,
            "settled": settled,
            "asked": asked,
        }
    return PlanPanel(
        state=whole.state,
        going_on=whole.state in IN_FORCE,
        text=text,
        url=reverse("plans:plan", args=[whole.id]),
        since=day(whole.activated_at) if whole.activated_at else None,
        review_on=whole.review_on,
        next_step=NextStep(
            heading=step.heading,
            reason=step.reason,
            label=_("Open the plan") if step.post else step.label,
            url=reverse("plans:plan", args=[whole.id]) if step.post else step.url,
        )
        if step
        else None,
        in_place=_in_place(whole),
    )


def _to_begin(actor: Actor, follow_up: Any, at: datetime) -> PlanPanel | None:
    may = allowed(actor, Permission.PLAN_EDIT, follow_up)
    if not may or in_force(follow_up.organisation_id, follow_up.person_id, Subject.PLAN, at=at) is None:
        return None
    url = reverse("plans:new", args=[follow_up.pk])
    return PlanPanel(
        state="none",
        going_on=False,
        text=_("There is consent to an individual plan. It is not begun."),
        url=url,
        next_step=NextStep(
            heading=_("Begin the individual plan"),
            reason=_("The person has consented to a plan. Write it together."),
            label=_("Begin the plan"),
            url=url,
        ),
    )


def _in_place(whole: WholePlan) -> tuple[Tick, ...]:
    """The activities that are to have begun by the discharge day."""
    if whole.discharge_on is None:
        return ()
    ready = {ActivityState.AGREED, ActivityState.STARTED, ActivityState.COMPLETED}
    return tuple(
        Tick(
            text=activity.what,
            state="ok" if activity.state in ready else "wait" if activity.state == ActivityState.PROPOSED else "miss",
            meta=f"{activity.who}. {ACTIVITY_WORDS[activity.state][0]}",
            url=reverse("plans:activity", args=[activity.id]),
        )
        for activity in whole.activities
        if activity.state != ActivityState.STOPPED
        and (activity.starts_on is None or activity.starts_on <= whole.discharge_on)
    )
