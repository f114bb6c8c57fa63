"""The notice belongs to somebody else."""

from datetime import datetime

from django.db import transaction

from knutepunkt.access.actor import Actor
from knutepunkt.access.moves import make_move
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.identity.system import IMPORTER
from knutepunkt.intake.models import Admission, Notice, NoticeContent
from knutepunkt.intake.operations.receiving import receive_notice
from knutepunkt.intake.refusals import NowhereToForward
from knutepunkt.intake.rules import required_content
from knutepunkt.intake.sight import close_content, content_of, show_content
from knutepunkt.intake.states import NOTICE
from knutepunkt.intake.telling import tell_forwarded
from knutepunkt.organisation.models import Organisation, Unit
from knutepunkt.people.contact import carried
from knutepunkt.people.models import Person
from knutepunkt.people.operations import find_by_number, number_of, register_person

COPIED = (
    "name", "birth_date", "phone", "text", "important", "topic_of_enquiry", "sender_name", "sender_role", "sender_phone",
    "sender_email", "basis", "basis_text",
)  # fmt: skip
ADMISSION = (
    "hospital", "ward", "admitted_at", "expected_on", "ready_at", "readiness_withdrawn_at", "discharged_at", "discharged_to",
    "cancelled_at", "changed_at", "history",
)  # fmt: skip
PERSON = (
    "given_name", "family_name", "birth_date", "due_date", "sex", "protection", "language", "interpreter", "communication",
)  # fmt: skip


@transaction.atomic
def forward(
    *,
    notice: Notice,
    ground: str,
    by: Actor,
    at: datetime,
    to_organisation: Organisation | None = None,
    to_unit: Unit | None = None,
) -> Notice:
    """Send it on to the right unit or organisation as a new notice with its own receipt and deadline (fvl. § 11).

    Here only the envelope stays. It counts as an application from the day it first came. The sender sees where it went, except
    when the person's address is protected. Gives the new notice, which the actor may not see.
    """
    if (to_organisation is None) == (to_unit is None) or (to_unit is not None and to_unit.pk == notice.unit_id):
        raise NowhereToForward
    content = required_content(content_of(notice))
    admission = Admission.objects.filter(organisation_id=notice.organisation_id, notice=notice).first()
    person = (
        Person.objects.filter(organisation_id=notice.organisation_id, pk=notice.person_id).first()
        if notice.person_id
        else None
    )
    make_move(notice, NOTICE, "forward", by=by, at=at, ground=ground)
    hidden = person is not None and bool(person.protection)
    notice.forwarded_to = "" if hidden else str(to_unit or to_organisation)
    notice.forward_ground, notice.closed_at = ground, at
    notice.save(update_fields=["forwarded_to", "forward_ground", "closed_at"])
    close_content(notice, by=by, at=at)
    tell_forwarded(notice, to=notice.forwarded_to, at=at)
    with acting_as(
        IMPORTER, purpose="forward-notice", organisation_id=to_organisation.pk if to_organisation else None, at=at
    ):
        return _deliver(
            notice, content, admission, person, by=by, at=at, to_organisation=to_organisation, to_unit=to_unit
        )


def _deliver(
    notice: Notice,
    content: NoticeContent,
    admission: Admission | None,
    person: Person | None,
    *,
    by: Actor,
    at: datetime,
    to_organisation: Organisation | None,
    to_unit: Unit | None,
) -> Notice:
    organisation_id = to_organisation.pk if to_organisation else notice.organisation_id
    there = (
        person if person is None or to_organisation is None else _same_person_in(to_organisation, person, by=by, at=at)
    )
    made = receive_notice(
        organisation_id=organisation_id,
        kind=notice.kind,
        channel=notice.channel,
        by=by,
        at=at,
        happened_at=notice.happened_at,
        application_from=notice.application_from,
        person=there,
        sender_organisation=notice.sender_organisation,
        sender=notice.sender,
        sender_account_id=notice.sender_account_id,
        sender_copy_id=notice.sender_copy_id,
        unit_id=to_unit.pk if to_unit else None,
        forwarded_from=by.organisation_name if to_organisation else str(notice.unit),
        **{name: getattr(content, name) for name in COPIED},
    )
    if content.wish:
        copy = made.contents.get()
        copy.wish, copy.wish_words = content.wish, content.wish_words
        copy.wish_at, copy.wish_recorded_by = content.wish_at, content.wish_recorded_by
        copy.save(update_fields=["wish", "wish_words", "wish_at", "wish_recorded_by"])
        show_content(made, unit_id=made.unit_id, person_id=made.person_id if content.wish == "yes" else None, at=at)
    if admission is not None:
        Admission.objects.create(
            organisation_id=organisation_id,
            notice=made,
            person_id=None,
            unit_id=made.unit_id,
            **{name: getattr(admission, name) for name in ADMISSION},
        )
    return made


def _same_person_in(organisation: Organisation, person: Person, *, by: Actor, at: datetime) -> Person:
    """The person's file in another organisation: found by number, else a new one. Runs in that organisation's scope."""
    number = number_of(person)
    found = find_by_number(organisation.pk, number, at=at) if number else None
    if found is not None:
        return found
    facts = {name: getattr(person, name) for name in PERSON} | carried(person, at=at)
    made = register_person(
        by=by, at=at, organisation_id=organisation.pk, number=number, number_kind=person.number_kind, **facts
    )
    record("person.registered-by-forwarding", made, by=by, at=at, person_id=made.pk)
    return made
