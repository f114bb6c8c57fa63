"""Is there a plan in another organisation? Asked by consent, answered by consent, each with a copy of its own.

That a person has a plan is confidential (hpl. § 21): the answer "nothing to tell" is the same whether nobody there knows the
person, there is no plan, or there is no yes to telling of it; and the one who asks is met alike whoever the person is.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor, system_actor
from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.consent.models import Consent, Subject
from knutepunkt.consent.queries import all_in_force
from knutepunkt.coordination.models import FollowUp
from knutepunkt.coordination.states import RUNNING
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.ids import new_id
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.system import IMPORTER
from knutepunkt.organisation.hours import due_at
from knutepunkt.organisation.models import Organisation
from knutepunkt.organisation.routing import RoutingFacts, route
from knutepunkt.people.models import Person
from knutepunkt.people.operations import find_by_number, number_of
from knutepunkt.plans.models import IndividualPlan, PlanQuestion, ReceivedPlanQuestion
from knutepunkt.plans.states import IN_FORCE
from knutepunkt.tasks.operations import create_task, settle

ASKED, ANSWERED = "plan-question", "plan-answer"


class NoConsentToAsk(Refusal):
    """Another organisation is asked only when the person has said yes to sharing with it."""

    message = _(
        "There is no consent that names this organisation. Ask for a consent to sharing with it on the consent page first."
    )


class NotReached(Refusal):
    """The other organisation has no inbox here."""

    message = _("This organisation does not use the same service. Ask them by letter or telephone.")


class NoNumber(Refusal):
    """Without a number the other organisation cannot know who is meant."""

    message = _("The person has no identity number here. Ask them by letter or telephone.")


class AlreadyAsked(Refusal):
    """One question at a time."""

    message = _("They have been asked and have not answered yet. Wait for the answer.")


class AlreadyAnswered(Refusal):
    """An answer is given once."""

    message = _("This question is answered already.")


class NothingMayBeTold(Refusal):
    """Only a plan in force is told of, and only with the person's yes to those who ask."""

    message = _(
        "There is no plan in force here with a consent to tell those who ask. Answer that there is nothing to tell; they see no reason."
    )


@transaction.atomic
def ask_elsewhere(*, follow_up: FollowUp, organisation: Organisation, by: Actor, at: datetime) -> PlanQuestion:
    """Put the question into the other organisation's inbox. Nothing comes back that tells whether the person is known there."""
    require(by, Permission.PLAN_EDIT, follow_up)
    person = follow_up.person
    consent = consent_to(person.organisation_id, person.pk, organisation.pk, at=at)
    if consent is None:
        raise NoConsentToAsk(field="organisation")
    if not organisation.served or organisation.pk == person.organisation_id:
        raise NotReached(field="organisation")
    number = number_of(person)
    if not number:
        raise NoNumber
    waiting = PlanQuestion.objects.filter(
        organisation_id=person.organisation_id, person=person, to_organisation=organisation, answered_at=None
    )
    if waiting.exists():
        raise AlreadyAsked(field="organisation")
    question = PlanQuestion.objects.create(
        organisation_id=person.organisation_id,
        person=person,
        to_organisation=organisation,
        consent=consent,
        unit_id=follow_up.unit_id,
        question_id=new_id(),
        asked_by=by.name,
        asked_at=at,
    )
    record("plan-question.asked", question, by=by, at=at, to=organisation.pk, consent=consent.pk)
    _deliver(question, person, number, organisation.pk, from_unit=follow_up.unit.name, at=at)
    return question


def consent_to(organisation_id: UUID, person_id: UUID, to_organisation_id: UUID, *, at: datetime) -> Consent | None:
    """The consent in force to sharing with an organisation that it names."""
    rows = all_in_force(organisation_id, person_id, at=at)
    return next(
        (c for c in rows if Subject.SHARING in c.subjects and c.recipient_organisation_id == to_organisation_id), None
    )


