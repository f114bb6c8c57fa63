"""Who has read a thing, from the record of views."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from knutepunkt.access.scope import acting_as
from knutepunkt.audit.models import ViewRecord
from knutepunkt.identity.system import DERIVER


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody read it: who, in what role and organisation, and when first."""

    name: str
    role: str
    organisation: str
    at: datetime


def who_saw(organisation_id: UUID, person_id: UUID, object_id: UUID, *, at: datetime) -> list[Seen]:
    """Everybody who read this thing on the person's file, first read first."""
    with acting_as(DERIVER, purpose="who-saw-it", organisation_id=organisation_id, at=at):
        rows = ViewRecord.objects.filter(
            organisation_id=organisation_id, person_id=person_id, objects_seen__contains=[object_id]
        ).order_by("at", "id")
        seen: dict[tuple[str, str], Seen] = {}
        for row in rows:
            seen.setdefault((row.by_name, row.role), Seen(row.by_name, row.role, row.by_organisation, row.at))
    return list(seen.values())
