"""Recording, signing and withdrawing a consent. The last answer on a subject counts; there are never two in force on one."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.grants import refresh_person
from knutepunkt.access.moves import make_move
from knutepunkt.access.permissions import Permission, Topic
from knutepunkt.consent import queries
from knutepunkt.consent.hearers import tell_hearers
from knutepunkt.consent.models import Consent, GivenBy, Subject
from knutepunkt.consent.rules import check_answer, name_of_giver
from knutepunkt.consent.states import CONSENT, ConsentState
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.people.models import Person

ORAL, SIGNED, NO = "oral", "signed", "no"
ANSWERS = (ORAL, SIGNED, NO)


class NothingAsked(Refusal):
    """A consent without a subject says nothing."""

    message = _("Choose what the answer is about.")


class ReasonMissing(Refusal):
    """Who took a consent back, and how it was said, belongs in the file."""

    message = _("Write who said it and how, so that it can be read later why the consent ended.")


@transaction.atomic
def record_consent(
    *,
    person: Person,
    by: Actor,
    at: datetime,
    subjects: Sequence[str],
    answer: str,
    given_by: str = GivenBy.PERSON,
    given_by_name: str = "",
    recipients: str = "",
    not_shared: str = "",
    topics: Sequence[str] | None = None,
    information: str = "",
    information_language: str = "",
    interpreter_used: bool = False,
    informed_on: date | None = None,
    child_heard: str = "",
    ends_on: date | None = None,
) -> Consent:
    """Write down an answer; `answer` is oral (counts at once), signed, or no. It replaces what stood on the same subjects.

    Whose answer counts follows from the law on the day (pbrl. ch. 4). Grants follow in the same transaction.
    """
    require(by, _permission(by), person)
    wanted = _known(subjects)
    _lock(person)
    check_answer(
        person=person, subjects=wanted, given_by=given_by, says_yes=answer != NO, child_heard=child_heard, at=at
    )
    _end_earlier(person, wanted, answer, by=by, at=at)
    consent = Consent.objects.create(
        organisation_id=person.organisation_id,
        person=person,
        subjects=wanted,
        topics=None if topics is None else [str(Topic(topic)) for topic in topics],
        recipients=recipients,
        not_shared=not_shared,
        given_by=given_by,
        given_by_name=name_of_giver(person, given_by, given_by_name, at),
        answered_at=at,
        ends_on=ends_on,
        information=information,
        information_language=information_language,
        interpreter_used=interpreter_used,
        informed_on=informed_on,
        child_heard=child_heard,
        recorded_by=by.name,
        created_at=at,
    )
    move = {ORAL: "give-orally", SIGNED: "give-signed", NO: "refuse"}[answer]
    make_move(consent, CONSENT, _own(move, by), by=by, at=at, subjects=wanted)
    _follow(consent, by=by, at=at)
    return consent


@transaction.atomic
def sign_consent(*, consent: Consent, by: Actor, at: datetime) -> Consent:
    """The declaration of an oral consent has come back signed. Nothing else changes: it counted all along."""
    make_move(consent, CONSENT, _own("sign", by), by=by, at=at)
    tell_hearers(consent, by=by, at=at)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: Actor, at: datetime, reason: str) -> Consent:
    """Take a consent back, wholly. What rested on it ends in this transaction: grants first of all (pbrl. § 4-1)."""
    if not reason.strip():
        raise ReasonMissing(field="reason")
    _end(consent, _own("withdraw", by), by=by, at=at, reason=reason)
    _follow(consent, by=by, at=at)
    return consent


@transaction.atomic
def correct_consent(*, consent: Consent, by: Actor, at: datetime, reason: str) -> Consent:
    """Take out what was recorded by mistake. It stays readable as entered in error."""
    if not reason.strip():
        raise ReasonMissing(field="reason")
    _end(consent, "correct", by=by, at=at, reason=reason)
    _follow(consent, by=by, at=at)
    return consent


@transaction.atomic
def expire_due(*, person: Person, by: Actor, at: datetime) -> list[Consent]:
    """Move consents whose end date has passed. They already stopped counting on that date; this writes it down."""
    _lock(person)
    passed = list(queries.past_their_end(person.organisation_id, at=at).filter(person=person).order_by("id"))
    for consent in passed:
        _end(consent, "expire", by=by, at=at)
        _follow(consent, by=by, at=at)
    return passed


def _lock(person: Person) -> None:
    """One answer at a time on a person."""
    Person.objects.select_for_update(of=("self",)).get(organisation_id=person.organisation_id, pk=person.pk)


def _known(subjects: Iterable[str]) -> list[str]:
    wanted = [str(subject) for subject in Subject if subject in set(subjects)]
    if not wanted or set(subjects) - set(wanted):
        raise NothingAsked(field="subjects")
    return wanted


def _end_earlier(person: Person, wanted: list[str], answer: str, *, by: Actor, at: datetime) -> None:
    """What stood on the same subjects ends; what it held beside them goes on as before, on its own row."""
    for earlier in queries.given(person.organisation_id, person.pk):
        if not set(earlier.subjects) & set(wanted):
            continue
        rest = [subject for subject in earlier.subjects if subject not in wanted]
        state = earlier.state
        _end(earlier, _own("withdraw" if answer == NO else "lapse", by), by=by, at=at)
        if rest:
            _go_on_with(earlier, rest, state, by=by, at=at)


def _go_on_with(earlier: Consent, rest: list[str], state: str, *, by: Actor, at: datetime) -> None:
    kept: dict[str, Any] = {
        field.attname: getattr(earlier, field.attname)
        for field in Consent._meta.concrete_fields
        if field.name not in {"id", "state", "ended_at", "subjects", "created_at"}
    }
    going_on = Consent.objects.create(**kept, subjects=rest, created_at=at)
    move = "give-signed" if state == ConsentState.GIVEN_SIGNED else "give-orally"
    make_move(going_on, CONSENT, _own(move, by), by=by, at=at, subjects=rest, goes_on_from=earlier.pk)


def _end(consent: Consent, move: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    if make_move(consent, CONSENT, move, by=by, at=at, reason=reason, subjects=consent.subjects):
        consent.ended_at = at
        consent.save(update_fields=["ended_at"])


def _follow(consent: Consent, *, by: Actor, at: datetime) -> None:
    tell_hearers(consent, by=by, at=at)
    refresh_person(consent.organisation_id, consent.person_id, at=at, actor=by)


def _is_own(by: Actor) -> bool:
    return by.kind == "person"


def _own(move: str, by: Actor) -> str:
    return f"{move}-own" if _is_own(by) else move


def _permission(by: Actor) -> Permission:
    return Permission.OWN_CONSENT if _is_own(by) else Permission.CONSENT_RECORD
