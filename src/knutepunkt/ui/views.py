"""The language switch, and the gallery of components for those who build and test."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from knutepunkt.ui.examples import SECTIONS, context
from knutepunkt.ui.pages import LANGUAGES, page

LANGUAGE_COOKIE = "kp_language"
YEAR_SECONDS = 365 * 24 * 60 * 60
View = Callable[[HttpRequest], HttpResponse]


def public(*methods: str) -> Callable[[View], View]:
    """Declare a view anyone may open, as `access.views.requires` does for rooms above `access`."""

    def decorate(view: View) -> View:
        inner = require_http_methods([*methods, *(["HEAD"] if "GET" in methods else [])])(view)
        vars(inner).update(permission="public", methods=sorted(methods), door="")
        return inner

    return decorate


@public("GET")
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with its example. Only where a demonstration runs."""
    if not getattr(settings, "KNUTEPUNKT_DEMO", False):
        raise Http404
    return page(request, "ui/gallery.html", sections=SECTIONS, **context())


@public("POST")
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language asked for in a cookie of this browser and go back to where the reader was."""
    wanted = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if wanted in dict(LANGUAGES):
        response.set_cookie(
            LANGUAGE_COOKIE,
            wanted,
            max_age=YEAR_SECONDS,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response
