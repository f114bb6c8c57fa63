"""Forms about consent: asking, answering, taking a part back, blocks, and what is kept back."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from knutepunkt.consent.models import GivenBy, KeptFrom
from knutepunkt.coordination import words
from knutepunkt.coordination.forms.person import LONGEST_NAME, NO_CHOICE
from knutepunkt.ui import forms

Choices = Iterable[tuple[str, Any]]


class AskConsentForm(forms.Form):
    """Who would see what, for what."""

    recipient = forms.ChoiceField(label=_("Who would see it?"), as_select=True)
    topics = forms.MultipleChoiceField(
        label=_("What would they see?"),
        choices=list(words.TOPICS.items()),
        help_text=_(
            "Choose only what they need. What is important to the person and the goals they take part in follow with it."
        ),
    )
    not_shared = forms.TextField(label=_("What is not to be shared?"), required=False, rows=2)
    uses = forms.TextField(
        label=_("What is it used for?"), rows=2, help_text=_("In words the person understands: what does it help with?")
    )
    ends_on = forms.DateField(label=_("Until when would it count?"), required=False)

    def __init__(self, *args: Any, recipients: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipient"].choices = [NO_CHOICE, *recipients]  # type: ignore[attr-defined]  # a choice field


class AnswerConsentForm(forms.Form):
    """The answer to a question that waits, as somebody said it to staff."""

    answer = forms.ChoiceField(
        label=_("What is the answer?"),
        choices=[("oral", _("Yes, said aloud")), ("signed", _("Yes, signed")), ("no", _("No"))],
    )
    given_by = forms.ChoiceField(label=_("Who answers?"), choices=GivenBy.choices)
    parent = forms.ChoiceField(label=_("Which parent?"), required=False, as_select=True)
    topics = forms.MultipleChoiceField(label=_("Yes to what?"), required=False, choices=[])
    information = forms.TextField(label=_("What was explained before?"), required=False, rows=3)
    informed_on = forms.DateField(label=_("When was it explained?"), required=False)
    information_language = forms.CharField(label=_("In which language?"), required=False, max_length=40, width="m")
    interpreter_used = forms.BooleanField(label=_("An interpreter took part"), required=False)
    child_heard = forms.TextField(
        label=_("What does the child say?"), required=False, rows=2, help_text=_("In the child's own words.")
    )

    def __init__(self, *args: Any, topics: Choices, parents: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = list(topics)  # type: ignore[attr-defined]  # a choice field
        self.fields["parent"].choices = [NO_CHOICE, *parents]  # type: ignore[attr-defined]  # a choice field

    def clean_topics(self) -> list[str] | None:
        """No box means as asked."""
        return self.cleaned_data["topics"] or None


class TakeBackForm(forms.Form):
    """All of a consent, or only some topics."""

    part = forms.MultipleChoiceField(
        label=_("Take back only this"),
        required=False,
        choices=[],
        help_text=_("Choose nothing to take all of it back."),
    )
    reason = forms.TextField(
        label=_("Who said it, and how?"), rows=3, help_text=_("For example: said on the phone to the coordinator.")
    )

    def __init__(self, *args: Any, covered: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["part"].choices = list(covered)  # type: ignore[attr-defined]  # a choice field


class BlockForm(forms.Form):
    """Who must not see what."""

    whom = forms.ChoiceField(
        label=_("Who must not see it?"),
        as_select=True,
        required=False,
        help_text=_(
            "Choose nobody to keep out all health personnel who cooperate, but not the unit that follows the person up."
        ),
    )
    topics = forms.MultipleChoiceField(
        label=_("What must they not see?"), required=False, choices=list(words.TOPICS.items()),
        help_text=_("Choose nothing for the whole file."),
    )  # fmt: skip
    words = forms.TextField(label=_("What was said, and why?"), required=False, rows=2)
    said_by = forms.CharField(label=_("Who said it?"), max_length=LONGEST_NAME)

    def __init__(self, *args: Any, whom: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices = [("", _("All who cooperate")), *whom]  # type: ignore[attr-defined]  # a choice field

    def clean_topics(self) -> list[str] | None:
        """No topic means the whole file."""
        return self.cleaned_data["topics"] or None


class WithholdForm(forms.Form):
    """What is kept back by law, from whom, until it is looked at again."""

    kept_from = forms.ChoiceField(label=_("From whom is it kept?"), choices=KeptFrom.choices)
    kin = forms.ChoiceField(label=_("Which of those close?"), required=False, as_select=True)
    topic = forms.ChoiceField(label=_("What is kept back?"), as_select=True, choices=[NO_CHOICE, *words.TOPICS.items()])
    reason = forms.TextField(label=_("Why?"), rows=3)
    decided_by = forms.CharField(label=_("Who decided it?"), max_length=LONGEST_NAME)
    review_on = forms.DateField(label=_("When is it looked at again?"))

    def __init__(self, *args: Any, kin: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kin"].choices = [NO_CHOICE, *kin]  # type: ignore[attr-defined]  # a choice field


class ReviewForm(forms.Form):
    """It stays kept back, and why now."""

    reason = forms.TextField(label=_("Why must it still be kept back?"), rows=3)
    review_on = forms.DateField(label=_("When is it looked at again?"))
