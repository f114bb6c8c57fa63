"""The gallery of components, for those who build and test."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from knutepunkt.ui.examples import SECTIONS, context
from knutepunkt.ui.pages import page

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
