"""When the consent to a plan ends, the plan is paused in the same transaction; it is not ended and nothing is lost."""

from datetime import datetime

from knutepunkt.access.actor import Actor, system_actor
from knutepunkt.access.moves import make_move
from knutepunkt.access.scope import acting_as
from knutepunkt.consent.hearers import hears_consent
from knutepunkt.consent.models import Consent, Subject
from knutepunkt.consent.queries import in_force
from knutepunkt.identity.system import DERIVER
from knutepunkt.plans.models import IndividualPlan
from knutepunkt.plans.states import IN_FORCE, PLAN


@hears_consent
def pause_without_consent(consent: Consent, by: Actor, at: datetime) -> None:
    """The consent changed: does the plan still stand on one? As the system, for the one who withdraws may not edit the plan."""
    if Subject.PLAN not in consent.subjects:
        return
    organisation_id, person_id = consent.organisation_id, consent.person_id
    with acting_as(DERIVER, purpose="consent-ended", organisation_id=organisation_id, at=at):
        if in_force(organisation_id, person_id, Subject.PLAN, at=at):
            return
        plan = IndividualPlan.objects.filter(
            organisation_id=organisation_id, person_id=person_id, state__in=sorted(IN_FORCE)
        ).first()
        if plan:
            system = system_actor(DERIVER, organisation_id=organisation_id, at=at, purpose="consent-ended")
            make_move(plan, PLAN, "pause", by=system, at=at, consent=consent.pk, asked_by=by.account_id)
