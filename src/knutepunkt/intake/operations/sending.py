"""Somebody who works elsewhere sends a notice: a copy is delivered, the sender keeps the envelope."""

from datetime import datetime
from typing import Any

from django.db import transaction

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission
from knutepunkt.access.scope import acting_as
from knutepunkt.identity.system import IMPORTER
from knutepunkt.intake.copies import keep_copy
from knutepunkt.intake.kinds import Channel
from knutepunkt.intake.models import SentNotice
from knutepunkt.intake.operations.admission import join_admission
from knutepunkt.intake.operations.receiving import person_of, receive_notice
from knutepunkt.organisation.models import Organisation


@transaction.atomic
def send_notice(
    *,
    to_organisation: Organisation,
    kind: str,
    by: Actor,
    at: datetime,
    number: str = "",
    reference: str = "",
    admission: dict[str, Any] | None = None,
    **fields: Any,
) -> SentNotice:
    """Send a notice from a ward or a service (sphl. § 2-5 b, hpl. § 38 a) to the organisation that is responsible.

    It is routed there without anybody choosing a unit. Sender and receiver share nothing but the message: the sender's record
    is an envelope, brought up to date when it is acknowledged and decided. `fields` are those of receive_notice.
    """
    require(by, Permission.NOTICE_CREATE)
    sender = Organisation.objects.get(pk=by.organisation_id)
    with acting_as(IMPORTER, purpose="deliver-notice", organisation_id=to_organisation.pk, at=at):
        person = person_of(organisation_id=to_organisation.pk, by=by, at=at, number=number, fields=fields)
        notice = receive_notice(
            organisation_id=to_organisation.pk,
            kind=kind,
            channel=Channel.FORM,
            by=by,
            at=at,
            person=person,
            sender=sender,
            sender_organisation=sender.name,
            sender_account_id=by.account_id,
            sender_name=fields.pop("sender_name", "") or by.name,
            sender_role=fields.pop("sender_role", "") or by.title,
            **fields,
        )
        if admission:
            join_admission(notice=notice, by=by, at=at, hospital=sender.name, **admission)
        to_unit_name = str(notice.unit)
    unit_id = by.unit_ids[0] if by.unit_ids else None
    sent = keep_copy(
        organisation=sender, unit_id=unit_id, to=to_organisation, to_unit_name=to_unit_name, kind=kind, reference=reference, by=by, at=at
    )
    with acting_as(IMPORTER, purpose="deliver-notice", organisation_id=to_organisation.pk, at=at):
        notice.sender_copy_id = sent.pk
        notice.save(update_fields=["sender_copy_id"])
    return sent
