"""What the facts of this room give sight of: the own file, and a child's or a ward's file."""

from collections.abc import Iterable
from uuid import UUID

from knutepunkt.access.grants import GrantSpec, source
from knutepunkt.people.models import NextOfKin, Person


@source("own-file")
def own_files(organisation_id: UUID, person_id: UUID | None) -> Iterable[GrantSpec]:
    """Being the person gives the own file, all of it."""
    persons = Person.objects.filter(organisation_id=organisation_id, account__isnull=False)
    if person_id:
        persons = persons.filter(pk=person_id)
    for pk, account_id, since in persons.values_list("pk", "account_id", "created_at"):
        yield GrantSpec(pk, account_id, None, "person", None, "own-file", "own-file", pk, since, None)


@source("representatives")
def representatives(organisation_id: UUID, person_id: UUID | None) -> Iterable[GrantSpec]:
    """A parent with parental responsibility, or a guardian with a mandate, acts for the person in the period stated."""
    kin = NextOfKin.objects.filter(organisation_id=organisation_id, account__isnull=False)
    if person_id:
        kin = kin.filter(person_id=person_id)
    for row in kin:
        role = "parent" if row.parental_responsibility else "guardian" if row.mandate else ""
        if role:
            yield GrantSpec(
                row.person_id,
                row.account_id,
                None,
                role,
                None,
                role,
                "representatives",
                row.pk,
                row.valid_from,
                row.valid_to,
            )
