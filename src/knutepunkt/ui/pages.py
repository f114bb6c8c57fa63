"""Makes a page, or one block of it for htmx, with what every layout needs."""

from dataclasses import dataclass
from typing import Any, Protocol, cast

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.template.backends.utils import csrf_input_lazy, csrf_token_lazy
from django.utils.cache import patch_vary_headers
from jinja2 import Environment

from knutepunkt.ui import nav
from knutepunkt.ui.filters import language

LANGUAGES = (("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English"))


class Actor(Protocol):
    """Who the page is for, as a room above puts it on the request as `actor`."""

    @property
    def name(self) -> str: ...
    @property
    def organisation_name(self) -> str: ...
    @property
    def kind(self) -> str | None: ...
    @property
    def language(self) -> str: ...


@dataclass(frozen=True)
class Nobody:
    """The actor of a page no one has signed in to."""

    name: str = ""
    organisation_name: str = ""
    kind: str | None = None
    language: str = "nb"


def env() -> Environment:
    backend = cast("Jinja2", engines["jinja2"])
    return cast("Environment", backend.env)


def actor_of(request: HttpRequest) -> Actor:
    return cast("Actor", getattr(request, "actor", None) or Nobody())


def asks_for_part(request: HttpRequest) -> bool:
    """True when htmx wants a part to swap in, not when it restores or boosts a whole page."""
    headers = request.headers
    whole = headers.get("HX-Boosted") or headers.get("HX-History-Restore-Request")
    return headers.get("HX-Request") == "true" and not whole


def bare_context(request: HttpRequest) -> dict[str, Any]:
    """What a page needs that may ask neither session nor database, as an error page."""
    return {
        "request": request,
        "actor": Nobody(),
        "nav": [],
        "recent": [],
        "messages": [],
        "languages": LANGUAGES,
        "language": language(),
        "places": nav.addresses(),
        "search_posts": nav.posted(nav.Place.SEARCH),
        "csrf_input": csrf_input_lazy(request),
        "csrf_token": csrf_token_lazy(request),
        "demo": getattr(settings, "KNUTEPUNKT_DEMO", False),
        "session_ends": None,
        "session_left": 0,
    }


def page_context(request: HttpRequest, section: str | None = None) -> dict[str, Any]:
    actor = actor_of(request)
    return bare_context(request) | {
        "actor": actor,
        "nav": nav.menu(request, actor.kind or "public", section),
        "recent": nav.recent(request),
        "messages": get_messages(request),
        **session_end(request),
    }


def session_end(request: HttpRequest) -> dict[str, Any]:
    """When the reader is signed out unless something is done before, and in how many seconds."""
    signed_in = getattr(request, "signed_in", None)
    if signed_in is None or getattr(request, "actor", None) is None:
        return {}
    left = signed_in.ends_at - cast("Any", request).now
    return {"session_ends": signed_in.ends_at, "session_left": int(left.total_seconds())}


def block_text(template: str, block: str, context: dict[str, Any]) -> str:
    """One block of a template, with the imports at its top.

    The first step of the page's own generator runs everything that stands before the first output: the imports of the
    template and of its layouts. What comes after is never made.
    """
    made = env().get_template(template)
    prepared = made.new_context(context)
    next(iter(made.root_render_func(prepared)), None)
    return "".join(prepared.blocks[block][0](prepared))


def page_text(
    request: HttpRequest, template: str, block: str | None = None, section: str | None = None, **context: Any
) -> str:
    """The page, or its one block, as text."""
    if block is None:
        return env().get_template(template).render(page_context(request, section) | context)
    return block_text(template, block, bare_context(request) | {"actor": actor_of(request)} | context)


def page(
    request: HttpRequest,
    template: str,
    block: str | None = None,
    *,
    status: int = 200,
    section: str | None = None,
    **context: Any,
) -> HttpResponse:
    """Answer with a page. `block` names the part sent alone when htmx asks; else the whole page is sent."""
    part = block if asks_for_part(request) else None
    response = HttpResponse(page_text(request, template, part, section, **context), status=status)
    if block is not None:
        patch_vary_headers(response, ["HX-Request"])
    return response
