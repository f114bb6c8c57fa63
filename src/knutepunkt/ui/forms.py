"""The base form: shape and words. Rules live in operations, whose refusals `refuse` puts on the form.

Drafts: a form may be saved half written. `wants_draft` tells that the button for it was used, `drafts.save` keeps it,
`Form.resume` shows it again without complaining about what is missing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

from django import forms
from django.forms import widgets
from django.forms.utils import ErrorDict
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knutepunkt.foundation.refusal import Refusal
from knutepunkt.ui.fields import (
    BooleanField,
    CharField,
    ChoiceField,
    DateField,
    DecimalField,
    EmailField,
    Explained,
    FileField,
    HiddenField,
    IntegerField,
    MomentField,
    MultipleChoiceField,
    PhoneField,
    TextField,
    TimeField,
)
from knutepunkt.ui.filters import clock_time

__all__ = [
    "BooleanField",
    "CharField",
    "ChoiceField",
    "DateField",
    "DecimalField",
    "EmailField",
    "Explained",
    "FileField",
    "Form",
    "HiddenField",
    "IntegerField",
    "MomentField",
    "MultipleChoiceField",
    "PhoneField",
    "TextField",
    "TimeField",
    "draft_saved_text",
    "shape",
    "wants_draft",
]

DRAFT_BUTTON = "_draft"
CHOSEN = (forms.RadioSelect, forms.Select, forms.CheckboxSelectMultiple)


class Form(forms.Form):
    """Base of every form. Its `cleaned_data` are the keyword arguments of one operation."""

    resumed = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standard = forms.Field.default_error_messages["required"]
        for name, field in self.fields.items():
            if field.required and field.error_messages["required"] == standard:
                label = field.label or name.replace("_", " ").capitalize()
                text = _("Choose an answer: %(label)s") if isinstance(field.widget, CHOSEN) else _("Fill in: %(label)s")
                field.error_messages["required"] = text % {"label": label}

    def refuse(self, refusal: Refusal, field: str | None = None) -> None:
        """Put the sentence of a refused operation on the form, at the field it is about when there is one."""
        where = field or refusal.field
        self.add_error(where if where in self.fields else None, str(refusal))

    @classmethod
    def resume(cls, saved: Mapping[str, str | list[str]], *args: Any, **kwargs: Any) -> Self:
        """The form with a draft in it as it was written, valid or not, and no error shown."""
        data = QueryDict(mutable=True)
        for key, values in saved.items():
            data.setlist(key, [values] if isinstance(values, str) else list(values))
        form = cls(data, *args, **kwargs)
        form.resumed = True
        return form

    @property
    def errors(self) -> ErrorDict:
        """What is wrong; nothing while a draft is only shown again."""
        return ErrorDict() if self.resumed else super().errors

    def is_valid(self) -> bool:
        return not self.resumed and super().is_valid()


def wants_draft(request: HttpRequest) -> bool:
    """True when the "Save draft" button was used: keep what is written, do not judge it."""
    return DRAFT_BUTTON in request.POST


def draft_saved_text(at: datetime) -> str:
    """The answer to an autosave, shown as it stands beside the buttons."""
    return gettext("Draft saved at %(time)s") % {"time": clock_time(at)}


def shape(bound: forms.BoundField) -> str:
    """Which part of the field macro draws this field."""
    widget = bound.field.widget
    shapes: list[tuple[type[forms.Widget], str]] = [
        (forms.MultiWidget, "several"),
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.SelectMultiple, "select"),
        (forms.Select, "select"),
        (forms.CheckboxInput, "checkbox"),
        (forms.Textarea, "textarea"),
        (forms.FileInput, "file"),
        (forms.HiddenInput, "hidden"),
        (widgets.Input, "input"),
    ]
    return next((name for kind, name in shapes if isinstance(widget, kind)), "own")
