"""Forms about the person: answers, what is important, the assessment, need, place."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from knutepunkt.consent.models import GivenBy, Subject
from knutepunkt.coordination import words
from knutepunkt.coordination.operations import TEXTS
from knutepunkt.coordination.weights import LABELS, LEVELS, PAIRS
from knutepunkt.organisation.models import Organisation
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
    recipient_organisation = forms.ChoiceField(
        label=_("Is the answer about one other organisation?"),
        required=False,
        as_select=True,
        help_text=_(
            "Choose it when we are to ask it whether there is a plan, or tell it of one. The answer is then about sharing alone."
        ),
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

    def __init__(self, *args: Any, organisations: Iterable[Organisation] = (), **kwargs: Any) -> None:
        self.organisations = {str(one.pk): one for one in organisations}
        super().__init__(*args, **kwargs)
        named = [(key, one.name) for key, one in self.organisations.items()]
        self.fields["recipient_organisation"].choices = [("", _("No")), *named]  # type: ignore[attr-defined]  # a choice field

    def clean_topics(self) -> list[str] | None:
        """No topic chosen means all that the plan needs."""
        return self.cleaned_data["topics"] or None

    def clean_recipient_organisation(self) -> Organisation | None:
        """The organisation itself. A yes to a plan or to an assessment names nobody else, so it stands alone."""
        found = self.organisations.get(self.cleaned_data["recipient_organisation"])
        if found and self.cleaned_data.get("subjects") != [Subject.SHARING]:
            self.add_error(
                "subjects",
                _("An answer about one other organisation is about sharing alone. Write down the rest by itself."),
            )
        return found


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
    paper_only = forms.BooleanField(label=_("Wants letters on paper, and nothing on a screen"), required=False)

    def __init__(self, *args: Any, may_edit_person: bool = True, **more: Any) -> None:
        super().__init__(*args, **more)
        if not may_edit_person:
            for name in set(self.fields) - {"discharge_on"}:
                del self.fields[name]
