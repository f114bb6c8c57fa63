"""Bad input gets each its answer and leaves no half notice; a repeat is answered as before."""

import logging
import re
import sys
from datetime import date
from pathlib import Path

import pytest

from knutepunkt.exchange.command import import_files
from knutepunkt.exchange.kith import AppRecStatus
from knutepunkt.exchange.models import Receipt, ReceivedMessage, Result
from knutepunkt.exchange.operations import operator_organisation
from knutepunkt.exchange.reasons import Fault
from knutepunkt.intake.models import Admission, Notice, NoticeContent
from knutepunkt.organisation.models import HerAddress
from knutepunkt.people.models import Person
from messages import make
from messages.samples import BAD_SAMPLES, SAMPLES, name_of

GOOD = make.message("LOG_INNLAGT", msg_id="m1")
TEXT = GOOD.decode()
DOCTYPE = TEXT.replace("?>", '?><!DOCTYPE x [<!ENTITY e "secret">]>', 1)
LOL = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
BOMB = TEXT.replace("?>", f'?><!DOCTYPE x [<!ENTITY a0 "lol">{LOL}]>', 1).replace("Falt", "&a8;")

# what is sent, the error of the receipt ("" when nobody can be answered)
BAD = {
    "not XML": (b"this is not XML", ""),
    "cut off": (GOOD[: len(GOOD) // 2], None),
    "wrong root": (b"<html><body>Marit</body></html>", ""),
    "entities": (DOCTYPE.encode(), ""),
    "expansion": (BOMB.encode(), ""),
    "25 MB": (b"<MsgHead>" + b"x" * (25 * 1024 * 1024), ""),
    "bad number": (TEXT.replace(make.MARIT.number, "12834800399").encode(), "E31"),
    "no patient": (make.message("LOG_INNLAGT", msg_id="m1", patient=None), "E36"),
    "no id": (TEXT.replace("<MsgId>m1</MsgId>", "<MsgId></MsgId>").encode(), None),
    "unknown type": (TEXT.replace('V="LOG_INNLAGT"', 'V="LOG_UKJENT"').encode(), "T10"),
    "no status": (TEXT.replace('Forsendelsesstatus V="N"', 'Forsendelsesstatus V="Q"').encode(), "T02"),
    "bad date": (TEXT.replace("2026-11-18T14:20:00", "2026-13-45").encode(), "T02"),
    "unknown receiver": (make.message("LOG_INNLAGT", msg_id="m1", receiver=make.NOT_SERVED), "E21"),
}


def traces():
    return [model.objects.count() for model in (Notice, NoticeContent, Admission, Person)]


@pytest.mark.parametrize(("data", "error"), BAD.values(), ids=BAD.keys())
def test_bad_input_gets_its_answer_and_leaves_no_half_notice(exchange, data, error):
    answer = exchange.take(data)

    assert answer.refused
    assert str(answer.summary).endswith(".")
    assert traces() == [0, 0, 0, 0]
    if error:
        receipt = exchange.receipt(answer)
        assert receipt.status is AppRecStatus.REJECTED
        assert error in [found.code for found in receipt.errors]
    elif error == "":
        assert answer.receipt is None
    assert ReceivedMessage.objects.exclude(result=Result.REJECTED).count() == 0


@pytest.mark.parametrize(
    "data", [data for data, error in BAD.values() if error], ids=[k for k, v in BAD.items() if v[1]]
)
def test_a_refused_message_is_answered_the_same_when_it_is_repeated(exchange, data):
    first, second = exchange.take(data), exchange.take(data)

    assert (second.repeat, second.refused) == (True, True)
    assert first.receipt == second.receipt


def prefixed():
    """The same message with a prefix on every element of the header."""
    head, rest = TEXT.split("<p:", 1)
    content, end = rest.split("</p:Pasientlogistikk>", 1)
    head, end = (re.sub(r"<(/?)(\w+)(?=[ />])", r"<\1h:\2", part) for part in (head, end))
    return f"{head.replace('xmlns=', 'xmlns:h=')}<p:{content}</p:Pasientlogistikk>{end}"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8-sig"),
        TEXT.replace("UTF-8", "UTF-16").encode("utf-16"),
        TEXT.replace("UTF-8", "ISO-8859-1").encode("iso-8859-1"),
        prefixed().encode(),
    ],
    ids=["byte-order mark", "UTF-16", "ISO-8859-1", "prefixes"],
)
def test_good_xml_in_other_clothes_is_taken(exchange, data):
    assert data != GOOD

    answer = exchange.take(data)

    assert answer.message.result == Result.NOTICE_MADE
    assert Person.objects.get().family_name == "Bråten Ødegård"


