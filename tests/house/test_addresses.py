"""Every address declares its permission, its methods and, where persons are shown, its door."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from knutepunkt.access.doors import DOORS, KINDS
from knutepunkt.access.permissions import Permission


def patterns(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield prefix + str(entry.pattern), entry


ALL = [pytest.param(entry, id=address or "/") for address, entry in patterns()]


@pytest.mark.parametrize("entry", ALL)
def test_every_address_names_its_permission(entry):
    assert entry.callback.permission in {"public", "signed-in", *Permission}
    assert entry.callback.methods
    assert entry.name


def test_every_door_has_a_kind():
    assert DOORS
    assert {door.kind for door in DOORS.values()} <= KINDS
