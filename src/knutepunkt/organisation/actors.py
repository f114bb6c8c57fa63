"""The actor behind a staff account, and the sources of unit roles."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from knutepunkt.access.actor import Actor, UnitRole
from knutepunkt.access.grants import UnitGrantSpec, unit_source
from knutepunkt.organisation.models import StaffRole

STAFF_ACTOR = """
SELECT s.id, s.name, s.title, o.name, o.kind,
       coalesce((SELECT json_agg(json_build_array(g.unit_id, g.role) ORDER BY g.starts, g.id)
                   FROM access_unitgrant g
                  WHERE g.organisation_id = s.organisation_id AND g.account_id = s.account_id
                    AND g.starts <= %(at)s AND (g.ends IS NULL OR g.ends > %(at)s)), '[]'::json)
  FROM organisation_staff s JOIN organisation_organisation o ON o.id = s.organisation_id
 WHERE s.organisation_id = %(organisation)s AND s.account_id = %(account)s
"""


def staff_actor(account_id: UUID, *, organisation_id: UUID, at: datetime) -> Actor | None:
    """The member of staff behind an account in one organisation, with name and unit roles, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(STAFF_ACTOR, {"organisation": organisation_id, "account": account_id, "at": at})
        row = cursor.fetchone()
    if row is None:
        return None
    staff_id, name, title, organisation_name, organisation_kind, roles = row
    return Actor(
        account_id=account_id,
        organisation_id=organisation_id,
        kind="staff",
        name=name,
        title=title,
        organisation_name=organisation_name,
        organisation_kind=organisation_kind,
        staff_id=staff_id,
        at=at,
        unit_roles=tuple(UnitRole(UUID(unit) if unit else None, role) for unit, role in roles),
    )


@unit_source("staff-roles")
def unit_grants(organisation_id: UUID) -> Iterable[UnitGrantSpec]:
    """Every staff role with an account behind it."""
    rows = StaffRole.objects.filter(organisation_id=organisation_id, staff__account__isnull=False).values_list(
        "staff__account_id", "unit_id", "role", "id", "valid_from", "valid_to"
    )
    for account_id, unit_id, role, source_id, starts, ends in rows:
        yield UnitGrantSpec(account_id, unit_id, role, source_id, starts, ends)
