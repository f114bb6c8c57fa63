"""What is asked of the person: few questions, plain words."""

from django.utils.translation import gettext_lazy as _

from knutepunkt.consent.models import Subject
from knutepunkt.intake.kinds import Wish
from knutepunkt.ui import forms

YES, NO = "yes", "no"


class WordsForm(forms.Form):
    """One text in own words."""

    words = forms.TextField(label=_("Write it in your own words"), rows=5)


class PlanAnswerForm(forms.Form):
    """Yes or no to the plan. The version is that of the plan which stood on the page."""

    version = forms.HiddenField()
    answer = forms.ChoiceField(
        label=_("Do you say yes to the plan?"),
        choices=[(YES, _("Yes, I say yes to the plan")), (NO, _("No, something must change"))],
    )
    words = forms.TextField(
        label=_("Do you want to say something about it?"),
        help_text=_("If you say no, write what must change."),
        required=False,
        rows=4,
    )


class WishForm(forms.Form):
    """The answer to being looked after."""

    wish = forms.ChoiceField(
        label=_("Do you want us to find out what help you need?"),
        choices=[
            (Wish.YES.value, _("Yes, I want that")),
            (Wish.LATER.value, _("Not now. Ask me again later")),
            (Wish.NO.value, _("No, I do not want that")),
        ],
    )
    words = forms.TextField(label=_("Do you want to say something about it?"), required=False, rows=4)


class WithdrawForm(forms.Form):
    """Why a yes is taken back. The reason is the person's own affair, but the words are kept when there are any."""

    words = forms.TextField(label=_("Do you want to say why?"), required=False, rows=3)


SUBJECTS = [
    (Subject.ASSESSMENT.value, _("We find out what help you need")),
    (Subject.PLAN.value, _("We make a plan with you")),
    (Subject.COORDINATOR.value, _("You get a coordinator, who keeps things together")),
    (Subject.SHARING.value, _("Those who help you can see what they need to know")),
]


class ConsentForm(forms.Form):
    """Yes or no to one or more things, answered on the page."""

    subjects = forms.MultipleChoiceField(label=_("What is your answer about?"), choices=SUBJECTS)
    answer = forms.ChoiceField(label=_("What do you say?"), choices=[(YES, _("Yes")), (NO, _("No"))])
    not_shared = forms.TextField(
        label=_("Is there something others must not see, or somebody who must not see it?"), required=False, rows=3
    )
    child_heard = forms.TextField(label=_("What does the child say about this?"), required=False, rows=3)


class RequestForm(forms.Form):
    """A request for help in own words."""

    text = forms.TextField(label=_("What do you need help with?"), rows=5)
    important = forms.TextField(label=_("What is important to you?"), required=False, rows=3)
