"""What holds for plans beyond permission: who answers for an activity, when a plan is looked at again, what a reason is."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from knutepunkt import law
from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import Denied, rule
from knutepunkt.access.permissions import Permission
from knutepunkt.law import Text
from knutepunkt.organisation.hours import deadline
from knutepunkt.plans.models import Activity

RECORDERS = frozenset({"caseworker", "coordinator", "system"})
LEAST_WORDS, LEAST_LETTERS, LEAST_DIFFERENT = 3, 15, 7
EMPTY_PHRASES = re.compile(
    r"\b(ikke|ikkje|not|er|is|det|dette|it|this|punktet|point|the|for|i|denne|planen|plan|the plan|her|here|"
    r"relevant|aktuelt|uaktuelt|nødvendig|naudsynt|applicable|necessary|needed|ingen|ingenting|nothing|none|na)\b"
)


@rule(Permission.ACTIVITY_ANSWER)
def who_is_asked_answers(actor: Actor, thing: Any) -> Denied | None:
    """An activity is answered by the service that is asked, by the one named, or by those who keep the plan and record it."""
    if not isinstance(thing, Activity) or actor.kind == "system":
        return None
    if thing.unit_id in actor.unit_ids or (actor.staff_id and thing.responsible_id == actor.staff_id):
        return None
    if actor.roles_towards(thing.person_id) & RECORDERS:
        return None
    return Denied(_("The service that is asked answers this itself, or the coordinator records its answer."))


@dataclass(frozen=True, slots=True)
class LatestReview:
    """The last day a plan may be set to be looked at again, and the deadline in words."""

    day: date
    length: Text


def latest_review(organisation_id: UUID, birth_date: date | None, *, starts_on: date, on: date) -> LatestReview:
    """From the law's deadline for the person's age that day and the organisation's own, counted from the start or from today."""
    applies = law.on(on)
    key = "plan-revision-child" if applies.is_child(birth_date) else "plan-revision"
    length = deadline(organisation_id, key, on=on)
    return LatestReview(law.due_on(max(starts_on, on), length), length.length)


def is_real_reason(text: str) -> bool:
    """Does the text say why? Whole words, not a dash, not "not relevant" in any dress, not one letter many times."""
    plain = unicodedata.normalize("NFC", text).casefold()
    said = re.sub(r"[^\w ]+", " ", EMPTY_PHRASES.sub(" ", re.sub(r"[\s/.\-]+", " ", plain)))
    words = [word for word in said.split() if len(word) > 1]
    letters = [letter for letter in plain if letter.isalpha()]
    return len(words) >= LEAST_WORDS and len(letters) >= LEAST_LETTERS and len(set(letters)) >= LEAST_DIFFERENT
