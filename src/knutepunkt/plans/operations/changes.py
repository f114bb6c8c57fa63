"""Changing a plan: one at a time, noticed by those who read it, and never past a yes that was given to something else."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor, system_actor
from knutepunkt.access.decide import require
from knutepunkt.access.moves import make_move
from knutepunkt.access.permissions import Permission
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.foundation.owned import OwnedModel
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.system import DERIVER
from knutepunkt.plans.models import Activity, IndividualPlan
from knutepunkt.plans.states import PLAN, PlanState

T = TypeVar("T", bound=OwnedModel)
OPEN = frozenset({PlanState.DRAFT, PlanState.ACTIVE, PlanState.UNDER_REVISION})


class PlanNotOpen(Refusal):
    """The plan is paused, ended or entered in error."""

    message = _("The plan is paused or ended and cannot be changed. Take it up again first, from the plan's page.")


class ChangedMeanwhile(Refusal):
    """Somebody saved the same thing while this was written. `theirs` is the thing as it stands now."""

    message = _(
        "Somebody else changed this while you wrote. Nothing is lost: read both texts and save what is to stand."
    )

    def __init__(self, theirs: Any, who: str = "") -> None:
        self.theirs = theirs
        self.who = who
        super().__init__()


class NotAnswered(Refusal):
    """A text that is needed is empty."""

    message = _("Write what it is about, in a few words.")


def lock(thing: T) -> None:
    """Read the row again and keep others from changing it in this transaction; `thing` itself is brought up to date."""
    thing.refresh_from_db(from_queryset=type(thing)._default_manager.select_for_update(of=("self",)))


def begin_change(plan: IndividualPlan, *, by: Actor) -> None:
    """Lock the plan for a change. Raises NotAllowed or PlanNotOpen."""
    lock(plan)
    require(by, Permission.PLAN_EDIT, plan)
    if plan.state not in OPEN:
        raise PlanNotOpen


def changed(what: str, subject: OwnedModel, plan: IndividualPlan, *, by: Actor, at: datetime, **facts: Any) -> None:
    """The plan is another than before: the version rises (an earlier yes no longer counts) and a plan in force is under
    revision; the version in force stands until a new one is. One event, with ids and codes only.
    """
    _raise_version(plan, by.name, mover=by, at=at)
    record(what, subject, by=by, at=at, plan=plan.pk, version=plan.version, **facts)


def changed_by_service(activity: Activity, *, by: Actor, at: datetime) -> None:
    """A service that does not see the plan changed what it holds."""
    with acting_as(DERIVER, purpose="plan-changed", organisation_id=activity.organisation_id, at=at):
        plan = IndividualPlan.objects.get(organisation_id=activity.organisation_id, pk=activity.plan_id)
        lock(plan)
        if plan.state in OPEN:
            system = system_actor(DERIVER, organisation_id=activity.organisation_id, at=at, purpose="plan-changed")
            _raise_version(plan, by.name, mover=system, at=at)


def _raise_version(plan: IndividualPlan, who: str, *, mover: Actor, at: datetime) -> None:
    plan.version += 1
    plan.changed_at = at
    plan.changed_by = who
    plan.save(update_fields=["version", "changed_at", "changed_by"])
    if plan.state == PlanState.ACTIVE:
        make_move(plan, PLAN, "revise", by=mover, at=at)


def check_version(thing: Any, version: int | None, who: str = "") -> None:
    """Refuse when somebody saved `thing` after the writer had read it; None: the caller did not read it first."""
    if version is not None and thing.version != version:
        raise ChangedMeanwhile(thing, who)


def stamp(thing: Any, fields: Iterable[str]) -> str:
    """What a form that shows some fields of a thing carries, so that a save can tell whether just these were changed."""
    text = "\x1f".join(f"{name}={getattr(thing, name) or ''}" for name in sorted(fields))
    return hashlib.sha256(text.encode()).hexdigest()[:24]
