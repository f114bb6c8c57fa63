"""What is important to the person, and what is known."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TypedDict

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission, Topic
from knutepunkt.audit.log import record
from knutepunkt.coordination.models import Assessment, BalanceWeight, FollowUp, FunctionScore, Important
from knutepunkt.coordination.weights import KEYS
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.people.models import Person

TEXTS = (
    "body", "activities", "participation", "environment",
    "resources_own", "resources_family", "resources_network", "obstacles", "potential",
)  # fmt: skip


class Score(TypedDict):
    """A standard tool with its result and the day it was taken."""

    tool: str
    score: str
    scored_on: date


class Weight(TypedDict):
    """How heavy a need weighs, 0–4."""

    weight: int
    note: str


class NoWords(Refusal):
    """What is important is in words."""

    message = _("Write what is important, in the person's own words.")


class ChangedMeanwhile(Refusal):
    """Somebody else saved while this was being written. Both texts are kept: `theirs` is what stands now."""

    message = _(
        "Somebody else has changed this since you opened it. Both texts are shown; put together what is right, and save again."
    )

    def __init__(self, theirs: Assessment) -> None:
        super().__init__()
        self.theirs = theirs


@transaction.atomic
def say_what_is_important(
    *, person: Person, words: str, by: Actor, at: datetime, helped_by: str = "", adapted: str = "", said_by: str = ""
) -> Important:
    """Keep what the person says is important, with who helped to say it and how it was adapted.

    The person's own words are added, never overwritten. Said by the person unless `said_by` names somebody else.
    """
    require(by, Permission.OWN_WRITE if by.kind == "person" else Permission.ASSESSMENT_EDIT, person)
    if not words.strip():
        raise NoWords(field="words")
    important = Important.objects.create(
        organisation_id=person.organisation_id,
        person=person,
        words=words.strip(),
        said_by=said_by or person.full_name,
        by_person=not said_by or said_by == person.full_name,
        helped_by=helped_by,
        adapted=adapted,
        said_at=at,
    )
    record("important.said", important, by=by, at=at)
    return important


@transaction.atomic
def save_assessment(
    *,
    follow_up: FollowUp,
    by: Actor,
    at: datetime,
    version: int,
    fields: Mapping[str, str],
    scores: Iterable[Score] | None = None,
    weights: Mapping[str, Weight] | None = None,
) -> Assessment:
    """Write the assessment: the four areas (guide 8.2), resources, obstacles, potential, scores, balance (10.3).

    `version` is the one the writer saw, 0 when there was none. Scores and weights that are given replace those that stood.
    """
    require(by, Permission.ASSESSMENT_EDIT, follow_up)
    assessment = _present(follow_up)
    if (assessment.version if assessment else 0) != version:
        raise ChangedMeanwhile(assessment or Assessment(version=0))
    if assessment is None:
        assessment = Assessment(
            organisation_id=follow_up.organisation_id,
            person_id=follow_up.person_id,
            follow_up=follow_up,
            topic=Topic.ASSESSMENT,
            version=0,
        )
    for name in TEXTS:
        setattr(assessment, name, fields.get(name, getattr(assessment, name)))
    assessment.version += 1
    assessment.changed_by, assessment.changed_at = by.name, at
    assessment.save(force_insert=version == 0)
    if scores is not None:
        _write_scores(assessment, scores)
    if weights is not None:
        _write_weights(assessment, weights)
    record("assessment.saved", assessment, by=by, at=at, version=assessment.version)
    return assessment


def _present(follow_up: FollowUp) -> Assessment | None:
    FollowUp.objects.select_for_update(of=("self",)).get(organisation_id=follow_up.organisation_id, pk=follow_up.pk)
    return Assessment.objects.filter(organisation_id=follow_up.organisation_id, follow_up=follow_up).first()


def _write_scores(assessment: Assessment, scores: Iterable[Score]) -> None:
    FunctionScore.objects.filter(organisation_id=assessment.organisation_id, assessment=assessment).delete()
    FunctionScore.objects.bulk_create(
        FunctionScore(
            organisation_id=assessment.organisation_id, person_id=assessment.person_id, assessment=assessment, **score
        )
        for score in scores
    )


def _write_weights(assessment: Assessment, weights: Mapping[str, Weight]) -> None:
    BalanceWeight.objects.filter(organisation_id=assessment.organisation_id, assessment=assessment).delete()
    BalanceWeight.objects.bulk_create(
        BalanceWeight(
            organisation_id=assessment.organisation_id,
            person_id=assessment.person_id,
            assessment=assessment,
            key=key,
            weight=weights[key]["weight"],
            note=weights[key]["note"],
        )
        for key in KEYS
        if key in weights
    )
