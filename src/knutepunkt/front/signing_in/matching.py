"""What in the served organisations belongs to somebody: files by number, work by health personnel number or e-mail, rows by account.

Looked up as a system account, one organisation at a time, for the one who signs in has no scope yet. Nothing found is shown to anybody.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from knutepunkt.access.actor import Actor, system_actor
from knutepunkt.access.grants import refresh_person, refresh_units
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.log import record
from knutepunkt.identity.models import Account
from knutepunkt.identity.oidc.flow import Verified
from knutepunkt.identity.oidc.provider import OidcProvider
from knutepunkt.identity.system import DERIVER
from knutepunkt.organisation.files_of_staff import refresh_files_of
from knutepunkt.organisation.models import Organisation, Staff
from knutepunkt.people import vault
from knutepunkt.people.models import NextOfKin, Person

PURPOSE = "sign-in"
Place = tuple[Account | None, UUID | None]
NewAccount = Callable[[], Account]


def served(provider: OidcProvider) -> list[Organisation]:
    """The organisations a provider may give access to."""
    found = Organisation.objects.filter(served=True)
    return list(found.filter(slug=provider.organisation) if provider.organisation else found)


@contextmanager
def _inside(organisation: Organisation, *, at: datetime) -> Iterator[Actor]:
    with acting_as(DERIVER, purpose=PURPOSE, organisation_id=organisation.pk, at=at):
        yield system_actor(DERIVER, organisation_id=organisation.pk, at=at, purpose=PURPOSE)


def person_place(
    account: Account | None, number: str, provider: OidcProvider, new_account: NewAccount, *, at: datetime
) -> Place:
    """Connect the files with this number to the account; gives it and the first organisation where it has a file or a relative's.

    A file that another account holds stays with that one; when nobody is known yet, that account is the one who signs in. A file of
    somebody reported dead is not connected.
    """
    places: list[UUID] = []
    for organisation in served(provider):
        hashed = vault.fingerprint(organisation.pk, number)
        wanted = Q(number_hash=hashed, death_reported_at=None) | (Q(account=account) if account else Q(pk=None))
        with _inside(organisation, at=at) as by:
            files = Person.objects.select_related("account").filter(wanted, organisation_id=organisation.pk)
            for person in list(files):
                account = account or person.account or new_account()
                if person.account_id is None:
                    _connect_file(person, account, provider, by=by, at=at)
                if person.account_id in {None, account.pk}:
                    places.append(organisation.pk)
            if account and NextOfKin.objects.filter(organisation_id=organisation.pk, account=account).exists():
                places.append(organisation.pk)
    return account, places[0] if places else None


def _connect_file(person: Person, account: Account, provider: OidcProvider, *, by: Actor, at: datetime) -> None:
    Person.objects.filter(pk=person.pk).update(account=account)
    record("person.account-connected", person, by=by, at=at, account=account.pk, provider=provider.key)
    refresh_person(person.organisation_id, person.pk, at=at)


def staff_place(
    account: Account | None, who: Verified, provider: OidcProvider, new_account: NewAccount, *, at: datetime
) -> Place:
    """Connect the one member of staff who fits to the account; gives it and the organisation it works in, the one named first."""
    places: list[UUID] = []
    for organisation in _named_first(served(provider), who):
        with _inside(organisation, at=at) as by:
            staff = Staff.objects.filter(organisation_id=organisation.pk)
            if account and staff.filter(account=account).exists():
                places.append(organisation.pk)
                continue
            fitting = _fitting(organisation, who, provider)
            found = list(staff.filter(fitting, account=None)[:2]) if fitting else []
            if len(found) == 1:
                account = account or new_account()
                Staff.objects.filter(pk=found[0].pk).update(account=account)
                record("staff.account-connected", found[0], by=by, at=at, account=account.pk, provider=provider.key)
                refresh_units(organisation.pk, at=at)
                refresh_files_of(found[0], at=at)
                places.append(organisation.pk)
    return account, places[0] if places else None


def _named_first(organisations: list[Organisation], who: Verified) -> list[Organisation]:
    return sorted(organisations, key=lambda o: (o.number != who.organisation_number, o.name, str(o.pk)))


def _fitting(organisation: Organisation, who: Verified, provider: OidcProvider) -> Q | None:
    """By what a member of staff without an account is recognised in this organisation; None: by nothing."""
    if provider.staff_by == "email":
        return Q(email__iexact=who.email) if who.email else None
    there = bool(provider.organisation) or (
        bool(organisation.number) and organisation.number == who.organisation_number
    )
    return Q(hpr=who.hpr) if who.hpr and there else None
