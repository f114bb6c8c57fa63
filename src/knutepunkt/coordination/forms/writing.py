"""Forms for answering persons."""

from django.utils.translation import gettext_lazy as _

from knutepunkt.messaging.models import ConversationKind
from knutepunkt.ui import forms


class ReplyForm(forms.Form):
    """Words, and a file if there is one."""

    words = forms.TextField(label=_("Answer"), rows=6)
    attachment = forms.FileField(
        label=_("Add a file"), help_text=_("A picture or a document, 10 MB at most."), required=False
    )


class WriteForm(forms.Form):
    """A new conversation. With `said_by` it is the person's, written down by somebody who works here."""

    to = forms.ChoiceField(
        label=_("Who is it between?"),
        choices=[
            (ConversationKind.UNIT.value, _("The person and the unit")),
            (ConversationKind.COORDINATOR.value, _("The person and the coordinator")),
            (ConversationKind.TEAM.value, _("The person and all who take part")),
            (
                ConversationKind.CONCERN.value,
                _("The person says that something does not work; the coordinator does not see it"),
            ),
        ],
    )
    subject = forms.CharField(label=_("What is it about?"), max_length=150, required=False)
    words = forms.TextField(label=_("The message"), rows=6)
    said_by = forms.CharField(
        label=_("Who said it?"),
        help_text=_("Only when you write down what the person said."),
        required=False,
        max_length=200,
    )
    attachment = forms.FileField(
        label=_("Add a file"), help_text=_("A picture or a document, 10 MB at most."), required=False
    )


class AnswerRequestForm(forms.Form):
    """What becomes of it, in words the person gets."""

    move = forms.ChoiceField(
        label=_("What becomes of it?"),
        choices=[
            ("carry-out", _("It is done")),
            ("answer", _("Answered; something is still to be done")),
            ("refuse", _("No")),
        ],
    )
    answer = forms.TextField(
        label=_("The answer to the person"), help_text=_("Write plainly. When it is no, say why."), rows=6
    )
