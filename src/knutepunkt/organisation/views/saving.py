"""What every page that changes the set-up does: show the form, ask the operation, go back, or show why not."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise

from knutepunkt.foundation.refusal import Refusal
from knutepunkt.ui import forms
from knutepunkt.ui.pages import page


def posted(request: Any) -> Any:
    """What was sent, also when it was nothing; None when nothing has been sent yet."""
    return request.POST if request.method == "POST" else None


def save(
    request: Any,
    form: forms.Form,
    act: Callable[[], Any],
    *,
    done: str | Promise,
    back: str,
    template: str,
    **context: Any,
) -> HttpResponse:
    """Run `act` when the form is right; else, or when it refuses, the page with the form as it was filled in."""
    if request.method == "POST" and form.is_valid() and attempt(form, act):
        messages.success(request, str(done))
        return HttpResponseRedirect(back)
    status = 422 if form.is_bound and form.errors else 200
    return page(request, template, section="organisation", status=status, form=form, back_url=back, **context)


def attempt(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Did the operation do it? A refusal goes on the form."""
    try:
        act()
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True
