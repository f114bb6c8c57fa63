"""A small invented municipality for tests: Lyngvik, with an office, a service, staff, a trust nearby and persons when asked for.

Ingrid is caseworker, Leif leads, Silje is speech therapist in another service, Nora is nurse on a ward of the trust,
Eva works in the neighbouring municipality and must see nothing.
"""

from contextlib import contextmanager
from datetime import date, timedelta

from django.test import Client

from knutepunkt.access import scope
from knutepunkt.access.actor import Actor, system_actor
from knutepunkt.access.grants import refresh_person, refresh_units
from knutepunkt.access.scope import Scope, acting_as
from knutepunkt.identity.models import Account, LoginSession
from knutepunkt.identity.system import DEMO_LOADER
from knutepunkt.organisation.actors import staff_actor
from knutepunkt.organisation.models import Organisation, Staff, StaffRole, Unit
from knutepunkt.people.actors import person_actor
from knutepunkt.people.models import Person


def informed(at):
    """What was explained before a yes, as `record_consent` asks for it."""
    return {"information": "Hva det gjelder, hvem som får vite, og at det kan trekkes.", "informed_on": at.date(),
            "information_language": "norsk"}  # fmt: skip


class World:
    """Everything is made as a system account; `acting(actor)` runs a block as somebody, with row-level security on."""

    def __init__(self, at):
        self.at = at
        self.lyngvik = self.organisation("lyngvik", "municipality", "Lyngvik kommune")
        self.system()
        self.office = self.unit("kontoret", "Koordinerende enhet", kind="coordinating")
        self.speech = self.unit("logoped", "Logopedtjenesten", kind="service")
        self.ingrid = self.staff("Ingrid Solbakken", "ergoterapeut", self.office, "caseworker")
        self.leif = self.staff("Leif Aune", "leder", self.office, "leader")
        self.silje = self.staff("Silje Dahl", "logoped", self.speech, "employee")

    # organisations and staff

    def organisation(self, slug, kind, name, **more):
        return Organisation.objects.create(slug=slug, kind=kind, name=name, served=more.pop("served", True), **more)

    def neighbour(self):
        """Another municipality with a caseworker of its own, Eva."""
        other = self.organisation("storvik", "municipality", "Storvik kommune")
        with self.inside(other):
            unit = self.unit("kontoret", "Koordinerende enhet", kind="coordinating", organisation=other)
            eva = self.staff("Eva Berg", "vernepleier", unit, "caseworker", organisation=other)
        return other, unit, eva

    def unit(self, slug, name, *, organisation=None, **more):
        more.setdefault("sector", "health")
        return Unit.objects.create(organisation_id=(organisation or self.lyngvik).id, slug=slug, name=name, **more)

    def account(self, subject, kind="staff"):
        return Account.objects.create(subject=subject, kind=kind, password="!")

    def staff(self, name, title, unit, role, *, organisation=None, **more):
        organisation = organisation or self.lyngvik
        account = self.account(f"{organisation.slug}:{name}")
        staff = Staff.objects.create(
            organisation_id=organisation.id,
            account=account,
            name=name,
            title=title,
            unit=unit,
            sector=unit.sector,
            **more,
        )
        StaffRole.objects.create(
            organisation_id=organisation.id, staff=staff, unit=unit, role=role, valid_from=self.at - timedelta(days=365)
        )
        refresh_units(organisation.id, at=self.at)
        return staff

    # persons

    def person(self, given="Arne", family="Solli", *, birth_date=date(1971, 3, 9), account=False, **more):
        login = self.account(f"person:{given}:{family}", "person") if account else None
        person = Person.objects.create(
            organisation_id=self.lyngvik.id, given_name=given, family_name=family, birth_date=birth_date,
            created_at=self.at, account=login, **more,
        )  # fmt: skip
        refresh_person(self.lyngvik.id, person.id, at=self.at)
        return person

    # who acts

    def system(self, organisation=None):
        """Back to a system account that sees all of one organisation."""
        scope.enter(Scope((organisation or self.lyngvik).id, DEMO_LOADER, None, "test", self.at))

    @contextmanager
    def inside(self, organisation):
        with acting_as(DEMO_LOADER, purpose="test", organisation_id=organisation.id, at=self.at):
            yield

    def loader(self, organisation=None):
        return system_actor(DEMO_LOADER, organisation_id=(organisation or self.lyngvik).id, at=self.at)

    def actor(self, somebody, organisation=None, at=None) -> Actor:
        """The actor of a member of staff or a person with an account."""
        organisation_id = (organisation.id if organisation else None) or somebody.organisation_id
        make = person_actor if somebody.account.kind == "person" else staff_actor
        with acting_as(DEMO_LOADER, purpose="test", organisation_id=organisation_id, at=at or self.at):
            actor = make(somebody.account_id, organisation_id=organisation_id, at=at or self.at)
        assert actor is not None
        return actor

    @contextmanager
    def acting(self, actor, person=None, at=None):
        """Run a block in the actor's scope; afterwards the system account again."""
        scope.enter(Scope(actor.organisation_id, actor.account_id, getattr(person, "id", None), "care", at or self.at))
        try:
            yield actor
        finally:
            self.system()

    def client(self, somebody, organisation=None, **extra) -> Client:
        """A browser without JavaScript in which somebody is signed in."""
        client = Client(**extra)
        cookies = session_cookies(somebody.account, organisation.id if organisation else somebody.organisation_id)
        client.cookies.load(cookies)
        return client


def session_cookies(account, organisation_id) -> dict[str, str]:
    """The cookie of a signed-in browser."""
    from django.conf import settings
    from django.contrib.sessions.backends.signed_cookies import SessionStore

    from knutepunkt.config import middleware

    session = LoginSession.objects.create(account=account, started_at=middleware.now())
    store = SessionStore()
    store["login"] = str(session.id)
    store["organisation"] = str(organisation_id)
    store.save()
    return {settings.SESSION_COOKIE_NAME: store.session_key}
