"""Reading another organisation's set-up, which delivering a message there needs."""

from contextlib import AbstractContextManager, nullcontext
from uuid import UUID

from knutepunkt.access.scope import acting_as, current
from knutepunkt.identity.system import IMPORTER


def inside(organisation_id: UUID) -> AbstractContextManager[None]:
    """Nothing for the organisation of the transaction; another's is read as the importer, which delivers there."""
    if current().organisation_id == organisation_id:
        return nullcontext()
    return acting_as(IMPORTER, purpose="route", organisation_id=organisation_id)
