"""Letters and papers on the own pages: decisions, declarations, the plan as it stands and as it was, letters sent by post."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from knutepunkt import paper
from knutepunkt.access.actor import Actor
from knutepunkt.access.permissions import Topic
from knutepunkt.consent.letters import declaration
from knutepunkt.consent.models import Consent
from knutepunkt.consent.states import GIVEN
from knutepunkt.coordination.letters import decision_letter, recipient_of, sender_of
from knutepunkt.coordination.models import Decision, FollowUp
from knutepunkt.coordination.posted_letter import letter_out
from knutepunkt.coordination.states import DecisionState
from knutepunkt.coordination.words import TOPICS
from knutepunkt.foundation.clock import day
from knutepunkt.messaging.models import OutboundMessage
from knutepunkt.organisation.models import Unit
from knutepunkt.plans.completeness import points
from knutepunkt.plans.models import Revision
from knutepunkt.plans.paper import plan_pdf
from knutepunkt.plans.queries import whole_plan
from knutepunkt.plans.revisions import read, statuses_of
from knutepunkt.portal.files import OwnFile
from knutepunkt.portal.queries import living_plan_id

LETTER = "letter"
DECISION, DECLARATION, PLAN, REVISION = "decision", "declaration", "plan", "earlier-plan"


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: what kind, which row it is made from, what it is called, when it was made, and how it is set when it is opened."""

    kind: str
    key: UUID
    name: str
    at: datetime | None
    pdf: Callable[[], bytes]


def papers(actor: Actor, file: OwnFile, *, at: datetime) -> list[Paper]:
    """Every paper about the person that the reader sees, the newest first; a fixed number of statements, none of them is set yet."""
    found = [
        *_plan(actor, file, at),
        *_revisions(actor, file, at),
        *_decisions(actor, file, at),
        *_declarations(actor, file, at),
        *_letters(actor, file),
    ]
    return sorted(found, key=lambda one: (one.at is None, one.at), reverse=True)


def _plan(actor: Actor, file: OwnFile, at: datetime) -> list[Paper]:
    plan_id = living_plan_id(actor, file.person.pk)
    if plan_id is None:
        return []

    def pdf() -> bytes:
        whole, today = whole_plan(actor, plan_id), day(at)
        latest = whole.revisions[0] if whole.revisions else None
        return plan_pdf(
            whole,
            statuses=points(whole, on=today) if whole.sees_all else (),
            revision=latest.number if latest else 0,
            revised_on=day(latest.made_at) if latest else today,
            printed_by=actor.name,
            at=at,
        )

    return [Paper(PLAN, plan_id, _("The plan as it is today"), at, pdf)]


def _revisions(actor: Actor, file: OwnFile, at: datetime) -> list[Paper]:
    rows = Revision.visible_to(actor).filter(person_id=file.person.pk).order_by("-made_at", "-id")
    return [
        Paper(
            REVISION,
            row.pk,
            _("The plan, number %(number)s") % {"number": row.number},
            row.made_at,
            partial(_revision_pdf, row, actor, at),
        )
        for row in rows
    ]


def _revision_pdf(row: Revision, actor: Actor, at: datetime) -> bytes:
    return plan_pdf(
        read(row.content),
        statuses=statuses_of(row.content),
        revision=row.number,
        revised_on=day(row.made_at),
        printed_by=actor.name,
        at=at,
    )


def _decisions(actor: Actor, file: OwnFile, at: datetime) -> list[Paper]:
    rows = Decision.visible_to(actor).filter(person_id=file.person.pk).exclude(state=DecisionState.DRAFTED)
    return [
        Paper(DECISION, row.pk, row.get_kind_display(), row.made_at, partial(_decision_pdf, row, actor, at))
        for row in rows.select_related("person", "unit").order_by("-made_at", "-id")
    ]


def _decision_pdf(row: Decision, actor: Actor, at: datetime) -> bytes:
    sent_on = row.told_on or day(row.made_at or at)
    return paper.letter(decision_letter(row, organisation_name=actor.organisation_name, sent_on=sent_on))


def _declarations(actor: Actor, file: OwnFile, at: datetime) -> list[Paper]:
    rows = list(
        Consent.visible_to(actor)
        .filter(person_id=file.person.pk, state__in=sorted(GIVEN))
        .order_by("-answered_at", "-id")
    )
    follow_ups = (
        FollowUp.visible_to(actor).filter(person_id=file.person.pk).select_related("unit").order_by("-opened_at")
    )
    follow_up = follow_ups.first() if rows else None
    if follow_up is None:
        return []
    return [
        Paper(
            DECLARATION,
            row.pk,
            _("What you said yes to") if file.own else _("What was said yes to"),
            row.answered_at,
            partial(_declaration_pdf, row, file, follow_up.unit, actor, at),
        )
        for row in rows
    ]


def _declaration_pdf(row: Consent, file: OwnFile, unit: Unit, actor: Actor, at: datetime) -> bytes:
    return paper.letter(
        declaration(
            row,
            sender=sender_of(unit, actor.organisation_name),
            recipient=recipient_of(file.person),
            language=file.person.language,
            sent_on=day(row.answered_at or at),
            topics=tuple(str(TOPICS[Topic(topic)]) for topic in row.topics or ()),
        )
    )


def _letters(actor: Actor, file: OwnFile) -> list[Paper]:
    rows = OutboundMessage.visible_to(actor).filter(
        person_id=file.person.pk, channel="letter", state="sent", sent_at__isnull=False
    )
    return [
        Paper(LETTER, row.pk, row.subject or _("A letter"), row.sent_at, partial(_letter_pdf, row, file, actor))
        for row in rows.order_by("-sent_at", "-id")
    ]


def _letter_pdf(row: OutboundMessage, file: OwnFile, actor: Actor) -> bytes:
    """As it was posted, as far as the reader sees what it is about."""
    units = Unit.objects.filter(organisation_id=row.organisation_id)
    return paper.letter(
        letter_out(
            row,
            file.person,
            unit=units.filter(pk=row.unit_id).first() if row.unit_id else None,
            organisation_name=actor.organisation_name,
            sent_on=day(row.sent_at or row.queued_at),
        )
    )
