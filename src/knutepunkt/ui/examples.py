"""What the gallery shows: every component file with its example, and invented values for them."""

from datetime import UTC, date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knutepunkt.ui import forms
from knutepunkt.ui.drawings import KnotGoal, KnotHelper, knot

SECTIONS: tuple[tuple[str, str | Promise], ...] = (
    ("buttons", _("Buttons")),
    ("form", _("Form with errors")),
    ("parts", _("Marks and deadlines")),
    ("next", _("Next step")),
    ("steps", _("Steps")),
    ("timeline", _("Timeline")),
    ("voice", _("The person’s own words")),
    ("pulse", _("Pulse")),
    ("rows", _("Rows")),
    ("people", _("People")),
    ("facts", _("Facts")),
    ("goal", _("Goal and activities")),
    ("ticks", _("Completeness")),
    ("inbox", _("Inbox")),
    ("table", _("Tables")),
    ("pictures", _("Pictures")),
    ("preview", _("See it before you share it")),
    ("notes", _("Notes")),
    ("confirm", _("Before something important")),
    ("conflict", _("Two people wrote the same")),
    ("tabs", _("Tabs")),
    ("pagination", _("Pages of a list")),
    ("language", _("Language")),
    ("own", _("The person’s own pages")),
)

TODAY = date(2026, 11, 24)


class ExampleForm(forms.Form):
    """One field of each kind."""

    what = forms.TextField(label=_("What is it about?"), help_text=_("Write briefly. Do not write names here."), rows=3)
    reply_by = forms.DateField(label=_("Answer by"), help_text=_("For example 4.12.2026"))
    met_at = forms.MomentField(label=_("When did you talk?"), required=False)
    asked_by = forms.ChoiceField(
        label=_("Who has asked?"),
        choices=[("self", _("The person")), ("parent", _("A parent or guardian")), ("service", _("A service"))],
        why=_("We must know who has asked, to know who can get an answer."),
    )
    area = forms.ChoiceField(
        label=_("Area"),
        choices=[("", _("Choose an area")), ("work", _("Work")), ("school", _("School")), ("home", _("Home"))],
        as_select=True,
    )
    channels = forms.MultipleChoiceField(
        label=_("How can we reach you?"),
        choices=[("phone", _("Telephone")), ("letter", _("Letter")), ("visit", _("Visit"))],
        required=False,
    )
    phone = forms.PhoneField(label=_("Telephone"))
    hours = forms.DecimalField(label=_("Hours a week"), required=False)
    letter = forms.FileField(label=_("Attach a letter"), accept=".pdf", required=False)
    informed = forms.BooleanField(label=_("The person knows that this is sent"))


def example_form() -> ExampleForm:
    """A form sent half filled in, so that it shows its errors."""
    data = {
        "reply_by": "4/12",
        "met_at_0": "3.12.2026",
        "met_at_1": "14.30",
        "asked_by": "self",
        "phone": "12 34",
        "channels": ["phone"],
        "hours": "2,5",
    }
    return ExampleForm(data, files={"letter": SimpleUploadedFile("letter.pdf", b"%PDF")})


def example_knot(goal_count: int = 4) -> Any:
    names = (
        "Back to the workshop",
        "Talk on the telephone",
        "Walk to the shop without a stick",
        "Sing in the choir again",
    )
    short = ("Work", "Talk", "Walk", "Choir")
    goals = [
        KnotGoal(id=f"goal-{at}", words=names[at % 4], short=short[at % 4], url=f"#goal-{at}")
        for at in range(goal_count)
    ]
    helpers = [
        KnotHelper(name="Berit Solli", role="wife", kind="private", goals={"goal-1": True, "goal-3": True}),
        KnotHelper(name="Silje Dahl", role="speech therapist", goals={"goal-1": True}),
        KnotHelper(name="Nils Berg", role="GP", goals={"goal-0": True, "goal-2": True}),
        KnotHelper(name="Jon Eide", role="physiotherapist", goals={"goal-2": True}),
        KnotHelper(name="Anne Moe", role="Skogheim", kind="hospital", goals={"goal-1": True, "goal-2": True}),
        KnotHelper(name="Stein Vold", role="from the choir", kind="private", goals={"goal-3": False}),
        KnotHelper(name="Hanne Lund", role="NAV", kind="work", goals={"goal-0": False}),
        KnotHelper(name="Per Aas", role="employer", kind="work", goals={"goal-0": False}),
    ]
    return knot(
        centre="Arne",
        goals=goals,
        helpers=helpers,
        coordinator=KnotHelper(name="Ingrid Solbakken", role="coordinator", kind="coordinator"),
    )


def context() -> dict[str, Any]:
    """Values for every example; all of it is invented."""
    return {
        "day_of_example": TODAY,
        "days": {"later": date(2026, 12, 3), "soon": date(2026, 11, 26), "past": date(2026, 11, 13)},
        "at_of_example": datetime(2026, 11, 24, 9, 42, tzinfo=UTC),
        "example_form": example_form(),
        "example_knot": example_knot(),
    }
