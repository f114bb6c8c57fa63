"""Office hours and the deadlines the law leaves to the organisation."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knutepunkt import law
from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission
from knutepunkt.audit.log import record
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.organisation.models import DeadlineSetting, OfficeHours, Organisation


class NoOpenDay(Refusal):
    """Deadlines in working days would never end."""

    message = _("The office must be open at least one day a week, or no deadline would ever run out.")


class HoursTurned(Refusal):
    """Closes before it opens."""

    message = _("An office opens before it closes. Check the times.")


@transaction.atomic
def set_hours(*, organisation_id: UUID, week: Mapping[int, tuple[time, time]], by: Actor, at: datetime) -> None:
    """Set when the office is open each weekday (Monday is 0); a weekday left out is closed. Deadlines follow from now on."""
    require(by, Permission.ORGANISATION_EDIT)
    if not week:
        raise NoOpenDay
    if any(opens >= closes for opens, closes in week.values()):
        raise HoursTurned
    OfficeHours.objects.filter(organisation_id=organisation_id).delete()
    OfficeHours.objects.bulk_create(
        OfficeHours(organisation_id=organisation_id, weekday=weekday, opens=opens, closes=closes)
        for weekday, (opens, closes) in sorted(week.items())
    )
    said = {str(weekday): f"{opens:%H:%M}-{closes:%H:%M}" for weekday, (opens, closes) in week.items()}
    record("organisation.hours-set", Organisation(pk=organisation_id), by=by, at=at, week=said)


@transaction.atomic
def set_deadline(
    *, organisation_id: UUID, key: str, amount: int, by: Actor, at: datetime, valid_from: date
) -> DeadlineSetting:
    """Set the organisation's own length of a deadline from a day on; what started before keeps its own.

    Raises law.NotInLaw, law.DeadlineFollowsFromLaw, law.DeadlineOutOfBounds.
    """
    require(by, Permission.ORGANISATION_EDIT)
    law.on(valid_from).deadline(key, overrides={key: amount})
    own = DeadlineSetting.objects.filter(organisation_id=organisation_id, key=key)
    earlier = own.filter(Q(valid_to=None) | Q(valid_to__gte=valid_from), valid_from__lt=valid_from)
    earlier.update(valid_to=valid_from - timedelta(days=1))
    setting, _made = own.update_or_create(
        valid_from=valid_from, organisation_id=organisation_id, key=key, defaults={"amount": amount, "valid_to": None}
    )
    record("organisation.deadline-set", setting, by=by, at=at, key=key, amount=amount)
    return setting