def test_a_message_to_somebody_not_served_is_in_quarantine(exchange):
    answer = exchange.send("LOG_INNLAGT", receiver=make.NOT_SERVED)

    operator = operator_organisation(at=exchange.at)
    assert answer.message.organisation_id == operator.id
    assert operator.served is False
    assert ReceivedMessage.objects.count() == 0
    with exchange.world.inside(operator):
        assert exchange.codes() == {Fault.NOT_SERVED}
        assert bytes(exchange.row().original) == make.message("LOG_INNLAGT", msg_id="m1", receiver=make.NOT_SERVED)


def test_the_same_id_and_bytes_are_a_repeat_with_the_same_receipt(exchange):
    first, second = exchange.take(GOOD), exchange.take(GOOD)

    assert (first.repeat, second.repeat, second.refused) == (False, True, False)
    assert first.receipt == second.receipt
    assert (ReceivedMessage.objects.count(), Receipt.objects.count(), Notice.objects.count()) == (1, 1, 1)


def test_the_same_id_with_other_bytes_is_refused_named_and_kept_apart(exchange):
    exchange.take(GOOD)
    answer = exchange.take(make.message("LOG_UTSKREVET", msg_id="m1"))

    assert answer.refused
    assert answer.message.faults == [{"code": Fault.OTHER_BYTES, "where": ""}]
    assert exchange.receipt(answer).status is AppRecStatus.REJECTED
    assert (answer.message.result, answer.message.unit_id) == (Result.REJECTED, exchange.world.office.id)
    assert exchange.admission().discharged_at is None
    again = exchange.take(make.message("LOG_UTSKREVET", msg_id="m1"))
    assert (again.repeat, again.receipt) == (True, answer.receipt)


def test_the_same_id_from_another_sender_is_another_message(exchange):
    exchange.take(GOOD)
    answer = exchange.take(make.message("LOG_INNLAGT", msg_id="m1", sender=(("Sykehuset Innlandet HF", 8142952),)))

    assert not answer.refused
    assert ReceivedMessage.objects.count() == 2


def test_a_retired_address_leads_to_its_successor_marked(exchange):
    exchange.address("70001", valid_to=date(2025, 12, 31), successor="70002")
    exchange.address("70002", valid_to=date(2026, 6, 30), successor="5078")
    answer = exchange.send("LOG_INNLAGT", receiver=(("Lyngvik", 11), ("Gammelt kontor", 70001)))

    assert answer.message.result == Result.NOTICE_MADE
    assert exchange.codes() == {Fault.RETIRED_ADDRESS}


@pytest.mark.parametrize("successor", ["", "70009", "70001"])
def test_a_retired_address_without_a_living_successor_is_not_served(exchange, successor):
    exchange.address("70001", valid_to=date(2025, 12, 31), successor=successor)
    answer = exchange.send("LOG_INNLAGT", receiver=(("Gammelt kontor", 70001),))

    assert answer.refused
    assert exchange.receipt(answer).errors[0].code == "E21"


