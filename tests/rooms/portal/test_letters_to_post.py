"""Those who want paper, or whom no e-mail reaches, learn by letter what others learn by e-mail: who prints it, what it says, who opens it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from knutepunkt.access.grants import refresh_person
from knutepunkt.audit.models import Event, ViewRecord
from knutepunkt.consent.operations import answer_consent, ask_consent
from knutepunkt.coordination.operations.asking import answer_request, receive_request
from knutepunkt.coordination.operations.conversations import answer_in, write_to
from knutepunkt.messaging.files import checked_file
from knutepunkt.messaging.models import OutboundMessage
from knutepunkt.messaging.operations import mark_sent
from knutepunkt.tasks.models import Task
from rooms.paper.tagged import TaggedPdf

WORDS = "Legetimen er flyttet til fredag.\n\nTa med kortet."
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture(autouse=True)
def _now(time_machine_at):
    """All happens on the world's morning."""


@pytest.fixture
def paper(arne):
    """Arne wants letters on paper, and has an e-mail address all the same."""
    arne.paper_only, arne.email = True, "arne@example.org"
    arne.address, arne.postcode, arne.city = "Fjellveien 1", "0001", "Lyngvik"
    arne.save()
    return arne


def english(world, somebody):
    return world.client(somebody, HTTP_ACCEPT_LANGUAGE="en")


def text(response):
    return response.content.decode()


def ingrid_writes(world, person, **more):
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid, person):
        return write_to(person=person, to="unit", subject="Time", words=WORDS, by=ingrid, at=world.at, **more)


def printed(world, somebody, letter):
    answer = english(world, somebody).get(reverse("coordination:letter-paper", args=[letter.id]))
    assert answer.headers["Content-Type"] == "application/pdf"
    world.system()
    return " ".join(words for _tag, words in TaggedPdf(answer.content).blocks())


def test_a_message_becomes_a_letter_a_task_and_no_email(world, paper):
    made = ingrid_writes(world, paper)
    letter = OutboundMessage.objects.get()
    assert (letter.channel, letter.source_id, letter.person_id, letter.unit_id) == (
        "letter", made.id, paper.id, world.office.id,
    )  # fmt: skip
    for words in ("Legetimen", "Time", "Arne"):
        assert words not in letter.subject + letter.body
    task = Task.objects.get(kind="letter")
    assert (task.source_id, task.unit_id, task.person_id, task.text) == (letter.id, world.office.id, paper.id, "")
    client = english(world, world.ingrid)
    day = text(client.get(reverse("front:day")))
    here = reverse("coordination:letter", args=[letter.id])
    assert "Print a letter and post it" in day
    assert here in day
    page = text(client.get(here))
    for words in ("Arne Solli", "Fjellveien 1", "It is posted", reverse("coordination:letter-paper", args=[letter.id])):
        assert words in page
    assert here in text(client.get(reverse("messaging:outbox")))
    world.system()
    assert ViewRecord.objects.filter(page="message", objects_seen__contains=[letter.id]).exists()


def test_who_writes_is_told_how_it_reaches_the_person(world, arne):
    here = reverse("coordination:write", args=[arne.id])
    assert "post a letter" in text(english(world, world.ingrid).get(here))
    world.system()
    arne.email = "arne@example.org"
    arne.save()
    assert "An e-mail tells only" in text(english(world, world.ingrid).get(here))
    world.system()
    arne.paper_only = True
    arne.save()
    assert "wants letters on paper" in text(english(world, world.ingrid).get(here))
    world.system()


def test_the_letter_says_what_was_written_and_where_to_turn(world, paper):
    ingrid_writes(world, paper, files=[checked_file("kart.png", PNG)])
    letter = OutboundMessage.objects.get()
    said = printed(world, world.ingrid, letter)
    for words in (
        "Arne Solli",
        "Fjellveien 1",
        "Legetimen er flyttet til fredag.",
        "Ta med kortet.",
        "Ingrid Solbakken",
        "kart.png",
    ):
        assert words in said, words
    assert "kart.png" in text(english(world, world.ingrid).get(reverse("coordination:letter", args=[letter.id])))


