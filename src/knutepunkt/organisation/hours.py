"""Office hours and deadlines of an organisation: the law's, laid over with what the organisation has set itself."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from knutepunkt import law
from knutepunkt.foundation.clock import day
from knutepunkt.organisation.elsewhere import inside
from knutepunkt.organisation.models import DeadlineSetting, OfficeHours

WEEKDAYS = range(7)


def office_hours(organisation_id: UUID, *, on: date | None = None) -> law.OfficeHours:
    """When the organisation is open. One that has set none has the default of the law data, `on` a day or the newest."""
    with inside(organisation_id):
        rows = list(
            OfficeHours.objects.filter(organisation_id=organisation_id).values_list("weekday", "opens", "closes")
        )
    own = {weekday: (opens, closes) for weekday, opens, closes in rows}
    default = law.on(on or date.max).office_hours()
    if not own:
        return default
    return law.OfficeHours(tuple(own.get(weekday) for weekday in WEEKDAYS), default.closed, default.every_year)


def deadline(organisation_id: UUID, key: str, *, on: date) -> law.Deadline:
    """A deadline as it is for the organisation on a day. Raises law.NotInLaw for a key the law data do not know."""
    rows = DeadlineSetting.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=on), organisation_id=organisation_id, key=key, valid_from__lte=on
    ).order_by("-valid_from")
    with inside(organisation_id):
        own = rows.values_list("amount", flat=True).first()
    return law.on(on).deadline(key, overrides={} if own is None else {key: own})


def due_at(organisation_id: UUID, key: str, at: datetime) -> datetime:
    """The moment in Oslo a deadline that starts to run at `at` runs out: the law's or the organisation's own length,
    in the organisation's office hours.
    """
    on = day(at)
    return law.due_at(at, deadline(organisation_id, key, on=on), office_hours(organisation_id, on=on))


def due_on(organisation_id: UUID, key: str, on: date) -> date:
    """The last day of a deadline that starts to run on a day; not for deadlines in hours."""
    return law.due_on(on, deadline(organisation_id, key, on=on), office_hours(organisation_id, on=on))
