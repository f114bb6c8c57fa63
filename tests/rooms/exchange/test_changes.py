"""Changes and cancellations: applied to the original, also when they come first; never to another person's."""

import itertools
from datetime import date

import pytest

from knutepunkt.exchange.models import ReceivedMessage, Result
from knutepunkt.exchange.reasons import Fault
from knutepunkt.messaging.models import OutboundMessage
from knutepunkt.messaging.operations import queue_letter
from knutepunkt.people.models import Person
from knutepunkt.tasks.models import Task
from knutepunkt.tasks.operations import create_task
from messages import make

CHANGEABLE = [t for t in make.TYPES if not t.startswith("DIALOG")]


def original(exchange, kind, msg_id="m1", **more):
    return exchange.send(kind, msg_id, generated_at="2026-11-19T10:00:00", **more)


def change(exchange, kind, msg_id="m2", parent="m1", **more):
    return exchange.send(kind, msg_id, status="M", parent=parent, generated_at="2026-11-20T10:00:00", **more)


def cancel(exchange, kind, msg_id="m3", parent="m1", **more):
    return exchange.send(kind, msg_id, status="C", parent=parent, generated_at="2026-11-21T10:00:00", **more)


@pytest.mark.parametrize("kind", CHANGEABLE)
@pytest.mark.parametrize("first", ["original", "change"])
def test_a_change_of_any_type_is_applied_to_its_original_also_when_it_comes_first(exchange, kind, first):
    exchange.marit()
    if first == "change":
        change(exchange, kind)
        assert exchange.row("m2").result == Result.WAITING
        original(exchange, kind)
    else:
        original(exchange, kind)
        change(exchange, kind)

    one, two = exchange.row("m1"), exchange.row("m2")
    assert two.result == Result.APPLIED
    assert (two.person_id, two.notice_id, two.unit_id) == (one.person_id, one.notice_id, one.unit_id)


@pytest.mark.parametrize("kind", CHANGEABLE)
@pytest.mark.parametrize("first", ["original", "cancellation"])
def test_a_cancellation_of_any_type_is_applied_to_its_original(exchange, kind, first):
    exchange.marit()
    steps = [original, cancel] if first == "original" else [cancel, original]
    for step in steps:
        step(exchange, kind)

    assert exchange.row("m3").result == Result.APPLIED
    assert exchange.row("m1").cancelled_at == exchange.at
    for notice in exchange.notices():
        assert notice.state == "withdrawn-by-sender"
        assert notice.steps.get(name="withdraw").reason
    assert Person.objects.get().death_reported_at is None


@pytest.mark.parametrize("order", list(itertools.permutations(["m1", "m2", "m3"])))
def test_original_change_and_cancellation_end_the_same_in_every_order(exchange, order):
    data = {
        "m1": make.message("LOG_UTSKRIVNINGSKLAR", msg_id="m1"),
        "m2": make.message("LOG_UTSKRIVNINGSKLAR", msg_id="m2", status="M", parent="m1", ready="2026-11-27"),
        "m3": make.message("LOG_UTSKRIVNINGSKLAR", msg_id="m3", status="C", parent="m2"),
    }
    for name in order:
        exchange.take(data[name])

    assert [notice.state for notice in exchange.notices()] == ["withdrawn-by-sender"]
    assert ReceivedMessage.objects.filter(result=Result.WAITING).count() == 0
    assert exchange.row("m1").cancelled_at


def test_a_change_gives_the_admission_its_new_dates(exchange):
    original(exchange, "LOG_UTSKRIVNINGSKLAR", ready="2026-11-24T10:00:00")
    change(exchange, "LOG_UTSKRIVNINGSKLAR", ready="2026-11-27T10:00:00")

    assert exchange.admission().ready_at.date() == date(2026, 11, 27)
    assert len(exchange.admission().history) == 1


def test_cancelling_one_of_several_leaves_what_the_others_say(exchange):
    original(exchange, "LOG_INNLAGT", "m0")
    original(exchange, "LOG_UTSKRIVNINGSKLAR", "m1")
    assert exchange.admission().ready_at
    cancel(exchange, "LOG_UTSKRIVNINGSKLAR")

    admission = exchange.admission()
    assert admission.ready_at is None
    assert admission.admitted_at is not None
    assert exchange.notices()[0].state == "received"


def test_a_cancelled_withdrawal_makes_the_person_ready_again(exchange):
    exchange.send("LOG_UTSKRIVNINGSKLAR", "m0", generated_at="2026-11-18T10:00:00")
    original(exchange, "LOG_AVMELDING")
    assert exchange.admission().readiness_withdrawn_at
    cancel(exchange, "LOG_AVMELDING")

    assert exchange.admission().readiness_withdrawn_at is None


