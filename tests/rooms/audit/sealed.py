"""A database of its own with rows in both logs, and what seals and verifies them."""

import uuid
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import psycopg

from knutepunkt.audit.seal.sealing import seal
from knutepunkt.audit.seal.verifying import verify
from knutepunkt.foundation.ids import new_id

ORGANISATION, OTHER = uuid.UUID(int=1), uuid.UUID(int=2)
START = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
EVENTS = """INSERT INTO audit_event (id, organisation_id, at, account_id, by_name, role, purpose, what, subject_type, subject_id,
 person_id, facts) VALUES (%s, %s, %s, %s, 'Kari Lie', 'fysioterapeut', 'care', 'plan.activated', 'plans.plan', %s, %s, '{"a": 1}')"""
VIEWS = """INSERT INTO audit_viewrecord (id, organisation_id, at, account_id, by_name, by_organisation, role, purpose, basis, person_id,
 page, objects_seen) VALUES (%s, %s, %s, %s, 'Kari Lie', 'Lyngvik kommune', 'fysioterapeut', 'care', 'coordinator', %s, 'plan', %s)"""


class SealedLog:
    """`connection` is the superuser's: what an attacker has who owns the database."""

    def __init__(self, dsn, folder):
        self.dsn = dsn
        self.folder = folder
        self.connection = self.connect()

    def connect(self, role=None):
        connection = psycopg.connect(self.dsn)
        if role:
            connection.execute(f"SET ROLE {role}")
            connection.commit()
        return connection

    def close(self):
        self.connection.close()

    def event(self, at=START, connection=None, organisation=ORGANISATION):
        made = new_id()
        (connection or self.connection).execute(EVENTS, [made, organisation, at, new_id(), new_id(), new_id()])
        return str(made)

    def view(self, at=START, connection=None, organisation=ORGANISATION):
        made = new_id()
        (connection or self.connection).execute(
            VIEWS, [made, organisation, at, new_id(), new_id(), [new_id(), new_id()]]
        )
        return str(made)

    def write(self, at=START, count=2):
        """Rows in both logs, each pair in a transaction of its own; their ids."""
        events, views = [], []
        for number in range(count):
            moment = at + timedelta(seconds=number)
            events.append(self.event(moment))
            views.append(self.view(moment))
            self.connection.commit()
        return events, views

    def seal(self, at=START, **more):
        with self.connect("knutepunkt_audit") as connection:
            return seal(connection, self.folder, at, **more)

    def verify(self, at=START, expected=(), trusted=None, connection=None):
        trusted = self.folder.trusted() if trusted is None else trusted
        if connection:
            return verify(connection, at=at, trusted=trusted, expected=expected)
        with self.connect("knutepunkt_audit") as own:
            return verify(own, at=at, trusted=trusted, expected=expected)

    @contextmanager
    def tampering(self):
        """Do as a superuser does who knows the triggers; undone when the test ends."""
        self.connection.execute("SET LOCAL session_replication_role = replica")
        try:
            yield self.connection
        finally:
            self.connection.rollback()

    def findings(self, at=START, **more):
        """What is found from inside the tampering transaction."""
        self.connection.execute("SET LOCAL ROLE knutepunkt_audit")
        return self.verify(at, connection=self.connection, **more).findings


def kinds(findings):
    return {(one.kind, one.row or one.seal) for one in findings}
