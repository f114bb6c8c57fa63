"""Whom a message is about: found by number, else as the same sender named somebody before; registered when a notice is made."""

from datetime import datetime
from uuid import UUID

from knutepunkt.access.actor import Actor
from knutepunkt.exchange.kith import Patient
from knutepunkt.exchange.locks import lock
from knutepunkt.exchange.models import ReceivedMessage
from knutepunkt.organisation.models import PostcodeDistrict
from knutepunkt.people.models import Person, Sex
from knutepunkt.people.operations import find_by_number, register_person

SEXES = {"1": Sex.MALE, "2": Sex.FEMALE, "9": Sex.OTHER}
LONGEST_NAME, LONGEST_ADDRESS, LONGEST_CITY, LONGEST_PHONE, POSTCODE = 120, 200, 80, 40, 4


def identity(patient: Patient | None) -> str:
    """What tells whether two messages are about the same person: the number, else name and date of birth."""
    if patient is None:
        return ""
    return patient.number or f"{patient.full_name.casefold()}|{patient.birth_date}"


def is_same(one: Patient | None, other: Patient | None) -> bool:
    """Are both about the same person, as far as they say? Numbers decide where both have one."""
    if one is None or other is None:
        return False
    if one.number and other.number:
        return one.number == other.number
    return (one.full_name.casefold(), one.birth_date) == (other.full_name.casefold(), other.birth_date)


def hold(organisation_id: UUID, patient: Patient | None) -> None:
    """Messages about one person are taken one after the other, so that two never make two files or two notices."""
    lock(organisation_id, "person", [identity(patient)])


def find(organisation_id: UUID, patient: Patient | None, *, sender_her: str, at: datetime) -> Person | None:
    """The file of the one the message is about. Without a number only somebody the same sender has named before counts."""
    if patient is None:
        return None
    if patient.number:
        return find_by_number(organisation_id, patient.number, at=at)
    if not (patient.birth_date and patient.full_name):
        return None
    named_before = ReceivedMessage.objects.filter(
        organisation_id=organisation_id, sender_her=sender_her, person_id__isnull=False
    ).values("person_id")
    found = Person.objects.filter(
        organisation_id=organisation_id,
        number_hash=None,
        birth_date=patient.birth_date,
        given_name__iexact=_given(patient),
        family_name__iexact=patient.family_name[:LONGEST_NAME],
        pk__in=named_before,
    )
    return found[0] if len(found) == 1 else None


def register(organisation_id: UUID, patient: Patient, *, by: Actor, at: datetime) -> Person:
    """A file for somebody not known here, with what the message says. Whoever calls makes what gives sight of it."""
    address = patient.address
    postcode = address.postal_code if address and len(address.postal_code) == POSTCODE else ""
    return register_person(
        by=by,
        at=at,
        organisation_id=organisation_id,
        number=patient.number,
        given_name=_given(patient),
        family_name=patient.family_name[:LONGEST_NAME],
        birth_date=patient.birth_date,
        sex=SEXES.get(patient.sex.value if patient.sex else "", Sex.UNKNOWN),
        phone=next((phone.value for phone in patient.phones if phone.scheme == "tel"), "")[:LONGEST_PHONE],
        address=address.street[:LONGEST_ADDRESS] if address else "",
        postcode=postcode,
        city=address.city[:LONGEST_CITY] if address else "",
        district=_district(organisation_id, postcode),
    )


def _given(patient: Patient) -> str:
    return " ".join(part for part in (patient.given_name, patient.middle_name) if part)[:LONGEST_NAME]


def _district(organisation_id: UUID, postcode: str) -> str:
    if not postcode:
        return ""
    rows = PostcodeDistrict.objects.filter(organisation_id=organisation_id, postcode=postcode)
    return rows.values_list("district", flat=True).first() or ""