@pytest.mark.parametrize("status", ["M", "C"])
@pytest.mark.parametrize("first", ["original", "other"])
@pytest.mark.parametrize("kind", ["LOG_INNLAGT", "LOG_DOD", "MEDISINSKE_OPPLYSNINGER"])
def test_for_another_person_than_its_original_nothing_happens_by_itself(exchange, kind, status, first):
    exchange.marit()
    wrong = {"msg_id": "m2", "status": status, "parent": "m1", "patient": make.OLE}
    steps = [lambda: original(exchange, kind), lambda: exchange.send(kind, **wrong)]
    for step in steps if first == "original" else reversed(steps):
        step()

    row = exchange.row("m2")
    assert (row.result, exchange.codes("m2")) == (Result.FOR_A_PERSON, {Fault.OTHER_PERSON})
    assert exchange.row("m1").cancelled_at is None
    assert [notice.state for notice in exchange.notices()] in ([], ["received"])
    assert (Person.objects.get().death_reported_at is not None) is (kind == "LOG_DOD")


def test_another_sender_cancels_nothing(exchange):
    original(exchange, "LOG_INNLAGT")
    cancel(exchange, "LOG_INNLAGT", sender=(("Sykehuset Innlandet HF", 8142952),))

    assert exchange.codes("m3") == {Fault.OTHER_SENDER}
    assert exchange.notices()[0].state == "received"


def test_a_cancellation_after_the_notice_is_accepted_is_for_a_person(exchange):
    from knutepunkt.intake.operations import accept, acknowledge, record_wish

    original(exchange, "LOG_INNLAGT")
    notice, loader = exchange.notices()[0], exchange.world.loader()
    acknowledge(notice=notice, by=loader, at=exchange.at)
    record_wish(notice=notice, by=loader, at=exchange.at, wish="yes")
    accept(notice=notice, by=loader, at=exchange.at)
    cancel(exchange, "LOG_INNLAGT")

    assert (exchange.row("m3").result, exchange.codes("m3")) == (Result.FOR_A_PERSON, {Fault.TOO_LATE})
    assert exchange.notices()[0].state == "accepted"


def queued(exchange, person):
    """Two letters and two tasks about the person, one of each already dealt with."""
    by = {"by": exchange.world.loader(), "at": exchange.at, "organisation_id": exchange.world.lyngvik.id}
    for n in range(2):
        queue_letter(**by, recipient="x", kind="letter", subject="s", person_id=person.pk)
        create_task(
            **by, unit_id=exchange.world.office.id, kind="k", due_on=exchange.at.date(), source_type="t", source_id=person.pk,
            person_id=person.pk, text=f"{n}",
        )  # fmt: skip


def state_of(person):
    person.refresh_from_db()
    letters = list(OutboundMessage.objects.filter(person_id=person.pk).order_by("id").values())
    tasks = list(Task.objects.filter(person_id=person.pk).order_by("id").values())
    return letters, tasks, (person.death_on, person.death_reported_by, person.death_reported_at)


@pytest.mark.story("S18.2")
def test_a_message_of_a_death_stops_what_is_queued_and_its_cancellation_restores_it_exactly(exchange):
    marit = exchange.marit()
    queued(exchange, marit)
    before = state_of(marit)

    original(exchange, "LOG_DOD")

    letters, tasks, death = state_of(marit)
    assert death[1:] == ("St. Olavs hospital HF", exchange.at)
    assert (letters, tasks) != before[:2]
    assert exchange.row().result == Result.APPLIED

    cancel(exchange, "LOG_DOD")

    assert state_of(marit) == before


def test_two_reports_of_a_death_and_one_taken_back_leave_it_reported(exchange):
    marit = exchange.marit()
    original(exchange, "LOG_DOD", "m0")
    original(exchange, "LOG_DOD", "m1")
    cancel(exchange, "LOG_DOD", parent="m0", msg_id="m3")
    assert state_of(marit)[2][2] is not None

    cancel(exchange, "LOG_DOD", parent="m1", msg_id="m4")
    assert state_of(marit)[2][2] is None


def test_what_staff_reported_is_not_taken_back_by_a_message(exchange):
    from knutepunkt.people.operations import report_death

    marit = exchange.marit()
    report_death(person=marit, by=exchange.world.loader(), at=exchange.at, died_on=None, reported_by="Ingrid Solbakken")
    original(exchange, "LOG_DOD")
    cancel(exchange, "LOG_DOD")

    assert state_of(marit)[2][1] == "Ingrid Solbakken"


def test_a_death_of_somebody_without_a_file_is_for_a_person(exchange):
    exchange.send("LOG_DOD")

    assert (exchange.row().result, exchange.codes()) == (Result.FOR_A_PERSON, {Fault.NO_FILE})
