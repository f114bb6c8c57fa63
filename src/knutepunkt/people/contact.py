"""How somebody with a protected address is reached: sealed, apart from the person's row, told to the person alone.

Codes 6 and 7 are two rules for letters: neither shows an address. Code 6 goes by the national register's forwarding; code 7 gets
its address from the register when it is posted. Law: folkeregisterloven § 10-4, folkeregisterforskriften § 11-4.
"""

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, fields, replace
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.scope import acting_as
from knutepunkt.identity.system import IMPORTER
from knutepunkt.people import vault
from knutepunkt.people.models import Person, ProtectedContact, Protection
from knutepunkt.people.rules import Contact, is_protected, shown_contact

CONTACT = tuple(field.name for field in fields(Contact))
"""The fields of a person that tell where they are or how they are reached."""
NOWHERE = dict.fromkeys(CONTACT, "")
LETTER_LINES: dict[str, str | Promise] = {
    Protection.STRICTLY_CONFIDENTIAL: _("To be forwarded by the national population register"),
    Protection.CONFIDENTIAL: _("Address to be added from the national population register when it is posted"),
}


def own_contact(actor: Actor, person: Person) -> Contact:
    """Address, telephone and e-mail for the person's own page; for anybody else nothing of a protected address.

    Row-level security answers who the person is: only a grant as the person opens the sealed row.
    """
    if not is_protected(person):
        return shown_contact(person)
    row = ProtectedContact.visible_to(actor).filter(person=person).first()
    return _opened(row) if row else Contact()


def letter_lines(person: Person) -> tuple[str, ...]:
    """What stands under the name on a letter: the address, or for codes 6 and 7 how the letter finds its way without one."""
    if is_protected(person):
        return (str(LETTER_LINES[person.protection]),)
    contact = shown_contact(person)
    place = " ".join(part for part in (contact.postcode, contact.city) if part)
    return tuple(line for line in (contact.address, place) if line)


def carried(person: Person, *, at: datetime) -> dict[str, str]:
    """The fields of contact, for a file made of this one in another organisation; read by the system, shown to nobody."""
    return asdict(_kept(person, at) if is_protected(person) else shown_contact(person))


def seal_away(person: Person, facts: Mapping[str, str], *, at: datetime) -> None:
    """Keep the contact fields given, sealed, besides those kept before; the person's row holds none of them."""
    contact = replace(_kept(person, at), **{name: facts[name] for name in CONTACT if name in facts})
    with _system(person, at):
        ProtectedContact.objects.update_or_create(
            organisation_id=person.organisation_id,
            person=person,
            defaults={"encrypted": vault.seal(json.dumps(asdict(contact))), "changed_at": at},
        )


def keep_phone(person: Person, phone: str, *, at: datetime) -> None:
    """A telephone number somebody told of a protected person: kept when none is known, and shown to nobody."""
    if phone and not _kept(person, at).phone:
        seal_away(person, {"phone": phone}, at=at)


def take_back(person: Person, *, at: datetime) -> dict[str, str]:
    """The protection is lifted: what was sealed, to stand on the person's row again."""
    kept = _kept(person, at)
    with _system(person, at):
        ProtectedContact.objects.filter(organisation_id=person.organisation_id, person=person).delete()
    return asdict(kept)


def reseal_contacts(rows: list[ProtectedContact]) -> None:
    """Put sealed contacts under the newest key; for the rotation of keys, which runs as the system."""
    for row in rows:
        row.encrypted = vault.reseal(row.encrypted)
    ProtectedContact.objects.bulk_update(rows, ["encrypted"], batch_size=500)


def _kept(person: Person, at: datetime) -> Contact:
    with _system(person, at):
        row = ProtectedContact.objects.filter(organisation_id=person.organisation_id, person=person).first()
    return _opened(row) if row else Contact()


def _opened(row: ProtectedContact) -> Contact:
    return Contact(**json.loads(vault.unseal(row.encrypted)))


def _system(person: Person, at: datetime) -> AbstractContextManager[None]:
    return acting_as(IMPORTER, purpose="protected-contact", organisation_id=person.organisation_id, at=at)
