"""Which service has the main responsibility when they do not agree: the municipality decides (FOR-2022-06-22-1110 § 7)."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission
from knutepunkt.audit.log import record
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.organisation.hours import due_at
from knutepunkt.organisation.models import Unit
from knutepunkt.plans.models import Disagreement, IndividualPlan
from knutepunkt.plans.operations.changes import NotAnswered, changed, lock
from knutepunkt.plans.rules import is_real_reason
from knutepunkt.tasks.operations import create_task, settle

KIND = "responsibility"


class TwoServices(Refusal):
    """It takes two to disagree."""

    message = _("Choose the services that do not agree, at least two.")


class AlreadyRaised(Refusal):
    """One at a time."""

    message = _("A disagreement about the main responsibility is open already. Decide that one first.")


class DecidedAlready(Refusal):
    """A decision stands."""

    message = _("This is decided already.")


class NotInThePast(Refusal):
    """What has been cannot be decided."""

    message = _("The decision counts from today or a later day.")


class WithReasons(Refusal):
    """The services and the person must understand why."""

    message = _("Write the reasons as whole sentences, so that the services and the person understand them.")


@transaction.atomic
def raise_disagreement(
    *, plan: IndividualPlan, units: Collection[Unit], words: str, by: Actor, at: datetime
) -> Disagreement:
    """Write down that services do not agree, and give the coordinating unit the task to decide. Nothing moves yet."""
    require(by, Permission.PLAN_EDIT, plan)
    if len({unit.pk for unit in units}) < 2:  # noqa: PLR2004 -- it takes two
        raise TwoServices(field="units")
    if not words.strip():
        raise NotAnswered(field="words")
    try:
        with transaction.atomic():
            raised = Disagreement.objects.create(
                organisation_id=plan.organisation_id,
                person_id=plan.person_id,
                plan=plan,
                unit_ids=[unit.pk for unit in units],
                words=words.strip(),
                raised_by=by.name,
                raised_at=at,
            )
    except IntegrityError as error:
        if "one_open_disagreement" in str(error):
            raise AlreadyRaised from None
        raise
    record("disagreement.raised", raised, by=by, at=at, plan=plan.pk, units=[str(unit.pk) for unit in units])
    create_task(
        by=by,
        at=at,
        organisation_id=plan.organisation_id,
        unit_id=plan.unit_id,
        kind=KIND,
        due_on=day(due_at(plan.organisation_id, "acknowledge-notice", at)),
        source_type="plans.disagreement",
        source_id=raised.pk,
        text=gettext("Decide which service has the main responsibility"),
    )
    return raised


@transaction.atomic
def decide_disagreement(
    *, disagreement: Disagreement, unit: Unit, reasons: str, from_day: date, by: Actor, at: datetime
) -> Disagreement:
    """The municipality decides, with reasons, from a day. Who has the responsibility keeps it until that day."""
    require(by, Permission.DECISION_MAKE, disagreement.plan)
    lock(disagreement)
    if disagreement.decided_at:
        raise DecidedAlready
    if not is_real_reason(reasons):
        raise WithReasons(field="reasons")
    if from_day < day(at):
        raise NotInThePast(field="from_day")
    disagreement.main_responsible, disagreement.reasons, disagreement.from_day = unit, reasons.strip(), from_day
    disagreement.decided_by, disagreement.decided_at = by.name, at
    disagreement.save(update_fields=["main_responsible", "reasons", "from_day", "decided_by", "decided_at"])
    record("disagreement.decided", disagreement, by=by, at=at, unit=unit.pk, from_day=from_day)
    settle(organisation_id=disagreement.organisation_id, source_id=disagreement.pk, by=by, at=at)
    if from_day <= day(at):
        carry_out(disagreement=disagreement, by=by, at=at)
    return disagreement


@transaction.atomic
def carry_out(*, disagreement: Disagreement, by: Actor, at: datetime) -> None:
    """The day has come: the responsibility moves in one step, so that one service has it at every moment."""
    plan = disagreement.plan
    lock(plan)
    require(by, Permission.PLAN_EDIT, plan)
    disagreement.carried_out_at = at
    disagreement.save(update_fields=["carried_out_at"])
    if plan.main_responsible_id != disagreement.main_responsible_id:
        earlier, plan.main_responsible = plan.main_responsible_id, disagreement.main_responsible
        plan.save(update_fields=["main_responsible"])
        changed(
            "plan.main-responsible-set", plan, plan, by=by, at=at, unit=plan.main_responsible_id, earlier=earlier or "",
            disagreement=disagreement.pk,
        )  # fmt: skip
    record("disagreement.carried-out", disagreement, by=by, at=at)
