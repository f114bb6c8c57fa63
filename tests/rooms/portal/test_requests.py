"""What a person asks of the unit: receipt, deadline, the right one to answer, state, reasons, letters, on behalf."""

from datetime import date

import pytest
from django.urls import reverse

from knutepunkt.access.decide import NotAllowed
from knutepunkt.audit.models import Event, ViewRecord
from knutepunkt.coordination.asked import KINDS
from knutepunkt.coordination.models import PersonRequest, RequestKind
from knutepunkt.coordination.operations.asking import answer_request, receive_request, withdraw_request
from knutepunkt.foundation.lifecycle import CannotMove
from knutepunkt.messaging.models import OutboundMessage
from knutepunkt.tasks.models import Task


@pytest.fixture(autouse=True)
def _now(time_machine_at):
    """All happens on the world's morning."""


def english(world, somebody):
    return world.client(somebody, HTTP_ACCEPT_LANGUAGE="en")


def text(response):
    return response.content.decode()


FIRST = {
    "correction": {"wrong": "Det står at jeg røyker", "right": "Jeg har aldri røykt"},
    "other-coordinator": {"wish": "En som kan samisk", "why": "Vi snakker forbi hverandre"},
    "complaint": {"matter": "Timen ble avlyst tre ganger", "helper": "Søsteren min"},
    "meeting": {"topic": "Jobben", "when": "Etter lunsj", "where": "Hjemme", "who": "Søsteren min"},
    "evaluation": {"hard": "Trappene"},
    "copy": {"parts": "Alt"},
}


def asked_by(world, person, kind):
    client = english(world, person)
    answer = client.post(reverse("portal:ask", args=[kind]), {"about": str(person.id), **FIRST[kind]})
    assert answer.status_code == 302, text(answer)
    world.system()
    return PersonRequest.objects.get(kind=kind)


def test_every_kind_has_an_example():
    assert set(FIRST) == set(KINDS) == set(RequestKind.values)


@pytest.mark.parametrize("kind", FIRST)
def test_each_is_asked_received_and_shown_with_its_state(world, arne, kind):
    found = asked_by(world, arne, kind)
    client = english(world, arne)
    page = text(client.get(reverse("portal:asked", args=[found.id])))
    for words in FIRST[kind].values():
        assert words in page
    assert "We have got it" in page
    assert "Koordinerende enhet answers" in page
    assert str(RequestKind(kind).label) != ""
    assert "We have got it" in text(client.get(reverse("portal:requests")))
    world.system()
    task = Task.objects.get(source_id=found.id)
    unit_only = KINDS[kind].unit_only
    assert (task.unit_id, task.text, task.due_on) == (world.office.id, "", found.due_on)
    assert task.staff_id == (None if unit_only else world.ingrid.id)
    assert Event.objects.get(what="person-request.received", subject_id=found.id).facts == {"kind": kind}


def test_a_correction_is_due_in_thirty_days(world, arne):
    assert asked_by(world, arne, "correction").due_on == date(2026, 12, 24)


def test_the_person_takes_it_back(world, arne):
    found = asked_by(world, arne, "complaint")
    client = english(world, arne)
    assert "Take it back" in text(client.get(reverse("portal:asked", args=[found.id])))
    client.post(reverse("portal:take-back", args=[found.id]), {"about": str(arne.id)})
    assert "Taken back" in text(client.get(reverse("portal:asked", args=[found.id])))
    world.system()
    assert Task.objects.get(source_id=found.id).state == "done"
    berit = world.actor(world.staff("Berit Myhre", "sykepleier", world.office, "caseworker"))
    found.refresh_from_db()
    with world.acting(berit, arne), pytest.raises(CannotMove):
        answer_request(request=found, move="answer", answer="Ja", by=berit, at=world.at)


