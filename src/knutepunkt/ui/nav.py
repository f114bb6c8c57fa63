"""The menu and the fixed places: what is not registered has no entry, so no page points at what is not built."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise


def always(_request: HttpRequest) -> bool:
    return True


class Place(StrEnum):
    """Addresses the layouts need and rooms above know."""

    HOME = "home"
    OWN_HOME = "own_home"
    PUBLIC_HOME = "public_home"
    SEARCH = "search"
    ACCOUNT = "account"
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    STAY = "stay"
    LANGUAGE = "language"
    HELP = "help"
    PRIVACY = "privacy"
    ACCESSIBILITY = "accessibility"


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """One entry of the menu of an audience ('staff', 'person' or 'public')."""

    key: str
    label: str | Promise
    url_name: str
    icon: str = "right"
    audience: str = "staff"
    order: int = 100
    group: str = "work"
    shown: Callable[[HttpRequest], bool] = always
    count: Callable[[HttpRequest], int] | None = None


@dataclass(frozen=True)
class Entry:
    """A menu entry as the layout draws it."""

    label: str
    url: str
    icon: str
    group: str
    current: bool
    count: int | None


@dataclass
class Registry:
    items: dict[str, NavItem] = field(default_factory=dict)
    places: dict[Place, str] = field(default_factory=dict)
    posted: set[Place] = field(default_factory=set)


registry = Registry()


def register(item: NavItem) -> None:
    """Add a menu entry; the key is its name, so the same key twice is a mistake."""
    known = registry.items.get(item.key)
    if known is not None and known.url_name != item.url_name:
        message = f"Two menu entries are called {item.key!r}"
        raise ValueError(message)
    registry.items[item.key] = item


def place(where: Place, url_name: str, *, post: bool = False) -> None:
    """Say which view a fixed place of the layout is. `post`: what is asked there is sent in the body, not the address."""
    registry.places[where] = url_name
    registry.posted = registry.posted | {where} if post else registry.posted - {where}


def menu(request: HttpRequest, audience: str, section: str | None) -> list[Entry]:
    """The entries this audience may see on this request, the current one marked."""
    items = [item for item in registry.items.values() if item.audience == audience and item.shown(request)]
    items.sort(key=lambda item: (item.order, item.key))
    urls = {item.key: reverse(item.url_name) for item in items}
    current = section if section is not None else nearest(urls, request.path)
    return [
        Entry(
            label=str(item.label),
            url=urls[item.key],
            icon=item.icon,
            group=item.group,
            current=item.key == current,
            count=item.count(request) if item.count else None,
        )
        for item in items
    ]


def nearest(urls: dict[str, str], path: str) -> str | None:
    """The key of the entry whose address is the longest beginning of the path."""
    fitting = [key for key, url in urls.items() if path == url or (url != "/" and path.startswith(url))]
    return max(fitting, key=lambda key: len(urls[key]), default=None)


def addresses() -> dict[str, str | None]:
    """Every place with its address, or None where no room has registered one."""
    return {where.value: reverse(registry.places[where]) if where in registry.places else None for where in Place}


def posted(where: Place) -> bool:
    """True when the layout's form for this place must not put what is written into the address."""
    return where in registry.posted


def recent(request: HttpRequest) -> list[tuple[Any, str]]:
    """What was opened last, when a room above has put it on the request as `recent`."""
    value = getattr(request, "recent", None)
    return list(value() if callable(value) else value or [])
