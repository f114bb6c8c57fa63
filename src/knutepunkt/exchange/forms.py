"""The shapes of what people send to this room."""

from typing import Any

from django import forms as django_forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from knutepunkt.intake.kinds import NoticeKind
from knutepunkt.ui import forms

KINDS = [
    NoticeKind.PLAN_OR_COORDINATOR,
    NoticeKind.POSSIBLE_NEED,
    NoticeKind.DISCHARGE,
    NoticeKind.UNADDRESSED,
    NoticeKind.OWN_INITIATIVE,
]


class ManyFiles(django_forms.FileInput):
    """A box that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = list(data) if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files or [None]]


class UploadForm(forms.Form):
    """Message files."""

    message_files = FilesField(
        label=_("Message files"),
        help_text=_("XML files as they come from the message exchange, at most 20 MB each and 100 at a time."),
        accept=".xml,application/xml,text/xml",
        allow_empty_file=True,
    )


class NoticeForm(forms.Form):
    """Which kind of notice a message is."""

    kind = forms.ChoiceField(label=_("What it is about"), choices=[(kind.value, kind.label) for kind in KINDS])


class FileForm(forms.Form):
    """Whose file a message belongs to; empty: the one with the number in the message."""

    person = django_forms.UUIDField(required=False)
