"""The type table of received messages, a test per row."""

from datetime import UTC, date, datetime, timedelta

import pytest

from knutepunkt.audit.models import Event
from knutepunkt.exchange.effects import TABLE
from knutepunkt.exchange.kith import AppRecStatus, MessageType
from knutepunkt.exchange.models import Receipt, ReceivedMessage, Result, SentReference
from knutepunkt.exchange.reasons import Fault
from knutepunkt.intake.models import Notice, NoticeContent, SentNotice
from knutepunkt.intake.operations import acknowledge
from knutepunkt.organisation.hours import due_at
from knutepunkt.organisation.models import HerAddress
from knutepunkt.people.models import Person
from messages import make

FIRST = ["HELSEOPPL_SOKNAD", "LOG_INNLAGT", "LOG_UTSKRIVNINGSKLAR"]
JOINING = ["LOG_AVMELDING", "LOG_UTSKREVET", "UTSKRIVNINGSRAPPORT"]
INFORMATION = [
    "MEDISINSKE_OPPLYSNINGER",
    "HELSEOPPLYSNINGER_LEGE",
    "INNLEGGELSESRAPPORT",
    "ORIENTERING_TJENESTETILBUD",
]


def test_every_type_but_the_receipt_stands_in_the_table():
    assert set(TABLE) == set(MessageType) - {MessageType.APPREC}


@pytest.mark.parametrize("message_type", FIRST)
def test_the_first_of_an_admission_makes_a_discharge_notice(exchange, message_type):
    answer = exchange.send(message_type)

    (notice,) = exchange.notices()
    assert (notice.kind, notice.channel, notice.unit_id) == ("discharge", "kith", exchange.world.office.id)
    assert answer.message.result == Result.NOTICE_MADE
    assert exchange.row().notice_id == notice.id
    person = Person.objects.get(pk=notice.person_id)
    assert (person.full_name, person.postcode) == ("Marit Bråten Ødegård", "2560")
    assert exchange.receipt(answer).status is AppRecStatus.OK
    assert exchange.admission().hospital == "St. Olavs hospital HF"


@pytest.mark.parametrize("of_the_ward", [True, False])
def test_a_hospital_served_here_sees_its_notice_acknowledged(exchange, of_the_ward):
    world = exchange.world
    trust = world.organisation("stolav", "hospital-trust", "St. Olavs hospital HF")
    with world.inside(trust):
        ward = world.unit("orto", "Ortopedisk kirurgi", kind="ward", sector="specialist", organisation=trust)
        world.staff("Nora Lie", "sykepleier", ward, "sender", organisation=trust)
        her, unit = ("90998", ward) if of_the_ward else ("59", None)
        HerAddress.objects.create(organisation_id=trust.id, unit=unit, her_id=her, valid_from=date(2020, 1, 1))
    world.system()
    exchange.send("LOG_INNLAGT")

    (notice,) = exchange.notices()
    assert notice.sender == trust
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid):
        acknowledge(notice=notice, by=ingrid, at=world.at)
    with world.inside(trust):
        sent = SentNotice.objects.get()
    assert (sent.unit_id, sent.acknowledged_at) == (ward.id if of_the_ward else None, world.at)


@pytest.mark.parametrize("first", FIRST)
@pytest.mark.parametrize("then", FIRST)
def test_the_rest_of_the_admission_join_it(exchange, first, then):
    exchange.send(first, "m1")
    exchange.send(then, "m2", generated_at="2026-11-20T08:00:00")

    assert len(exchange.notices()) == 1
    assert exchange.row("m2").result == Result.JOINED
    assert exchange.row("m2").notice_id == exchange.row("m1").notice_id
    assert Person.objects.count() == 1


def test_the_admission_gathers_what_its_messages_say(exchange):
    exchange.send("LOG_INNLAGT", "m1", admitted="2026-11-18T14:20:00")
    exchange.send("LOG_UTSKRIVNINGSKLAR", "m2", ready="2026-11-21T10:00:00", generated_at="2026-11-20T08:00:00")

    admission = exchange.admission()
    assert admission.admitted_at == datetime(2026, 11, 18, 13, 20, tzinfo=UTC)
    assert admission.ready_at == datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
    assert admission.ward == "Ortopedisk kirurgi"


