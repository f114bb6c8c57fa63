"""Making a move: the one place where a state changes.

In the caller's transaction: lock the row, find the move, require its permission, write state, step and event. Asking again for
the state the thing is already in, by the same actor, does nothing; by somebody else it is a refusal that names them.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission
from knutepunkt.audit.log import record
from knutepunkt.foundation.lifecycle import CannotMove, Lifecycle
from knutepunkt.foundation.owned import OwnedModel

T = TypeVar("T", bound=OwnedModel)


class AlreadyDone(CannotMove):
    """Somebody else made the same move a moment ago."""


def make_move(
    thing: T, lifecycle: Lifecycle[Any], name: str, *, by: Actor, at: datetime, reason: str = "", **facts: Any
) -> bool:
    """Make the move called `name`; False when the same actor had already made it. `facts` go into the event.

    Raises CannotMove, AlreadyDone or NotAllowed. `thing.steps` is the related manager of its step model.
    """
    model = type(thing)
    locked = model._default_manager.select_for_update(of=("self",)).get(
        organisation_id=thing.organisation_id, pk=thing.pk
    )
    present: str = locked.state  # type: ignore[attr-defined]  # things with a life have a state
    if already(locked, lifecycle, name, present, by):
        thing.state = present  # type: ignore[attr-defined]  # the same
        return False
    move = lifecycle.move(name, present)
    require(by, Permission(move.permission), locked)
    locked.state = str(move.target)  # type: ignore[attr-defined]  # the same
    locked.save(update_fields=["state"])
    thing.state = str(move.target)  # type: ignore[attr-defined]  # the same
    person_id = getattr(locked, "person_id", None)
    extra = {"unit_id": locked.unit_id} if hasattr(locked.steps.model, "unit_id") else {}  # type: ignore[attr-defined]  # the same
    locked.steps.create(  # type: ignore[attr-defined]  # the same
        organisation_id=locked.organisation_id,
        person_id=person_id,
        name=move.name,
        from_state=present,
        to_state=str(move.target),
        by_id=by.account_id,
        by_name=by.name,
        at=at,
        reason=reason,
        **extra,
    )
    record(
        f"{lifecycle.name}.{move.name}",
        locked,
        by=by,
        at=at,
        person_id=person_id,
        from_state=present,
        to_state=str(move.target),
        **facts,
    )
    return True


def already(thing: Any, lifecycle: Lifecycle[StrEnum], name: str, present: str, by: Actor) -> bool:
    """Is the thing where the move leads, and who brought it there?"""
    leads_here = any(m.name == name and m.target == present and present not in m.sources for m in lifecycle.moves)
    if not leads_here:
        return False
    latest = thing.steps.order_by("-at", "-id").first()
    if latest is None or latest.name != name:
        return False
    if latest.by_id != by.account_id:
        raise AlreadyDone(_("%(name)s has already done this.") % {"name": latest.by_name})
    return True
