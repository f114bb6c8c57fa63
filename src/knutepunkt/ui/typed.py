"""What somebody wrote into a form that cannot be taken, shown back for copying and kept nowhere."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from knutepunkt.ui.pages import bare_context, env

NOT_WRITTEN = frozenset({"csrfmiddlewaretoken", "next", "about", "version", "credential"})
SECRET = re.compile("password|code|secret|token")
MACHINE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]{1,3}|on|yes|no", re.IGNORECASE)
LONG = 40


def typed(request: HttpRequest) -> list[str]:
    """The words of a posted form in its order, without what no person wrote and what must not be shown."""
    found = []
    for name, values in request.POST.lists():
        if name in NOT_WRITTEN or name.startswith("_") or SECRET.search(name):
            continue
        found += [str(value) for value in values if str(value).strip() and not MACHINE.fullmatch(str(value).strip())]
    return found


def shown_back(
    request: HttpRequest, heading: str, advice: str, *, sign_in: str = "", status: int = 403
) -> HttpResponse:
    """A page with what was written. Nothing of it is stored."""
    texts = typed(request)
    context: dict[str, Any] = bare_context(request) | {
        "heading": heading,
        "advice": advice,
        "long": [text for text in texts if len(text) > LONG or "\n" in text],
        "short": [text for text in texts if len(text) <= LONG and "\n" not in text],
        "files": bool(request.FILES),
        "sign_in": sign_in,
    }
    return HttpResponse(env().get_template("ui/typed.html").render(context), status=status)


def after_sign_out(request: HttpRequest, sign_in: str) -> HttpResponse:
    """A form that came after its writer was signed out."""
    return shown_back(
        request,
        _("You were signed out. Here is what you wrote"),
        _("It was not sent, and we have not kept it. Copy what you need, sign in again and send it once more."),
        sign_in=sign_in,
    )
