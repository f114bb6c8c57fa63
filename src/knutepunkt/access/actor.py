"""Who acts: an account in one organisation, with the roles it holds there."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.db.models.expressions import RawSQL

from knutepunkt.access.models import Grant
from knutepunkt.access.permissions import Permission
from knutepunkt.access.roles import ROLES
from knutepunkt.identity.system import SYSTEM_ACCOUNTS

LONGEST_ROLE, LONGEST_NAME = 60, 200
"""As the logs and the steps hold them; a title may be longer."""


@dataclass(frozen=True, slots=True)
class UnitRole:
    """A role held in a unit; `unit_id` None: in the whole organisation."""

    unit_id: UUID | None
    role: str


@dataclass(eq=False, slots=True)
class Actor:
    """The one a request, command or job acts for. `at` is the moment of the request; `staff_id` is None for persons.

    Roles towards a person are read once and kept until a grant of that person changes (`forget`).
    """

    account_id: UUID
    organisation_id: UUID
    kind: str
    name: str
    organisation_name: str
    at: datetime
    purpose: str = "care"
    title: str = ""
    language: str = ""
    staff_id: UUID | None = None
    unit_roles: tuple[UnitRole, ...] = ()
    organisation_kind: str = ""
    sought: list[str] = field(default_factory=list, repr=False)
    """Identity numbers asked for in vain: when the answer is made, it is written down if one was of a file closed by a conflict."""
    _towards: dict[UUID, dict[str, str]] = field(default_factory=dict, repr=False)

    @property
    def role(self) -> str:
        """The role to write in the log: title if known, else the first role held; no longer than the log has room for."""
        return (self.title or (self.unit_roles[0].role if self.unit_roles else self.kind))[:LONGEST_ROLE]

    @property
    def unit_ids(self) -> tuple[UUID, ...]:
        """Units the actor holds any role in."""
        return tuple(dict.fromkeys(role.unit_id for role in self.unit_roles if role.unit_id))

    def grants_towards(self, person_id: UUID) -> dict[str, str]:
        """The roles that grants in force give towards one person's file, each with its basis; none when the file is closed to them."""
        if person_id not in self._towards:
            content_units = [r.unit_id for r in self.unit_roles if r.unit_id and ROLES[r.role].content]
            grants = Grant.objects.filter(
                Q(account_id=self.account_id) | Q(unit_id__in=content_units),
                Q(ends=None) | Q(ends__gt=self.at),
                ~Q(person_id__in=RawSQL("SELECT closed_person_ids()", ())),
                organisation_id=self.organisation_id,
                person_id=person_id,
                starts__lte=self.at,
            )
            self._towards[person_id] = dict(grants.order_by("starts", "id").values_list("role", "basis"))
        return self._towards[person_id]

    def roles_towards(self, person_id: UUID) -> frozenset[str]:
        """The roles towards one person's file."""
        return frozenset(self.grants_towards(person_id))

    def roles_in(self, unit_id: UUID | None) -> frozenset[str]:
        """The roles held in a unit, and those held in the whole organisation."""
        return frozenset(r.role for r in self.unit_roles if r.unit_id is None or r.unit_id == unit_id)

    def may(self, permission: Permission) -> bool:
        """Some role the actor holds anywhere carries the permission: for menus and for opening a kind of page at all."""
        roles = {"person"} if self.kind == "person" else {r.role for r in self.unit_roles}
        return any(permission in ROLES[role].permissions for role in roles)

    def forget(self, person_id: UUID) -> None:
        """Grants of this person changed."""
        self._towards.pop(person_id, None)


def system_actor(
    account_id: UUID, *, organisation_id: UUID, at: datetime, organisation_name: str = "", purpose: str = "system"
) -> Actor:
    """The actor a job or a command acts as."""
    return Actor(
        account_id=account_id,
        organisation_id=organisation_id,
        kind="system",
        name=SYSTEM_ACCOUNTS[account_id],
        organisation_name=organisation_name,
        at=at,
        purpose=purpose,
        unit_roles=(UnitRole(None, "system"),),
    )
