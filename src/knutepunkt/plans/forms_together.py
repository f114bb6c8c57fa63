"""Forms about one plan for one person: plans elsewhere, questions between organisations, who has the main responsibility."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from knutepunkt.access.permissions import Topic
from knutepunkt.plans.forms import choose, units_of
from knutepunkt.ui import forms

ABOUT: list[tuple[str, Any]] = [
    (Topic.SCHOOL, _("School and kindergarten")),
    (Topic.WORK, _("Work and economy")),
    (Topic.DAILY_LIVING, _("Home and daily living")),
    (Topic.HOUSING, _("Housing")),
    (Topic.PHYSICAL_HEALTH, _("Body and health")),
    (Topic.MENTAL_HEALTH, _("Mental health")),
    (Topic.SUBSTANCE_USE, _("Substance use")),
    (Topic.CHILD_WELFARE, _("Child welfare")),
    (Topic.FAMILY, _("Family and network")),
    (Topic.LEISURE, _("Leisure")),
    (Topic.TRANSPORT, _("Transport and devices")),
]


class AskForm(forms.Form):
    """Which organisation is asked."""

    organisation = forms.ChoiceField(
        label=_("Whom do you ask?"),
        help_text=_("Only those the consent names can be asked."),
        choices=[],
        as_select=True,
    )

    def __init__(self, *args: Any, organisations: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "organisation", organisations)


class TellForm(forms.Form):
    """The answer to those who ask."""

    tells = forms.ChoiceField(
        label=_("What do you answer?"),
        choices=[("no", _("There is nothing to tell")), ("yes", _("There is a plan here"))],
    )
    contact = forms.CharField(
        label=_("Whom can they ask about the plan?"),
        help_text=_("A name and a telephone number. Only sent when you answer that there is a plan."),
        max_length=200,
        required=False,
        width="m",
    )


class LinkForm(forms.Form):
    """A plan elsewhere."""

    title = forms.CharField(label=_("What is the plan called?"), max_length=200, width="m")
    holder = forms.CharField(label=_("Who keeps it?"), max_length=200, width="m")
    topic = forms.ChoiceField(
        label=_("What is it about?"),
        help_text=_("Only those who see this part of life see that the plan is there."),
        choices=[("", ""), *ABOUT],
        as_select=True,
    )
    contact = forms.CharField(label=_("Whom can one ask about it?"), max_length=200, required=False, width="m")
    reference = forms.CharField(label=_("Their reference"), max_length=100, required=False, width="s")


class DisagreementForm(forms.Form):
    """Services do not agree."""

    one = forms.ChoiceField(label=_("Which service?"), choices=[], as_select=True)
    other = forms.ChoiceField(label=_("Which other service?"), choices=[], as_select=True)
    words = forms.TextField(label=_("What do they not agree about?"), rows=3)

    def __init__(self, *args: Any, organisation_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = units_of(organisation_id)
        choose(self, "one", choices)
        choose(self, "other", choices)


class DecideForm(forms.Form):
    """The municipality decides."""

    unit = forms.ChoiceField(label=_("Which service has the main responsibility?"), choices=[], as_select=True)
    from_day = forms.DateField(label=_("From which day?"))
    reasons = forms.TextField(label=_("Why?"), help_text=_("The services and the person read the reasons."), rows=4)

    def __init__(self, *args: Any, organisation_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "unit", units_of(organisation_id))
