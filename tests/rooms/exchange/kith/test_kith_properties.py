"""Whatever is done to a message, reading it gives a message or a refusal with findings, and nothing else."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knutepunkt.exchange.kith import AppRecStatus, Unreadable, present, read, write_apprec
from knutepunkt.exchange.kith.nodes import parse
from messages.samples import INVENTED, SAMPLES, TODAY

ORIGINALS = [path.read_bytes() for path in (*INVENTED, *SAMPLES)]
SPLICES = [
    b"",
    b"<",
    b">",
    b"&",
    b"]]>",
    b"\x00",
    b"<a>",
    b'V="',
    b"</Patient>",
    b"9" * 40,
    "æ".encode(),
    b"2026-99-99",
    b"-",
]
RELAXED = settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read_or_refuse(data: bytes) -> None:
    try:
        message = read(data, on=TODAY, test_installation=True)
    except Unreadable as refused:
        header, errors = refused.header, [finding.apprec for finding in refused.findings]
        assert errors
        status = AppRecStatus.REJECTED
    else:
        assert present(message)
        header, errors, status = message.header, [], AppRecStatus.OK
    if header is not None and header.can_be_answered:
        at = datetime(2026, 11, 21, tzinfo=UTC)
        assert parse(write_apprec(header, id="a-1", at=at, status=status, errors=errors)).name == "AppRec"


@RELAXED
@given(st.sampled_from(ORIGINALS), st.data())
def test_spliced_message(original, data):
    place = data.draw(st.integers(0, len(original)))
    length = data.draw(st.integers(0, 200))
    read_or_refuse(original[:place] + data.draw(st.sampled_from(SPLICES)) + original[place + length :])


@RELAXED
@given(st.sampled_from(ORIGINALS), st.data())
def test_message_without_some_element_or_value(original, data):
    pieces = original.split(b">")
    place = data.draw(st.integers(0, len(pieces) - 2))
    start, _, name = pieces[place].rpartition(b"<")
    changed = data.draw(
        st.sampled_from([b"", start + b"<x" + name, start + b"<" + name.replace(b'V="', b'V="x'), start + b"1<" + name])
    )
    read_or_refuse(b">".join([*pieces[:place], changed, *pieces[place + 1 :]]))


@RELAXED
@given(st.binary(max_size=400))
def test_any_bytes(data):
    with pytest.raises(Unreadable):
        read(data, on=TODAY, test_installation=True)
