"""The one decision: may this actor do this to that, and if not, why not."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.permissions import Permission
from knutepunkt.access.roles import ROLES
from knutepunkt.foundation.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Denied:
    """Why not, in a sentence the one who asked can act on."""

    reason: str | Promise


class NotAllowed(Refusal):
    """Raised by `require`; its message is the reason."""


Rule = Callable[[Actor, Any], Denied | None]
_RULES: dict[Permission, list[Rule]] = defaultdict(list)

NO_ROLE = _("Your role does not cover this. Ask the leader of the unit if you need it in your work.")


def rule(*permissions: Permission) -> Callable[[Rule], Rule]:
    """Attach a rule to permissions: it returns Denied or None and must agree besides the role."""

    def attach(function: Rule) -> Rule:
        for permission in permissions:
            _RULES[permission].append(function)
        return function

    return attach


def denied(actor: Actor | None, permission: Permission, thing: Any = None) -> Denied | None:
    """None when some role of the actor in relation to `thing` carries the permission and every rule agrees.

    `thing` may have `unit_id` and `person_id`; without a thing any role of the actor counts.
    """
    if actor is None:
        return Denied(_("Sign in first."))
    if thing is None:
        if not actor.may(permission):
            return Denied(NO_ROLE)
    else:
        roles = actor.roles_in(getattr(thing, "unit_id", None))
        person_id = getattr(thing, "person_id", None)
        carried = any(permission in ROLES[role].permissions for role in roles)
        if not carried and person_id is not None:
            carried = any(permission in ROLES[role].permissions for role in actor.roles_towards(person_id))
        if not carried:
            return Denied(NO_ROLE)
    for condition in _RULES[permission]:
        refusal = condition(actor, thing)
        if refusal:
            return refusal
    return None


def allowed(actor: Actor | None, permission: Permission, thing: Any = None) -> bool:
    """For buttons and menus: is it not denied?"""
    return denied(actor, permission, thing) is None


def require(actor: Actor | None, permission: Permission, thing: Any = None) -> None:
    """Raise NotAllowed with the reason unless the actor may."""
    refusal = denied(actor, permission, thing)
    if refusal:
        raise NotAllowed(refusal.reason)
