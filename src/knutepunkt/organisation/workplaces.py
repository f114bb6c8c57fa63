"""The organisations in which the account of the transaction works. A session is in one of them at a time."""

from typing import NamedTuple
from uuid import UUID

from django.db import connection


class Workplace(NamedTuple):
    """One organisation and the title held there."""

    organisation_id: UUID
    name: str
    title: str


def workplaces() -> list[Workplace]:
    """All of the account's own, by name; the database answers for nobody else. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id, name, title FROM my_workplaces()")
        return [Workplace(*row) for row in cursor.fetchall()]