def test_one_letter_waits_at_a_time_and_brings_all_that_came_meanwhile(world, paper):
    made = ingrid_writes(world, paper)
    ingrid, later = world.actor(world.ingrid), world.at + timedelta(minutes=5)
    with world.acting(ingrid, paper):
        answer_in(conversation=made, words="Bussen går klokka ni.", by=ingrid, at=later)
    assert OutboundMessage.objects.count() == Task.objects.filter(kind="letter").count() == 1
    letter = OutboundMessage.objects.get()
    with time_machine.travel(later, tick=False):
        said = printed(world, world.ingrid, letter)
    assert "Legetimen" in said
    assert "Bussen går" in said
    posted = world.at + timedelta(minutes=10)
    with time_machine.travel(posted, tick=False):
        assert english(world, world.ingrid).post(reverse("messaging:posting", args=[letter.id])).status_code == 302
    world.system()
    assert Task.objects.get(kind="letter").state == "done"
    with world.acting(ingrid, paper):
        answer_in(conversation=made, words="Husk jakke.", by=ingrid, at=posted + timedelta(minutes=5))
    second = OutboundMessage.objects.get(state="queued")
    assert Task.objects.get(kind="letter", state="open").source_id == second.id
    with time_machine.travel(posted + timedelta(minutes=6), tick=False):
        said = printed(world, world.ingrid, second)
        assert "Husk jakke." in said
        assert "Legetimen" not in said
        assert "Husk jakke." not in printed(world, world.ingrid, letter)


def test_without_an_address_the_letter_says_where_to_read(world, arne):
    ingrid_writes(world, arne)
    said = printed(world, world.ingrid, OutboundMessage.objects.get())
    assert "Legetimen" not in said
    assert "your own pages" in said or "dine egne sider" in said.lower() or "egne sider" in said


def test_those_an_email_reaches_get_no_letter_and_no_task(world, arne):
    arne.email = "arne@example.org"
    arne.save()
    ingrid_writes(world, arne)
    assert OutboundMessage.objects.get().channel == "email"
    assert not Task.objects.filter(kind="letter").exists()


def test_what_comes_to_a_child_says_only_that_there_is_something(world, arne):
    child = world.person("Mia", "Berg", birth_date=date(2021, 3, 9), address="Fjellveien 2")
    refresh_person(world.lyngvik.id, child.id, at=world.at)
    loader = world.loader()
    write_to(person=child, to="unit", subject="Time", words=WORDS, by=loader, at=world.at)
    letter = OutboundMessage.objects.get()
    from knutepunkt.coordination.posted_letter import letter_out

    document = letter_out(letter, child, unit=world.office, organisation_name="Lyngvik", sent_on=world.at.date())
    assert document.recipient.lines == ("Fjellveien 2",)
    assert document.recipient.name.endswith("Mia Berg")
    assert document.recipient.name != "Mia Berg"
    assert "Legetimen" not in str(document)


@pytest.mark.parametrize(("code", "line"), [("6", "register"), ("7", "register")])
def test_a_protected_address_stands_on_no_letter(world, arne, code, line):
    arne.protection, arne.paper_only = code, True
    arne.save()
    ingrid_writes(world, arne)
    letter = OutboundMessage.objects.get()
    page = text(english(world, world.ingrid).get(reverse("coordination:letter", args=[letter.id])))
    assert line in page
    assert "Fjellveien" not in page


def test_the_answer_to_what_was_asked_is_printed_whole_with_a_task(world, paper):
    by = world.actor(paper)
    with world.acting(by, paper):
        asked = receive_request(person=paper, kind="meeting", answers={"topic": "Om høsten"}, by=by, at=world.at)
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid, paper):
        answer_request(request=asked, move="carry-out", answer="Torsdag klokka ti.", by=ingrid, at=world.at)
    letter = OutboundMessage.objects.get()
    assert (letter.kind, Task.objects.get(kind="letter").source_id) == ("answer-to-person", letter.id)
    assert "Torsdag" not in letter.subject + letter.body
    said = printed(world, world.ingrid, letter)
    assert "Torsdag klokka ti." in said
    assert "Om høsten" in said


def ask(world, person):
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid, person):
        return ask_consent(
            person=person, by=ingrid, at=world.at, subjects=["sharing"], recipients="Skolen på Moen", topics=["leisure"],
            uses="Å finne en fritidskontakt",
        )  # fmt: skip