def test_what_the_hospital_made_last_counts_whatever_comes_last(exchange):
    exchange.send("LOG_INNLAGT", "m1")
    exchange.send("LOG_AVMELDING", "m3", generated_at="2026-11-21T12:00:00")
    exchange.send("LOG_UTSKRIVNINGSKLAR", "m2", generated_at="2026-11-20T12:00:00")

    assert exchange.admission().readiness_withdrawn_at is not None


def test_being_ready_again_ends_the_withdrawal(exchange):
    exchange.send("LOG_UTSKRIVNINGSKLAR", "m1", generated_at="2026-11-20T12:00:00")
    exchange.send("LOG_AVMELDING", "m2", generated_at="2026-11-21T12:00:00")
    assert exchange.admission().readiness_withdrawn_at is not None

    exchange.send("LOG_UTSKRIVNINGSKLAR", "m3", generated_at="2026-11-22T12:00:00")

    assert exchange.admission().readiness_withdrawn_at is None


@pytest.mark.parametrize("message_type", JOINING)
def test_what_ends_an_admission_joins_its_notice(exchange, message_type):
    exchange.send("LOG_INNLAGT", "m1")
    exchange.send(message_type, "m2", generated_at="2026-11-22T12:00:00")

    assert exchange.row("m2").result == Result.JOINED
    assert len(exchange.notices()) == 1
    admission = exchange.admission()
    assert (admission.discharged_at is not None) is (message_type != "LOG_AVMELDING")


@pytest.mark.parametrize("message_type", JOINING)
def test_without_a_notice_it_is_kept_for_a_person(exchange, message_type):
    exchange.send(message_type)

    assert exchange.row().result == Result.FOR_A_PERSON
    assert exchange.codes() == {Fault.NO_ADMISSION}
    assert (exchange.notices(), Person.objects.count()) == ([], 0)
    assert exchange.row().unit_id == exchange.world.office.id


def test_the_report_joins_an_admission_that_has_ended(exchange):
    exchange.send("LOG_INNLAGT", "m1")
    exchange.send("LOG_UTSKREVET", "m2", generated_at="2026-11-22T12:00:00")
    exchange.send("UTSKRIVNINGSRAPPORT", "m3", generated_at="2026-11-22T13:00:00")

    assert exchange.row("m3").result == Result.JOINED


def test_a_new_admission_after_discharge_is_a_new_notice(exchange):
    exchange.send("LOG_INNLAGT", "m1", admitted="2026-11-10T10:00:00")
    exchange.send("LOG_UTSKREVET", "m2", generated_at="2026-11-15T12:00:00")
    exchange.send("LOG_INNLAGT", "m3", admitted="2026-11-20T10:00:00", generated_at="2026-11-20T12:00:00")

    assert len(exchange.notices()) == 2
    assert Person.objects.count() == 1


def test_another_hospital_is_another_admission(exchange):
    exchange.send("LOG_INNLAGT", "m1")
    exchange.send("LOG_INNLAGT", "m2", sender=(("Sykehuset Innlandet HF", 8142952),))

    assert len(exchange.notices()) == 2


def test_deadlines_run_from_today_not_from_the_dates_of_an_old_message(exchange):
    exchange.send("LOG_INNLAGT", generated_at="2018-01-29T10:00:00", admitted="2018-01-29T08:00:00")

    (notice,) = exchange.notices()
    assert notice.due_at == due_at(exchange.world.lyngvik.id, "acknowledge-discharge", exchange.at)
    assert notice.due_at >= exchange.at
    assert notice.received_at == exchange.at


@pytest.mark.parametrize("message_type", ["DIALOG_FORESPORSEL", "DIALOG_NOTAT"])
def test_a_question_or_a_note_is_for_a_person_to_decide(exchange, message_type):
    marit = exchange.marit()
    exchange.send(message_type)

    row = exchange.row()
    assert (row.result, row.person_id, row.unit_id) == (Result.FOR_A_PERSON, marit.id, exchange.world.office.id)
    assert exchange.notices() == []


@pytest.mark.parametrize("message_type", ["DIALOG_SVAR", "DIALOG_AVVIK"])
def test_an_answer_joins_its_conversation(exchange, message_type):
    exchange.send("DIALOG_FORESPORSEL", "m1")
    exchange.send(message_type, "m2", parent="m1")

    assert exchange.row("m2").result == Result.JOINED


