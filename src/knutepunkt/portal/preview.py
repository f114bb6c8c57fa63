"""See it as: what somebody would get, before anybody says yes."""

from typing import Any
from uuid import UUID

from markupsafe import Markup

from knutepunkt.consent.models import Consent
from knutepunkt.organisation.models import Staff
from knutepunkt.plans.models import IndividualPlan
from knutepunkt.plans.seen_as import as_seen_by
from knutepunkt.portal.files import OwnFile
from knutepunkt.portal.queries import living_plan_id


def preview(
    request: Any, file: OwnFile, *, staff: Staff | UUID | None, topics: list[str], consent: Consent | None
) -> Markup | None:
    """The very page of the plan the recipient will get, with the topics that are ticked; None when there is no plan or nobody named."""
    plan_id = living_plan_id(request.actor, file.person.pk)
    if plan_id is None or staff is None:
        return None
    recipient: Staff = Staff.visible_to(request.actor).get(pk=staff) if isinstance(staff, UUID) else staff
    plan = IndividualPlan.visible_to(request.actor).get(pk=plan_id)
    seen = as_seen_by(plan, recipient, by=request.actor, at=request.now, topics=topics or None, consent=consent)
    return seen.html
