"""Every row of every table, for everybody around a concern, a complaint and ordinary messages: as counted apart from the policies.

What is expected is worked out in Python from raw rows and from what each model's field says (tests/proofs/expected_rows.py).
"""

import pytest
from django.db import connection

from knutepunkt.coordination.operations.asking import answer_request, receive_request
from knutepunkt.coordination.operations.conversations import answer_in, write_to
from knutepunkt.messaging.files import checked_file
from proofs.expected_rows import Raw, owned

OWN = (
    "messaging_conversation", "messaging_conversationmessage", "messaging_attachment", "coordination_personrequest",
    "coordination_personrequeststep", "tasks_task", "messaging_outboundmessage",
)  # fmt: skip


def rows_of(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def seen():
    ids = " UNION ALL ".join(f"SELECT '{table}', coalesce(array_agg(id), '{{}}') FROM {table}" for table in owned())
    return {table: set(found) for table, found in rows_of(ids)}


@pytest.fixture
def written(world, arne):
    """One of everything, each answered by Berit; Ingrid coordinates and works in the same unit."""
    arne.email = "arne@example.org"
    arne.save()
    berit = world.staff("Berit Myhre", "sykepleier", world.office, "caseworker")
    person, unit = world.actor(arne), world.actor(berit)
    file = checked_file("a.txt", b"hei")
    for to in ("coordinator", "team", "unit", "concern"):
        with world.acting(person, arne):
            made = write_to(person=arne, to=to, subject="Natta", words="Hei", files=[file], by=person, at=world.at)
        with world.acting(unit, arne):
            answer_in(conversation=made, words="Svar", by=unit, at=world.at)
    for kind, answers in (("complaint", {"matter": "Avlyst"}), ("correction", {"wrong": "Feil"})):
        with world.acting(person, arne):
            asked = receive_request(person=arne, kind=kind, answers=answers, by=person, at=world.at)
        with world.acting(unit, arne):
            answer_request(request=asked, move="answer", answer="Vi ser på det", by=unit, at=world.at)
    return berit


@pytest.mark.parametrize("focused", [True, False])
def test_everybody_sees_exactly_the_rows_the_fields_say(world, arne, written, focused):
    stranger = world.person("Per", "Fremmed", account=True)
    readers = {
        "berit": written,
        "ingrid": world.ingrid,
        "leif": world.leif,
        "silje": world.silje,
        "arne": arne,
        "per": stranger,
    }
    raw = Raw(rows_of, world.at)
    focus = arne.id if focused else None
    expected = {name: raw.expected(world.lyngvik.id, who.account_id, focus) for name, who in readers.items()}
    found = {}
    for name, who in readers.items():
        with world.acting(world.actor(who), arne if focused else None):
            found[name] = seen()
    for name in readers:
        for table in owned():
            assert found[name][table] == expected[name][table], (name, table)
    counts = {name: [len(found[name][table]) for table in OWN] for name in readers}
    assert counts["berit"][:4] == [4, 8, 4, 2]
    assert counts["ingrid"][:4] == [3, 6, 3, 1]
    assert counts["leif"][:5] == counts["silje"][:5] == counts["per"][:5] == [0, 0, 0, 0, 0]
    assert counts["berit"][5] - counts["ingrid"][5] == 2  # the tasks of the concern and of the complaint
    if focused:
        assert counts["arne"][:4] == [4, 8, 4, 2]
