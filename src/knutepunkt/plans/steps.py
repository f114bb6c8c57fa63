"""The next step of a plan: the one thing to do now, worked out from what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from knutepunkt.plans.completeness import PointStatus, State
from knutepunkt.plans.states import PlanState
from knutepunkt.plans.whole import WholePlan


@dataclass(frozen=True, slots=True)
class Next:
    """The one thing to do now. `post`: the address of a button that does it; else a link."""

    heading: str
    reason: str
    label: str = ""
    url: str = ""
    post: bool = False


def next_step(whole: WholePlan, statuses: Sequence[PointStatus], today: date) -> Next | None:
    """What is to be done now, from what is missing."""
    if whole.state == PlanState.PAUSED:
        return Next(
            _("Take the plan up again"),
            _("The plan is paused. When there is consent to a plan, the work can go on from here."),
            _("Take it up again"), reverse("plans:resume", args=[whole.id]), post=True,
        )  # fmt: skip
    if whole.state == PlanState.ACTIVE:
        return _when_active(whole, today)
    if whole.state not in {PlanState.DRAFT, PlanState.UNDER_REVISION}:
        return None
    missing = [status for status in statuses if status.state == State.MISSING]
    if missing:
        heading = ngettext(
            "Fill in the point that is missing", "Fill in the %(n)s points that are missing", len(missing)
        )
        return Next(
            heading % {"n": len(missing)},
            _("When all is in place, %(name)s can read the plan and say yes, or say what must be changed.") % {"name": _given(whole)},
            _("Fill in now"), missing[0].where,
        )  # fmt: skip
    waiting = [activity for activity in whole.activities if not activity.is_answered]
    if waiting:
        heading = ngettext("An activity waits for an answer", "%(n)s activities wait for an answer", len(waiting))
        return Next(
            heading % {"n": len(waiting)},
            _("Those who are to do something must say yes or no before the plan is put into force."),
            _("See the first one"), reverse("plans:activity", args=[waiting[0].id]),
        )  # fmt: skip
    return _when_answered(whole)


def _when_answered(whole: WholePlan) -> Next:
    answer = whole.answer_now
    name = {"name": _given(whole)}
    if answer is None:
        return Next(
            _("Ask %(name)s to read the plan and answer") % name,
            _("The plan is complete. %(name)s can answer on the own page, or you record what was said.") % name,
            _("Record the answer"), reverse("plans:answer", args=[whole.id]),
        )  # fmt: skip
    if not answer.says_yes:
        return Next(
            _("%(name)s said no to the plan like this") % name,
            answer.words or _("Talk about what must be changed, and ask again."),
            _("Record a new answer"), reverse("plans:answer", args=[whole.id]),
        )  # fmt: skip
    return Next(
        _("Put the plan into force"),
        _("Everything is in place, and %(name)s has said yes.") % name,
        _("Put it into force"), reverse("plans:activate", args=[whole.id]), post=True,
    )  # fmt: skip


def _when_active(whole: WholePlan, today: date) -> Next | None:
    if whole.review_on and whole.review_on <= today:
        return Next(
            _("Look at the plan again"),
            _("The day for the next look has come. The version in force stands until the new one is."),
            _("Begin the revision"), reverse("plans:revise", args=[whole.id]), post=True,
        )  # fmt: skip
    return None


def _given(whole: WholePlan) -> str:
    return whole.given_name or _("the person")
