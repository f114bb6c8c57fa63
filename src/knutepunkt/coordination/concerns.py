"""What is about the coordinator is kept from the coordinator, also from one who works in the unit that answers."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from knutepunkt.access.grants import ExclusionSpec, exclusion
from knutepunkt.access.models import UnitGrant
from knutepunkt.access.scope import acting_as
from knutepunkt.coordination.models import Appointment, PersonRequest
from knutepunkt.coordination.states import AppointmentState
from knutepunkt.identity.system import DERIVER
from knutepunkt.messaging.models import Conversation, ConversationKind, OutboundMessage
from knutepunkt.organisation.models import Unit
from knutepunkt.tasks.models import Task

PRESENT = (AppointmentState.ACCEPTED, AppointmentState.APPOINTED)


@exclusion("concerns")
def concerns(organisation_id: UUID, person_id: UUID | None) -> Iterator[ExclusionSpec]:
    """Concerns and matters about the coordinator, with their tasks and messages out, are closed to the account of everybody who has
    coordinated since they came, also after the appointment has ended.
    """
    for about_id, matter_id, since in _matters(organisation_id, person_id):
        things = [matter_id, *_around(organisation_id, matter_id)]
        for account_id in _coordinators(organisation_id, about_id, since):
            for thing in things:
                yield ExclusionSpec(
                    about_id, account_id, None, None, thing, "withheld", "concerns", matter_id, since, None
                )


def _matters(organisation_id: UUID, person_id: UUID | None) -> Iterator[tuple[UUID, UUID, datetime]]:
    about = {"about_id": person_id} if person_id else {}
    told = Conversation.objects.filter(organisation_id=organisation_id, kind=ConversationKind.CONCERN, **about)
    yield from told.order_by("id").values_list("about_id", "id", "begun_at")
    asked = PersonRequest.objects.filter(organisation_id=organisation_id, person_id=None, **about)
    yield from asked.order_by("id").values_list("about_id", "id", "received_at")


def _around(organisation_id: UUID, matter_id: UUID) -> list[UUID]:
    """Tasks and messages out because of it, and tasks to post those that are letters."""
    out = _because_of(OutboundMessage, organisation_id, [matter_id])
    return [*_because_of(Task, organisation_id, [matter_id, *out]), *out]


def _because_of(model: type[Task | OutboundMessage], organisation_id: UUID, sources: list[UUID]) -> list[UUID]:
    rows = model._default_manager.filter(organisation_id=organisation_id, source_id__in=sources)
    return list(rows.order_by("id").values_list("id", flat=True))


def _coordinators(organisation_id: UUID, about_id: UUID, since: datetime) -> list[UUID]:
    rows = Appointment.objects.filter(
        Q(state__in=PRESENT) | Q(state=AppointmentState.ENDED, ends_at__gt=since),
        organisation_id=organisation_id,
        person_id=about_id,
        coordinator__account__isnull=False,
    )
    return sorted({key for key in rows.values_list("coordinator__account_id", flat=True) if key is not None})


def unit_that_may_read(unit: Unit, about_id: UUID, *, at: datetime) -> Unit:
    """The unit, or the nearest above it in which somebody who is not the person's coordinator sees content; else the unit itself."""
    with acting_as(DERIVER, purpose="find-reader", organisation_id=unit.organisation_id, at=at):
        kept_out = set(_coordinators(unit.organisation_id, about_id, at))
        at_work = UnitGrant.objects.filter(
            Q(ends=None) | Q(ends__gt=at), organisation_id=unit.organisation_id, content=True, starts__lte=at
        ).exclude(account_id__in=kept_out)
        staffed = set(at_work.values_list("unit_id", flat=True))
        units = {each.pk: each for each in Unit.objects.filter(organisation_id=unit.organisation_id)}
    found: Unit | None = unit
    while found is not None and found.pk not in staffed:
        found = units.get(found.parent_id) if found.parent_id else None
    return found or unit