def test_the_unit_answers_with_reasons_and_the_person_reads_it(world, arne):
    arne.email = "arne@example.org"
    arne.save()
    found = asked_by(world, arne, "correction")
    client = english(world, world.ingrid)
    here = reverse("coordination:asked", args=[arne.id, found.id])
    assert here in text(client.get(reverse("front:day"))) or found.due_on > date(2026, 12, 8)
    assert "Jeg har aldri røykt" in text(client.get(here))
    assert "Fill in" in text(client.post(here, {"move": "refuse", "answer": ""}))
    assert client.post(here, {"move": "refuse", "answer": "Legen skrev det slik."}).status_code == 302
    page = text(english(world, arne).get(reverse("portal:asked", args=[found.id])))
    for said in ("The answer is no", "Legen skrev det slik.", "Ingrid Solbakken", "I want to complain"):
        assert said in page
    world.system()
    found.refresh_from_db()
    assert (found.state, found.answered_by) == ("refused", "Ingrid Solbakken")
    assert Task.objects.get(source_id=found.id).state == "done"
    mail = OutboundMessage.objects.get(source_id=found.id)
    assert (mail.channel, mail.recipient) == ("email", "arne@example.org")
    assert "røyk" not in mail.subject + mail.body
    assert Event.objects.get(what="person-request.refuse").person_id == arne.id
    assert ViewRecord.objects.filter(page="message", objects_seen__contains=[found.id]).exists()


@pytest.mark.parametrize("kind", ["other-coordinator", "complaint"])
def test_the_coordinator_does_not_see_what_is_about_the_coordinator(world, arne, kind):
    berit = world.staff("Berit Myhre", "sykepleier", world.office, "caseworker")
    found = asked_by(world, arne, kind)
    client = english(world, world.ingrid)
    here = reverse("coordination:asked", args=[arne.id, found.id])
    assert client.get(here).status_code == 404
    assert client.get(reverse("coordination:open-asked", args=[found.id])).status_code == 404
    pages = [
        reverse("front:day"),
        reverse("coordination:messages"),
        reverse("coordination:messages-of", args=[arne.id]),
        reverse("coordination:history", args=[world.follow_up.id]),
        reverse("messaging:outbox"),
    ]
    shown = "".join(text(client.get(page)) for page in pages)
    assert not any(words in shown for words in FIRST[kind].values())
    assert str(found.id) not in shown
    world.system()
    with world.acting(world.actor(world.ingrid), arne):
        assert not PersonRequest.objects.exists()
        assert not Task.objects.filter(source_id=found.id).exists()
        assert not Event.objects.filter(subject_id=found.id).exists()
    world.system()
    other = english(world, berit)
    assert "The coordinator does not see this" in text(other.get(here))
    assert other.post(here, {"move": "carry-out", "answer": "Vi har ordnet det."}).status_code == 302
    assert "Vi har ordnet det." in text(english(world, arne).get(reverse("portal:asked", args=[found.id])))
    world.system()
    with world.acting(world.actor(world.ingrid), arne):
        assert not OutboundMessage.objects.exists()


def test_who_else_does_not_see_it(world, arne):
    found = asked_by(world, arne, "correction")
    _, _, eva = world.neighbour()
    stranger = world.person("Per", "Fremmed", account=True)
    for somebody in (world.leif, world.silje, eva):
        got = english(world, somebody).get(reverse("coordination:asked", args=[arne.id, found.id]))
        assert got.status_code == 404, somebody.name
    client = english(world, stranger)
    assert client.get(reverse("portal:asked", args=[found.id])).status_code == 404
    sent = {"about": str(stranger.id)}
    assert client.post(reverse("portal:take-back", args=[found.id]), sent).status_code == 404
    by = world.actor(stranger)
    with world.acting(by), pytest.raises(NotAllowed):
        withdraw_request(request=found, by=by, at=world.at)
    with world.acting(by), pytest.raises(NotAllowed):
        receive_request(person=arne, kind="meeting", answers=FIRST["meeting"], by=by, at=world.at)


def test_a_coordinator_of_another_service_does_not_answer_for_the_unit(world, arne):
    from knutepunkt.coordination import operations as coordination

    loader = world.loader()
    asked = coordination.ask_service(
        follow_up=world.follow_up, service_unit=world.speech, answer_by=world.at.date(), wish="", kind="coordinator", by=loader, at=world.at,
    )  # fmt: skip
    coordination.name_coordinator(appointment=asked, coordinator=world.silje, by=loader, at=world.at)
    coordination.accept_appointment(appointment=asked, by=loader, at=world.at)
    coordination.appoint(appointment=asked, by=loader, at=world.at)
    correction, meeting = asked_by(world, arne, "correction"), asked_by(world, arne, "meeting")
    silje = world.actor(world.silje)
    with world.acting(silje, arne):
        with pytest.raises(NotAllowed):
            answer_request(request=correction, move="answer", answer="Ja", by=silje, at=world.at)
        answer_request(request=meeting, move="carry-out", answer="Torsdag klokka ti.", by=silje, at=world.at)


