"""The individual plan is the common one: plans elsewhere are linked to it, and stay where they are."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.permissions import Topic
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.plans.models import IndividualPlan, SubPlan
from knutepunkt.plans.operations.changes import NotAnswered, begin_change, changed


class NoSuchTopic(Refusal):
    """Who sees a linked plan follows from its topic."""

    message = _("Choose which part of life the plan is about. It decides who sees that it is there.")


@transaction.atomic
def link_plan(
    *,
    plan: IndividualPlan,
    title: str,
    holder: str,
    topic: str,
    by: Actor,
    at: datetime,
    contact: str = "",
    reference: str = "",
) -> SubPlan:
    """Link a plan that `holder` keeps: that it is there, what it is about and whom to ask. Part of the next version."""
    begin_change(plan, by=by)
    for name, text in (("title", title), ("holder", holder)):
        if not text.strip():
            raise NotAnswered(field=name)
    if topic not in set(Topic):
        raise NoSuchTopic(field="topic")
    linked = SubPlan.objects.create(
        organisation_id=plan.organisation_id,
        person_id=plan.person_id,
        plan=plan,
        topic=topic,
        title=title.strip(),
        holder=holder.strip(),
        contact=contact.strip(),
        reference=reference.strip(),
        linked_by=by.name,
        linked_at=at,
    )
    changed("sub-plan.linked", linked, plan, by=by, at=at, topic=topic)
    return linked


@transaction.atomic
def unlink_plan(*, sub_plan: SubPlan, by: Actor, at: datetime) -> None:
    """The plan elsewhere is ended, or was not to be linked. Earlier versions still name it."""
    begin_change(sub_plan.plan, by=by)
    if sub_plan.removed_at is None:
        sub_plan.removed_at, sub_plan.removed_by = at, by.name
        sub_plan.save(update_fields=["removed_at", "removed_by"])
        changed("sub-plan.unlinked", sub_plan, sub_plan.plan, by=by, at=at)
