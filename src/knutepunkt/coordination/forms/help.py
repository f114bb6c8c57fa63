"""Forms about the help: coordinator, care team, notes, decisions, closing."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from knutepunkt.access.permissions import Topic
from knutepunkt.coordination import words
from knutepunkt.coordination.forms.person import LONGEST_NAME, NO_CHOICE
from knutepunkt.coordination.models import AppointmentKind, DecisionKind
from knutepunkt.ui import forms


class AskForm(forms.Form):
    """A question to a service."""

    service_unit = forms.ChoiceField(label=_("Which service is asked?"), as_select=True)
    kind = forms.ChoiceField(label=_("What kind of coordinator?"), as_select=True, choices=AppointmentKind.choices)
    answer_by = forms.DateField(label=_("Answer by"))
    wish = forms.TextField(
        label=_("What does the person wish?"),
        required=False,
        rows=2,
        why=_("The law says that great weight is given to the person's wish."),
    )

    def __init__(self, *args: Any, units: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service_unit"].choices = [NO_CHOICE, *units]  # type: ignore[attr-defined]  # a choice field


class NameForm(forms.Form):
    """Who the service names."""

    coordinator = forms.ChoiceField(label=_("Who?"), as_select=True)

    def __init__(self, *args: Any, staff: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coordinator"].choices = [NO_CHOICE, *staff]  # type: ignore[attr-defined]  # a choice field


class AcceptForm(forms.Form):
    """The one named says yes."""

    conflict_of_interest = forms.TextField(
        label=_("Is there anything that makes you partial?"),
        required=False,
        rows=2,
        help_text=_("Family, friendship, other roles towards the person. Leave empty when there is nothing."),
    )


class AppointForm(forms.Form):
    """From when, and what became of the wish."""

    starts_on = forms.DateField(label=_("Coordinator from"))
    main = forms.BooleanField(label=_("Has the main responsibility from that day"), required=False, initial=True)
    wish_not_followed = forms.TextField(label=_("If the person's wish was not followed: why?"), required=False, rows=2)


class EndForm(forms.Form):
    """When an appointment ends."""

    ends_on = forms.DateField(label=_("Last day"), help_text=_("Two coordinators may overlap as long as is agreed."))
    reason = forms.TextField(label=_("Why?"), required=False, rows=2)


class MoveForm(forms.Form):
    """The main responsibility moves on a day."""

    appointment = forms.ChoiceField(label=_("Who takes over?"))
    from_on = forms.DateField(label=_("From"))

    def __init__(self, *args: Any, appointments: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["appointment"].choices = list(appointments)  # type: ignore[attr-defined]  # a choice field


class MemberForm(forms.Form):
    """Somebody takes part: one of the staff here, or somebody who is only named."""

    staff = forms.ChoiceField(label=_("Somebody with an account here"), required=False, as_select=True)
    name = forms.CharField(label=_("Or somebody else: name"), required=False, max_length=LONGEST_NAME)
    role = forms.CharField(
        label=_("Role"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("For example: GP, employer, volunteer visitor."),
    )
    service = forms.CharField(label=_("Service or place"), required=False, max_length=LONGEST_NAME)
    kind = forms.ChoiceField(
        label=_("From where?"),
        as_select=True,
        choices=[
            ("municipality", _("The municipality")),
            ("hospital", _("The hospital")),
            ("work", _("NAV, school or work")),
            ("private", _("Family, friends or voluntary")),
        ],
    )
    phone = forms.PhoneField(label=_("Phone"), required=False)
    contributes = forms.TextField(label=_("What do they contribute?"), required=False, rows=2)
    sees_plan = forms.BooleanField(
        label=_("May see the plan as far as the consent goes"),
        required=False,
        help_text=_("Only people with an account here. Nobody sees anything before the person has said yes."),
    )
    topics = forms.MultipleChoiceField(
        label=_("Which parts?"),
        required=False,
        choices=list(words.TOPICS.items()),
        help_text=_("Choose nothing for all that the consent covers."),
    )

    def __init__(self, *args: Any, staff: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["staff"].choices = [NO_CHOICE, *staff]  # type: ignore[attr-defined]  # a choice field

    def clean_topics(self) -> list[str] | None:
        """No part chosen means all that the consent covers."""
        return self.cleaned_data["topics"] or None


class ChangeMemberForm(forms.Form):
    """What somebody contributes and may see."""

    contributes = forms.TextField(label=_("What do they contribute?"), required=False, rows=3)
    sees_plan = forms.BooleanField(label=_("May see the plan as far as the consent goes"), required=False)
    topics = forms.MultipleChoiceField(
        label=_("Which parts?"),
        required=False,
        choices=list(words.TOPICS.items()),
        help_text=_("Choose nothing for all that the consent covers."),
    )

    def clean_topics(self) -> list[str] | None:
        """No part chosen means all that the consent covers."""
        return self.cleaned_data["topics"] or None


class NoteForm(forms.Form):
    """A work note."""

    text = forms.TextField(label=_("What was done?"), rows=8)
    happened_on = forms.DateField(label=_("When?"))


class NewNoteForm(NoteForm):
    """A work note that is begun. What it is about decides who reads it."""

    topic = forms.ChoiceField(
        label=_("What is it about?"),
        help_text=_(
            "Who sees only parts of the file reads a note about the work in general, and one about a part they see."
        ),
        choices=[
            (Topic.WORK_NOTES, _("The work in general")),
            (Topic.PHYSICAL_HEALTH, _("Body and health")),
            (Topic.MENTAL_HEALTH, _("Mental health")),
            (Topic.SUBSTANCE_USE, _("Substance use")),
            (Topic.CHILD_WELFARE, _("Child welfare")),
            (Topic.SCHOOL, _("School and kindergarten")),
            (Topic.WORK, _("Work and economy")),
            (Topic.HOUSING, _("Housing")),
            (Topic.FAMILY, _("Family and network")),
        ],
        as_select=True,
        required=False,
    )


class CorrectionForm(forms.Form):
    """The right text in the place of the wrong one."""

    text = forms.TextField(label=_("The right text"), rows=8)
    reason = forms.TextField(label=_("What was wrong?"), rows=2)


class DecisionForm(forms.Form):
    """What is decided, and why."""

    kind = forms.ChoiceField(label=_("What is decided?"), choices=DecisionKind.choices)
    reasons = forms.TextField(
        label=_("Reasons"),
        rows=8,
        help_text=_("What the decision rests on and why it leads there, in words the person understands."),
        why=_(
            "The right is to necessary help. That a service does not exist, or that money is short, is not a reason."
        ),
    )


class TellForm(forms.Form):
    """When and how the person was told."""

    on = forms.DateField(
        label=_("When was the person told?"), why=_("The deadline for complaint is counted from this day.")
    )
    how = forms.ChoiceField(
        label=_("How?"),
        choices=[
            ("letter", _("By letter")),
            ("talk", _("In a talk, and by letter")),
            ("own-page", _("On the own page")),
        ],
    )


class CloseForm(forms.Form):
    """Why the follow-up ends, and whether at once. With `has_begun` the closing goes on already, and that is not asked."""

    NOW, BEGIN = "now", "begin"
    when = forms.ChoiceField(
        label=_("When does it end?"),
        choices=[
            (NOW, _("Now")),
            (BEGIN, _("Later: the closing begins now, and all goes on until the follow-up is closed")),
        ],
    )
    code = forms.ChoiceField(label=_("Why does it end?"), choices=words.CLOSE_REASONS)
    reason = forms.TextField(label=_("In your own words"), rows=3)

    def __init__(self, *args: Any, has_begun: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if has_begun:
            del self.fields["when"]

    @property
    def only_begins(self) -> bool:
        """The work goes on for now."""
        return bool(self.cleaned_data.get("when") == self.BEGIN)
