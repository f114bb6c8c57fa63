"""Which rows an account should see, worked out in Python from the raw rows; none of the product's functions is asked.

What is read of the product is the options of each model's OwnerField: what somebody says should hold, not what makes it hold.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from graphlib import TopologicalSorter

from django.apps import apps

SYSTEM = "00000000-0000-7000-8000-00000000000"
PERSONAL = {"person", "parent", "guardian", "foster-parent", "next-of-kin"}
TOPICS = {
    "goals", "daily-living", "physical-health", "mental-health", "substance-use", "school", "work", "housing", "transport",
    "family", "leisure", "child-welfare", "assessment", "work-notes", "minutes", "messages", "file",
}  # fmt: skip
# Of the organisation itself, without names, numbers or words of persons it follows: its people and how it is set up.
ORGANISATION_WIDE = {
    "access_unitgrant", "exchange_sentreference", "organisation_catchment", "organisation_deadlinesetting",
    "organisation_deputy", "organisation_heraddress", "organisation_officehours", "organisation_postcodedistrict",
    "organisation_routingrule", "organisation_staff", "organisation_staffrole", "organisation_unit",
}  # fmt: skip


@cache
def owned():
    """Table name -> the options of its model's OwnerField."""
    found = {}
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if getattr(field, "owns_table", False):
                found[model._meta.db_table] = field
    return found


def reference(field):
    """The column that is followed and the table it leads to."""
    followed = field.model._meta.get_field(field.follows)
    return followed.column, followed.remote_field.model._meta.db_table


@dataclass
class Reader:
    """One account in one organisation at a moment, perhaps with the focus on one person."""

    persons: dict  # person -> list of (role, topics or None)
    units: set
    content_units: set
    closed: set
    kept: set
    kept_of: set  # persons of whom a single row is kept back
    kept_topics: dict
    focus: object

    def whole(self, person, *, roles=None):
        """Some grant gives all topics and none is kept back."""
        grants = self.persons.get(person, [])
        return any(topics is None and (roles is None or role in roles) for role, topics in grants)

    def nothing_kept(self, person):
        return person not in self.kept_topics

    def topics(self, person):
        """What a page with its focus on the person opens."""
        if person != self.focus:
            return set()
        seen = set().union(
            *(TOPICS if topics is None else set(topics) for _role, topics in self.persons.get(person, []))
        )
        return seen - self.kept_topics.get(person, set())


