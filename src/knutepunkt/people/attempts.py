"""Somebody who works here asks for a file a conflict of interest closes to them: the answer stays "not found", and the attempt is written.

One statement does it, always the same, whether there is such a file or none: what it costs tells nothing of files. By an address it asks
every table about persons, so those who keep away from nobody (a short question answers that) are spared it. It is written in a
transaction of its own, after the answer: what a refusal takes back, it does not take back.
"""

import re
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection

from knutepunkt.access.actor import Actor
from knutepunkt.access.scope import acting_as
from knutepunkt.foundation.ids import new_id
from knutepunkt.foundation.postgresql.schema import owner_field
from knutepunkt.identity.system import WORKER
from knutepunkt.people import vault

WHAT = "conflict.attempted"
PURPOSE = "conflict-attempts"
KEEPS_AWAY = (
    "SELECT 1 FROM access_exclusion WHERE organisation_id = %s AND account_id = %s AND kind = 'conflict' LIMIT 1"
)
UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


def ids_in(path: str) -> list[UUID]:
    """The ids an address names, of whatever they are."""
    return [UUID(found) for found in UUIDS.findall(path)]


def record_attempt(actor: Actor, path: str) -> None:
    """Write down that the actor asked for a file that a conflict closes to them, if the address names anything of one."""
    ids = ids_in(path)
    if ids:
        _record(actor, _by_ids(), ids=ids)


def record_sought(actor: Actor) -> None:
    """The same for identity numbers that opened nothing (`Actor.sought`): a search, emergency access."""
    for number in dict.fromkeys(actor.sought):
        _record(actor, _BY_NUMBER, hash=vault.fingerprint(actor.organisation_id, number))


def _record(actor: Actor, statement: str, **asked: Any) -> None:
    with (
        acting_as(WORKER, purpose=PURPOSE, organisation_id=actor.organisation_id, at=actor.at),
        connection.cursor() as cursor,
    ):
        cursor.execute(KEEPS_AWAY, [actor.organisation_id, actor.account_id])
        if not cursor.fetchone():
            return
        who: dict[str, Any] = {
            "id": new_id(), "organisation": actor.organisation_id, "at": actor.at, "account": actor.account_id, "name": actor.name,
            "role": actor.role, "purpose": actor.purpose, "what": WHAT,
        }  # fmt: skip
        cursor.execute(statement, who | asked)


@cache
def _by_ids() -> str:
    """Every table with a column of the person is asked, by its key; at most one attempt is written for one request."""
    named = " UNION ALL ".join(
        f'SELECT "{owner.person}" AS person_id FROM "{table}" WHERE organisation_id = %(organisation)s AND id = ANY(%(ids)s)'  # noqa: S608 -- names of our own tables
        for table, owner in sorted(_tables_about_persons(), key=lambda pair: pair[0])
    )
    return _insert(named)


def _insert(persons: str) -> str:
    """The statement that writes the attempt when a conflict in force closes one of `persons`, a query, to the account."""
    return f"""
INSERT INTO audit_event (id, organisation_id, at, account_id, by_name, role, purpose, what, subject_type, subject_id, person_id, facts)
SELECT %(id)s, %(organisation)s, %(at)s, %(account)s, %(name)s, %(role)s, %(purpose)s, %(what)s, 'people.person', e.person_id, e.person_id, '{{}}'
  FROM access_exclusion e
 WHERE e.organisation_id = %(organisation)s AND e.account_id = %(account)s AND e.kind = 'conflict'
   AND e.topics IS NULL AND e.object_id IS NULL AND e.starts <= %(at)s AND (e.ends IS NULL OR e.ends > %(at)s)
   AND e.person_id IN ({persons})
 LIMIT 1
"""  # noqa: S608 -- the same


_BY_NUMBER = _insert("SELECT id FROM people_person WHERE organisation_id = %(organisation)s AND number_hash = %(hash)s")


def _tables_about_persons() -> list[tuple[str, Any]]:
    models = (
        model for model in apps.get_models() if model._meta.app_label != "audit"
    )  # no address names a line of the log
    owned = ((model._meta.db_table, owner_field(model)) for model in models)
    return [(table, owner) for table, owner in owned if owner is not None and owner.person]
