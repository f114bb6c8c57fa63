"""The actor behind a person's, parent's or guardian's account."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from knutepunkt.access.actor import LONGEST_NAME, Actor

PERSON_ACTOR = """
SELECT coalesce(
         (SELECT trim(p.given_name || ' ' || p.family_name) FROM people_person p
           WHERE p.organisation_id = o.id AND p.account_id = %(account)s LIMIT 1),
         (SELECT k.name FROM people_nextofkin k WHERE k.organisation_id = o.id AND k.account_id = %(account)s LIMIT 1)),
       o.name, o.kind
  FROM organisation_organisation o WHERE o.id = %(organisation)s
"""


def person_actor(account_id: UUID, *, organisation_id: UUID, at: datetime) -> Actor | None:
    """Someone on the own pages; None when the organisation holds no file the account may see."""
    with connection.cursor() as cursor:
        cursor.execute(PERSON_ACTOR, {"organisation": organisation_id, "account": account_id})
        row = cursor.fetchone()
    if row is None or row[0] is None:
        return None
    return Actor(
        account_id=account_id,
        organisation_id=organisation_id,
        kind="person",
        name=row[0][:LONGEST_NAME],
        organisation_name=row[1],
        organisation_kind=row[2],
        at=at,
        purpose="own",
    )
