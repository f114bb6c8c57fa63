"""What every view declares: its permission, its methods, and the door it is when it shows persons."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal
from urllib.parse import quote

from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, resolve_url

from knutepunkt.access.decide import NO_ROLE, NotAllowed
from knutepunkt.access.doors import door as register_door
from knutepunkt.access.permissions import Permission
from knutepunkt.access.roles import PERSONAL_ROLES, ROLES
from knutepunkt.ui.typed import after_sign_out, typed

View = Callable[..., HttpResponse]

SIGN_IN = "front:sign-in"
NOTHING_HERE = "portal:no-file"
_STAFF = frozenset().union(
    *(role.permissions for code, role in ROLES.items() if code not in PERSONAL_ROLES | {"system"})
)
_PERSONAL = frozenset().union(*(ROLES[code].permissions for code in PERSONAL_ROLES))


def _to_sign_in(request: Any, verbs: frozenset[str]) -> HttpResponse:
    """Signing in leads back to the page. What was written in a form that came too late is shown for copying."""
    back = request.get_full_path() if "GET" in verbs else "/"
    sign_in = f"{resolve_url(SIGN_IN)}?next={quote(back)}"
    if request.method == "POST" and typed(request):
        return after_sign_out(request, sign_in)
    return redirect(NOTHING_HERE if has_no_file(request) else sign_in)


def has_no_file(request: Any) -> bool:
    """Signed in as a person about whom, or for whom, nothing can be opened: signing in once more would lead nowhere else."""
    return request.actor is None and request.signed_in is not None and request.signed_in.kind == "person"


def requires(
    permission: Permission | Literal["public", "signed-in"], *methods: str, door: str = "", kind: str = "page"
) -> Callable[[View], View]:
    """Declare a view. Signed-out visitors go to sign-in (what they wrote is shown to them); accounts whose kind never holds the permission get 403.

    "signed-in" is for what is the account's own, whoever it is. The decision about the very thing is the view's and its operation's. `door` names the channel when persons are shown.
    """
    verbs = frozenset(methods or ("GET",))

    def decorate(view: View) -> View:
        where = f"{view.__module__}.{view.__name__}"
        if door:
            register_door(door, kind, where)

        @wraps(view)
        def inner(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in verbs | ({"HEAD"} if "GET" in verbs else set()):
                return HttpResponseNotAllowed(sorted(verbs))
            if permission != "public":
                if request.actor is None:
                    return _to_sign_in(request, verbs)
                held = _PERSONAL if request.actor.kind == "person" else _STAFF
                if permission not in {"signed-in", *held}:
                    raise NotAllowed(NO_ROLE)
            return view(request, *args, **kwargs)

        inner.permission = str(permission)  # type: ignore[attr-defined]  # read by the URL walk
        inner.methods = sorted(verbs)  # type: ignore[attr-defined]  # read by the URL walk
        inner.door = door  # type: ignore[attr-defined]  # read by the URL walk
        return inner

    return decorate
