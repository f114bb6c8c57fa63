"""The organisation that runs the installation: it holds what found no receiver."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from knutepunkt.access.actor import system_actor
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.identity.system import IMPORTER
from knutepunkt.organisation.kinds import OrganisationKind
from knutepunkt.organisation.models import Organisation

SLUG = "operator"
NAME = gettext_noop("Operator of the installation")


def operator_of_installation() -> Organisation | None:
    """The operator organisation, or None as long as nothing was held there."""
    return Organisation.objects.filter(kind=OrganisationKind.OPERATOR).order_by("id").first()


@transaction.atomic
def operator_organisation(*, at: datetime) -> Organisation:
    """The installation's operator organisation; made, with an event, when it is asked for the first time."""
    found = operator_of_installation()
    if found is not None:
        return found
    made, is_new = Organisation.objects.get_or_create(
        slug=SLUG, defaults={"kind": OrganisationKind.OPERATOR, "name": NAME, "served": False}
    )
    if is_new:
        with acting_as(IMPORTER, purpose="quarantine", organisation_id=made.pk, at=at):
            actor = system_actor(IMPORTER, organisation_id=made.pk, at=at, organisation_name=made.name)
            record("organisation.created", made, by=actor, at=at, kind=made.kind, served=False)
    return made