@dataclass
class Raw:
    """A database as it lies in the tables, past row-level security, at one moment. `query(sql)` gives rows."""

    query: object
    at: datetime

    def _in_force(self, table, columns):
        rows = self.query(f"SELECT organisation_id, account_id, unit_id, starts, ends, {columns} FROM {table}")
        return [row for row in rows if row[3] <= self.at and (row[4] is None or row[4] > self.at)]

    @cached_property
    def works_in(self):
        """(organisation, account) -> units with envelopes, units with content."""
        found = defaultdict(lambda: (set(), set()))
        for organisation, account, unit, _, _, content in self._in_force("access_unitgrant", "content"):
            if unit is not None:
                found[organisation, account][0].add(unit)
                if content:
                    found[organisation, account][1].add(unit)
        return found

    @cached_property
    def grants(self):
        return self._in_force("access_grant", "person_id, role, topics")

    @cached_property
    def exclusions(self):
        return self._in_force("access_exclusion", "person_id, topics, object_id")

    @cached_property
    def rows(self):
        """Table -> its rows as (organisation, id, person, unit, topic, account, followed, about)."""
        found = {}
        for table, field in owned().items():
            followed = reference(field)[0] if field.follows else ""
            names = ("id", field.person, field.unit, field.topic, field.account, followed, field.about)
            columns = ", ".join(name or "NULL" for name in names)
            found[table] = self.query(f"SELECT organisation_id, {columns} FROM {table}")
        return found

    @cached_property
    def order(self):
        """Tables so that what is followed comes first."""
        graph = {table: {reference(field)[1]} if field.follows else set() for table, field in owned().items()}
        return [table for table in TopologicalSorter(graph).static_order() if table in graph]

    def reader(self, organisation, account, focus=None):
        units, content_units = self.works_in[organisation, account]
        persons = defaultdict(list)
        for where, who, unit, _, _, person, role, topics in self.grants:
            mine = who == account or (who is None and unit in content_units)
            if where == organisation and mine and focus in {None, person}:
                persons[person].append((role, topics))
        closed, kept, kept_of, kept_topics = set(), set(), set(), defaultdict(set)
        for where, who, unit, _, _, person, topics, thing in self.exclusions:
            if where == organisation and (who == account or (who is None and unit in units)):
                if thing is not None:
                    kept.add(thing)
                    kept_of.add(person)
                elif topics is None:
                    closed.add(person)
                else:
                    kept_topics[person].update(topics)
        return Reader(dict(persons), units, content_units, closed, kept, kept_of, dict(kept_topics), focus)

    def persons(self, organisation, account):
        """Everybody somebody has a grant for that is not closed to them."""
        reader = self.reader(organisation, account)
        return {person for person in reader.persons if person not in reader.closed}

    def expected(self, organisation, account, focus=None):
        """Table -> the ids of the rows that the account should see, with the page's focus on a person or without."""
        reader, everything = self.reader(organisation, account, focus), str(account).startswith(SYSTEM)
        seen = {}
        for table in self.order:
            field = owned()[table]
            target = seen[reference(field)[1]] if field.follows else set()
            seen[table] = {
                row[1]
                for row in self.rows[table]
                if row[0] == organisation
                and (everything or self._sees(reader, row, account, table=table, target=target))
            }
        return seen

    def _sees(self, reader, row, account, *, table, target):
        field = owned()[table]
        _, key, person, unit, topic, owner, followed, about = row
        if table == "access_grant":
            return self._sees_grant(reader, account, key)
        if table == "access_exclusion":
            return False
        if (field.person or field.about) and ((about or person) in reader.closed or key in reader.kept):
            return False
        lost = field.follows and followed is not None and followed not in target
        if lost or not self._by_own_rule(reader, table, key, person, account):
            return False
        if not (field.person or field.unit or field.account):
            return True
        by_unit = field.unit and unit in (reader.content_units if field.content else reader.units)
        by_account = field.account and owner == account
        return bool(by_unit or by_account or (field.person and self._by_person(reader, field, person, topic)))

    def _by_own_rule(self, reader, table, key, person, account):
        """What holds for one table only: drafts, what hangs on a goal that is kept back, versions that hold everything."""
        if table == "coordination_worknote":
            state, author = self._hangs[table][key]
            return state != "draft" or author == account
        if table in {"plans_goal", "plans_activity"}:
            return self._hangs[table][key][0] not in reader.kept
        if table == "plans_revision":
            return person not in reader.kept_of and reader.nothing_kept(person)
        return True

    @cached_property
    def _hangs(self):
        columns = {"coordination_worknote": "state, author_id", "plans_goal": "parent_id", "plans_activity": "goal_id"}
        return {
            table: {row[0]: row[1:] for row in self.query(f"SELECT id, {names} FROM {table}")}
            for table, names in columns.items()
        }

    @staticmethod
    def _by_person(reader, field, person, topic):
        if person not in reader.persons:
            return False
        if field.part == "staff":
            return reader.whole(person, roles={role for role, _ in reader.persons[person]} - PERSONAL)
        if field.part == "own":
            return any(role == "person" for role, _ in reader.persons[person])
        whole = reader.whole(person) and reader.nothing_kept(person)
        if field.part == "whole":
            return whole
        if field.topic or field.part:
            return whole or (topic if field.topic else field.part) in reader.topics(person)
        return True

    @cached_property
    def _grant_rows(self):
        return {row[0]: row[1:] for row in self.query("SELECT id, account_id, unit_id, person_id FROM access_grant")}

    def _sees_grant(self, reader, account, key):
        who, unit, person = self._grant_rows[key]
        return who == account or unit in reader.units or person in reader.persons
