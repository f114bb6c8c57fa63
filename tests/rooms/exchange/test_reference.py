"""The national schemas as a second opinion: loaded by the operator, shown as remarks, refusing nothing."""

import shutil

import pytest

from knutepunkt.exchange import reference
from knutepunkt.exchange.models import Result
from knutepunkt.exchange.reasons import Fault
from messages import make
from messages.samples import SCHEMAS

SMALL = """<?xml version="1.0"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.kith.no/xmlstds/msghead/2006-05-24">
<xs:element name="MsgHead"><xs:complexType><xs:sequence><xs:element name="Other"/></xs:sequence></xs:complexType></xs:element>
</xs:schema>"""


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("KNUTEPUNKT_DATA", str(tmp_path / "data"))
    return tmp_path


def test_a_folder_without_schemas_is_refused_in_a_sentence(data):
    with pytest.raises(reference.SchemasIncomplete, match=r"driver\.xsd"):
        reference.load(data)
    (data / "driver.xsd").write_text("<not-a-schema/>")
    with pytest.raises(reference.SchemasIncomplete):
        reference.load(data)


def test_without_a_data_folder_it_is_said_what_is_missing(monkeypatch, tmp_path):
    monkeypatch.delenv("KNUTEPUNKT_DATA", raising=False)
    with pytest.raises(reference.NoDataFolder, match="KNUTEPUNKT_DATA"):
        reference.load(tmp_path)


def test_what_the_schemas_object_to_is_a_remark_without_values(exchange, data):
    (data / "driver.xsd").write_text(SMALL)
    reference.load(data)

    answer = exchange.send("LOG_INNLAGT")

    assert answer.message.result == Result.NOTICE_MADE
    faults = answer.message.faults
    assert {fault["code"] for fault in faults} == {Fault.SCHEMA}
    assert make.MARIT.number not in str(faults)


def test_schemas_that_have_gone_away_stop_nothing(exchange, data):
    (data / "xsd").mkdir()
    (data / "xsd" / "driver.xsd").write_text(SMALL)
    reference.load(data / "xsd")
    shutil.rmtree(data / "xsd")

    assert exchange.send("LOG_INNLAGT").message.faults == []


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the national schemas are beside the checkout of those who have them")
@pytest.mark.parametrize("message_type", make.TYPES)
def test_the_national_schemas_have_nothing_against_our_messages(exchange, data, message_type):
    reference.load(SCHEMAS)

    assert Fault.SCHEMA not in {fault["code"] for fault in exchange.send(message_type).message.faults}
