"""The forms of the room: shape and words only."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from knutepunkt.consent.models import GivenBy
from knutepunkt.organisation.models import Staff, Unit
from knutepunkt.plans.models.content import LifeArea
from knutepunkt.ui import forms


def units_of(organisation_id: UUID) -> list[tuple[str, str]]:
    """Units that are open, as choices."""
    rows = Unit.objects.filter(organisation_id=organisation_id, closed_on=None).values_list("id", "name")
    return [("", ""), *((str(pk), name) for pk, name in rows)]


def staff_of(organisation_id: UUID) -> list[tuple[str, str]]:
    """Staff with their unit, as choices."""
    rows = Staff.objects.filter(organisation_id=organisation_id).values_list("id", "name", "title", "unit__name")
    return [
        ("", ""),
        *((str(pk), ", ".join(part for part in (name, title, unit) if part)) for pk, name, title, unit in rows),
    ]


class GoalForm(forms.Form):
    """A goal in own words."""

    words = forms.TextField(
        label=_("The goal, in the words it was said"),
        help_text=_("Write it as the person says it, also when it is short."),
        rows=3,
        why=_("A plan is made together with the person. The goals belong to the person, not to the services."),
    )
    expressed_by = forms.CharField(
        label=_("Who said it?"), help_text=_("Leave it empty when the person did."), required=False, width="m"
    )
    life_area = forms.ChoiceField(
        label=_("Where in life does it belong?"),
        choices=LifeArea.choices,
        as_select=True,
        why=_("Those who take part see the goals of the areas the consent covers."),
    )
    is_main = forms.BooleanField(label=_("This is the main goal"), required=False)
    version = forms.HiddenField(required=False)


class ActivityForm(forms.Form):
    """Something somebody does for a goal."""

    what = forms.CharField(label=_("What is to be done?"), max_length=300)
    how = forms.TextField(label=_("How is it done?"), required=False, rows=2)
    amount = forms.CharField(
        label=_("How much?"),
        help_text=_("For example three times a week, 45 minutes."),
        max_length=120,
        required=False,
        width="m",
    )
    place = forms.CharField(label=_("Where?"), max_length=200, required=False, width="m")
    unit = forms.ChoiceField(
        label=_("Which service is asked to do it?"),
        help_text=_("The service sees the request and answers. Leave it empty when somebody else contributes."),
        choices=[],
        as_select=True,
        required=False,
    )
    responsible = forms.ChoiceField(label=_("Who in the service?"), choices=[], as_select=True, required=False)
    contributor = forms.CharField(
        label=_("Or who contributes?"),
        help_text=_("Family, a volunteer, a peer or an employer. They get no access to the plan."),
        max_length=200,
        required=False,
        width="m",
    )
    contributes = forms.TextField(label=_("What does the one who does it contribute?"), required=False, rows=2)
    starts_on = forms.DateField(label=_("From which day?"), required=False)
    ends_on = forms.DateField(label=_("Until which day?"), required=False)
    version = forms.HiddenField(required=False)

    def __init__(self, *args: Any, organisation_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "unit", units_of(organisation_id))
        choose(self, "responsible", staff_of(organisation_id))


class TakeoverForm(forms.Form):
    """Somebody else is asked to do an activity."""

    unit = forms.ChoiceField(
        label=_("Which service is asked to take it over?"), choices=[], as_select=True, required=False
    )
    responsible = forms.ChoiceField(label=_("Who in the service?"), choices=[], as_select=True, required=False)
    contributor = forms.CharField(label=_("Or who contributes?"), max_length=200, required=False, width="m")

    def __init__(self, *args: Any, organisation_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "unit", units_of(organisation_id))
        choose(self, "responsible", staff_of(organisation_id))


class TextsForm(forms.Form):
    """What the plan says in running text."""

    needs = forms.TextField(label=_("What is help needed with?"), required=False, rows=3)
    resources = forms.TextField(
        label=_("What can the person do, and who is around them?"),
        help_text=_("Leave it empty to show what the assessment says about own resources, family and network."),
        required=False,
        rows=3,
    )
    carried_out = forms.TextField(
        label=_("How are the activities carried out?"),
        help_text=_("Needed when it is not written on each activity."),
        required=False,
        rows=3,
    )
    cooperation = forms.TextField(
        label=_("Who else must the plan be worked on with?"),
        help_text=_("Other services, institutions or authorities the plan depends on."),
        required=False,
        rows=3,
    )
    child_took_part = forms.TextField(
        label=_("How did the child take part?"),
        help_text=_("How the child could speak along the way, and what it meant for the plan."),
        required=False,
        rows=3,
    )
    seen = forms.HiddenField(required=False)


class AgreementForm(forms.Form):
    """The working agreement at the start."""

    agreement_expectations = forms.TextField(label=_("What do we expect of each other?"), required=False, rows=3)
    agreement_contact = forms.TextField(label=_("How often do we talk, and how?"), required=False, rows=2)
    agreement_meetings = forms.TextField(label=_("Who calls the meetings?"), required=False, rows=2)
    seen = forms.HiddenField(required=False)


class PeriodForm(forms.Form):
    """How long, and when it is looked at again."""

    starts_on = forms.DateField(label=_("From which day does the plan count?"))
    ends_on = forms.DateField(
        label=_("Until which day?"), help_text=_("Leave it empty when it counts until it is changed."), required=False
    )
    review_on = forms.DateField(label=_("When is the plan looked at again?"))
    seen = forms.HiddenField(required=False)


class ResponsibleForm(forms.Form):
    """Which service has the main responsibility."""

    unit = forms.ChoiceField(
        label=_("Which service has the main responsibility for the plan?"), choices=[], as_select=True
    )

    def __init__(self, *args: Any, organisation_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "unit", units_of(organisation_id))


class PointForm(forms.Form):
    """A content point answered in a text of its own."""

    text = forms.TextField(label=_("What does the plan say about this?"), rows=4)


class LeaveOutForm(forms.Form):
    """Why a content point stands open."""

    reason = forms.TextField(
        label=_("Why is this left out?"),
        help_text=_("A whole sentence that the person and a supervisor can read."),
        rows=3,
    )


class AnswerForm(forms.Form):
    """What was said about the plan, recorded by staff."""

    says_yes = forms.ChoiceField(
        label=_("What is the answer to the plan as it stands?"),
        choices=[("yes", _("Yes")), ("no", _("No, not like this"))],
    )
    words = forms.TextField(label=_("In what words?"), required=False, rows=3)
    given_by = forms.ChoiceField(label=_("Who answered?"), choices=GivenBy.choices)
    given_by_name = forms.CharField(
        label=_("The name of the one who answered"),
        help_text=_("Needed when it was not the person."),
        required=False,
        width="m",
    )
    how = forms.ChoiceField(
        label=_("How was it said?"), choices=[("oral", _("Orally")), ("signed", _("With a signature"))]
    )


class ReasonForm(forms.Form):
    """A reason for the file."""

    reason = forms.TextField(label=_("What is the reason?"), rows=3)


class YesForm(forms.Form):
    """A service says yes."""

    note = forms.TextField(label=_("Is there something to add?"), required=False, rows=2)
    answered_by = forms.CharField(
        label=_("Who said yes?"),
        help_text=_("Only when you record the answer for somebody else."),
        required=False,
        width="m",
    )


class NoForm(forms.Form):
    """A service says no."""

    reason = forms.TextField(label=_("Why not, and who could do it instead?"), rows=3)
    answered_by = forms.CharField(
        label=_("Who said no?"),
        help_text=_("Only when you record the answer for somebody else."),
        required=False,
        width="m",
    )


class CommentForm(forms.Form):
    """Something said about a goal."""

    words = forms.TextField(label=_("What do you want to say about this goal?"), rows=3)


def choose(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    """Give a choice its options, known only with the organisation."""
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]  # a ChoiceField
