"""The forms of the set-up. Choices of units and staff come from the set-up itself, so nobody else's can be named."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, cast
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from knutepunkt import law
from knutepunkt.access.roles import ROLES
from knutepunkt.organisation.kinds import RoutedKind, RoutedPlace, Sector, TargetGroup, UnitKind
from knutepunkt.organisation.models import Organisation, Staff, Unit
from knutepunkt.organisation.routing import RoutingFacts
from knutepunkt.organisation.staff_roles import STAFF_ROLES
from knutepunkt.ui import forms

WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
ANY = ("", _("Any"))
NONE = ("", _("None"))


def chosen(things: Iterable[Any], none: Any = NONE) -> list[tuple[str, Any]]:
    """Choices for units or staff, one of them "none"."""
    return [none, *((str(thing.pk), thing.name) for thing in things)]


class SetupForm(forms.Form):
    """A form that names units and staff: `units` and `staff` are what may be chosen, and what `picked` answers with."""

    unit_fields: tuple[str, ...] = ()
    staff_fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, units: Iterable[Unit] = (), staff: Iterable[Staff] = (), **kwargs: Any) -> None:
        self.units = {str(unit.pk): unit for unit in units}
        self.staff = {str(member.pk): member for member in staff}
        super().__init__(*args, **kwargs)
        for name in self.unit_fields:
            self.offer(name, chosen(self.units.values()))
        for name in self.staff_fields:
            self.offer(name, chosen(self.staff.values()))

    def offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """What may be chosen in a field is known only when the form is made."""
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    def picked(self) -> dict[str, Any]:
        """The keyword arguments of the operation: units and staff themselves in the place of their ids."""
        facts = dict(self.cleaned_data)
        facts.update({name: self.units.get(facts[name]) for name in self.unit_fields})
        facts.update({name: self.staff.get(facts[name]) for name in self.staff_fields})
        return facts


class UnitForm(SetupForm):
    """A unit; the last part is for a coordinating unit."""

    unit_fields = ("parent",)

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("What it is"), choices=UnitKind.choices, as_select=True)
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices, as_select=True)
    target_group = forms.ChoiceField(label=_("Whom it is for"), choices=TargetGroup.choices)
    parent = forms.ChoiceField(
        label=_("The unit above"),
        required=False,
        as_select=True,
        help_text=_("What this unit cannot take goes to the unit above."),
    )
    district = forms.CharField(label=_("District"), required=False, max_length=80)
    phone = forms.PhoneField(label=_("Telephone"), required=False)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("An address for everybody, never one person's.")
    )
    address = forms.CharField(label=_("Visiting address"), required=False, max_length=200)
    opened_on = forms.DateField(label=_("Opens on"), required=False)
    closed_on = forms.DateField(
        label=_("Closed from"), required=False, help_text=_("From that day on notices go to the unit above.")
    )
    form = forms.CharField(
        label=_("How the coordinating unit is set up"),
        required=False,
        max_length=200,
        help_text=_("For example a unit of its own, or a team."),
    )
    mandate = forms.TextField(
        label=_("Mandate"), required=False, help_text=_("What it may decide, and who gave it that.")
    )
    functions = forms.MultipleChoiceField(label=_("Functions it carries"), required=False)

    def __init__(self, *args: Any, functions: Iterable[law.UnitFunction] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("functions", [(f.key, str(f.name)) for f in functions])


class StaffForm(SetupForm):
    """Somebody who works here."""

    unit_fields = ("unit",)

    name = forms.CharField(label=_("Name"), max_length=200)
    title = forms.CharField(label=_("Title"), max_length=120)
    unit = forms.ChoiceField(label=_("Works in"), required=False, as_select=True)
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices, as_select=True)
    hpr = forms.CharField(
        label=_("Number in the register of health personnel (HPR)"), required=False, max_length=9, width="s"
    )
    phone = forms.PhoneField(label=_("Telephone at work"), required=False)
    email = forms.EmailField(label=_("E-mail at work"), required=False)


class GuestForm(SetupForm):
    """Somebody who works elsewhere: in a county, NAV, a school, a private institution with an agreement."""

    unit_fields = ("unit",)

    name = forms.CharField(label=_("Name"), max_length=200)
    title = forms.CharField(label=_("Title"), max_length=120)
    employer = forms.ChoiceField(label=_("Employed by"), as_select=True)
    sector = forms.ChoiceField(
        label=_("Sector"),
        choices=Sector.choices,
        as_select=True,
        help_text=_("Somebody from another organisation sees only what a consent opens, whatever the sector."),
    )
    unit = forms.ChoiceField(
        label=_("The service that can be asked for this person"),
        required=False,
        as_select=True,
        help_text=_("A service of the other organisation, as it stands among our units."),
    )
    hpr = forms.CharField(
        label=_("Number in the register of health personnel (HPR)"), required=False, max_length=9, width="s"
    )
    phone = forms.PhoneField(label=_("Telephone at work"), required=False)
    email = forms.EmailField(label=_("E-mail at work"), required=False)

    def __init__(self, *args: Any, employers: Iterable[Organisation] = (), **kwargs: Any) -> None:
        self.employers = {str(one.pk): one for one in employers}
        super().__init__(*args, **kwargs)
        self.offer("employer", chosen(self.employers.values(), ("", "")))

    def picked(self) -> dict[str, Any]:
        """The same, with the organisation itself."""
        return super().picked() | {"employer": self.employers[self.cleaned_data["employer"]]}


class RoleForm(SetupForm):
    """A role for a period."""

    unit_fields = ("unit",)

    role = forms.ChoiceField(
        label=_("Role"), choices=[(code, ROLES[code].name) for code in ROLES if code in STAFF_ROLES], as_select=True
    )
    unit = forms.ChoiceField(
        label=_("In the unit"), required=False, as_select=True, help_text=_("None means in the whole organisation.")
    )
    starts_on = forms.DateField(label=_("First day"))
    ends_on = forms.DateField(label=_("Last day"), required=False)


class DeputyForm(SetupForm):
    """Who steps in."""

    staff_fields = ("deputy",)

    deputy = forms.ChoiceField(label=_("Who steps in"), as_select=True)
    valid_from = forms.DateField(label=_("First day"))
    valid_to = forms.DateField(label=_("Last day"), required=False)


class EndForm(forms.Form):
    """The last day of something."""

    ends_on = forms.DateField(label=_("Last day"))


class HerForm(SetupForm):
    """A HER-id and its period."""

    unit_fields = ("unit",)

    her_id = forms.CharField(label=_("HER-id"), max_length=12, width="s")
    unit = forms.ChoiceField(
        label=_("Belongs to the unit"), required=False, as_select=True, help_text=_("None means the organisation.")
    )
    valid_from = forms.DateField(label=_("First day"), required=False)
    valid_to = forms.DateField(label=_("Last day"), required=False)
    successor = forms.CharField(
        label=_("HER-id that takes over"),
        required=False,
        max_length=12,
        width="s",
        help_text=_("Messages after the last day are led there."),
    )


class HoursForm(forms.Form):
    """When the office is open each weekday; both times empty: closed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weekday, name in enumerate(WEEKDAYS):
            self.fields[f"opens_{weekday}"] = forms.TimeField(label=_("%(day)s, opens") % {"day": name}, required=False)
            self.fields[f"closes_{weekday}"] = forms.TimeField(
                label=_("%(day)s, closes") % {"day": name}, required=False
            )

    def clean(self) -> dict[str, Any]:
        """A day has both times or none."""
        facts = dict(self.cleaned_data)
        for weekday in range(len(WEEKDAYS)):
            opens, closes = f"opens_{weekday}", f"closes_{weekday}"
            if opens in facts and closes in facts and bool(facts[opens]) != bool(facts[closes]):
                self.add_error(
                    closes if facts[opens] else opens, _("Write both when it opens and when it closes, or neither.")
                )
        return facts

    def week(self) -> dict[int, tuple[time, time]]:
        """The open weekdays with their hours."""
        facts = self.cleaned_data
        days = range(len(WEEKDAYS))
        return {day: (facts[f"opens_{day}"], facts[f"closes_{day}"]) for day in days if facts[f"opens_{day}"]}


