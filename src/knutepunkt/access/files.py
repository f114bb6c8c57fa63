"""Opening a person's file: the focus, the permission and the view record, in this order, for every page of a file."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist

from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission
from knutepunkt.access.scope import focus
from knutepunkt.audit.log import record_view


def open_file(request: Any, thing: Any, permission: Permission, page: str, *, objects: Sequence[UUID] = ()) -> None:
    """The page `page` shows the file of `thing.person_id`: set the focus, require the permission, write who looked and why.

    Raises NotAllowed. Not logged means not shown: a failure to write fails the page.
    """
    focus(thing.person_id)
    require(request.actor, permission, thing)
    request.opened = thing
    bases = list(request.actor.grants_towards(thing.person_id).values())
    record_view(
        page, [thing.person_id], by=request.actor, at=request.now, basis=bases[0] if bases else "unit", objects=objects
    )


def whose(request: Any) -> str:
    """The name of the person whose file this request has opened, for pages on which something is written in it.

    Empty when no file is open, or for somebody who may do something about a person without seeing whom.
    """
    opened = getattr(request, "opened", None)
    try:
        return str(getattr(getattr(opened, "person", opened), "full_name", ""))
    except ObjectDoesNotExist:
        return ""