def test_a_question_of_consent_is_posted_with_room_for_the_answer_until_it_is_answered(world, paper):
    question = ask(world, paper)
    letter = OutboundMessage.objects.get()
    assert (letter.channel, letter.kind, letter.source_id) == ("letter", "ask-consent", question.id)
    assert {task.kind for task in Task.objects.filter(state="open")} == {"ask-consent", "letter"}
    said = printed(world, world.ingrid, letter)
    for words in ("Skolen på Moen", "Å finne en fritidskontakt", "[   ]", "____"):
        assert words in said, words
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid, paper):
        answer_consent(consent=question, by=ingrid, at=world.at, answer="no")
    letter.refresh_from_db()
    assert (letter.state, letter.stopped_because) == ("stopped", "answered")
    assert Event.objects.filter(what="message.stopped", subject_id=letter.id).exists()
    assert not Task.objects.filter(state="open").exists()


def test_a_question_to_somebody_with_an_address_goes_by_email_and_task_alone(world, arne):
    arne.email = "arne@example.org"
    arne.save()
    ask(world, arne)
    assert OutboundMessage.objects.get().channel == "email"
    assert [task.kind for task in Task.objects.all()] == ["ask-consent"]


def test_nobody_else_opens_the_letter(world, paper):
    ingrid_writes(world, paper)
    letter = OutboundMessage.objects.get()
    _, _, eva = world.neighbour()
    stranger = world.person("Per", "Fremmed", account=True)
    for somebody in (world.leif, world.silje, eva, stranger):
        for name in ("coordination:letter", "coordination:letter-paper"):
            answer = english(world, somebody).get(reverse(name, args=[letter.id]))
            assert answer.status_code in {403, 404}, (somebody, name)
            assert "Legetimen" not in text(answer)
            assert "Solli" not in text(answer)
        world.system()


def test_the_coordinator_learns_nothing_of_a_letter_about_a_concern(world, paper):
    berit = world.staff("Berit Myhre", "sykepleier", world.office, "caseworker")
    by = world.actor(paper)
    with world.acting(by, paper):
        made = write_to(person=paper, to="concern", words="Ingrid hører ikke etter.", by=by, at=world.at)
    actor = world.actor(berit)
    with world.acting(actor, paper):
        answer_in(conversation=made, words="Vi ordner det.", by=actor, at=world.at)
    letter = OutboundMessage.objects.get()
    assert (letter.person_id, letter.recipient, letter.unit_id) == (None, "", world.office.id)
    assert Task.objects.get(kind="letter").person_id is None
    assert "Vi ordner det." in printed(world, berit, letter)
    with world.acting(world.actor(world.ingrid), paper):
        assert not OutboundMessage.objects.exists()
        assert not Task.objects.filter(kind="letter").exists()
    client = english(world, world.ingrid)
    assert client.get(reverse("coordination:letter", args=[letter.id])).status_code == 404
    assert "Print a letter" not in text(client.get(reverse("front:day")))
    assert client.post(reverse("messaging:posting", args=[letter.id])).status_code == 404
    world.system()


def test_the_posted_letter_stands_among_the_persons_papers_as_it_was_sent(world, paper):
    ingrid_writes(world, paper)
    letter = OutboundMessage.objects.get()
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid, paper):
        mark_sent(message=letter, by=ingrid, at=world.at + timedelta(minutes=1))
    with time_machine.travel(world.at + timedelta(minutes=2), tick=False):
        answer = english(world, paper).get(reverse("portal:paper", args=["letter", letter.id]))
    said = " ".join(words for _tag, words in TaggedPdf(answer.content).blocks())
    assert "Legetimen er flyttet til fredag." in said


STATEMENTS = {"coordination:letter": 14, "coordination:letter-paper": 14}


@pytest.mark.parametrize("name", STATEMENTS)
@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_statements_for_many_messages_as_for_one(world, paper, name, rows, django_assert_num_queries):
    made = ingrid_writes(world, paper)
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid, paper):
        for number in range(1, rows):
            answer_in(conversation=made, words=WORDS, by=ingrid, at=world.at + timedelta(microseconds=number))
    letter = OutboundMessage.objects.get()
    client = english(world, world.ingrid)
    with django_assert_num_queries(STATEMENTS[name]):
        assert client.get(reverse(name, args=[letter.id])).status_code == 200
