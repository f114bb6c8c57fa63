import time

import pytest

from knutepunkt.exchange.kith import MessageType, Unreadable, read
from knutepunkt.exchange.kith.findings import APPREC_ERRORS, FINDING_CODES, finding
from messages import make
from messages.samples import BAD_SAMPLES, SAMPLES, TODAY, name_of

GOOD = make.message("LOG_INNLAGT", msg_id="kp-1")
DIALOG = make.message("DIALOG_NOTAT", msg_id="kp-1")
LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 30))
DOCTYPE = b'<!DOCTYPE MsgHead [<!ENTITY l0 "ha">%s]>'


def refusal(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as refused:
        read(data, on=TODAY, test_installation=True)
    return refused.value


def after_declaration(inserted: bytes) -> bytes:
    head, end, rest = GOOD.partition(b"?>")
    return head + end + inserted + rest


def swapped(old: bytes, new: bytes, data: bytes = GOOD) -> bytes:
    assert old in data
    return data.replace(old, new)


def cut(start: bytes, end: bytes, data: bytes = GOOD) -> bytes:
    first = data.index(start)
    return data[:first] + data[data.index(end, first) + len(end) :]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "not-xml", id="empty"),
        pytest.param(b"Dette er ikke XML", "not-xml", id="text"),
        pytest.param(b"%PDF-1.7\n\x00\x01", "not-xml", id="pdf"),
        pytest.param(GOOD[: len(GOOD) // 2], "not-xml", id="cut off"),
        pytest.param(GOOD + b"<more/>", "not-xml", id="two roots"),
        pytest.param(swapped(b"kp-1", b"kp\x00"), "not-xml", id="nul byte"),
        pytest.param(swapped(b"kp-1", b"kp&#0;"), "not-xml", id="nul character"),
        pytest.param(swapped(b"kp-1", b"kp\xff"), "not-xml", id="not utf-8"),
        pytest.param(swapped(b"kp-1", b"&unknown;"), "not-xml", id="undeclared entity"),
        pytest.param(swapped(b"UTF-8", b"KLINGON"), "not-xml", id="unknown encoding"),
        pytest.param(swapped(b"UTF-8", b"utf-7"), "not-xml", id="refused encoding"),
        pytest.param(GOOD.decode().encode("UTF-32"), "not-xml", id="utf-32"),
        pytest.param(after_declaration(b"<!DOCTYPE MsgHead>"), "doctype", id="doctype"),
        pytest.param(after_declaration(DOCTYPE % b"") + b"", "doctype", id="entity"),
        pytest.param(swapped(b"kp-1", b"&l29;", after_declaration(DOCTYPE % LAUGHS)), "doctype", id="billion laughs"),
        pytest.param(
            after_declaration(b'<!DOCTYPE MsgHead SYSTEM "http://192.0.2.1/x.dtd">'), "doctype", id="external dtd"
        ),
        pytest.param(
            after_declaration(b'<!DOCTYPE M [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "doctype", id="external entity"
        ),
        pytest.param(GOOD + b" " * 25 * 1024 * 1024, "too-large", id="25 MB"),
        pytest.param(b"<a>" * 500_000, "too-complex", id="deep"),
        pytest.param(b"<a>" + b"<b/>" * 1_000_000 + b"</a>", "too-complex", id="wide"),
        pytest.param(b'<a b="' + b"x" * 10_000_000 + b'"/>', "too-complex", id="huge attribute"),
        pytest.param(b"<html><body/></html>", "wrong-root", id="html"),
        pytest.param(b"<MsgHead/>", "wrong-root", id="no namespace"),
        pytest.param(swapped(b"msghead/2006-05-24", b"msghead/2099-01-01"), "wrong-root", id="unknown version"),
        pytest.param(cut(b"<MsgInfo>", b"</MsgInfo>"), "header-missing", id="no header"),
        pytest.param(cut(b"<Type V=", b"/>"), "type-missing", id="no type"),
        pytest.param(swapped(b'"LOG_INNLAGT"', b'"HENVISNING"'), "type-unknown", id="unknown type"),
        pytest.param(swapped(b'"LOG_INNLAGT"', b'"APPREC"'), "type-unknown", id="receipt in a head"),
        pytest.param(cut(b"<MIGversion>", b"</MIGversion>"), "version-missing", id="no version"),
        pytest.param(swapped(b"v1.2 2006", b"v9.9 2006"), "version-unknown", id="odd version"),
        pytest.param(swapped(b"<MsgId>kp-1</MsgId>", b""), "id-missing", id="no id"),
        pytest.param(swapped(b"kp-1", b"  "), "id-missing", id="blank id"),
        pytest.param(swapped(b"kp-1", b"kp 1"), "id-invalid", id="id of two words"),
        pytest.param(swapped(b"kp-1", b"k" * 300), "id-invalid", id="long id"),
        pytest.param(cut(b"<GenDate>", b"</GenDate>"), "generated-missing", id="no time"),
        pytest.param(swapped(b"2026-11-19T10:15:00</Gen", b"yesterday</Gen"), "date-invalid", id="odd time"),
        pytest.param(swapped(b"2026-11-19T10:15:00</Gen", b"2026-11-19</Gen"), "date-invalid", id="day for time"),
        pytest.param(swapped(b'"2026-11-18T14:20:00"', b'"2026-02-30"'), "date-invalid", id="30 February"),
        pytest.param(swapped(b">1948-03-12<", b">0001-01-01<"), "date-invalid", id="the year 1"),
        pytest.param(cut(b"<Sender>", b"</Sender>"), "sender-missing", id="no sender"),
        pytest.param(cut(b"<Receiver>", b"</Receiver>"), "receiver-missing", id="no receiver"),
        pytest.param(swapped(b"<Id>59<", b"<Id>59a<"), "sender-her-invalid", id="sender's id"),
        pytest.param(swapped(b"<Id>5078<", b"<Id>-5078<"), "receiver-her-invalid", id="receiver's id"),
        pytest.param(cut(b"<Patient>", b"</Patient>"), "patient-missing", id="no patient"),
        pytest.param(swapped(b"12834800398", b"12834800399"), "number-invalid", id="check digit"),
        pytest.param(swapped(b"12834800398", b"128348 00398"), "number-invalid", id="number in two"),
        pytest.param(swapped(b"12834800398", b"123"), "number-invalid", id="short number"),
        pytest.param(cut(b"<Content>", b"</Content>"), "payload-missing", id="no content"),
        pytest.param(swapped(b"Pasientlogistikk/2012", b"Pasientlogistikk/2099"), "payload-unknown", id="unknown content"),
        pytest.param(swapped(b'"LOG_INNLAGT"', b'"LOG_DOD"'), "payload-mismatch", id="other content"),
        pytest.param(swapped(b'"LOG_INNLAGT"', b'"DIALOG_NOTAT"'), "payload-mismatch", id="no dialog"),
        pytest.param(swapped(b'"DIALOG_NOTAT"', b'"DIALOG_FORESPORSEL"', DIALOG), "payload-mismatch", id="no question"),
        pytest.param(cut(b"<TidsfestetHendelse>", b"</TidsfestetHendelse>"), "event-missing", id="no event"),
        pytest.param(cut(b"<Forsendelsesstatus", b"/>"), "status-missing", id="no status"),
        pytest.param(swapped(b'status V="N"', b'status V="Q"'), "status-unknown", id="unknown status"),
        pytest.param(make.message("LOG_DOD", msg_id="kp-1", status="M"), "reference-missing", id="change of what"),
        pytest.param(make.message("LOG_DOD", msg_id="kp-1", status="C"), "reference-missing", id="cancels what"),
        pytest.param(
            make.message("LOG_DOD", msg_id="kp-1", status="C", parent="kp-1"), "reference-invalid", id="cancels itself"
        ),
        pytest.param(swapped(b"<Anslag>false", b"<Anslag>maybe"), "yes-no-invalid", id="maybe"),
        pytest.param(
            swapped(b"JVBER", b"&#229;", make.message("DIALOG_NOTAT", msg_id="k", attachment=("a", "b", b"%PDF-1")))
            , "attachment-unreadable", id="damaged attachment",
        ),
    ],
)  # fmt: skip
def test_bad_input_gets_its_own_answer_quickly(data, code):
    started = time.perf_counter()

    found = refusal(data).findings

    assert [item.code for item in found] == [code]
    assert time.perf_counter() - started < 10


def test_two_contents_are_one_too_many():
    document = GOOD[GOOD.index(b"<Document>") : GOOD.index(b"</MsgHead>")]

    assert [f.code for f in refusal(GOOD.replace(document, document * 2)).findings] == ["payload-several"]


@pytest.mark.parametrize(
    ("data", "can_be_answered"),
    [
        pytest.param(swapped(b"12834800398", b"12834800399"), True, id="bad number"),
        pytest.param(GOOD + b" " * 25 * 1024 * 1024, True, id="too large"),
        pytest.param(GOOD[:-30], True, id="cut off after the header"),
        pytest.param(GOOD[: GOOD.index(b"90998")], False, id="cut off in the sender"),
        pytest.param(cut(b"<Sender>", b"</Sender>"), False, id="no sender"),
        pytest.param(b"<html/>", False, id="another thing"),
        pytest.param(after_declaration(b"<!DOCTYPE MsgHead>"), False, id="doctype"),
    ],
)
def test_who_is_answered(data, can_be_answered):
    header = refusal(data).header

    assert (header is not None and header.can_be_answered) is can_be_answered
    if can_be_answered:
        assert header.message_id == "kp-1"
        assert header.sender_her == (59, 90998)


def test_several_things_wrong_are_all_named():
    bad = swapped(b"kp-1", b"k p", swapped(b"12834800398", b"1", cut(b"<Receiver>", b"</Receiver>")))

    assert {item.code for item in refusal(bad).findings} == {"id-invalid", "receiver-missing", "number-invalid"}


def test_neither_sentence_nor_exception_holds_personal_data():
    refused = refusal(swapped(b"12834800398", b"12834800399"))

    assert "12834800399" not in str(refused) + repr(refused) + "".join(
        f"{f.sentence}{f.where}" for f in refused.findings
    )


@pytest.mark.parametrize("code", sorted(FINDING_CODES))
def test_every_finding_is_a_sentence_with_an_official_error(code):
    found = finding(code)

    assert str(found.sentence).endswith(".")
    assert found.apprec.text == APPREC_ERRORS[found.apprec.code]


BAD_RECEIPTS = {
    "unknown-status.xml": {"receipt-status-unknown"},
    "missing-migversion.xml": {
        "type-missing", "version-missing", "id-missing", "generated-missing", "sender-missing", "receiver-missing",
        "receipt-status-missing", "receipt-reference-missing",
    },
    "unknown-migversion.xml": {
        "type-missing", "version-unknown", "id-missing", "generated-missing", "sender-missing", "receiver-missing",
        "receipt-status-missing", "receipt-reference-missing",
    },
}  # fmt: skip


@pytest.mark.parametrize("path", [path for path in SAMPLES if path.name in BAD_SAMPLES], ids=name_of)
def test_deliberately_bad_national_receipts(path):
    refused = refusal(path.read_bytes())

    assert {item.code for item in refused.findings} == BAD_RECEIPTS[path.name]
    assert refused.header is not None
    assert refused.header.type_code == MessageType.APPREC
    assert not refused.header.can_be_answered
