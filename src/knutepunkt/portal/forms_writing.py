"""Forms for writing messages on the own pages."""

from django.utils.translation import gettext_lazy as _

from knutepunkt.ui import forms

ACCEPTED = ".pdf,.jpg,.jpeg,.png,.gif,.webp,.heic,.txt,.docx,.xlsx,.pptx,.odt,.ods"


class AnswerForm(forms.Form):
    """Words, and a file if there is one."""

    words = forms.TextField(label=_("Write here"), rows=5)
    attachment = forms.FileField(
        label=_("Add a file"), help_text=_("A picture or a document, 10 MB at most."), required=False, accept=ACCEPTED
    )


class WriteForm(AnswerForm):
    """The first message also says what it is about."""

    subject = forms.CharField(label=_("What is it about?"), help_text=_("A few words."), max_length=150)
    field_order = ["subject", "words", "attachment"]


class ConcernForm(AnswerForm):
    """What does not work."""

    words = forms.TextField(label=_("What does not work?"), rows=6)
