"""The forms of the room. They check shape; operations check rules."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from knutepunkt.consent.models import GivenBy, Subject
from knutepunkt.coordination import words
from knutepunkt.coordination.models import AppointmentKind, DecisionKind
from knutepunkt.coordination.operations import TEXTS
from knutepunkt.coordination.weights import LABELS, LEVELS, PAIRS
from knutepunkt.people.models import StayKind
from knutepunkt.ui import forms

NO_CHOICE = ("", _("Choose"))
LONGEST_STEP, LONGEST_NAME = 300, 200
SCORE_ROWS = range(3)


class ConsentForm(forms.Form):
    """An answer, to what, by whom, and what was explained first."""

    subjects = forms.MultipleChoiceField(label=_("What was asked about?"), choices=Subject.choices)
    answer = forms.ChoiceField(
        label=_("What was the answer?"),
        choices=[("oral", _("Yes, said orally")), ("signed", _("Yes, signed")), ("no", _("No"))],
        why=_("An oral yes counts at once. It stands as not yet signed until the declaration comes back."),
    )
    given_by = forms.ChoiceField(label=_("Who answered?"), choices=GivenBy.choices, initial=GivenBy.PERSON)
    given_by_name = forms.CharField(
        label=_("Name of the one who answered"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("Only when it was not the person."),
    )
    information = forms.TextField(
        label=_("What was explained before the answer?"),
        rows=3,
        why=_(
            "A consent counts only when the person knew what it is about, who will know, and that it can be taken back."
        ),
    )
    informed_on = forms.DateField(label=_("When was it explained?"))
    information_language = forms.CharField(label=_("In which language?"), required=False, max_length=40, width="m")
    interpreter_used = forms.BooleanField(label=_("An interpreter took part"), required=False)
    child_heard = forms.TextField(
        label=_("What does the child say?"), required=False, rows=2, help_text=_("In the child's own words.")
    )
    recipients = forms.TextField(
        label=_("Who may know?"), required=False, rows=2, help_text=_("People, services and organisations, as a whole.")
    )
    topics = forms.MultipleChoiceField(
        label=_("What may they know about?"),
        required=False,
        choices=list(words.TOPICS.items()),
        help_text=_("Choose nothing when the answer covers all that the plan needs."),
    )
    not_shared = forms.TextField(label=_("What is not to be shared?"), required=False, rows=2)
    ends_on = forms.DateField(
        label=_("Until when does it count?"), required=False, help_text=_("Leave empty when no date was agreed.")
    )

    def clean_topics(self) -> list[str] | None:
        """No topic chosen means all that the plan needs."""
        return self.cleaned_data["topics"] or None


class ReasonForm(forms.Form):
    """Why, in words."""

    reason = forms.TextField(label=_("Why?"), rows=4)


class WithdrawForm(forms.Form):
    """Who took it back and how it was said."""

    reason = forms.TextField(
        label=_("Who said it, and how?"), rows=3, help_text=_("For example: said on the phone to the coordinator.")
    )


class ImportantForm(forms.Form):
    """The person's own words."""

    words = forms.TextField(
        label=_("What is important to you?"), rows=5, help_text=_("In the person's own words, as they were said.")
    )
    helped_by = forms.CharField(label=_("Who helped to say it?"), required=False, max_length=LONGEST_NAME)
    adapted = forms.CharField(
        label=_("How was the talk adapted?"),
        required=False,
        max_length=LONGEST_STEP,
        help_text=_("For example: pictures, short questions, plenty of time, an interpreter."),
    )


