"""A unit that holds a notice about somebody may see that person's file, until the notice is no longer its own."""

from collections.abc import Iterable
from uuid import UUID

from knutepunkt.access.grants import GrantSpec, source
from knutepunkt.intake.models import Notice
from knutepunkt.intake.states import NoticeState

NO_LONGER_OURS = frozenset({NoticeState.FORWARDED, NoticeState.ENTERED_IN_ERROR, NoticeState.DECLINED_BY_PERSON})


@source("notices")
def notices(organisation_id: UUID, person_id: UUID | None) -> Iterable[GrantSpec]:
    """The unit's caseworkers, from the moment the notice was recorded. Earlier reads are in the log, not here."""
    rows = Notice.objects.filter(organisation_id=organisation_id, person_id__isnull=False).exclude(
        state__in=NO_LONGER_OURS
    )
    if person_id:
        rows = rows.filter(person_id=person_id)
    for pk, person, unit, since in rows.values_list("pk", "person_id", "unit_id", "recorded_at"):
        assert person is not None
        yield GrantSpec(person, None, unit, "caseworker", None, "notice", "notices", pk, since, None)