@pytest.mark.parametrize("message_type", ["DIALOG_SVAR", "DIALOG_AVVIK"])
def test_an_answer_to_what_we_sent_joins_it(exchange, message_type):
    SentReference.objects.create(
        organisation_id=exchange.world.lyngvik.id,
        message_id="ours-1",
        message_type="DIALOG_FORESPORSEL",
        sent_at=exchange.at,
    )
    exchange.send(message_type, "m2", parent="ours-1")

    assert exchange.row("m2").result == Result.JOINED


def test_an_answer_to_nothing_known_and_one_about_somebody_else_are_for_a_person(exchange):
    exchange.send("DIALOG_FORESPORSEL", "m1")
    exchange.send("DIALOG_SVAR", "m2", parent="unknown")
    exchange.send("DIALOG_SVAR", "m3", parent="m1", patient=make.OLE)

    assert exchange.codes("m2") == {Fault.NO_CONVERSATION}
    assert exchange.codes("m3") == {Fault.OTHER_PERSON}
    assert {exchange.row(m).result for m in ("m2", "m3")} == {Result.FOR_A_PERSON}


@pytest.mark.parametrize("message_type", INFORMATION)
def test_information_lies_on_the_file_when_there_is_one(exchange, message_type):
    marit = exchange.marit()
    exchange.send(message_type, "m1")
    exchange.send(message_type, "m2", patient=make.OLE)

    assert (exchange.row("m1").result, exchange.row("m1").person_id) == (Result.INFORMATION, marit.id)
    assert (exchange.row("m2").result, exchange.codes("m2")) == (Result.FOR_A_PERSON, {Fault.NO_FILE})
    assert Person.objects.count() == 1


def test_a_receipt_is_joined_to_what_we_sent(exchange):
    SentReference.objects.create(
        organisation_id=exchange.world.lyngvik.id, message_id="ours-1", message_type="DIALOG_SVAR", sent_at=exchange.at
    )
    answer = exchange.take(make.apprec(msg_id="r1", original_id="ours-1"))

    sent = SentReference.objects.get()
    assert (sent.receipt_status, sent.receipt_at) == ("1", exchange.at)
    assert exchange.row("r1").result == Result.RECEIPT
    assert answer.receipt is None, "a receipt is never acknowledged"


def test_a_receipt_for_nothing_we_sent_is_kept_for_the_operator(exchange):
    from knutepunkt.exchange.operations import operator_organisation

    answer = exchange.take(make.apprec(msg_id="r1", original_id="nobody-sent-this"))

    operator = operator_organisation(at=exchange.at)
    assert not answer.refused
    assert answer.receipt is None
    assert answer.message.organisation_id == operator.id
    with exchange.world.inside(operator):
        assert exchange.codes("r1") == {Fault.UNKNOWN_REFERENCE}
    assert ReceivedMessage.objects.count() == 0


@pytest.mark.parametrize("message_type", list(make.TYPES))
def test_every_type_is_acknowledged_once_and_logged_without_personal_data(exchange, message_type):
    answer = exchange.send(message_type)

    receipt = Receipt.objects.get()
    assert answer.receipt == bytes(receipt.content)
    assert str(receipt.id).encode() in answer.receipt
    said = exchange.receipt(answer)
    assert (said.status, said.original_id, said.original_type) == (AppRecStatus.OK, "m1", message_type)
    event = Event.objects.get(what="message.received")
    assert event.facts["type"] == message_type
    assert not any(word in f"{event.facts} {answer.summary}" for word in ("Marit", "Bråten", make.MARIT.number))


def test_a_person_without_number_named_twice_by_the_same_hospital_is_one_person(exchange):
    from dataclasses import replace

    nobody = replace(make.MARIT, number="")
    exchange.send("LOG_INNLAGT", "m1", patient=nobody)
    exchange.send("LOG_UTSKRIVNINGSKLAR", "m2", patient=nobody, generated_at="2026-11-20T08:00:00")

    assert (Person.objects.count(), Notice.objects.count()) == (1, 1)


def test_the_text_of_the_sender_stands_on_the_notice(exchange):
    exchange.send("HELSEOPPL_SOKNAD", text="Bor alene i annen etasje.")

    assert "Bor alene i annen etasje." in NoticeContent.objects.get().text


def test_the_clock_of_the_sender_may_be_ahead(exchange):
    ahead = (exchange.at + timedelta(days=2)).replace(tzinfo=None).isoformat()
    answer = exchange.send("LOG_INNLAGT", generated_at=ahead)

    assert answer.message.result == Result.NOTICE_MADE
    assert date(2026, 11, 24) == exchange.notices()[0].received_at.date()
