"""Carrying out as the system what somebody has decided on the own pages."""

from dataclasses import replace

from knutepunkt.access.actor import Actor, UnitRole


def in_the_system(by: Actor) -> Actor:
    """The same somebody in name and log, with the rights of the system for one operation that was decided above."""
    return replace(by, unit_roles=(UnitRole(None, "system"),), _towards={})
