"""What may be shown of a person, and how old somebody is on a day.

Address codes 6 and 7: the address, postcode, district and telephone are shown to nobody and imply nothing, routing included.
"""

from dataclasses import dataclass
from datetime import date

from knutepunkt.people.models import Person, Protection


@dataclass(frozen=True, slots=True)
class Contact:
    """How a person is reached, as far as it may be shown; all empty for a protected address."""

    address: str = ""
    postcode: str = ""
    city: str = ""
    district: str = ""
    phone: str = ""
    email: str = ""


def is_protected(person: Person) -> bool:
    """Does the national register protect the address (code 6 or 7)?"""
    return person.protection != Protection.NONE


def shown_contact(person: Person) -> Contact:
    """Address, telephone and e-mail as they may be shown; nothing for codes 6 and 7."""
    if is_protected(person):
        return Contact()
    return Contact(person.address, person.postcode, person.city, person.district, person.phone, person.email)


def shown_address(person: Person) -> str:
    """The address in one line, "Fjordgata 3, 7010 Trondheim"; empty for codes 6 and 7."""
    contact = shown_contact(person)
    place = " ".join(part for part in (contact.postcode, contact.city) if part)
    return ", ".join(part for part in (contact.address, place) if part)


def shown_phone(person: Person) -> str:
    """The telephone number; empty for codes 6 and 7."""
    return shown_contact(person).phone


def place_for_routing(person: Person) -> tuple[str, str]:
    """District and postcode that routing may use: neither for codes 6 and 7, or the receiving unit would imply the place."""
    contact = shown_contact(person)
    return contact.district, contact.postcode


def age_on(birth_date: date | None, day: date) -> int | None:
    """Whole years on a day; None when the birth date is not known. Born on 29 February: a year older on 1 March."""
    if birth_date is None:
        return None
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
