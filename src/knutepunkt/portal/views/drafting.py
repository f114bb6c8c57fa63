"""Half-written text on the own pages: kept for its writer, shown again as it was."""

from functools import partial
from typing import Any, TypeVar

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect

from knutepunkt.ui import drafts, forms

F = TypeVar("F", bound=forms.Form)


def saved_form(request: Any, form_class: Any, key: str, **present: str) -> Any:
    """The form with what its writer had typed, if anything. `present` are hidden values of now, never those of the draft.

    `form_class` may be a form with some of its arguments given.
    """
    saved = drafts.load(request.actor, key)
    if not saved:
        return form_class(initial=present)
    lists = {name: value if isinstance(value, list) else [str(value)] for name, value in saved.items()}
    given = form_class.keywords if isinstance(form_class, partial) else {}
    made: Any = form_class.func if isinstance(form_class, partial) else form_class
    return made.resume(lists | {name: [value] for name, value in present.items()}, **given)


def keep_draft(request: Any, key: str) -> HttpResponse:
    """The button for those without script: keep it, and come back to the same page."""
    drafts.save(request.actor, key, request.POST, request.now)
    messages.success(request, forms.draft_saved_text(request.now))
    return HttpResponseRedirect(request.path)


def renewed(form: F, **present: str) -> F:
    """The same form with what was written, and hidden values of now."""
    data: Any = form.data
    data = data.copy()
    data.update(present) if not hasattr(data, "setlist") else [data.setlist(k, [v]) for k, v in present.items()]
    return type(form)(data)