class AssessmentForm(forms.Form):
    """Four areas, resources, obstacles, potential, function scores and the ten weights."""

    body = forms.TextField(label=_("Body: functions and structures"), required=False, rows=4)
    activities = forms.TextField(label=_("Activities: what the person does and can do"), required=False, rows=4)
    participation = forms.TextField(label=_("Participation: home, work, school, leisure"), required=False, rows=4)
    environment = forms.TextField(label=_("Surroundings: people, places, devices, attitudes"), required=False, rows=4)
    resources_own = forms.TextField(label=_("The person's own resources"), required=False, rows=3)
    resources_family = forms.TextField(label=_("Resources in the family"), required=False, rows=3)
    resources_network = forms.TextField(label=_("Resources in the network"), required=False, rows=3)
    obstacles = forms.TextField(label=_("What stands in the way?"), required=False, rows=3)
    potential = forms.TextField(
        label=_("What can the person regain or learn?"),
        required=False,
        rows=3,
        why=_("The potential is looked for before help that makes up for what is lost."),
    )
    version = forms.HiddenField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in SCORE_ROWS:
            self.fields[f"tool_{row}"] = forms.CharField(label=_("Tool"), required=False, max_length=120, width="m")
            self.fields[f"score_{row}"] = forms.CharField(label=_("Result"), required=False, max_length=40, width="s")
            self.fields[f"scored_on_{row}"] = forms.DateField(label=_("Taken on"), required=False)
        levels = [("", _("Not assessed")), *((str(value), label) for value, label in LEVELS.items())]
        for key, label in LABELS.items():
            self.fields[f"weight_{key}"] = forms.ChoiceField(
                label=label, required=False, choices=levels, as_select=True
            )
        for pair in PAIRS:
            label = _("Why these weights?")
            self.fields[f"note_{pair.municipality}"] = forms.CharField(
                label=label, required=False, max_length=LONGEST_STEP
            )

    def clean(self) -> dict[str, Any]:
        """A score without a day says little, and a day without a tool nothing."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for row in SCORE_ROWS:
            parts = [data.get(f"{name}_{row}") for name in ("tool", "score", "scored_on")]
            if any(parts) and not all(parts):
                self.add_error(f"tool_{row}", _("Fill in tool, result and day, or leave the line empty."))
        return data

    @property
    def texts(self) -> dict[str, str]:
        """The written parts."""
        return {name: self.cleaned_data[name] for name in TEXTS}

    @property
    def scores(self) -> list[Any]:
        """The scores filled in."""
        data = self.cleaned_data
        return [
            {"tool": data[f"tool_{row}"], "score": data[f"score_{row}"], "scored_on": data[f"scored_on_{row}"]}
            for row in SCORE_ROWS
            if data[f"tool_{row}"]
        ]

    @property
    def weights(self) -> dict[str, Any]:
        """The weights assessed."""
        data = self.cleaned_data
        return {
            key: {"weight": int(data[f"weight_{key}"]), "note": data.get(f"note_{key}", "")}
            for key in LABELS
            if data[f"weight_{key}"] != ""
        }


class NeedForm(forms.Form):
    """Need level, target group and pathway."""

    level = forms.ChoiceField(
        label=_("Need level"),
        choices=[
            ("1", _("1: one or few services, each can act alone")),
            ("2", _("2: several services at the same time, must be coordinated")),
            ("3", _("3: intensive, many at once, specialised competence")),
        ],
    )
    reason = forms.TextField(
        label=_("What does the level rest on?"), rows=3, help_text=_("Intensity, how many at once, special competence.")
    )
    target_group = forms.ChoiceField(
        label=_("Target group"), required=False, as_select=True, choices=[NO_CHOICE, *words.TARGET_GROUPS]
    )
    field_of_need = forms.ChoiceField(
        label=_("Field"), required=False, as_select=True, choices=[NO_CHOICE, *words.FIELDS_OF_NEED]
    )
    pathway = forms.ChoiceField(
        label=_("Where was the need found, and where is it met?"),
        required=False,
        as_select=True,
        choices=[NO_CHOICE, *words.PATHWAYS],
    )
    contact_doctor = forms.CharField(
        label=_("Contact doctor or psychologist in the hospital"), required=False, max_length=LONGEST_NAME
    )


class ToldForm(forms.Form):
    """When and how the person was told of the right."""

    on = forms.DateField(label=_("When was the person told?"))
    how = forms.CharField(
        label=_("How?"), max_length=LONGEST_NAME, help_text=_("For example: in the first talk, with the brochure.")
    )


class PlaceForm(forms.Form):
    """GP, where the person stays, and when they come home."""

    gp_name = forms.CharField(label=_("GP"), required=False, max_length=120)
    gp_practice = forms.CharField(label=_("Practice"), required=False, max_length=120)
    gp_her_id = forms.CharField(label=_("HER-id of the practice"), required=False, max_length=12, width="s")
    kind = forms.ChoiceField(
        label=_("Where does the person stay now?"),
        required=False,
        as_select=True,
        choices=[NO_CHOICE, *StayKind.choices],
    )
    place = forms.CharField(label=_("Name of the place"), required=False, max_length=LONGEST_NAME)
    starts_on = forms.DateField(label=_("From"), required=False)
    discharge_on = forms.DateField(label=_("Comes home on"), required=False)


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
    """Why the follow-up ends."""

    code = forms.ChoiceField(label=_("Why does it end?"), choices=words.CLOSE_REASONS)
    reason = forms.TextField(label=_("In your own words"), rows=3)
