"""What is decided on the own pages about who may see what. Each is one operation of the rooms below, told in the reader's capacity."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.consent.models import Consent, GivenBy, Subject
from knutepunkt.consent.operations import NO, SIGNED, answer_consent, record_consent
from knutepunkt.consent.states import ConsentState
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.system import DERIVER
from knutepunkt.organisation.models import Staff
from knutepunkt.people.models import Person
from knutepunkt.people.operations import update_person
from knutepunkt.portal.acting import in_the_system
from knutepunkt.portal.files import OwnFile


class OnlyThePersonKeepsIt(Refusal):
    """A protected address is changed by the person, or by staff who are told it."""

    message = gettext_lazy("The address is protected. Only the person can change it here. Call us if you need help.")


def told_here(at: datetime) -> dict[str, Any]:
    """What was explained before an answer on these pages, for the consent that rests on it (pbrl. § 3-2)."""
    return {
        "information": _(
            "Read on the own pages: who, what, why, what happens after yes and no, and what they would see."
        ),
        "information_language": get_language() or "nb",
        "informed_on": day(at),
    }


def answer_question(
    *,
    consent: Consent,
    file: OwnFile,
    by: Actor,
    at: datetime,
    says_yes: bool,
    topics: Collection[str] | None = None,
    child_heard: str = "",
) -> Consent:
    """Yes or no to a question that waits, in the capacity the reader has towards the file."""
    return answer_consent(
        consent=consent,
        by=by,
        at=at,
        answer=SIGNED if says_yes else NO,
        given_by=file.given_by,
        given_by_name=by.name,
        topics=list(topics) if topics is not None else None,
        child_heard=child_heard,
        **told_here(at),
    )


def answer_beforehand(
    *, person: Person, staff_id: UUID, by: Actor, at: datetime, says_yes: bool, topics: Collection[str]
) -> Consent:
    """The young person's own answer about one who sees something until the birthday; it counts from that day."""
    staff = Staff.visible_to(by).get(pk=staff_id)
    return record_consent(
        person=person,
        by=by,
        at=at,
        subjects=[Subject.SHARING],
        answer=SIGNED if says_yes else NO,
        given_by=GivenBy.PERSON,
        given_by_name=by.name,
        recipient_staff=staff,
        recipients=staff.name,
        topics=list(topics) or None,
        **told_here(at),
    )


@transaction.atomic
def say_as_child(*, consent: Consent, person: Person, by: Actor, at: datetime, words: str) -> None:
    """What a child thinks of a question others decide, kept on the question for those who answer it (pbrl. § 4-4)."""
    require(by, Permission.OWN_WRITE, person)
    waiting = Consent.objects.select_for_update(of=("self",)).get(
        organisation_id=by.organisation_id, pk=consent.pk, person_id=person.pk, state=ConsentState.DRAFTED
    )
    waiting.child_heard = words.strip()
    waiting.save(update_fields=["child_heard"])
    record("consent.child-heard", waiting, by=by, at=at)


@transaction.atomic
def change_contact(*, file: OwnFile, by: Actor, at: datetime, **facts: object) -> Person:
    """How the person is reached and wants to be met, told by the person or who acts for the person; the same as told to staff."""
    require(by, Permission.OWN_WRITE, file.person)
    if file.person.protection and not file.own:
        raise OnlyThePersonKeepsIt
    with acting_as(DERIVER, purpose="own-contact", organisation_id=by.organisation_id, at=at):
        found = Person.objects.get(organisation_id=by.organisation_id, pk=file.person.pk)
        return update_person(person=found, by=in_the_system(by), at=at, **facts)