def test_somebody_says_it_and_ingrid_writes_it_down(world, arne):
    client = english(world, world.ingrid)
    url = reverse("coordination:new-asked", args=[arne.id, "copy"])
    assert "Fill in" in text(client.post(url, {"said_by": "", "parts": "Alt"}))
    assert client.post(url, {"said_by": "Arne Solli", "parts": "Alt"}).status_code == 302
    page = text(english(world, arne).get(reverse("portal:requests")))
    assert "I want a copy of my file on paper" in page
    world.system()
    found = PersonRequest.objects.get()
    assert (found.by_name, found.said_by, found.by_person) == ("Ingrid Solbakken", "Arne Solli", False)
    shown = text(english(world, arne).get(reverse("portal:asked", args=[found.id])))
    assert "Arne Solli said it. Ingrid Solbakken wrote it down." in shown


def test_who_wants_paper_gets_the_answer_as_a_letter(world, arne):
    arne.paper_only, arne.email = True, "arne@example.org"
    arne.save()
    found = asked_by(world, arne, "meeting")
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid, arne):
        answer_request(request=found, move="carry-out", answer="Torsdag klokka ti.", by=ingrid, at=world.at)
    letter = OutboundMessage.objects.get(source_id=found.id)
    assert (letter.channel, letter.kind) == ("letter", "answer-to-person")
    assert "Torsdag" not in letter.subject + letter.body
    got = english(world, world.ingrid).get(reverse("coordination:asked-letter", args=[arne.id, found.id]))
    assert got.headers["Content-Type"] == "application/pdf"
    assert got.content.startswith(b"%PDF-")


def test_nothing_written_is_refused_and_one_answer_is_enough_for_how_it_goes(world, arne):
    client = english(world, arne)
    url = reverse("portal:ask", args=["evaluation"])
    assert "One sentence is enough" in text(client.post(url, {"about": str(arne.id)}))
    assert client.post(url, {"about": str(arne.id), "more": "Takk"}).status_code == 302
    assert client.get(reverse("portal:ask", args=["noe-annet"])).status_code == 404


XSS = "<script>alert(1)</script>"


@pytest.mark.parametrize("kind", FIRST)
def test_markup_in_every_answer_is_shown_as_text(world, arne, kind):
    berit = world.staff("Berit Myhre", "sykepleier", world.office, "caseworker")
    sent = {"about": str(arne.id), **dict.fromkeys(KINDS[kind].questions, XSS)}
    english(world, arne).post(reverse("portal:ask", args=[kind]), sent)
    world.system()
    found = PersonRequest.objects.get()
    for who, name, args in (
        (arne, "portal:asked", [found.id]),
        (berit, "coordination:asked", [arne.id, found.id]),
    ):
        page = text(english(world, who).get(reverse(name, args=args)))
        assert XSS not in page
        assert page.count("&lt;script&gt;") == len(KINDS[kind].questions)


STATEMENTS = {"portal:requests": 10, "portal:asked": 10, "coordination:asked": 13, "coordination:messages-of": 14}


@pytest.mark.parametrize("name", STATEMENTS)
@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_statements_for_many_rows_as_for_one(world, arne, name, rows, django_assert_num_queries):
    by = world.actor(arne)
    with world.acting(by, arne):
        for _ in range(rows):
            made = receive_request(person=arne, kind="meeting", answers=FIRST["meeting"], by=by, at=world.at)
    args = {"portal:asked": [made.id], "coordination:asked": [arne.id, made.id], "coordination:messages-of": [arne.id]}
    client = english(world, world.ingrid if name.startswith("coordination") else arne)
    with django_assert_num_queries(STATEMENTS[name]):
        assert client.get(reverse(name, args=args.get(name, []))).status_code == 200
