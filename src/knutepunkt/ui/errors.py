"""Error pages in plain words: what happened, what is kept, what to do. They hold no personal data."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from knutepunkt.foundation.refusal import Refusal
from knutepunkt.ui.pages import bare_context, env
from knutepunkt.ui.typed import shown_back, typed

RETRY_SECONDS = 120


def _answer(request: HttpRequest, status: int, heading: str, text: str, advice: str) -> HttpResponse:
    context = bare_context(request) | {"heading": heading, "text": text, "advice": advice, "number": status}
    return HttpResponse(env().get_template("ui/error.html").render(context), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- Django passes it by name
    return _answer(
        request,
        400,
        _("We could not read what the browser sent"),
        _("Nothing was saved from this attempt."),
        _("Go back, load the page again and try once more."),
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A refusal brings its own sentence; any other exception is not shown. What was written into a form is the writer's to copy."""
    if request.method == "POST" and typed(request):
        return _closed_meanwhile(request, 403)
    reason = _("You do not have access to this page with the role you are signed in with.")
    return _answer(
        request,
        403,
        _("You cannot open this page"),
        str(exception) if isinstance(exception, Refusal) else reason,
        _("If you need it in your work, ask the coordinator or the manager of your unit."),
    )


def _closed_meanwhile(request: HttpRequest, status: int) -> HttpResponse:
    """A form that was open when its page closed to the writer: refused, and the words are theirs. The forgery check has passed."""
    return shown_back(
        request,
        _("This is not open to you any more. Here is what you wrote"),
        _(
            "It was not saved, and we have not kept it. Copy it if you need it. Ask the coordinator if you think you should have access."
        ),
        status=status,
    )


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- Django passes it by name
    if request.method == "POST" and typed(request):
        return _closed_meanwhile(request, 404)
    return _answer(
        request,
        404,
        _("We cannot find this page"),
        _("It may have moved, or it is not for the role you are signed in with."),
        _("Check the address, or start from the front page."),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return _answer(
        request,
        500,
        _("Something went wrong here with us"),
        _("What you had saved is still saved. The last thing you did may not be."),
        _("Go back and try again. If it happens once more, tell the one who runs Knutepunkt what time it was."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django passes it
    """Shows back what was written only when the browser vouches that it was written on our own page."""
    if request.headers.get("Sec-Fetch-Site") == "same-origin" and typed(request):
        return shown_back(
            request,
            _("The page had been open too long. Here is what you wrote"),
            _(
                "It was not sent, and we have not kept it. Copy what you need, load the page again and send it once more."
            ),
        )
    return _answer(
        request,
        403,
        _("The page had been open too long"),
        _("We could not be sure that it was you who sent the form, so nothing was saved."),
        _("Go back, copy what you wrote, load the page again and send it once more."),
    )


def maintenance(request: HttpRequest) -> HttpResponse:
    response = _answer(
        request,
        503,
        _("Knutepunkt is being updated"),
        _("It takes a few minutes. What you had saved is kept."),
        _("Wait a little, then load the page again."),
    )
    response["Retry-After"] = str(RETRY_SECONDS)
    return response
