"""Forms for what is done with a notice: wish, person, outcome, who has it; and the filters of the inbox."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from knutepunkt.coordination.models import DecisionKind
from knutepunkt.intake.kinds import ForwardGround, NoticeKind, Wish
from knutepunkt.ui import forms

Choices = Iterable[tuple[str, Any]]

REFUSALS = [(kind.value, kind.label) for kind in (DecisionKind.PLAN_REFUSED, DecisionKind.COORDINATOR_REFUSED)]


class WishForm(forms.Form):
    """The person's own answer."""

    wish = forms.ChoiceField(label=_("What does the person answer?"), choices=Wish.choices)
    words = forms.TextField(label=_("In the person's own words"), required=False, rows=3)


class PersonForm(forms.Form):
    """Who a notice is about, when it came without a file."""

    given_name = forms.CharField(label=_("First name"), max_length=120)
    family_name = forms.CharField(label=_("Last name"), required=False, max_length=120)
    birth_date = forms.DateField(label=_("Date of birth"), required=False)
    number = forms.CharField(
        label=_("Identity number"),
        required=False,
        width="m",
        max_length=15,
        help_text=_("If there is already a file with this number, that file is used."),
    )
    phone = forms.PhoneField(label=_("Phone number"), required=False)


class ResponsibleForm(forms.Form):
    """Who has the notice, and who steps in."""

    responsible = forms.ChoiceField(label=_("Responsible caseworker"), as_select=True)
    deputy = forms.ChoiceField(label=_("Deputy"), as_select=True, required=False)

    def __init__(self, *args: Any, staff: Iterable[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(pk), name) for pk, name in staff]
        self.fields["responsible"].choices = [("", _("Choose")), *people]  # type: ignore[attr-defined]  # a choice field
        self.fields["deputy"].choices = [("", _("Nobody")), *people]  # type: ignore[attr-defined]  # a choice field


class OutcomeForm(forms.Form):
    """Every outcome asks what the sender may know."""

    sender_may_know = forms.BooleanField(
        label=_("The person agrees that the sender learns the outcome"),
        required=False,
        help_text=_("Otherwise the sender only sees that it has been handled."),
    )


class AcceptanceForm(OutcomeForm):
    """Nothing more is needed."""


class GuidanceForm(OutcomeForm):
    guidance = forms.TextField(label=_("What guidance did you give?"), rows=5)
    field_order = ["guidance", "sender_may_know"]


class ApplicationForm(OutcomeForm):
    to = forms.CharField(label=_("Which service gets the application?"), max_length=200)
    on = forms.DateField(label=_("Handed on which day?"))
    field_order = ["to", "on", "sender_may_know"]


class RestForm(OutcomeForm):
    until = forms.DateField(label=_("Until which day?"), help_text=_("On that day it comes back as a task."))
    consented = forms.BooleanField(label=_("The person agrees that it rests until then"), required=False)
    field_order = ["until", "consented", "sender_may_know"]


class NoNeedForm(OutcomeForm):
    reasons = forms.TextField(
        label=_("Reasons for the decision"),
        rows=6,
        help_text=_("Say what you looked at and why no need was found. The person may ask again at any time."),
    )
    told_on = forms.DateField(
        label=_("Which day was the person told?"),
        why=_("The deadline for complaining counts from the day the person was told."),
    )
    told_how = forms.CharField(label=_("How was the person told?"), max_length=120)
    field_order = ["reasons", "told_on", "told_how", "sender_may_know"]


class RefusalForm(NoNeedForm):
    reasons = forms.TextField(
        label=_("Reasons for the decision"),
        rows=6,
        help_text=_(
            "Say what the person has asked for, what you looked at, and why the answer is no. That a service does not exist is no reason."
        ),
    )
    kind = forms.ChoiceField(label=_("What is refused?"), choices=REFUSALS)
    field_order = ["kind", "reasons", "told_on", "told_how", "sender_may_know"]


class AnswerForm(forms.Form):
    """The answer to an enquiry, and the topic it is counted under."""

    topic = forms.CharField(
        label=_("What was it about?"), max_length=120, help_text=_("A few words. Enquiries are counted by topic.")
    )
    answer = forms.TextField(label=_("What did you answer?"), rows=5)


class ForwardForm(forms.Form):
    """Who it belongs to, and why."""

    to = forms.ChoiceField(label=_("Who does it belong to?"), as_select=True)
    ground = forms.ChoiceField(label=_("Why does it belong there?"), choices=ForwardGround.choices)

    def __init__(self, *args: Any, receivers: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("Choose")), *receivers]  # type: ignore[attr-defined]  # a choice field


class EmptyForm(forms.Form):
    """A step that asks for nothing but a yes."""


class FilterForm(forms.Form):
    """The filters of the inbox; they stand in the address, names never do."""

    show = forms.CharField(required=False, widget=forms.HiddenField.widget)
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, as_select=True, choices=[("", _("All")), *NoticeKind.choices]
    )
    state = forms.ChoiceField(label=_("Where it stands"), required=False, as_select=True)
    channel = forms.ChoiceField(label=_("Came as"), required=False, as_select=True)
    unit = forms.ChoiceField(label=_("Unit"), required=False, as_select=True)

    def __init__(self, *args: Any, choices: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, options in choices.items():
            self.fields[name].choices = [("", _("All")), *options]  # type: ignore[attr-defined]  # a choice field
