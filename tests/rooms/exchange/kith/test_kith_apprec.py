from datetime import UTC, datetime

import pytest

from knutepunkt.exchange.kith import AppRecStatus, MessageType, Unreadable, apprec_error, read, write_apprec
from knutepunkt.exchange.kith.schemas import NoSchemas, load_schemas, validate
from messages import make
from messages.samples import GOOD, INVENTED, SCHEMAS, TODAY, name_of

AT = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)


def read_here(data: bytes):
    return read(data, on=TODAY, test_installation=True)


@pytest.fixture(scope="session")
def schemas():
    if not SCHEMAS.is_dir():
        pytest.skip("the national schemas are not beside the checkout")
    return load_schemas(SCHEMAS)


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_receipt_swaps_the_parties_and_names_the_original(version):
    original = read_here(make.message("DIALOG_FORESPORSEL", msg_id="kp-1"))
    receipt = read_here(write_apprec(original.header, id="r-1", at=AT, status=AppRecStatus.OK, version=version))

    assert receipt.type is MessageType.APPREC
    assert receipt.payload_version == version
    assert receipt.message_id == "r-1"
    assert receipt.generated_at == AT
    assert [(p.name, p.ident("HER")) for p in receipt.header.sender] == [
        (p.name, p.ident("HER")) for p in original.header.receiver
    ]
    assert [(p.name, p.ident("HER")) for p in receipt.header.receiver] == [
        (p.name, p.ident("HER")) for p in original.header.sender
    ]
    assert receipt.receipt is not None
    assert receipt.receipt.status is AppRecStatus.OK
    assert receipt.receipt.errors == ()
    assert receipt.receipt.original_id == "kp-1"
    assert receipt.receipt.original_type == "DIALOG_FORESPORSEL"
    assert receipt.receipt.original_issued_at == original.generated_at


def test_refusal_gives_the_official_error():
    header = read_here(make.message("LOG_INNLAGT", msg_id="kp-1", receiver=make.NOT_SERVED)).header
    error = apprec_error("E21")
    data = write_apprec(header, id="r-1", at=AT, status=AppRecStatus.REJECTED, errors=[error])
    receipt = read_here(data).receipt

    assert receipt is not None
    assert receipt.errors == (error,)
    assert b'DN="Avvist"' in data
    assert b'DN="Mottaker finnes ikke"' in data


def test_time_of_the_original_is_repeated_letter_by_letter():
    data = make.message("LOG_INNLAGT", msg_id="kp-1", generated_at="2026-11-19T10:15:00.1234567+03:00")
    data = data.replace(b'IssueDate V="2026-11-19T10:15:00.1234567+03:00"', b'IssueDate V="2026-11-19"')
    receipt = write_apprec(read_here(data).header, id="r-1", at=AT, status=AppRecStatus.OK)

    assert b"<IssueDate>2026-11-19T10:15:00.1234567+03:00</IssueDate>" in receipt


def test_unreadable_message_is_answered_when_its_sender_is_known(schemas):
    data = make.message("LOG_INNLAGT", msg_id="kp-1", generated_at="i går").replace(b"kp-1", b"")
    with pytest.raises(Unreadable) as refused:
        read_here(data)
    header = refused.value.header
    errors = [finding.apprec for finding in refused.value.findings]
    receipt = write_apprec(header, id="r-1", at=AT, status=AppRecStatus.REJECTED, errors=errors)

    assert {error.code for error in errors} == {"E10", "T02"}
    assert b"<IssueDate>2026-11-21T13:30:00</IssueDate>" in receipt
    assert validate(receipt, schemas) == []


def test_message_without_receiver_is_answered_by_whom_we_say(schemas):
    data = make.message("LOG_INNLAGT", msg_id="kp-1")
    start, end = data.index(b"<Receiver>"), data.index(b"</Receiver>") + len(b"</Receiver>")
    with pytest.raises(Unreadable) as refused:
        read_here(data[:start] + data[end:])
    here = read_here(data).header.receiver
    error = [apprec_error("E21")]
    rejected = AppRecStatus.REJECTED

    named = write_apprec(refused.value.header, id="r-1", at=AT, status=rejected, errors=error, answering=here)
    unnamed = write_apprec(refused.value.header, id="r-1", at=AT, status=rejected, errors=error)

    assert read_here(named).header.sender_her == (99387, 5078)
    assert validate(named, schemas) == []
    assert validate(unnamed, schemas) == []


def test_receipt_is_not_answered():
    header = read_here(make.apprec(msg_id="kp-1", original_id="kp-0")).header

    with pytest.raises(ValueError, match="cannot be answered"):
        write_apprec(header, id="r-1", at=AT, status=AppRecStatus.OK)


@pytest.mark.parametrize(("status", "errors"), [(AppRecStatus.OK, ["E10"]), (AppRecStatus.REJECTED, [])])
def test_status_and_errors_belong_together(status, errors):
    header = read_here(make.message("LOG_INNLAGT", msg_id="kp-1")).header

    with pytest.raises(ValueError, match="at least one error"):
        write_apprec(header, id="r-1", at=AT, status=status, errors=map(apprec_error, errors))


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("path", GOOD, ids=name_of)
def test_every_receipt_is_valid_by_the_national_schemas(path, version, schemas):
    header = read_here(path.read_bytes()).header
    if not header.can_be_answered:
        pytest.skip("a receipt is not answered")
    accepted = write_apprec(header, id="r-1", at=AT, status=AppRecStatus.OK, version=version)
    error = [apprec_error("E35", "Finnes ikke her")]
    refused = write_apprec(header, id="r-1", at=AT, status=AppRecStatus.REJECTED, errors=error, version=version)

    assert validate(accepted, schemas) == []
    assert validate(refused, schemas) == []


@pytest.mark.parametrize("path", INVENTED, ids=name_of)
def test_every_invented_message_is_valid_by_the_national_schemas(path, schemas):
    assert validate(path.read_bytes(), schemas) == []


def test_schemas_object_without_saying_values(schemas):
    data = make.message("LOG_INNLAGT", msg_id="kp-1").replace(b">1948-03-12<", b">HEMMELIG<")

    found = validate(data, schemas)
    assert len(found) > 0
    assert "HEMMELIG" not in "".join(found)


def test_schemas_never_see_a_doctype(schemas):
    assert validate(b"<!DOCTYPE a><a/>", schemas) == ["doctype"]


def test_folder_without_schemas_says_what_is_missing(tmp_path):
    with pytest.raises(NoSchemas, match=r"driver\.xsd"):
        load_schemas(tmp_path)
    (tmp_path / "driver.xsd").write_text("<nothing/>")
    with pytest.raises(NoSchemas, match="not a valid schema"):
        load_schemas(tmp_path)
