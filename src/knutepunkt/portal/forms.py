"""What is asked of the person: few questions, plain words."""

from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knutepunkt.consent.models import Subject
from knutepunkt.intake.kinds import Wish
from knutepunkt.people.models import LanguageForm
from knutepunkt.ui import forms

YES, NO = "yes", "no"
Said = str | Promise


class OwnForm(forms.Form):
    """A form on the own pages. `about`: the labels, helps and choices that say "you" to the person, as they are said by the name when
    somebody acts for the person.
    """

    about: ClassVar[dict[str, Said]] = {}
    help_about: ClassVar[dict[str, Said]] = {}
    choices_about: ClassVar[dict[str, list[tuple[str, Said]]]] = {}


F = TypeVar("F", bound=OwnForm)


def told(form: F, file: Any) -> F:
    """The form as it is said to the reader of this file."""
    if file.own:
        return form
    name = {"name": file.name}
    for key, label in form.about.items():
        form.fields[key].label = label % name
    for key, text in form.help_about.items():
        form.fields[key].help_text = text % name
    for key, choices in form.choices_about.items():
        chosen: Any = form.fields[key]
        chosen.choices = [(value, label % name) for value, label in choices]
    return form


class WordsForm(OwnForm):
    """One text in own words."""

    words = forms.TextField(label=_("Write it in your own words"), rows=5)


class PlanAnswerForm(OwnForm):
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


class ChangeForm(OwnForm):
    """What is said to one change; nothing has to be."""

    says = forms.ChoiceField(
        label=_("What do you say to this?"), choices=[(YES, _("Yes")), (NO, _("No"))], required=False
    )
    words = forms.TextField(label=_("Do you want to say something about it?"), required=False, rows=2)


class WishForm(OwnForm):
    """The answer to being looked after."""

    about: ClassVar[dict[str, Said]] = {"wish": _("Do you want us to find out what help %(name)s needs?")}

    wish = forms.ChoiceField(
        label=_("Do you want us to find out what help you need?"),
        choices=[
            (Wish.YES.value, _("Yes, I want that")),
            (Wish.LATER.value, _("Not now. Ask me again later")),
            (Wish.NO.value, _("No, I do not want that")),
        ],
    )
    words = forms.TextField(label=_("Do you want to say something about it?"), required=False, rows=4)


class WithdrawForm(OwnForm):
    """Why a yes is taken back. The reason is the person's own affair, but the words are kept when there are any."""

    words = forms.TextField(label=_("Do you want to say why?"), required=False, rows=3)


SUBJECTS = [
    (Subject.ASSESSMENT.value, _("We find out what help you need")),
    (Subject.PLAN.value, _("We make a plan with you")),
    (Subject.COORDINATOR.value, _("You get a coordinator, who keeps things together")),
    (Subject.SHARING.value, _("Those who help you can see what they need to know")),
]


SUBJECTS_ABOUT: list[tuple[str, Said]] = [
    (Subject.ASSESSMENT.value, _("We find out what help %(name)s needs")),
    (Subject.PLAN.value, _("We make a plan with %(name)s")),
    (Subject.COORDINATOR.value, _("%(name)s gets a coordinator, who keeps things together")),
    (Subject.SHARING.value, _("Those who help %(name)s can see what they need to know")),
]


class ConsentForm(OwnForm):
    """Yes or no to one or more things, answered on the page."""

    about: ClassVar[dict[str, Said]] = {"child_heard": _("What does %(name)s say about this?")}
    choices_about: ClassVar[dict[str, list[tuple[str, Said]]]] = {"subjects": SUBJECTS_ABOUT}

    subjects = forms.MultipleChoiceField(label=_("What is your answer about?"), choices=SUBJECTS)
    answer = forms.ChoiceField(label=_("What do you say?"), choices=[(YES, _("Yes")), (NO, _("No"))])
    not_shared = forms.TextField(
        label=_("Is there something others must not see, or somebody who must not see it?"), required=False, rows=3
    )
    child_heard = forms.TextField(label=_("What does the child say about this?"), required=False, rows=3)


