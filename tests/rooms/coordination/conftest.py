import pytest

from knutepunkt.consent.operations import record_consent
from knutepunkt.coordination import operations as ops
from world import informed


class Case:
    """Arne with an open follow-up at the office, made by Ingrid."""

    def __init__(self, world):
        self.world = world
        self.at = world.at
        self.arne = world.person(account=True)
        self.ingrid = world.actor(world.ingrid)
        self.silje = world.actor(world.silje)
        self.loader = world.loader()
        self.follow_up = ops.open_follow_up(person=self.arne, unit_id=world.office.id, by=self.loader, at=self.at)

    def consent(self, subjects=("assessment", "plan", "coordinator", "sharing"), at=None, **more):
        consent = record_consent(
            person=self.arne,
            by=self.loader,
            at=at or self.at,
            subjects=subjects,
            answer=more.pop("answer", "oral"),
            **(informed(at or self.at) | more),
        )
        self.follow_up.refresh_from_db()
        return consent

    def ask(self, unit=None, **more):
        return ops.ask_service(
            follow_up=self.follow_up, service_unit=unit or self.world.speech, answer_by=more.pop("answer_by", self.at.date()),
            by=self.loader, at=more.pop("at", self.at), **more,
        )  # fmt: skip

    def coordinator(self, staff=None, unit=None, at=None, **more):
        at = at or self.at
        staff = staff or self.world.silje
        asked = self.ask(unit or staff.unit, at=at)
        ops.name_coordinator(appointment=asked, coordinator=staff, by=self.loader, at=at)
        ops.accept_appointment(appointment=asked, by=self.loader, at=at)
        ops.appoint(appointment=asked, by=self.loader, at=at, **more)
        self.follow_up.refresh_from_db()
        return asked

    def seen_by(self, actor, at=None):
        from knutepunkt.people.models import Person

        with self.world.acting(actor, self.arne, at=at):
            return Person.objects.filter(pk=self.arne.pk).exists()


@pytest.fixture
def case(world):
    return Case(world)