def test_an_operation_that_fails_in_the_middle_leaves_nothing(exchange, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(sys.modules["knutepunkt.exchange.operations.receive"], "give_receipt", broken)
    with pytest.raises(RuntimeError):
        exchange.take(GOOD)
    exchange.world.system()

    assert traces() == [0, 0, 0, 0]
    assert ReceivedMessage.objects.count() == 0


def test_the_command_prints_and_logs_nothing_about_anybody(exchange, tmp_path, capsys, caplog):
    named = tmp_path / f"Marit {make.MARIT.number}.xml"
    named.write_bytes(GOOD)
    (tmp_path / "bad.xml").write_bytes(BAD["bad number"][0])
    (tmp_path / "other.xml").write_bytes(make.message("DIALOG_NOTAT", msg_id="m2", version="1.0"))
    files = [named, tmp_path / "bad.xml", tmp_path / "other.xml", tmp_path / "missing.xml"]
    with caplog.at_level(logging.DEBUG):
        code = import_files(files)
    exchange.world.system()

    printed = capsys.readouterr().out
    assert code == 1
    assert len(printed.splitlines()) == 4
    for word in (make.MARIT.number, "Bråten", "Ødegård", "Falt på badet", "12834800399"):
        assert word not in printed
        assert word not in caplog.text
    assert sorted(path.name for path in tmp_path.glob("*.apprec.xml")) == sorted(
        f"{p.name}.apprec.xml" for p in files[:3]
    )


def test_the_command_writes_identical_receipts_when_run_again_and_skips_its_own(exchange, tmp_path):
    path = tmp_path / "a.xml"
    path.write_bytes(GOOD)
    assert import_files([path]) == 0
    receipt = tmp_path / "a.xml.apprec.xml"
    first = receipt.read_bytes()
    receipt.write_bytes(b"cut")

    assert import_files(sorted(tmp_path.glob("*.xml"))) == 0
    exchange.world.system()

    assert receipt.read_bytes() == first
    assert ReceivedMessage.objects.count() == 1


def test_an_organisation_without_a_unit_is_refused_in_a_sentence_and_keeps_nothing(exchange, tmp_path, capsys):
    bare = exchange.world.organisation("bar", "municipality", "Bar kommune")
    with exchange.world.inside(bare):
        HerAddress.objects.create(organisation_id=bare.id, her_id="70001")
    path = tmp_path / "a.xml"
    path.write_bytes(make.message("LOG_INNLAGT", msg_id="m1", receiver=(("Bar kommune", 70001),)))

    assert import_files([path]) == 1
    assert "no open unit" in capsys.readouterr().out
    exchange.world.system(bare)
    assert ReceivedMessage.objects.count() == 0


def test_no_receipt_is_written_for_a_receipt(exchange, tmp_path):
    path = tmp_path / "r.xml"
    path.write_bytes(make.apprec(msg_id="r1", original_id="x"))

    assert import_files([path]) == 0
    exchange.world.system()

    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not SAMPLES, reason="the national samples are beside the checkout of those who have them")
@pytest.mark.parametrize("path", SAMPLES, ids=name_of)
def test_the_national_samples_become_what_the_table_says(exchange, path: Path):
    for her in ("59", "90998", "91090", "8142987", "8143060"):
        exchange.address(her)
    answer = exchange.take(path.read_bytes())

    if path.name in BAD_SAMPLES:
        assert answer.refused
        return
    row = answer.message
    if answer.refused:
        assert row.faults[0]["code"] == Fault.NOT_SERVED
        assert row.receiver_her not in {"99387", "59", "8142987"}
        return
    expected = {
        "HELSEOPPL_SOKNAD": Result.NOTICE_MADE, "LOG_INNLAGT": Result.NOTICE_MADE, "LOG_UTSKRIVNINGSKLAR": Result.NOTICE_MADE,
        "APPREC": Result.RECEIPT,
    }.get(row.message_type, Result.FOR_A_PERSON)  # fmt: skip
    assert row.result == (Result.WAITING if row.status in {"M", "C"} else expected)


@pytest.mark.skipif(not SAMPLES, reason="the national samples are beside the checkout of those who have them")
def test_the_national_samples_all_together(exchange):
    for her in ("59", "90998", "91090", "8142987", "8143060"):
        exchange.address(her)
    for path in sorted(SAMPLES, key=lambda path: path.name):
        exchange.take(path.read_bytes())

    waiting = ReceivedMessage.objects.filter(result=Result.WAITING)
    assert [row.message_type for row in waiting] == []
    wrong = ReceivedMessage.objects.get(message_type="MEDISINSKE_OPPLYSNINGER", status="C")
    assert (wrong.result, wrong.faults[0]["code"]) == (Result.FOR_A_PERSON, Fault.OTHER_PERSON)
    assert Notice.objects.filter(kind="discharge").count() >= 2
