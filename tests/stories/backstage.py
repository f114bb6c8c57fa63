"""What a story needs and no page does: invented persons, their sign-in, days as people write them, work in the live database."""

from contextlib import contextmanager
from datetime import date, timedelta
from itertools import count

from databases import use_database

FAMILY = [
    a + b
    for a in ("Aspe", "Bjørke", "Eike", "Furu", "Gran", "Hassel", "Linde", "Rogne")
    for b in ("haugen", "lia", "moen", "sletten", "vika")
]
NUMBERS = count()


def today():
    """The day in Norway."""
    from knutepunkt.foundation.clock import day, now

    return day(now())


def written(day):
    """A day as it is typed: 21.11.2026."""
    return f"{day:%d.%m.%Y}"


def in_days(days):
    """A day from today on, as it is typed."""
    return written(today() + timedelta(days=days))


class Invented:
    """A person nobody knows yet, with a synthetic number; each time another one."""

    def __init__(self, given, years):
        from knutepunkt.people.numbers import synthetic

        number = next(NUMBERS)
        now = today()
        self.given, self.family = given, FAMILY[number % len(FAMILY)] + ("" if number < len(FAMILY) else "en")
        self.born = date(now.year - years, 1, 1) + timedelta(days=number % 300)
        if (self.born.month, self.born.day) > (now.month, now.day):
            self.born = self.born.replace(year=self.born.year - 1)
        self.number = synthetic(self.born, 60 + number)

    @property
    def name(self):
        return f"{self.given} {self.family}"


@contextmanager
def inside(live, organisation):
    """Work in the live database as the demo's loader; gives the loader and the moment."""
    from django.db import connections, transaction

    from knutepunkt.access import scope
    from knutepunkt.access.actor import system_actor
    from knutepunkt.access.scope import acting_as
    from knutepunkt.foundation.clock import now
    from knutepunkt.identity.system import DEMO_LOADER
    from knutepunkt.organisation.models import Organisation

    before = connections["default"].settings_dict["NAME"]
    use_database(live.database)
    at = now()
    try:
        with transaction.atomic():
            where = Organisation.objects.get(slug=organisation)
            with acting_as(DEMO_LOADER, purpose="demo", organisation_id=where.pk, at=at):
                yield system_actor(DEMO_LOADER, organisation_id=where.pk, at=at), at
        scope.leave()
    finally:
        connections["default"].close()
        use_database(before)


def can_sign_in(live, person_id, *, organisation="trondheim"):
    """Give somebody an own sign-in; the address that signs them in."""
    from knutepunkt.identity.models import Account
    from knutepunkt.people.models import Person
    from knutepunkt.people.operations import connect_account

    login = f"own-{person_id}"
    with inside(live, organisation) as (loader, at):
        account = Account.objects.create(subject=f"demo:{login}", kind="person", password="!", language="nb")
        connect_account(person=Person.objects.get(pk=person_id), account=account, by=loader, at=at)
    return f"/demo/{organisation}/{login}/"
