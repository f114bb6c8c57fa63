"""What is done to a person's own facts: registering, changing, the number, accounts, next of kin, stays."""

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
from knutepunkt.people import numbers, vault
from knutepunkt.people.death import cancel_death, report_death
from knutepunkt.people.models import NextOfKin, Person, Stay

__all__ = [
    "NumberTaken", "add_next_of_kin", "begin_stay", "cancel_death", "connect_account", "end_next_of_kin", "end_stay", "find_by_number",
    "masked_number", "number_of", "reencrypt_numbers", "register_person", "report_death", "update_person",
]  # fmt: skip

CHANGEABLE = frozenset({
    "given_name", "family_name", "birth_date", "due_date", "sex", "phone", "email", "address", "postcode", "city", "district", "protection",
    "language", "interpreter", "communication", "gp_name", "gp_practice", "gp_her_id",
})  # fmt: skip


class NumberTaken(Refusal):
    """Another file in the organisation has the number."""

    message = _("There is already a file with this identity number. Search for the number and use that file.")


class StayEndsBeforeItStarts(Refusal):
    """The days are the wrong way round."""

    message = _("The last day of the stay is before the first. Check the dates.")


class AlreadyConnected(Refusal):
    """The account belongs to another file here, or the file has another account."""

    message = _(
        "The sign-in already belongs to another file here, or the file has another sign-in. Look at the file first."
    )


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
    `facts` are fields of Person. Birth date and sex are taken as given, never from the number.
    Raises NumberRefused, NumberTaken (also when two register the same number at once), NotAllowed.
    """
    if not (allowed(by, Permission.NOTICE_CREATE) or allowed(by, Permission.PERSON_EDIT)):
        raise NotAllowed(NO_ROLE)
    person = Person(organisation_id=organisation_id, language=language, created_at=at, **_checked(facts))
    _take_number(person, number, number_kind, on=day(at))
    _save_once(person, insert=True)
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
    for name, value in _checked(changes).items():
        if getattr(person, name) != value:
            setattr(person, name, value)
            fields.append(name)
    if fields:
        _save_once(person, fields=fields)
        record("person.changed", person, by=by, at=at, fields=sorted(fields))
    return person


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
    """Put every number of an organisation under the newest key; how many. Run after a new key is put first."""
    with acting_as(WORKER, purpose="rotate-keys", organisation_id=organisation_id, at=at):
        persons = list(
            Person.objects.filter(organisation_id=organisation_id, number_encrypted__isnull=False).select_for_update()
        )
        for person in persons:
            assert person.number_encrypted is not None
            person.number_encrypted = vault.reseal(person.number_encrypted)
        Person.objects.bulk_update(persons, ["number_encrypted"], batch_size=500)
    return len(persons)


# accounts and people close


@transaction.atomic
def connect_account(*, person: Person, account: Account, by: Actor, at: datetime) -> None:
    """Let a sign-in be this person's: from now on the account reads the own file. Raises AlreadyConnected."""
    require(by, Permission.PERSON_EDIT, person)
    if person.account_id not in {None, account.pk}:
        raise AlreadyConnected
    person.account = account
    _save_once(person, fields=["account"])
    record("person.account-connected", person, by=by, at=at, account=account.pk)
    refresh_person(person.organisation_id, person.pk, at=at, actor=by)


@transaction.atomic
def add_next_of_kin(
    *,
    person: Person,
    by: Actor,
    at: datetime,
    name: str,
    relation: str,
    nearest: bool = False,
    parental_responsibility: bool = False,
    mandate: str = "",
    phone: str = "",
    email: str = "",
    account: Account | None = None,
    valid_from: datetime | None = None,
    valid_to: datetime | None = None,
) -> NextOfKin:
    """Add somebody close. One with an account and parental responsibility, or a mandate, sees the file in the period."""
    require(by, Permission.PERSON_EDIT, person)
    kin = NextOfKin.objects.create(
        organisation_id=person.organisation_id,
        person=person,
        account=account,
        name=name,
        relation=relation,
        nearest=nearest,
        parental_responsibility=parental_responsibility,
        mandate=mandate,
        phone=phone,
        email=email,
        valid_from=valid_from or at,
        valid_to=valid_to,
    )
    record(
        "next-of-kin.added", kin, by=by, at=at, parental_responsibility=parental_responsibility, mandate=bool(mandate)
    )
    refresh_person(person.organisation_id, person.pk, at=at, actor=by)
    return kin


@transaction.atomic
def end_next_of_kin(*, kin: NextOfKin, by: Actor, at: datetime) -> None:
    """Somebody close is so no longer, or no longer acts: sight of the file ends at once; the row stays as history."""
    require(by, Permission.PERSON_EDIT, kin)
    kin.valid_to = at
    kin.save(update_fields=["valid_to"])
    record("next-of-kin.ended", kin, by=by, at=at)
    refresh_person(kin.organisation_id, kin.person_id, at=at, actor=by)


# stays


@transaction.atomic
def begin_stay(
    *, person: Person, by: Actor, at: datetime, kind: str, starts_on: date, place: str = "", ends_on: date | None = None
) -> Stay:
    """Say where the person lives or stays from a day on; the stay before it ends the same day."""
    require(by, Permission.PERSON_EDIT, person)
    if ends_on and ends_on < starts_on:
        raise StayEndsBeforeItStarts(field="ends_on")
    earlier = Stay.objects.filter(
        organisation_id=person.organisation_id, person=person, ends_on=None, starts_on__lte=starts_on
    )
    earlier.update(ends_on=starts_on)
    stay = Stay.objects.create(
        organisation_id=person.organisation_id,
        person=person,
        kind=kind,
        place=place,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    record("stay.begun", stay, by=by, at=at, kind=kind)
    return stay


@transaction.atomic
def end_stay(*, stay: Stay, by: Actor, at: datetime, ends_on: date) -> None:
    """Say when a stay ended or will end."""
    require(by, Permission.PERSON_EDIT, stay)
    if ends_on < stay.starts_on:
        raise StayEndsBeforeItStarts(field="ends_on")
    stay.ends_on = ends_on
    stay.save(update_fields=["ends_on"])
    record("stay.ended", stay, by=by, at=at)