class RequestForm(OwnForm):
    """A request for help in own words."""

    about: ClassVar[dict[str, Said]] = {
        "text": _("What does %(name)s need help with?"),
        "important": _("What is important to %(name)s?"),
    }

    text = forms.TextField(label=_("What do you need help with?"), rows=5)
    important = forms.TextField(label=_("What is important to you?"), required=False, rows=3)


class LooksForm(forms.Form):
    """Which readings to show."""

    who = forms.ChoiceField(label=_("Who"), choices=[], required=False, as_select=True)
    since = forms.DateField(label=_("From"), required=False)
    until = forms.DateField(label=_("Until"), required=False)

    def __init__(self, *args: Any, readers: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["who"]
        chosen.choices = [("", _("Everybody")), *((str(key), name) for key, name in readers)]


class QuestionForm(OwnForm):
    """Yes or no to one question: who may see what. The topics can be fewer than were asked about, never more."""

    about: ClassVar[dict[str, Said]] = {"child_heard": _("What does %(name)s say about this?")}

    topics = forms.MultipleChoiceField(label=_("Choose what may be seen"), choices=[], required=False)
    child_heard = forms.TextField(
        label=_("What do you say about this?"),
        help_text=_("Write it in the child's own words."),
        required=False,
        rows=3,
    )

    def __init__(self, *args: Any, topics: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["topics"]
        chosen.choices = topics


class TakeBackForm(OwnForm):
    """Taking a yes back: all of it, or some topics."""

    how_much = forms.ChoiceField(
        label=_("What do you want to take back?"),
        choices=[("all", _("All of it")), ("some", _("Only what I choose here"))],
    )
    topics = forms.MultipleChoiceField(label=_("This is not to be seen any more"), choices=[], required=False)
    words = forms.TextField(label=_("Do you want to say why?"), required=False, rows=3)

    def __init__(self, *args: Any, topics: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["topics"]
        chosen.choices = topics


class BlockForm(OwnForm):
    """Who must not see, and what."""

    who = forms.ChoiceField(label=_("Who must not see?"), choices=[])
    topics = forms.MultipleChoiceField(
        label=_("What must they not see?"),
        help_text=_("Choose nothing to close all of it."),
        choices=[],
        required=False,
    )
    words = forms.TextField(label=_("Do you want to say why?"), required=False, rows=3)

    def __init__(self, *args: Any, who: list[tuple[str, Said]], topics: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields
        chosen["who"].choices = who
        chosen["topics"].choices = topics


class KeepForm(OwnForm):
    """What a child keeps from the parents."""

    topic = forms.ChoiceField(label=_("What do you want to keep to yourself?"), choices=[])
    words = forms.TextField(label=_("Why?"), help_text=_("A few words are enough."), rows=2)

    def __init__(self, *args: Any, topics: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["topic"]
        chosen.choices = topics


class ContactForm(OwnForm):
    """How to reach the person, and in which form of Norwegian."""

    about: ClassVar[dict[str, Said]] = {
        "paper_only": _("%(name)s wants letters on paper, and nothing by e-mail or phone message"),
        "communication": _("How do we talk best with %(name)s?"),
    }

    phone = forms.PhoneField(label=_("Phone"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    address = forms.CharField(label=_("Address"), required=False, max_length=200)
    postcode = forms.CharField(label=_("Postcode"), required=False, max_length=4, width="s")
    city = forms.CharField(label=_("City"), required=False, max_length=80)
    language = forms.ChoiceField(label=_("Letters and pages in"), choices=LanguageForm.choices)
    interpreter = forms.CharField(label=_("Interpreter for"), required=False, max_length=80)
    communication = forms.CharField(
        label=_("How do we talk best with you?"),
        help_text=_("For example with pictures, with signs, or with good time."),
        required=False,
        max_length=200,
    )
    paper_only = forms.BooleanField(
        label=_("I want letters on paper, and nothing by e-mail or phone message"), required=False
    )
