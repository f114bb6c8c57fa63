"""Somebody who works elsewhere sends a notice: a copy is delivered, the sender keeps the envelope."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission
from knutepunkt.access.scope import acting_as
from knutepunkt.identity.system import IMPORTER
from knutepunkt.intake.copies import keep_copy
from knutepunkt.intake.kinds import Channel
from knutepunkt.intake.models import Notice, SentNotice
from knutepunkt.intake.operations.admission import join_admission
from knutepunkt.intake.operations.receiving import facts_for, person_of, receive_notice
from knutepunkt.organisation.models import HerAddress, Organisation, Unit


@transaction.atomic
def send_notice(
    *,
    to_organisation: Organisation,
    kind: str,
    by: Actor,
    at: datetime,
    number: str = "",
    place: dict[str, str] | None = None,
    reference: str = "",
    admission: dict[str, Any] | None = None,
    **fields: Any,
) -> SentNotice:
    """Send a notice from a ward or a service (sphl. § 2-5 b, hpl. § 38 a) to the organisation that is responsible.

    It is routed there without anybody choosing a unit. Sender and receiver share nothing but the message: the sender's record
    is an envelope, brought up to date when it is acknowledged and decided. `fields` are those of receive_notice; `place` is the
    address, postcode and city the sender knows, which route a person who is not known here yet.
    """
    require(by, Permission.NOTICE_CREATE)
    sender = Organisation.objects.get(pk=by.organisation_id)
    unit_id = by.unit_ids[0] if by.unit_ids else None
    where_from = _where_from(by.organisation_id, unit_id)
    with acting_as(IMPORTER, purpose="deliver-notice", organisation_id=to_organisation.pk, at=at):
        known = where_from | {"number": number, **(place or {})}
        notice = _deliver(to_organisation, sender=sender, kind=kind, known=known, fields=fields, by=by, at=at)
        if admission:
            join_admission(notice=notice, by=by, at=at, hospital=sender.name, **admission)
        to_unit_name = str(notice.unit)
    sent = keep_copy(
        organisation=sender,
        unit_id=unit_id,
        to=to_organisation,
        to_unit_name=to_unit_name,
        kind=kind,
        reference=reference,
        by=by,
        at=at,
    )
    with acting_as(IMPORTER, purpose="deliver-notice", organisation_id=to_organisation.pk, at=at):
        notice.sender_copy_id = sent.pk
        notice.save(update_fields=["sender_copy_id"])
    return sent


def _deliver(
    to: Organisation,
    *,
    sender: Organisation,
    kind: str,
    known: dict[str, str],
    fields: dict[str, Any],
    by: Actor,
    at: datetime,
) -> Notice:
    """The notice in the receiver's organisation. `known`: number, place and where it comes from, for finding the file and routing."""
    place = {name: known[name] for name in ("address", "postcode", "city") if name in known}
    person = person_of(organisation_id=to.pk, by=by, at=at, number=known["number"], fields=fields | place)
    facts = facts_for(
        kind=kind,
        person=person,
        birth_date=fields.get("birth_date"),
        at=at,
        sector=known["sector"],
        ward=known["ward"],
        postcode=place.get("postcode", ""),
    )
    named = {
        "sender_name": fields.get("sender_name") or by.name,
        "sender_role": fields.get("sender_role") or by.title,
    }
    return receive_notice(
        organisation_id=to.pk,
        kind=kind,
        channel=Channel.FORM,
        by=by,
        at=at,
        person=person,
        facts=facts,
        sender=sender,
        sender_organisation=sender.name,
        sender_account_id=by.account_id,
        **(fields | named),
    )


def _where_from(organisation_id: UUID, unit_id: UUID | None) -> dict[str, str]:
    """The sector of the sender's unit and its HER-id, which routing may look at."""
    if unit_id is None:
        return {"sector": "", "ward": ""}
    sector = Unit.objects.filter(organisation_id=organisation_id, pk=unit_id).values_list("sector", flat=True).first()
    ward = HerAddress.objects.filter(organisation_id=organisation_id, unit_id=unit_id, valid_to=None).values_list(
        "her_id", flat=True
    )
    return {"sector": sector or "", "ward": ward.first() or ""}
