from datetime import date
from types import SimpleNamespace

import pytest

from knutepunkt.exchange.kith import read
from knutepunkt.exchange.models import ReceivedMessage, SentReference
from knutepunkt.exchange.operations import receive
from knutepunkt.exchange.reasons import Fault
from knutepunkt.intake.models import Notice
from knutepunkt.organisation.models import HerAddress
from knutepunkt.people.models import Person
from messages import make

OLDER = date(2020, 1, 1)


class Exchange:
    """Lyngvik under the addresses of the invented messages (99387 and 5078), and what a message leads to there."""

    def __init__(self, world):
        self.world = world
        self.at = world.at
        for her in ("99387", "5078"):
            self.address(her)

    def address(self, her, **more):
        return HerAddress.objects.create(organisation_id=self.world.lyngvik.id, her_id=her, valid_from=OLDER, **more)

    def take(self, data, *, at=None, by=None):
        """Receive as the transport does; afterwards everything of Lyngvik is seen again."""
        answer = receive(data, at=at or self.at, by=by, source="test")
        self.world.system()
        return answer

    def send(self, message_type, msg_id="m1", **more):
        more.setdefault("version", "1.0" if message_type.startswith("DIALOG") else "1.6")
        return self.take(make.message(message_type, msg_id=msg_id, **more))

    def row(self, msg_id="m1"):
        return ReceivedMessage.objects.get(message_id=msg_id)

    def notices(self):
        return list(Notice.objects.order_by("received_at", "id"))

    def admission(self):
        return self.notices()[0].admissions.get()

    def marit(self, **more):
        """The person most invented messages are about, known here from before."""
        from knutepunkt.people.operations import register_person

        return register_person(
            by=self.world.loader(), at=self.at, organisation_id=self.world.lyngvik.id, given_name="Marit",
            family_name="Bråten Ødegård", birth_date=make.MARIT.born, number=make.MARIT.number, **more,
        )  # fmt: skip

    def codes(self, msg_id="m1"):
        return {Fault(fault["code"]) for fault in self.row(msg_id).faults}

    def receipt(self, answer):
        return read(answer.receipt, on=date(2026, 11, 24), test_installation=True).receipt

    def everything(self):
        """How many rows there are of all that a message can lead to."""
        return SimpleNamespace(
            messages=ReceivedMessage.objects.count(), notices=Notice.objects.count(), persons=Person.objects.count(),
            sent=SentReference.objects.count(),
        )  # fmt: skip


@pytest.fixture
def exchange(world, settings):
    settings.KNUTEPUNKT_TEST_INSTALLATION = True
    return Exchange(world)
