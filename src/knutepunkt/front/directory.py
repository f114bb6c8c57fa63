"""The directory anybody may read: who keeps files here, and their coordinating units. Nothing about persons."""

from datetime import datetime

from django.db.models import QuerySet

from knutepunkt.access.scope import acting_as
from knutepunkt.identity.system import PUBLIC_FORM
from knutepunkt.organisation.kinds import OrganisationKind, UnitKind
from knutepunkt.organisation.models import Organisation, Unit


def served() -> QuerySet[Organisation]:
    """Organisations that keep files in this installation, by name."""
    return Organisation.objects.filter(served=True).exclude(kind=OrganisationKind.OPERATOR).order_by("name", "pk")


def coordinating_units(organisation: Organisation, *, at: datetime) -> list[Unit]:
    """The coordinating units of one organisation that are open, by name."""
    with acting_as(PUBLIC_FORM, purpose="public-page", organisation_id=organisation.pk, at=at):
        units = Unit.objects.filter(organisation_id=organisation.pk, kind=UnitKind.COORDINATING, closed_on=None)
        return list(units.order_by("name", "pk"))
