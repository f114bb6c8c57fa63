"""What is asked of the person in each kind of matter, in the plainest words; the same whether typed by the person or by somebody else."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knutepunkt.coordination.asked import KINDS
from knutepunkt.coordination.models import RequestKind
from knutepunkt.ui import forms

Said = str | Promise
K = RequestKind
QUESTIONS: dict[tuple[str, str], tuple[Said, Said]] = {
    (K.CORRECTION, "wrong"): (_("What is wrong?"), _("Tell us where it stands, if you can.")),
    (K.CORRECTION, "right"): (_("What should it say?"), ""),
    (K.OTHER_COORDINATOR, "wish"): (
        _("Who do you want, or what kind of person?"),
        _("You do not need to have a name."),
    ),
    (K.OTHER_COORDINATOR, "why"): (_("Do you want to say why?"), _("You do not have to.")),
    (K.COMPLAINT, "matter"): (_("What do you want to complain about?"), ""),
    (K.COMPLAINT, "change"): (_("What do you want us to do?"), ""),
    (K.COMPLAINT, "helper"): (_("Does somebody help you with this? Write the name."), ""),
    (K.MEETING, "topic"): (_("What do you want to talk about?"), ""),
    (K.MEETING, "when"): (_("When does it suit you?"), ""),
    (K.MEETING, "where"): (_("Where do you want to meet?"), _("At home, with us, on a screen or on the phone.")),
    (K.MEETING, "who"): (_("Who should be there?"), ""),
    (K.EVALUATION, "works"): (_("What works well?"), ""),
    (K.EVALUATION, "hard"): (_("What is hard?"), ""),
    (K.EVALUATION, "change"): (_("What should be done in another way?"), ""),
    (K.EVALUATION, "more"): (_("Is there more you want to say?"), ""),
    (K.COPY, "parts"): (_("What do you want a copy of?"), _("Write «all of it» if you want it all.")),
}
STATES: dict[str, tuple[Said, str]] = {
    "received": (_("We have got it"), "info"),
    "answered": (_("Answered"), "success"),
    "carried-out": (_("Done"), "success"),
    "refused": (_("The answer is no"), "neutral"),
    "withdrawn": (_("Taken back"), "neutral"),
}


def request_form(kind: str, *, for_the_person: bool = False) -> type[forms.Form]:
    """The form of a kind; `for_the_person`: somebody who works here writes down what was said, and by whom."""
    matter = KINDS[kind]
    made: dict[str, Any] = {}
    if for_the_person:
        made["said_by"] = forms.CharField(
            label=_("Who said this?"), help_text=_("The person, or the one who acts for the person."), max_length=200
        )
    for number, code in enumerate(matter.questions):
        label, hint = QUESTIONS[kind, code]
        needed = number == 0 and not matter.any_of
        made[code] = forms.TextField(label=label, help_text=hint, required=needed, rows=4 if number == 0 else 3)
    return type("RequestForm", (forms.Form,), made)


def answers_of(kind: str, answers: dict[str, str]) -> list[tuple[Said, str]]:
    """Questions with what was answered, in the order they are asked."""
    return [(QUESTIONS[kind, code][0], answers[code]) for code in KINDS[kind].questions if code in answers]
