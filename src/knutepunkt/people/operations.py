"""What is done to a person's own facts: registering, changing, the number, the account. Next of kin, stays and death: re-exported."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import NO_ROLE, NotAllowed, allowed, require
from knutepunkt.access.grants import refresh_person
from knutepunkt.access.permissions import Permission
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.models import Account
from knutepunkt.identity.system import IMPORTER, WORKER
from knutepunkt.people import contact, numbers, vault
from knutepunkt.people.death import cancel_death, report_death
from knutepunkt.people.kin import (
    AlreadyConnected,
    add_next_of_kin,
    change_next_of_kin,
    checked_account,
    connect_kin_account,
    end_next_of_kin,
)
from knutepunkt.people.models import Person, ProtectedContact, Protection
from knutepunkt.people.stays import StayEndsBeforeItStarts, begin_stay, end_stay

__all__ = [
    "AlreadyConnected", "NumberTaken", "StayEndsBeforeItStarts", "add_next_of_kin", "begin_stay", "cancel_death", "change_next_of_kin",
    "connect_account", "connect_kin_account", "end_next_of_kin", "end_stay", "find_by_number", "masked_number", "number_of",
    "reencrypt_numbers", "register_person", "report_death", "update_person",
]  # fmt: skip

CHANGEABLE = frozenset({
    "given_name", "family_name", "birth_date", "due_date", "sex", "phone", "email", "address", "postcode", "city", "district", "protection",
    "language", "interpreter", "communication", "paper_only", "gp_name", "gp_practice", "gp_her_id",
})  # fmt: skip


class NumberTaken(Refusal):
    """Another file in the organisation has the number."""

    message = _("There is already a file with this identity number. Search for the number and use that file.")


@transaction.atomic
def register_person(
    *,
    by: Actor,
    at: datetime,
    organisation_id: UUID,
    number: str = "",
    number_kind: str = "",
    language: str = "nb",
    **facts: Any,
) -> Person:
    """Make a file for somebody, with whatever is known: a first name and a telephone number will do.

    Nobody sees it yet: the caller makes what gives sight of it (a notice, a follow-up) and calls `refresh_person`.
    `facts` are fields of Person. Birth date and sex are taken as given, never from the number. With a protected address (`protection`)
    what tells where somebody is or how they are reached is sealed away, and the person's row holds none of it.
    Raises NumberRefused, NumberTaken (also when two register the same number at once), NotAllowed.
    """
    if not (allowed(by, Permission.NOTICE_CREATE) or allowed(by, Permission.PERSON_EDIT)):
        raise NotAllowed(NO_ROLE)
    open_facts = _checked(facts) | (contact.NOWHERE if facts.get("protection") else {})
    person = Person(organisation_id=organisation_id, language=language, created_at=at, **open_facts)
    _take_number(person, number, number_kind, on=day(at))
    _save_once(person, insert=True)
    if person.protection:
        contact.seal_away(person, facts, at=at)
    record("person.registered", person, by=by, at=at, number_kind=person.number_kind or numbers.NumberKind.NONE)
    return person


@transaction.atomic
def update_person(*, person: Person, by: Actor, at: datetime, **changes: Any) -> Person:
    """Change the fields named and no others, so that two people changing unlike fields both keep theirs.

    `number` (and `number_kind`) may be among the changes. Raises NotAllowed, NumberRefused, NumberTaken.
    """
    require(by, Permission.PERSON_EDIT, person)
    fields = []
    if "number" in changes:
        _take_number(person, changes.pop("number"), changes.pop("number_kind", ""), on=day(at))
        fields += ["number_kind", "number_encrypted", "number_hash"]
    changes, sealed = _contact_kept_apart(person, _checked(changes), at=at)
    for name, value in changes.items():
        if getattr(person, name) != value:
            setattr(person, name, value)
            fields.append(name)
    if fields:
        _save_once(person, fields=fields)
    if fields or sealed:
        record("person.changed", person, by=by, at=at, fields=sorted({*fields, *sealed}))
    if "birth_date" in fields:
        refresh_person(person.organisation_id, person.pk, at=at, actor=by)  # who acts, and until when, follows from it
    return person


def _contact_kept_apart(person: Person, changes: dict[str, Any], *, at: datetime) -> tuple[dict[str, Any], list[str]]:
    """What of the changes belongs on the person's row, and the names of what was sealed away instead.

    A protection set moves what stood on the row; one lifted moves it back. The row is locked, so that nobody writes an address between.
    """
    if changes.keys().isdisjoint({"protection", *contact.CONTACT}):
        return changes, []
    now = Person.objects.select_for_update(of=("self",)).get(organisation_id=person.organisation_id, pk=person.pk)
    for name in ("protection", *contact.CONTACT):
        setattr(person, name, getattr(now, name))
    protected = changes.get("protection", now.protection) != Protection.NONE
    told = {name: changes[name] for name in contact.CONTACT if name in changes}
    if protected:
        before = {} if now.protection else {name: getattr(now, name) for name in contact.CONTACT}
        contact.seal_away(now, before | told, at=at)
        rest = {name: value for name, value in changes.items() if name not in told}
        return rest | contact.NOWHERE, sorted(told)
    if now.protection:
        return changes | contact.take_back(now, at=at) | told, []
    return changes, []


def _checked(facts: dict[str, Any]) -> dict[str, Any]:
    unknown = facts.keys() - CHANGEABLE
    if unknown:
        raise TypeError(f"a person has no field {sorted(unknown)} to set")
    return facts


def _take_number(person: Person, number: str, number_kind: str, *, on: date) -> None:
    number = "".join(number.split())
    if not number:
        person.number_kind, person.number_encrypted, person.number_hash = "", None, None
        return
    said = numbers.NumberKind(number_kind) if number_kind else None
    valid = numbers.classify(number, on=on, test_installation=settings.KNUTEPUNKT_TEST_INSTALLATION, said=said)
    person.number_kind = valid.kind
    person.number_encrypted = vault.seal(valid.value)
    person.number_hash = vault.fingerprint(person.organisation_id, valid.value)


def _save_once(person: Person, *, insert: bool = False, fields: list[str] | None = None) -> None:
    """Save; the unique constraint tells of a number taken, also by somebody a moment ago."""
    try:
        with transaction.atomic():
            person.save(force_insert=insert, update_fields=fields)
    except IntegrityError as error:
        if "person_number_once" in str(error):
            raise NumberTaken from None
        if "person_account_once" in str(error):
            raise AlreadyConnected from None
        raise


# numbers


def find_by_number(organisation_id: UUID, number: str, *, at: datetime) -> Person | None:
    """The file with exactly this number in the organisation, whoever asks: for receiving notices and messages.

    Never shown as an answer to somebody who may not see the file.
    """
    number = "".join(number.split())
    if not number:
        return None
    with acting_as(IMPORTER, purpose="find-person", organisation_id=organisation_id, at=at):
        return Person.objects.filter(
            organisation_id=organisation_id, number_hash=vault.fingerprint(organisation_id, number)
        ).first()


def number_of(person: Person) -> str:
    """The identity number in clear, for messages and letters; empty when there is none. Pages show `masked_number`."""
    return vault.unseal(person.number_encrypted) if person.number_encrypted else ""


def masked_number(person: Person) -> str:
    """The number as pages show it, "010190 *****"; empty when there is none."""
    return numbers.masked(number_of(person))


def reencrypt_numbers(*, organisation_id: UUID, at: datetime) -> int:
    """Put every number and protected contact of an organisation under the newest key; how many. Run after a new key is put first."""
    with acting_as(WORKER, purpose="rotate-keys", organisation_id=organisation_id, at=at):
        persons = list(
            Person.objects.filter(organisation_id=organisation_id, number_encrypted__isnull=False).select_for_update()
        )
        for person in persons:
            assert person.number_encrypted is not None
            person.number_encrypted = vault.reseal(person.number_encrypted)
        Person.objects.bulk_update(persons, ["number_encrypted"], batch_size=500)
        contact.reseal_contacts(
            list(ProtectedContact.objects.filter(organisation_id=organisation_id).select_for_update())
        )
    return len(persons)


# the account


@transaction.atomic
def connect_account(*, person: Person, account: Account, by: Actor, at: datetime) -> None:
    """Let a sign-in be this person's: the account reads the own file, for a child from the age the law names. Raises AlreadyConnected."""
    require(by, Permission.PERSON_EDIT, person)
    person.account = checked_account(person.account_id, account)
    _save_once(person, fields=["account"])
    record("person.account-connected", person, by=by, at=at, account=account.pk)
    refresh_person(person.organisation_id, person.pk, at=at, actor=by)
