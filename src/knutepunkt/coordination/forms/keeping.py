"""Forms about who acts for a person, who must keep away, and opening a file in an emergency."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from knutepunkt.access.permissions import FILE
from knutepunkt.coordination import words
from knutepunkt.coordination.forms.person import LONGEST_NAME, NO_CHOICE
from knutepunkt.people.models import MandateKind
from knutepunkt.ui import forms

PARTS = [
    *((str(topic), label) for topic, label in words.TOPICS.items()),
    (FILE, _("Consents, decisions, next of kin and who has looked")),
]
LONGEST_WORDS = 300


class KinForm(forms.Form):
    """Somebody close, and what they may."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    relation = forms.CharField(
        label=_("Who are they to the person?"),
        max_length=40,
        width="m",
        help_text=_("For example mother, brother, guardian."),
    )
    phone = forms.PhoneField(label=_("Telephone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    nearest = forms.BooleanField(label=_("The person has named them as nearest"), required=False)
    parental_responsibility = forms.BooleanField(
        label=_("Has parental responsibility"),
        required=False,
        help_text=_("Ends by itself when the child decides alone."),
    )
    foster_parent = forms.BooleanField(
        label=_("Is a foster parent"),
        required=False,
        help_text=_("Sees daily matters while child welfare has custody."),
    )
    mandate_kind = forms.ChoiceField(
        label=_("Acts on a mandate"), required=False, choices=[("", _("No mandate")), *MandateKind.choices]
    )
    mandate = forms.CharField(
        label=_("What the mandate says, in a few words"), required=False, max_length=LONGEST_WORDS,
        help_text=_("For example: economy and housing."),
    )  # fmt: skip
    mandate_topics = forms.MultipleChoiceField(
        label=_("What of the file does the mandate cover?"), required=False, choices=PARTS,
        help_text=_("Choose nothing when it covers everything."),
    )  # fmt: skip
    valid_from = forms.DateField(label=_("From"), required=False, help_text=_("Leave empty when it is from now."))
    last_day = forms.DateField(label=_("Last day"), required=False, help_text=_("It ends by itself after this day."))


class CustodyForm(forms.Form):
    """Child welfare has taken over custody."""

    unit = forms.ChoiceField(label=_("Which child welfare service?"), as_select=True)
    staff = forms.ChoiceField(
        label=_("Who answers for the child there?"),
        as_select=True,
        required=False,
        help_text=_("They see the file as long as it lasts."),
    )
    decided_by = forms.CharField(label=_("Who decided it?"), max_length=LONGEST_NAME)
    reference = forms.CharField(label=_("Their reference"), required=False, max_length=60, width="m")
    starts_on = forms.DateField(label=_("From"), required=False, help_text=_("Leave empty when it is from now."))

    def __init__(
        self, *args: Any, units: Iterable[tuple[str, str]], staff: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [NO_CHOICE, *units]  # type: ignore[attr-defined]  # a choice field
        self.fields["staff"].choices = [("", _("Nobody yet")), *staff]  # type: ignore[attr-defined]  # a choice field


class EndCustodyForm(forms.Form):
    """The day custody ended."""

    ends_on = forms.DateField(label=_("From which day is it ended?"))


class CompetenceForm(forms.Form):
    """What somebody cannot decide, why, and who says so."""

    everything = forms.BooleanField(label=_("The person cannot decide about anything here"), required=False)
    topics = forms.MultipleChoiceField(
        label=_("Or: what can the person not decide about?"), required=False, choices=list(words.TOPICS.items())
    )
    reason = forms.TextField(
        label=_("Why?"), rows=4,
        why=_("It must be more likely than not that the person does not understand what the choice means. The person is shown the reason."),
    )  # fmt: skip
    decided_by = forms.CharField(
        label=_("Who decided it?"),
        max_length=LONGEST_NAME,
        help_text=_("Health personnel who know the case: name and title."),
    )
    decided_on = forms.DateField(label=_("When was it decided?"))
    starts_on = forms.DateField(label=_("From"), required=False, help_text=_("Leave empty when it is from now."))
    last_day = forms.DateField(label=_("Last day"), required=False, help_text=_("It ends by itself after this day."))


class PresentForm(forms.Form):
    """To whom a decision was presented."""

    presented_to = forms.CharField(label=_("To whom was it presented?"), max_length=LONGEST_NAME)
    on = forms.DateField(label=_("When?"))


class BecauseForm(forms.Form):
    """Why it ends."""

    because = forms.CharField(label=_("Why?"), max_length=LONGEST_WORDS)


class EmergencyForm(forms.Form):
    """A whole number and a reason in words."""

    number = forms.CharField(label=_("The whole identity number"), max_length=14, width="m", autocomplete="off")
    reason = forms.TextField(
        label=_("Why must you see this file now?"), rows=3, help_text=_("Your leader and the person read it.")
    )


class ReviewForm(forms.Form):
    """What the leader found."""

    finding = forms.CharField(
        label=_("What did you find?"), max_length=LONGEST_WORDS, help_text=_("The person reads it too.")
    )


class ConflictForm(forms.Form):
    """Whose file somebody keeps away from."""

    staff = forms.ChoiceField(label=_("Who keeps away?"), as_select=True)
    number = forms.CharField(label=_("The whole identity number"), max_length=14, width="m", autocomplete="off")
    note = forms.CharField(
        label=_("Why?"), required=False, max_length=LONGEST_WORDS, help_text=_("For example: neighbour.")
    )

    def __init__(self, *args: Any, staff: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].choices = list(staff)  # type: ignore[attr-defined]  # a choice field


class KnowForm(forms.Form):
    """Why somebody who has a file open keeps away from it."""

    note = forms.CharField(
        label=_("Why?"), required=False, max_length=LONGEST_WORDS, help_text=_("For example: neighbour.")
    )
