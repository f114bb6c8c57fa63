"""What the operations share: the lock, the recipient, the end of a row, and what goes on beside it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.grants import refresh_person
from knutepunkt.access.models import Grant
from knutepunkt.access.moves import make_move
from knutepunkt.access.permissions import Permission, Topic
from knutepunkt.access.scope import acting_as
from knutepunkt.consent.ages import reaches
from knutepunkt.consent.deciding import capacity_of, who_decides
from knutepunkt.consent.hearers import tell_hearers
from knutepunkt.consent.models import Consent, GivenBy, Subject
from knutepunkt.consent.rules import NotTheirDecision
from knutepunkt.consent.states import CONSENT, ConsentState
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.system import DERIVER
from knutepunkt.organisation.models import Organisation, Staff
from knutepunkt.people.models import NextOfKin, Person
from knutepunkt.people.settling import settle_asked
from knutepunkt.tasks.operations import settle

ORAL, SIGNED, NO = "oral", "signed", "no"
ANSWERS = (ORAL, SIGNED, NO)
Recipient = Staff | NextOfKin | Organisation


class NothingAsked(Refusal):
    """A consent without a subject says nothing."""

    message = _("Choose what the answer is about.")


class ReasonMissing(Refusal):
    """Who took a consent back, and how it was said, belongs in the file."""

    message = _("Write who said it and how, so that it can be read later why the consent ended.")


def lock(person: Person) -> None:
    """One answer at a time on a person."""
    Person.objects.select_for_update(of=("self",)).get(organisation_id=person.organisation_id, pk=person.pk)


def known(subjects: Iterable[str]) -> list[str]:
    """The subjects in the order of the vocabulary. Raises NothingAsked."""
    wanted = [str(subject) for subject in Subject if subject in set(subjects)]
    if not wanted or set(subjects) - set(wanted):
        raise NothingAsked(field="subjects")
    return wanted


def as_topics(topics: Collection[str] | None) -> list[str] | None:
    """Topics in the order of the vocabulary; None stays None: all that the plan needs."""
    if topics is None:
        return None
    wanted = {str(Topic(topic)) for topic in topics}
    return [str(topic) for topic in Topic if topic in wanted]


def own(move: str, by: Actor) -> str:
    """The move as somebody on the own pages makes it."""
    return f"{move}-own" if by.kind == "person" else move


def permission(by: Actor) -> Permission:
    """What lets somebody answer: on the own pages, or writing down what was said."""
    return Permission.OWN_CONSENT if by.kind == "person" else Permission.CONSENT_RECORD


def only_who_decides(person: Person, *, by: Actor, at: datetime) -> None:
    """On the own pages only the one who decides, or one of the parents who decide, takes anything back or closes anything.

    Who is old enough to decide alone may always say stop, whatever a decision on competence says: opposing is heard (pbrl. § 4-6).
    """
    if by.kind != "person":
        return
    capacity, _kin = capacity_of(person, by, at)
    grown = reaches(person.birth_date, "decides")
    if capacity == GivenBy.PERSON and grown is not None and grown <= at:
        return
    if not capacity or not who_decides(person, at=at).may_answer(capacity):
        raise NotTheirDecision


def end(consent: Consent, move: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Make a move that ends the row, and write when."""
    if make_move(consent, CONSENT, move, by=by, at=at, reason=reason, subjects=consent.subjects):
        consent.ended_at = at
        consent.save(update_fields=["ended_at"])


def go_on_with(earlier: Consent, state: str, *, by: Actor, at: datetime, **changed: Any) -> Consent:
    """What is left of a consent stands as before, on its own row: the same answer of the same moment."""
    left_out = {"id", "state", "ended_at", "created_at", "goes_on_from"}
    kept: dict[str, Any] = {
        field.attname: getattr(earlier, field.attname)
        for field in Consent._meta.concrete_fields
        if field.name not in left_out
    }
    going_on = Consent.objects.create(**(kept | changed), goes_on_from=earlier, created_at=at)
    move = "give-signed" if state == ConsentState.GIVEN_SIGNED else "give-orally"
    make_move(going_on, CONSENT, own(move, by), by=by, at=at, subjects=going_on.subjects, goes_on_from=earlier.pk)
    return going_on


def follow(consent: Consent, *, by: Actor, at: datetime) -> None:
    """What rests on the consent follows in this transaction: tasks, the rooms above, the grants."""
    if consent.asked_by:
        settle(organisation_id=consent.organisation_id, source_id=consent.pk, by=by, at=at, kinds=[ASK_TASK])
    settle_asked(consent.person, by=by, at=at)
    tell_hearers(consent, by=by, at=at)
    refresh_person(consent.organisation_id, consent.person_id, at=at, actor=by)


ASK_TASK = "ask-consent"
REVIEW_TASK = "review-withheld"


def unit_of(person: Person) -> UUID | None:
    """The unit that follows the person up, read from the grants: this room knows no follow-up."""
    with acting_as(DERIVER, purpose="find-unit", organisation_id=person.organisation_id):
        rows = Grant.objects.filter(organisation_id=person.organisation_id, person_id=person.pk, source="follow-ups")
        return rows.order_by("-starts").values_list("unit_id", flat=True).first()
