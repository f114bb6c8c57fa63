"""Where a person lives or stays."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission
from knutepunkt.audit.log import record
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.people.models import Person, Stay


class StayEndsBeforeItStarts(Refusal):
    """The days are the wrong way round."""

    message = _("The last day of the stay is before the first. Check the dates.")


@transaction.atomic
def begin_stay(
    *, person: Person, by: Actor, at: datetime, kind: str, starts_on: date, place: str = "", ends_on: date | None = None
) -> Stay:
    """Say where the person lives or stays from a day on; the stay before it ends the same day."""
    require(by, Permission.PERSON_EDIT, person)
    if ends_on and ends_on < starts_on:
        raise StayEndsBeforeItStarts(field="ends_on")
    earlier = Stay.objects.filter(
        organisation_id=person.organisation_id, person=person, ends_on=None, starts_on__lte=starts_on
    )
    earlier.update(ends_on=starts_on)
    stay = Stay.objects.create(
        organisation_id=person.organisation_id,
        person=person,
        kind=kind,
        place=place,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    record("stay.begun", stay, by=by, at=at, kind=kind)
    return stay


@transaction.atomic
def end_stay(*, stay: Stay, by: Actor, at: datetime, ends_on: date) -> None:
    """Say when a stay ended or will end."""
    require(by, Permission.PERSON_EDIT, stay)
    if ends_on < stay.starts_on:
        raise StayEndsBeforeItStarts(field="ends_on")
    stay.ends_on = ends_on
    stay.save(update_fields=["ends_on"])
    record("stay.ended", stay, by=by, at=at)
