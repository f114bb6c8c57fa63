"""When something about a member of staff changes that sight rests on, the files they have to do with follow.

An account given later opens and closes files from then on; another service or employer may see more or less.
"""

from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db.models import ForeignKey

from knutepunkt.access.grants import refresh_person
from knutepunkt.access.scope import acting_as
from knutepunkt.foundation.postgresql.schema import owner_field
from knutepunkt.identity.system import DERIVER
from knutepunkt.organisation.models import Staff

COUNTS = frozenset({"account", "employer", "sector", "unit"})
"""What of a member of staff decides what they see of a file."""


def refresh_files_of(staff: Staff, *, at: datetime) -> int:
    """Derive anew the sight of every file in which some row names the member of staff; how many."""
    persons = _files_naming(staff, at=at)
    for person_id in sorted(persons):
        refresh_person(staff.organisation_id, person_id, at=at)
    return len(persons)


def _files_naming(staff: Staff, *, at: datetime) -> set[UUID]:
    found: set[UUID] = set()
    with acting_as(DERIVER, purpose="files-of-staff", organisation_id=staff.organisation_id, at=at):
        for model in apps.get_models():
            owner = owner_field(model)
            if owner is None or not owner.person:
                continue
            for field in model._meta.local_fields:
                if isinstance(field, ForeignKey) and field.related_model is Staff:
                    rows = model._default_manager.filter(
                        organisation_id=staff.organisation_id, **{field.attname: staff.pk}
                    )
                    found.update(rows.exclude(**{owner.person: None}).values_list(owner.person, flat=True))
    return found
