"""The plan itself: drafted once, given texts, period and responsible service, answered, put into force."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.moves import make_move
from knutepunkt.access.permissions import Permission
from knutepunkt.audit.log import record
from knutepunkt.consent.models import Subject
from knutepunkt.consent.queries import in_force
from knutepunkt.coordination.models import FollowUp
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.organisation.models import Unit
from knutepunkt.plans.models import IndividualPlan, PlanTexts
from knutepunkt.plans.operations.changes import ChangedMeanwhile, NotAnswered, begin_change, changed, lock, stamp
from knutepunkt.plans.rules import latest_review
from knutepunkt.plans.states import PLAN

TEXTS = ("needs", "resources", "carried_out", "cooperation", "child_took_part")
AGREEMENT = ("agreement_expectations", "agreement_contact", "agreement_meetings")


class NoConsentToPlan(Refusal):
    """A plan is made only with consent (FOR-2022-06-22-1110 § 5)."""

    message = _(
        "There is no consent to an individual plan in force. Record the answer on the follow-up's consent page first."
    )


class AlreadyHasPlan(Refusal):
    """One plan for each person."""

    message = _(
        "The person already has an individual plan here. Open that one from the follow-up; there is only one at a time."
    )


class NotPartOfIt(Refusal):
    """The texts of a plan name no topic; who is limited to some does not see them."""

    message = _("This text is not part of what you see of the plan. Ask the caseworker to write it.")


class PeriodBackwards(Refusal):
    """The end lies before the start."""

    message = _("The plan cannot end before it starts. Change one of the dates.")


class ReviewTooLate(Refusal):
    """The revision is set later than the deadline allows."""


@transaction.atomic
def draft_plan(*, follow_up: FollowUp, by: Actor, at: datetime) -> IndividualPlan:
    """Begin the plan of a person who has consented to one. Raises NoConsentToPlan and, also in a race, AlreadyHasPlan."""
    require(by, Permission.PLAN_EDIT, follow_up)
    if in_force(follow_up.organisation_id, follow_up.person_id, Subject.PLAN, at=at) is None:
        raise NoConsentToPlan
    try:
        with transaction.atomic():
            plan = IndividualPlan.objects.create(
                organisation_id=follow_up.organisation_id,
                person_id=follow_up.person_id,
                follow_up=follow_up,
                unit_id=follow_up.unit_id,
                changed_at=at,
                changed_by=by.name,
            )
            PlanTexts.objects.create(organisation_id=plan.organisation_id, person_id=plan.person_id, plan=plan)
    except IntegrityError as error:
        if "one_living_plan" in str(error):
            raise AlreadyHasPlan from None
        raise
    record("plan.drafted", plan, by=by, at=at, follow_up=follow_up.pk)
    return plan


@transaction.atomic
def write_texts(*, plan: IndividualPlan, by: Actor, at: datetime, seen: str = "", **texts: str) -> IndividualPlan:
    """Set any of TEXTS and AGREEMENT. `seen` is the stamp of what the writer had before; raises ChangedMeanwhile."""
    begin_change(plan, by=by)
    unknown = set(texts) - {*TEXTS, *AGREEMENT}
    if unknown:
        raise TypeError(sorted(unknown))
    kept = texts_of(plan)
    if kept is None:
        raise NotPartOfIt
    lock(kept)
    if seen and seen != stamp(kept, texts):
        raise ChangedMeanwhile(kept, plan.changed_by)
    fields = [name for name, text in texts.items() if getattr(kept, name) != text.strip()]
    if fields:
        for name in fields:
            setattr(kept, name, texts[name].strip())
        kept.save(update_fields=fields)
        changed("plan.texts-written", plan, plan, by=by, at=at, fields=fields)
    return plan


def texts_of(plan: IndividualPlan) -> PlanTexts | None:
    """What the plan says in running text; None for those whose consent covers some topics only."""
    return PlanTexts.objects.filter(organisation_id=plan.organisation_id, plan_id=plan.pk).first()


@transaction.atomic
def set_period(
    *,
    plan: IndividualPlan,
    by: Actor,
    at: datetime,
    starts_on: date,
    review_on: date,
    ends_on: date | None = None,
    seen: str = "",
) -> IndividualPlan:
    """Say how long the plan lasts and when it is looked at again: within the deadline of the law and the organisation."""
    begin_change(plan, by=by)
    if seen and seen != stamp(plan, PERIOD):
        raise ChangedMeanwhile(plan, plan.changed_by)
    if ends_on and ends_on < starts_on:
        raise PeriodBackwards(field="ends_on")
    check_review(plan, starts_on=starts_on, review_on=review_on, at=at)
    if (plan.starts_on, plan.ends_on, plan.review_on) != (starts_on, ends_on, review_on):
        plan.starts_on, plan.ends_on, plan.review_on = starts_on, ends_on, review_on
        plan.save(update_fields=list(PERIOD))
        changed("plan.period-set", plan, plan, by=by, at=at)
    return plan


PERIOD = ("starts_on", "ends_on", "review_on")


def check_review(plan: IndividualPlan, *, starts_on: date, review_on: date, at: datetime) -> None:
    """Refuse a revision before the start or later than allowed, naming the latest day."""
    if review_on < starts_on:
        raise ReviewTooLate(
            _("The plan is looked at again after it has started. Choose a later day."), field="review_on"
        )
    latest = latest_review(plan.organisation_id, plan.person.birth_date, starts_on=starts_on, on=day(at))
    if review_on > latest.day:
        raise ReviewTooLate(
            _("The plan must be looked at again within %(length)s, by %(day)s at the latest. Choose an earlier day.")
            % {"length": latest.length, "day": f"{latest.day:%d.%m.%Y}"},
            field="review_on",
        )


@transaction.atomic
def set_main_responsible(*, plan: IndividualPlan, unit: Unit, by: Actor, at: datetime) -> IndividualPlan:
    """Say which service has the main responsibility; once named it is moved, never taken away."""
    begin_change(plan, by=by)
    if plan.main_responsible_id != unit.pk:
        earlier = plan.main_responsible_id
        plan.main_responsible = unit
        plan.save(update_fields=["main_responsible"])
        changed("plan.main-responsible-set", plan, plan, by=by, at=at, unit=unit.pk, earlier=earlier or "")
    return plan


@transaction.atomic
def begin_revision(*, plan: IndividualPlan, by: Actor, at: datetime, reason: str = "") -> None:
    """Take a plan in force up for revision; what is in force stands until the next version is."""
    make_move(plan, PLAN, "revise", by=by, at=at, reason=reason)
    lock(plan)


@transaction.atomic
def pause_plan(*, plan: IndividualPlan, by: Actor, at: datetime, reason: str) -> None:
    """Pause the plan, not end it; nothing is lost."""
    _need(reason)
    make_move(plan, PLAN, "pause", by=by, at=at, reason=reason)
    lock(plan)


@transaction.atomic
def resume_plan(*, plan: IndividualPlan, by: Actor, at: datetime, reason: str = "") -> None:
    """Take a paused plan up again, under revision. Needs consent in force."""
    if in_force(plan.organisation_id, plan.person_id, Subject.PLAN, at=at) is None:
        raise NoConsentToPlan
    make_move(plan, PLAN, "resume", by=by, at=at, reason=reason)
    lock(plan)


@transaction.atomic
def end_plan(*, plan: IndividualPlan, by: Actor, at: datetime, reason: str) -> None:
    """End the plan; it stays readable, and a new one can be drafted."""
    _need(reason)
    make_move(plan, PLAN, "end", by=by, at=at, reason=reason)
    lock(plan)


def _need(reason: str) -> None:
    if not reason.strip():
        raise NotAnswered(_("Write the reason, so that it can be read later why this was done."), field="reason")
