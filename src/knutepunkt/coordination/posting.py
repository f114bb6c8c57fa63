"""Letters to be printed and posted: for those who want paper, or whom no e-mail reaches. One waits at a time for the same matter."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from knutepunkt.access.actor import Actor
from knutepunkt.access.grants import refresh_person
from knutepunkt.access.scope import acting_as
from knutepunkt.consent.models import Consent
from knutepunkt.consent.states import ConsentState
from knutepunkt.foundation.clock import day
from knutepunkt.identity.system import WORKER
from knutepunkt.messaging.models import OutboundMessage, OutboundState
from knutepunkt.messaging.operations import queue_letter, stop_letter
from knutepunkt.organisation.hours import due_on
from knutepunkt.people.models import Person
from knutepunkt.tasks.operations import create_task, settle

TASK = "letter"
POSTED_WITHIN = "acknowledge-notice"
ANSWERED = "answered"
"""Why a letter is stopped: what it asks has been answered."""


@transaction.atomic
def letter_to_post(
    *,
    person: Person,
    unit_id: UUID,
    kind: str,
    subject: str,
    body: str,
    source_id: UUID,
    by: Actor,
    at: datetime,
    hidden: bool = False,
) -> OutboundMessage | None:
    """Queue a letter to the person and give the unit a task to print and post it; None when one for the same matter waits already.

    A consequence of an operation that has checked the permission. `subject` and `body` say that there is something and how to get it,
    nothing of health: leaders see them. `hidden`: neither tells whom it is about, and the coordinators see none of it.
    """
    organisation_id = person.organisation_id
    if _waiting(organisation_id, source_id, at=at):
        return None
    letter = queue_letter(
        by=by,
        at=at,
        organisation_id=organisation_id,
        recipient="" if hidden else person.full_name,
        kind=kind,
        subject=subject,
        body=body,
        person_id=None if hidden else person.pk,
        unit_id=unit_id,
        source_id=source_id,
    )
    create_task(
        by=by,
        at=at,
        organisation_id=organisation_id,
        unit_id=unit_id,
        kind=TASK,
        due_on=due_on(organisation_id, POSTED_WITHIN, day(at)),
        source_type="messaging.outboundmessage",
        source_id=letter.pk,
        person_id=letter.person_id,
    )
    if hidden:
        refresh_person(organisation_id, person.pk, at=at, actor=by)
    return letter


def _waiting(organisation_id: UUID, source_id: UUID, *, at: datetime) -> list[OutboundMessage]:
    """Letters about the matter that nobody has posted yet, whoever may see them."""
    with acting_as(WORKER, purpose="find-letters", organisation_id=organisation_id, at=at):
        rows = OutboundMessage.objects.filter(
            organisation_id=organisation_id, source_id=source_id, channel="letter", state=OutboundState.QUEUED
        )
        return list(rows)


def hear_posted(letter: OutboundMessage, by: Actor, at: datetime) -> None:
    """Somebody has posted it: the task to do so is done."""
    settle(organisation_id=letter.organisation_id, source_id=letter.pk, by=by, at=at, kinds=[TASK])


def hear_answered(consent: Consent, by: Actor, at: datetime) -> None:
    """A question that has its answer is not posted any more."""
    if consent.state == ConsentState.DRAFTED or not consent.asked_by:
        return
    for letter in _waiting(consent.organisation_id, consent.pk, at=at):
        stop_letter(message=letter, by=by, at=at, because=ANSWERED)
        hear_posted(letter, by, at)
