"""A notice comes in."""

from datetime import date, datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import transaction

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission
from knutepunkt.audit.log import record
from knutepunkt.foundation.clock import day
from knutepunkt.intake.copies import copy_for_message, sender_behind
from knutepunkt.intake.kinds import Basis, NoticeKind, Wish
from knutepunkt.intake.models import Notice, NoticeContent
from knutepunkt.intake.refusals import CameLater, SomethingToGoOn
from knutepunkt.intake.rules import deadline_key
from knutepunkt.intake.sight import refresh_sight
from knutepunkt.organisation.hours import due_at
from knutepunkt.organisation.models import Organisation
from knutepunkt.organisation.routing import Routed, RoutingFacts, route
from knutepunkt.people.contact import keep_phone
from knutepunkt.people.models import Person
from knutepunkt.people.operations import find_by_number, register_person
from knutepunkt.people.rules import age_on, is_protected, place_for_routing


class ContentFields(TypedDict, total=False):
    """What the sender writes; kept apart from the envelope."""

    name: str
    birth_date: date | None
    phone: str
    text: str
    important: str
    topic_of_enquiry: str
    sender_name: str
    sender_role: str
    sender_phone: str
    sender_email: str
    basis: str
    basis_text: str


@transaction.atomic
def receive_notice(
    *,
    organisation_id: UUID,
    kind: str,
    channel: str,
    by: Actor,
    at: datetime,
    received_at: datetime | None = None,
    happened_at: datetime | None = None,
    application_from: date | None = None,
    person: Person | None = None,
    sender_organisation: str = "",
    sender: Organisation | None = None,
    sender_her: str = "",
    sender_account_id: UUID | None = None,
    sender_copy_id: UUID | None = None,
    facts: RoutingFacts | None = None,
    unit_id: UUID | None = None,
    forwarded_from: str = "",
    **content: Unpack[ContentFields],
) -> Notice:
    """Record a notice of need (hol. § 7-3, hpl. § 38 a) and route it to a unit with a responsible and a deputy.

    The deadline runs from `received_at` (now when not given), never from dates in the text. A request by the person counts as an
    application from the day it came (S17.3). `unit_id` is for a unit's own public page; else routing chooses. In another
    organisation than the actor's the caller enters its scope first (`acting_as`). Refuses what says nothing at all.
    A message from a HER-id that is served here (`sender_her`) gives the sender a record of its own.
    """
    came = received_at or at
    _check(by, person, content, came=came, happened_at=happened_at, at=at)
    facts = facts or facts_for(kind=kind, person=person, birth_date=content.get("birth_date"), at=at)
    if person is not None and is_protected(person):
        keep_phone(person, content.pop("phone", ""), at=at)
    is_request = kind == NoticeKind.OWN_REQUEST or content.get("basis") == Basis.OWN
    notice = Notice.objects.create(
        organisation_id=organisation_id,
        person_id=person.pk if person else None,
        **_holders(route(organisation_id, facts, on=day(at)), unit_id),
        kind=kind,
        channel=channel,
        sender_organisation=sender_organisation,
        sender=sender,
        sender_account_id=sender_account_id,
        sender_copy_id=sender_copy_id,
        received_at=came,
        recorded_at=at,
        happened_at=happened_at,
        application_from=application_from or (day(came) if is_request else None),
        due_at=due_at(organisation_id, deadline_key(kind), came),
        forwarded_from=forwarded_from,
    )
    _keep_content(notice, content, by=by)
    record("notice.received", notice, by=by, at=at, kind=kind, channel=channel, unit_id=notice.unit_id)
    if sender_her:
        _give_copy(notice, sender_her, by=by, at=at)
    refresh_sight(notice, by=by, at=at)
    return notice


def _check(
    by: Actor,
    person: Person | None,
    content: ContentFields,
    *,
    came: datetime,
    happened_at: datetime | None,
    at: datetime,
) -> None:
    """Staff and jobs create notices; a person, parent or guardian asks for the own file. Something must be said, and not of the future."""
    if by.kind == "person":
        require(by, Permission.OWN_WRITE, person)
    else:
        require(by, Permission.NOTICE_CREATE)
    if came > at or (happened_at is not None and happened_at > at):
        raise CameLater
    if not (person or content.get("text") or (content.get("name") and content.get("phone"))):
        raise SomethingToGoOn


def _keep_content(notice: Notice, content: ContentFields, *, by: Actor) -> None:
    """The content, for the unit alone; a person who tells of own need has said yes by that."""
    own = content.get("basis") == Basis.OWN
    NoticeContent.objects.create(
        organisation_id=notice.organisation_id,
        notice=notice,
        unit_id=notice.unit_id,
        person_id=notice.person_id if own else None,
        wish=Wish.YES if own else "",
        wish_at=notice.received_at if own else None,
        wish_recorded_by=by.name if own else "",
        **content,
    )


def _give_copy(notice: Notice, her_id: str, *, by: Actor, at: datetime) -> None:
    sender, unit_id = sender_behind(her_id, at)
    if sender is None or sender.pk == notice.organisation_id:
        return
    here = Organisation.objects.get(pk=notice.organisation_id)
    notice.sender = sender
    notice.sender_copy_id = copy_for_message(
        sender, unit_id, to=here, to_unit_name=str(notice.unit), kind=notice.kind, by=by, at=at
    )
    notice.save(update_fields=["sender", "sender_copy_id"])


def facts_for(
    *,
    kind: str,
    person: Person | None,
    birth_date: date | None,
    at: datetime,
    sector: str = "",
    ward: str = "",
    postcode: str = "",
) -> RoutingFacts:
    """What routing needs to know, from the person and the sender as far as known; nothing of a protected address.

    `postcode`: what the sender says of somebody without a file, or whose file has none.
    """
    born = birth_date or (person.birth_date if person else None)
    district, known = place_for_routing(person) if person else ("", "")
    told = "" if person is not None and is_protected(person) else postcode
    age = age_on(born, day(at))
    return RoutingFacts(
        kind=kind,
        district=district,
        postcode=known or told,
        age=None if age is None else max(age, 0),
        sector=sector,
        ward=ward,
    )


def _holders(routed: Routed, unit_id: UUID | None) -> dict[str, object]:
    """Where it lands: the unit asked for, else the routed one; nobody is responsible for a unit that is not theirs."""
    if unit_id is not None and unit_id != routed.unit.pk:
        return {"unit_id": unit_id, "routed_by": "own page"}
    return {
        "unit": routed.unit,
        "responsible": routed.responsible,
        "deputy": routed.deputy,
        "routed_by": ", ".join([f"rule {routed.rule.order}" if routed.rule else "", *routed.warnings]).strip(", "),
    }


def person_of(*, organisation_id: UUID, by: Actor, at: datetime, number: str, fields: dict[str, Any]) -> Person | None:
    """The file with the identity number a sender gave, or a new one; None without a number: then somebody fills it in later.

    Whether there was a file is told to nobody. Runs in the receiving organisation's scope.
    """
    if not number:
        return None
    given, _, family = fields.get("name", "").rpartition(" ")
    return find_by_number(organisation_id, number, at=at) or register_person(
        by=by,
        at=at,
        organisation_id=organisation_id,
        given_name=given or family,
        family_name=family if given else "",
        birth_date=fields.get("birth_date"),
        number=number,
        **{name: fields.get(name, "") for name in ("phone", "address", "postcode", "city")},
    )
