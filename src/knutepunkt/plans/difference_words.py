"""The difference between two versions, in words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from knutepunkt.plans.difference import Change, FieldChange, Part
from knutepunkt.plans.words import ACTIVITY_WORDS, GOAL_WORDS, area
from knutepunkt.ui.filters import day

FIELDS: dict[str, str | Promise] = {
    "important": _("What is important to the person"),
    "main_responsible": _("Main responsibility"),
    "starts_on": _("From"),
    "ends_on": _("Until"),
    "review_on": _("Looked at again"),
    "needs": _("What help is needed with"),
    "resources": _("What the person can do, and who is around"),
    "carried_out": _("How the activities are carried out"),
    "cooperation": _("Who else the plan is worked on with"),
    "child_took_part": _("How the child took part"),
    "agreement_expectations": _("What we expect of each other"),
    "agreement_contact": _("How we keep in touch"),
    "agreement_meetings": _("Meetings"),
    "contact_doctor": _("Contact doctor"),
    "words": _("The goal"),
    "expressed_by": _("Said by"),
    "life_area": _("Area of life"),
    "is_main": _("Main goal"),
    "state": _("Status"),
    "why_abandoned": _("Why it is let go"),
    "parent_id": _("Part of"),
    "goal_id": _("For the goal"),
    "what": _("Activity"),
    "how": _("How"),
    "amount": _("How much"),
    "place": _("Where"),
    "unit_name": _("Service"),
    "responsible_name": _("Who"),
    "contributor": _("Contributor"),
    "contributes": _("Contributes"),
    "name": _("Name"),
    "role": _("Role"),
    "service": _("Service"),
    "title": _("Title"),
    "recipients": _("Who may know"),
    "not_shared": _("Not shared"),
    "text": _("Text"),
    "reason": _("Reason"),
    "given_by_name": _("Given by"),
    "holder": _("Kept by"),
    "contact": _("Whom to ask"),
    "reference": _("Reference"),
}
KINDS: dict[str, str | Promise] = {
    "plan": _("The plan"),
    "goal": _("Goal"),
    "activity": _("Activity"),
    "participant": _("Participant"),
    "coordinator": _("Coordinator"),
    "consent": _("Consent"),
    "point": _("Content point"),
    "sub-plan": _("Plan elsewhere"),
}
OPS: dict[str, tuple[str | Promise, str]] = {
    "added": (pgettext_lazy("difference", "New"), "success"),
    "removed": (_("Gone"), "danger"),
    "changed": (_("Changed"), "info"),
}


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """A change as a reader meets it: what, how, and each field with its word-level parts."""

    kind: str
    name: str
    label: str
    tone: str
    fields: tuple[tuple[str, tuple[Part, ...]], ...]


def change_words(changes: Sequence[Change], old: Mapping[str, Any], new: Mapping[str, Any]) -> list[ChangeWords]:
    """The difference in words: codes, ids and dates said as a reader says them; a difference of bare codes is left out."""
    goals = {row["id"]: row["words"] for content in (old, new) for row in content["goals"]}
    shown = []
    for change in changes:
        fields = tuple(
            (str(FIELDS[each.name]), _said(change.kind, each, goals))
            for each in change.fields
            if each.name in FIELDS and each.parts
        )
        label, tone = OPS[change.op]
        name = "" if change.kind in {"plan", "point", "consent"} else change.name
        shown.append(ChangeWords(str(KINDS[change.kind]), name, str(label), tone, fields))
    return shown


def _said(kind: str, change: FieldChange, goals: Mapping[str, str]) -> tuple[Part, ...]:
    say = _sayer(kind, change.name, goals)
    if say is None:
        return change.parts
    parts: list[Part] = []
    if change.old:
        parts.append(("removed", say(change.old)))
    if change.old and change.new:
        parts.append(("same", " "))
    if change.new:
        parts.append(("added", say(change.new)))
    return tuple(parts)


def _sayer(kind: str, name: str, goals: Mapping[str, str]) -> Callable[[str], str] | None:
    """How a coded field is said; None for a field that is text."""
    sayers: dict[tuple[str, str], Callable[[str], str]] = {
        ("goal", "life_area"): area,
        ("goal", "state"): lambda text: str(GOAL_WORDS[text]),
        ("goal", "parent_id"): lambda text: goals.get(text, ""),
        ("goal", "is_main"): lambda _text: gettext("Yes"),
        ("activity", "state"): lambda text: str(ACTIVITY_WORDS[text][0]),
        ("activity", "goal_id"): lambda text: goals.get(text, ""),
    }
    if name in {"starts_on", "ends_on", "review_on"}:
        return lambda text: day(date.fromisoformat(text))
    return sayers.get((kind, name))
