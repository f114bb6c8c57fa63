"""The sender's own record of a notice: an envelope in the sender's organisation, kept up to date from here."""

from datetime import datetime
from uuid import UUID

from knutepunkt.access.actor import Actor
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.ids import new_id
from knutepunkt.identity.system import IMPORTER
from knutepunkt.intake.models import SentNotice
from knutepunkt.organisation.kinds import UnitKind
from knutepunkt.organisation.models import Organisation, Unit
from knutepunkt.organisation.queries import receiver_of


def sender_behind(her_id: str, at: datetime) -> tuple[Organisation | None, UUID | None]:
    """The organisation served here, and its unit, that a sender's HER-id belongs to; nothing for senders elsewhere."""
    known = receiver_of(her_id, day(at)) if her_id else None
    if known is None:
        return None, None
    return Organisation.objects.get(pk=known.organisation_id), known.unit_id


def keep_copy(
    *,
    organisation: Organisation,
    unit_id: UUID | None,
    to: Organisation,
    to_unit_name: str,
    kind: str,
    reference: str,
    by: Actor,
    at: datetime,
) -> SentNotice:
    """Write the sender's record. Runs in the sender's scope."""
    sent = SentNotice.objects.create(
        id=new_id(),
        organisation_id=organisation.pk,
        account_id=by.account_id,
        unit_id=unit_id,
        to_organisation=to,
        to_unit_name=to_unit_name,
        reference=reference,
        kind=kind,
        sent_at=at,
        received_at=at,
    )
    record("notice.sent", sent, by=by, at=at, to=to.pk, kind=kind)
    return sent


def copy_for_message(
    sender: Organisation,
    unit_id: UUID | None,
    *,
    to: Organisation,
    to_unit_name: str,
    kind: str,
    by: Actor,
    at: datetime,
) -> UUID:
    """The record of a notice that came as an electronic message from an organisation served here, so that both ends show the
    same. Seen by the unit that sent it, else by the sender's coordinating unit.
    """
    with acting_as(IMPORTER, purpose="sent-notice", organisation_id=sender.pk, at=at):
        if unit_id is None:
            units = Unit.objects.filter(
                organisation_id=sender.pk, kind=UnitKind.COORDINATING, partner=None, closed_on=None
            )
            unit_id = units.values_list("pk", flat=True).first()
        return keep_copy(
            organisation=sender,
            unit_id=unit_id,
            to=to,
            to_unit_name=to_unit_name,
            kind=kind,
            reference="",
            by=by,
            at=at,
        ).pk