class DeadlineForm(SetupForm):
    """The organisation's own length of a deadline the law leaves to it."""

    key = forms.ChoiceField(label=_("Deadline"), as_select=True)
    amount = forms.IntegerField(
        label=_("How many"), min_value=0, help_text=_("In the unit the deadline is counted in.")
    )
    valid_from = forms.DateField(label=_("Applies from"))

    def __init__(self, *args: Any, deadlines: Iterable[law.Deadline] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("key", [(d.key, f"{d.name} ({d.length})") for d in deadlines])


class ConditionsForm(SetupForm):
    """What a rule may ask about, and what a preview is filled in with."""

    kind = forms.ChoiceField(
        label=_("Kind of notice"), choices=[ANY, *RoutedKind.choices], required=False, as_select=True
    )
    sector = forms.ChoiceField(label=_("Sector"), choices=[ANY, *Sector.choices], required=False, as_select=True)
    district = forms.CharField(label=_("District"), required=False, max_length=80, width="m")
    place_of_stay = forms.ChoiceField(
        label=_("Place of stay"), choices=[ANY, *RoutedPlace.choices], required=False, as_select=True
    )
    message_type = forms.CharField(
        label=_("Message type"),
        required=False,
        max_length=40,
        width="m",
        help_text=_("The code of an electronic message, such as LOG_INNLAGT."),
    )
    ward = forms.CharField(label=_("HER-id of the sending ward"), required=False, max_length=12, width="s")


class RuleForm(ConditionsForm):
    """One rule of routing."""

    unit_fields = ("unit",)
    staff_fields = ("responsible",)

    order = forms.IntegerField(
        label=_("Number in the order"), min_value=1, max_value=32767, help_text=_("The lowest number that fits wins.")
    )
    age_from = forms.IntegerField(label=_("Lowest age"), required=False, min_value=0, max_value=120)
    age_to = forms.IntegerField(label=_("Highest age, included"), required=False, min_value=0, max_value=120)
    unit = forms.ChoiceField(label=_("Goes to the unit"), as_select=True)
    responsible = forms.ChoiceField(label=_("Responsible caseworker"), required=False, as_select=True)
    valid_from = forms.DateField(label=_("First day"), required=False)
    valid_to = forms.DateField(label=_("Last day"), required=False)


class PreviewForm(ConditionsForm):
    """Made-up facts, to see where they lead. Nothing here is about a real person."""

    kind = forms.ChoiceField(label=_("Kind of notice"), choices=RoutedKind.choices, as_select=True)
    age = forms.IntegerField(label=_("Age"), required=False, min_value=0, max_value=120)
    postcode = forms.CharField(label=_("Postcode"), required=False, max_length=4, width="s", autocomplete="off")

    def facts(self) -> RoutingFacts:
        """What routing is asked."""
        return RoutingFacts(**self.cleaned_data)


def midnight(day: date) -> datetime:
    """The moment a day begins in Norway."""
    return datetime.combine(day, time(), tzinfo=law.OSLO)


def identifier(value: Any) -> str:
    """A key as the choices of a form write it."""
    return str(value) if isinstance(value, UUID) else ""