def _deliver(question: PlanQuestion, person: Person, number: str, to: UUID, *, from_unit: str, at: datetime) -> None:
    """The copy in their inbox, made the same way whoever is known there: where a follow-up runs, else where notices come in."""
    known = find_by_number(to, number, at=at)
    with acting_as(IMPORTER, purpose="deliver-plan-question", organisation_id=to, at=at):
        running = FollowUp.objects.filter(
            organisation_id=to, person_id=known.pk if known else question.question_id, state__in=sorted(RUNNING)
        )
        unit_id = running.values_list("unit_id", flat=True).first()
        routed = route(to, RoutingFacts(kind="enquiry"), on=day(at)).unit
        received = ReceivedPlanQuestion.objects.create(
            organisation_id=to,
            person=known,
            unit_id=unit_id or routed.pk,
            question_id=question.question_id,
            from_organisation_id=question.organisation_id,
            from_unit=from_unit,
            asked_by=question.asked_by,
            name=person.full_name,
            birth_date=person.birth_date,
            received_at=at,
        )
        there = system_actor(IMPORTER, organisation_id=to, at=at, purpose="deliver-plan-question")
        record("plan-question.received", received, by=there, at=at, question=question.question_id)
        _task(ASKED, to, received.unit_id, received.pk, gettext("Answer whether there is a plan"), by=there, at=at)


def _task(
    kind: str, organisation_id: UUID, unit_id: UUID, source_id: UUID, text: str, *, by: Actor, at: datetime
) -> None:
    create_task(
        by=by,
        at=at,
        organisation_id=organisation_id,
        unit_id=unit_id,
        kind=kind,
        due_on=_answer_by(organisation_id, at),
        source_type="plans.question",
        source_id=source_id,
        text=text,
    )


def _answer_by(organisation_id: UUID, at: datetime) -> date:
    return day(due_at(organisation_id, "acknowledge-notice", at))


def plan_to_tell_of(question: ReceivedPlanQuestion, *, at: datetime) -> IndividualPlan | None:
    """The plan in force that the person has said yes to telling those who ask about, as far as the reader sees it."""
    if question.person_id is None:
        return None
    if consent_to(question.organisation_id, question.person_id, question.from_organisation_id, at=at) is None:
        return None
    plans = IndividualPlan.objects.filter(organisation_id=question.organisation_id, person_id=question.person_id)
    return plans.filter(state__in=sorted(IN_FORCE)).select_related("main_responsible").first()


@transaction.atomic
def answer_question(
    *, question: ReceivedPlanQuestion, tells: bool, by: Actor, at: datetime, contact: str = ""
) -> ReceivedPlanQuestion:
    """Tell that there is a plan and whom to ask, or that there is nothing to tell. Raises NothingMayBeTold, AlreadyAnswered."""
    require(by, Permission.NOTICE_DECIDE, question)
    question.refresh_from_db(from_queryset=ReceivedPlanQuestion.objects.select_for_update(of=("self",)))
    if question.answered_at:
        raise AlreadyAnswered
    plan = plan_to_tell_of(question, at=at)
    if tells and plan is None:
        raise NothingMayBeTold
    question.answered_at, question.answered_by, question.told = at, by.name, tells
    question.save(update_fields=["answered_at", "answered_by", "told"])
    record("plan-question.answered", question, by=by, at=at, told=tells, question=question.question_id)
    settle(organisation_id=question.organisation_id, source_id=question.pk, by=by, at=at)
    words = ", ".join(part for part in (str(plan.main_responsible), contact.strip()) if part) if tells and plan else ""
    _bring_back(question, words, tells=tells, at=at)
    return question


def _bring_back(question: ReceivedPlanQuestion, words: str, *, tells: bool, at: datetime) -> None:
    asker = question.from_organisation_id
    with acting_as(IMPORTER, purpose="deliver-plan-answer", organisation_id=asker, at=at):
        row = (
            PlanQuestion.objects.select_for_update(of=("self",))
            .filter(organisation_id=asker, question_id=question.question_id)
            .first()
        )
        if row is None:
            return  # those who asked have taken the question back
        row.answered_at, row.has_plan, row.contact = at, tells, words
        row.save(update_fields=["answered_at", "has_plan", "contact"])
        there = system_actor(IMPORTER, organisation_id=asker, at=at, purpose="deliver-plan-answer")
        record("plan-question.answer-came", row, by=there, at=at, question=row.question_id)
        text = gettext("Read the answer about a plan elsewhere")
        _task(ANSWERED, asker, row.unit_id, row.pk, text, by=there, at=at)
