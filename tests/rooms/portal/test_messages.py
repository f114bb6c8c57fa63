"""Messages on the own pages: who reads what, what the log says, and what the coordinator never sees."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from knutepunkt.audit.models import Event, ViewRecord
from knutepunkt.coordination.operations.conversations import answer_in, write_to
from knutepunkt.messaging.conversations import conversations, unread
from knutepunkt.messaging.models import Attachment, Conversation, ConversationMessage, OutboundMessage
from knutepunkt.people.models import NextOfKin
from knutepunkt.tasks.models import Task

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture(autouse=True)
def _now(time_machine_at):
    """All happens on the world's morning."""


def english(world, somebody):
    return world.client(somebody, HTTP_ACCEPT_LANGUAGE="en")


def text(response):
    return response.content.decode()


@pytest.fixture
def berit(world, arne):
    """A second caseworker in the office, who does not coordinate."""
    return world.staff("Berit Myhre", "sykepleier", world.office, "caseworker")


def send(world, person, to, **more):
    """The person writes on the own page."""
    before = list(Conversation.objects.values_list("id", flat=True))
    client = english(world, person)
    sent = {"about": str(person.id), "words": "Jeg får ikke sove.", "subject": "Natta", **more}
    answer = client.post(reverse("portal:write", args=[to]), sent)
    assert answer.status_code == 302, text(answer)
    world.system()
    return Conversation.objects.exclude(id__in=before).get()


def test_arne_writes_to_the_coordinator_who_answers(world, arne):
    made = send(world, arne, "coordinator")
    task = Task.objects.get(source_id=made.id)
    assert (made.kind, task.staff_id, task.text, task.person_id) == ("coordinator", world.ingrid.id, "", arne.id)
    ingrid = english(world, world.ingrid)
    page = text(ingrid.get(reverse("front:day")))
    assert "Somebody has written" in page
    assert reverse("coordination:message", args=[arne.id, made.id]) in page
    here = reverse("coordination:message", args=[arne.id, made.id])
    assert "Jeg får ikke sove." in text(ingrid.get(here))
    with time_machine.travel(world.at + timedelta(minutes=5), tick=False):
        assert ingrid.post(here, {"words": "Jeg ringer deg i dag."}).status_code == 302
    assert "You have one new message" in text(english(world, arne).get(reverse("portal:home")))
    page = text(english(world, arne).get(reverse("portal:messages")))
    assert "New. From Ingrid Solbakken" in page
    client = english(world, arne)
    with time_machine.travel(world.at + timedelta(minutes=6), tick=False):
        assert "Jeg ringer deg i dag." in text(client.get(reverse("portal:conversation", args=[made.id])))
        assert "new message" not in text(client.get(reverse("portal:home")))
    assert "New. From" not in text(client.get(reverse("portal:messages")))
    world.system()
    assert Task.objects.get(source_id=made.id).state == "done"
    told = Event.objects.filter(subject_id=made.id)
    assert sorted(event.what for event in told) == [
        "conversation.begun",
        "conversation.written",
        "conversation.written",
    ]
    assert {event.person_id for event in told} == {arne.id}
    seen = ViewRecord.objects.filter(page="message", objects_seen__contains=[made.id])
    assert {record.by_name for record in seen} == {"Ingrid Solbakken"}


def test_the_email_says_only_that_there_is_something_to_read(world, arne):
    arne.email = "arne@example.org"
    arne.save()
    made = send(world, arne, "coordinator")
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid, arne):
        answer_in(conversation=made, words="Blodprøven var fin.", by=ingrid, at=world.at)
    mail = OutboundMessage.objects.get(source_id=made.id)
    assert (mail.recipient, mail.kind) == ("arne@example.org", "something-to-read")
    for word in ("Blod", "Natta", "Arne", "Ingrid"):
        assert word not in mail.subject + mail.body


def test_who_wants_paper_gets_no_email(world, arne):
    arne.email, arne.paper_only = "arne@example.org", True
    arne.save()
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid, arne):
        write_to(person=arne, to="unit", subject="Hei", words="Hei", by=ingrid, at=world.at)
    assert not OutboundMessage.objects.filter(channel="email").exists()


def test_without_a_coordinator_the_unit_gets_it(world):
    kari = world.person("Kari", "Lund", account=True)
    made = send(world, kari, "coordinator")
    assert (made.kind, made.unit_id) == ("unit", world.office.id)
    assert "Jeg får ikke sove." in text(
        english(world, world.ingrid).get(reverse("coordination:message", args=[kari.id, made.id]))
    )


def test_nobody_else_reads_it(world, arne):
    made = send(world, arne, "coordinator")
    _, _, eva = world.neighbour()
    stranger = world.person("Per", "Fremmed", account=True)
    for somebody in (world.leif, world.silje, eva):
        page = english(world, somebody).get(reverse("coordination:message", args=[arne.id, made.id]))
        assert page.status_code == 404, somebody.name
    assert english(world, stranger).get(reverse("portal:conversation", args=[made.id])).status_code == 404
    with world.acting(world.actor(stranger)):
        assert not Conversation.objects.exists()
        assert not ConversationMessage.objects.exists()


def test_a_parent_of_another_child_sees_nothing(world, arne):
    child = world.person("Mia", "Berg", account=False)
    parent = world.person("Tor", "Berg", account=True)
    NextOfKin.objects.create(
        organisation_id=world.lyngvik.id, person=child, account=parent.account, name="Tor Berg", relation="father",
        parental_responsibility=True, valid_from=world.at,
    )  # fmt: skip
    made = send(world, arne, "coordinator")
    assert english(world, parent).get(reverse("portal:conversation", args=[made.id])).status_code == 404


# this does not work


@pytest.fixture
def concern(world, arne, berit):
    arne.email = "arne@example.org"
    arne.save()
    return send(world, arne, "concern", words="Ingrid hører ikke etter.")


def channels_of(world, somebody, person, made):
    """Everything the account reads anywhere: pages and, behind them, every row of the tables a concern touches."""
    client = english(world, somebody)
    pages = [
        reverse("front:day"),
        reverse("front:overview"),
        reverse("coordination:messages"),
        reverse("coordination:messages-of", args=[person.id]),
        reverse("coordination:follow-up", args=[world.follow_up.id]),
        reverse("coordination:history", args=[world.follow_up.id]),
        reverse("messaging:outbox"),
    ]
    shown = "".join(text(client.get(page)) for page in pages)
    shown += text(client.post(reverse("front:search"), {"q": "hører"}))
    return shown


def test_the_coordinator_sees_a_concern_in_no_channel(world, arne, berit, concern):
    ingrid = world.actor(world.ingrid)
    before = channels_of(world, world.ingrid, arne, concern)
    for word in ("hører ikke", "does not work", str(concern.id), "Somebody has written"):
        assert word not in before, word
    client = english(world, world.ingrid)
    for page in (
        reverse("coordination:message", args=[arne.id, concern.id]),
        reverse("coordination:open-message", args=[concern.id]),
    ):
        assert client.get(page).status_code == 404
    assert client.post(reverse("coordination:close-message", args=[arne.id, concern.id])).status_code == 404
    world.system()
    tasks = Task.objects.filter(source_id=concern.id)
    with world.acting(ingrid, arne):
        assert not Conversation.objects.filter(kind="concern").exists()
        assert not ConversationMessage.objects.filter(conversation_id=concern.id).exists()
        assert not tasks.all().exists()
        assert not Event.objects.filter(subject_id=concern.id).exists()
        assert conversations(ingrid) == []
        assert unread(ingrid, arne.id) == 0


def test_the_unit_gets_a_task_without_content_and_answers_the_person_only(world, arne, berit, concern):
    task = Task.objects.get(source_id=concern.id)
    assert (task.unit_id, task.person_id, task.staff_id, task.text) == (world.office.id, None, None, "")
    client = english(world, berit)
    day = text(client.get(reverse("front:day")))
    assert reverse("coordination:open-message", args=[concern.id]) in day
    assert "hører ikke" not in day
    here = reverse("coordination:message", args=[arne.id, concern.id])
    assert client.get(reverse("coordination:open-message", args=[concern.id])).url == here
    page = text(client.get(here))
    assert "Ingrid hører ikke etter." in page
    assert "The coordinator does not see this" in page
    assert client.post(here, {"words": "Takk. Vi ringer deg."}).status_code == 302
    assert "Takk. Vi ringer deg." in text(english(world, arne).get(reverse("portal:conversation", args=[concern.id])))
    assert "Takk. Vi" not in channels_of(world, world.ingrid, arne, concern)
    world.system()
    assert OutboundMessage.objects.get(source_id=concern.id).recipient == "arne@example.org"
    with world.acting(world.actor(world.ingrid), arne):
        assert not OutboundMessage.objects.exists()


def test_somebody_says_what_does_not_work_and_berit_writes_it_down(world, arne, berit):
    client = english(world, berit)
    url = reverse("coordination:write", args=[arne.id])
    sent = {"to": "concern", "words": "Han sier at Ingrid ikke hører.", "said_by": ""}
    assert "Write who said this" in text(client.post(url, sent))
    assert client.post(url, {**sent, "said_by": "Arne Solli"}).status_code == 302
    world.system()
    made = Conversation.objects.get()
    assert (made.kept_by, made.person_id, made.begun_by_name) == (arne.account_id, None, "Arne Solli")
    shown = text(english(world, arne).get(reverse("portal:conversation", args=[made.id])))
    assert "Written down by Berit Myhre." in shown
    world.system()
    with world.acting(world.actor(world.ingrid), arne):
        assert not Conversation.objects.exists()


def test_the_leader_sees_that_there_is_a_task_and_no_more(world, arne, berit, concern):
    client = english(world, world.leif)
    assert client.get(reverse("coordination:message", args=[arne.id, concern.id])).status_code == 404
    with world.acting(world.actor(world.leif)):
        assert Task.objects.filter(source_id=concern.id).exists()
        assert not Conversation.objects.exists()


def test_the_other_parent_does_not_see_a_parents_concern(world, arne, berit):
    ola = world.person("Ola", "Solli", account=True)
    mother = world.person("Eli", "Solli", account=True)
    for kin in (ola, mother):
        NextOfKin.objects.create(
            organisation_id=world.lyngvik.id, person=arne, account=kin.account, name=kin.full_name, relation="parent",
            mandate="Alt", mandate_kind="guardian", valid_from=world.at,
        )  # fmt: skip
    from knutepunkt.access.grants import refresh_person

    refresh_person(world.lyngvik.id, arne.id, at=world.at)
    client = english(world, ola)
    client.post(reverse("portal:files"), {"person": str(arne.id)})
    sent = {"about": str(arne.id), "words": "Møtene virker ikke."}
    assert client.post(reverse("portal:write", args=["concern"]), sent).status_code == 302
    for other in (mother, arne):
        page = english(world, other)
        page.post(reverse("portal:files"), {"person": str(arne.id)})
        assert "Last written by" not in text(page.get(reverse("portal:messages")))
        world.system()
        with world.acting(world.actor(other), arne):
            assert not Conversation.objects.filter(kind="concern").exists()
    world.system()
    with world.acting(world.actor(ola), arne):
        assert Conversation.objects.filter(kind="concern").count() == 1


def test_a_new_coordinator_and_the_former_one_are_kept_out_too(world, arne, berit, concern):
    from knutepunkt.coordination import operations as coordination
    from knutepunkt.coordination.models import Appointment

    by_at = {"by": world.loader(), "at": world.at + timedelta(days=1)}
    old = Appointment.objects.get(person_id=arne.id)
    asked = coordination.ask_service(
        follow_up=world.follow_up,
        service_unit=world.office,
        answer_by=by_at["at"].date(),
        wish="",
        kind="coordinator",
        **by_at,
    )
    coordination.name_coordinator(appointment=asked, coordinator=berit, **by_at)
    coordination.accept_appointment(appointment=asked, **by_at)
    coordination.appoint(appointment=asked, **by_at)
    coordination.move_main_responsibility(follow_up=world.follow_up, appointment=asked, from_at=by_at["at"], **by_at)
    coordination.end_appointment(appointment=old, **by_at)
    assert Appointment.objects.get(pk=old.pk).state == "ended"
    for somebody in (berit, world.ingrid):
        with world.acting(world.actor(somebody), arne, at=by_at["at"]):
            assert not Conversation.objects.filter(kind="concern").exists(), somebody.name


def test_when_only_the_coordinator_works_there_the_unit_above_gets_it(world, arne):
    above = world.unit("helse", "Helse og mestring", kind="service")
    world.office.parent = above
    world.office.save()
    chief = world.staff("Mona Vik", "kommunalsjef", above, "caseworker")
    made = send(world, arne, "concern")
    assert made.unit_id == above.id
    with world.acting(world.actor(chief)):
        assert Conversation.objects.count() == 1


# files


@pytest.mark.parametrize(("name", "content"), [
    ("bilde.exe", b"MZ" + b"\0" * 60),
    ("faktura.pdf.exe", b"%PDF-1.7 hei"),
    ("exe.js.pdf", b"%PDF-1.7 hei"),
    ("side.html", b"<!doctype html><script>alert(1)</script>"),
    ("tegning.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    ("notat.txt", b"hei <svg onload=alert(1)>"),
    ("skript.txt", b"#!/bin/sh\nrm -rf /"),
    ("tom.pdf", b""),
    ("arkiv.zip", b"PK\x03\x04" + b"\0" * 60),
    ("ukjent.pdf", b"\x00\x01\x02\x03"),
])  # fmt: skip
def test_hostile_files_are_refused_and_the_words_stay(world, arne, name, content):
    client = english(world, arne)
    upload = SimpleUploadedFile(name, content, content_type="application/pdf")
    sent = {"about": str(arne.id), "words": "Se på dette", "subject": "Bilde", "attachment": upload}
    answer = client.post(reverse("portal:write", args=["unit"]), sent)
    assert answer.status_code == 200
    assert "Se på dette" in text(answer)
    world.system()
    assert not Attachment.objects.exists()
    assert not Conversation.objects.exists()


def test_a_file_is_kept_with_a_clean_name_and_only_handed_out(world, arne):
    upload = SimpleUploadedFile("..\\..\\sår <på>\u202e arm\x07.jpeg", PNG, content_type="text/html")
    made = send(world, arne, "coordinator", attachment=upload)
    file = Attachment.objects.get()
    assert (file.name, file.content_type, file.size, file.scanned) == ("sår på arm.png", "image/png", len(PNG), False)
    for who, where in (
        (arne, reverse("portal:message-file", args=[made.id, file.id])),
        (world.ingrid, reverse("coordination:message-file", args=[arne.id, made.id, file.id])),
    ):
        got = english(world, who).get(where)
        assert got.content == PNG
        assert got.headers["Content-Disposition"].startswith("attachment; ")
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert got.headers["Content-Security-Policy"].startswith("sandbox")
        assert got.headers["Cache-Control"] == "no-store"
    world.system()
    other = world.person("Per", "Fremmed", account=True)
    assert english(world, other).get(reverse("portal:message-file", args=[made.id, file.id])).status_code == 404
    assert ViewRecord.objects.filter(page="own-message-file", objects_seen__contains=[file.id]).count() == 1


@pytest.fixture
def teacher(world, arne):
    """Kari Lie from the school takes part, and has been let see goals and messages by name."""
    from knutepunkt.consent.operations import record_consent
    from knutepunkt.coordination import operations as coordination

    school = world.unit("skolen", "Lyngvik skole", kind="service", sector="education")
    kari = world.staff("Kari Lie", "lærer", school, "employee")
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid, arne):
        coordination.add_care_team_member(
            follow_up=world.follow_up, staff=kari, sees_plan=True, topics=["goals", "messages"], by=ingrid, at=world.at
        )
        world.shared = record_consent(
            person=arne, by=ingrid, at=world.at, subjects=["sharing"], answer="oral", recipient_staff=kari,
            topics=["goals", "messages"], information="Hva Kari får se",
            information_language="nb",
            informed_on=world.at.date(),
        )  # fmt: skip
    return kari


def test_a_member_reads_what_is_written_to_the_team_and_not_to_the_coordinator(world, arne, teacher):
    private = send(world, arne, "coordinator", words="Bare til Ingrid")
    common = send(world, arne, "team", words="Til alle sammen")
    client = english(world, teacher)
    assert client.get(reverse("coordination:message", args=[arne.id, private.id])).status_code == 404
    here = reverse("coordination:message", args=[arne.id, common.id])
    assert "Til alle sammen" in text(client.get(here))
    assert client.post(here, {"words": "Jeg kommer."}).status_code == 302
    listed = text(client.get(reverse("coordination:messages-of", args=[arne.id])))
    assert "Natta" in listed
    assert str(private.id) not in listed
    world.system()
    with world.acting(world.actor(teacher), arne):
        assert [row.id for row in Conversation.objects.all()] == [common.id]


def test_the_end_of_a_consent_closes_the_attachment_at_once_and_the_open_form_is_refused(world, arne, teacher):
    from knutepunkt.consent.operations import withdraw_consent

    made = send(world, arne, "team", attachment=SimpleUploadedFile("a.png", PNG))
    file = Attachment.objects.get()
    where = reverse("coordination:message-file", args=[arne.id, made.id, file.id])
    here = reverse("coordination:message", args=[arne.id, made.id])
    client = english(world, teacher)
    assert client.get(where).content == PNG
    world.system()
    by = world.actor(arne)
    with world.acting(by, arne):
        withdraw_consent(consent=world.shared, by=by, at=world.at, reason="Jeg vil ikke mer")
    assert client.get(where).status_code == 404
    assert client.post(here, {"words": "Jeg kommer."}).status_code == 404
    world.system()
    with world.acting(world.actor(teacher), arne):
        assert not Attachment.objects.exists()
        assert not Conversation.objects.exists()


# what is typed is shown as it was typed

XSS = "<script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}{% raw %}"


def test_markup_in_every_field_is_shown_as_text(world, arne):
    made = send(world, arne, "coordinator", words=XSS, subject=XSS[:60])
    pages = [
        text(english(world, arne).get(reverse("portal:messages"))),
        text(english(world, arne).get(reverse("portal:conversation", args=[made.id]))),
        text(english(world, world.ingrid).get(reverse("coordination:messages"))),
        text(english(world, world.ingrid).get(reverse("coordination:message", args=[arne.id, made.id]))),
    ]
    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_a_draft_is_kept_and_an_empty_message_refused(world, arne):
    client = english(world, arne)
    url = reverse("portal:write", args=["concern"])
    assert "Fill in" in text(client.post(url, {"about": str(arne.id), "words": ""}))
    client.post(url, {"about": str(arne.id), "words": "Halvt", "_draft": "1"})
    assert "Halvt" in text(client.get(url))
    world.system()
    assert not Conversation.objects.exists()


STATEMENTS = {"portal:messages": 10, "portal:conversation": 14, "coordination:messages": 10, "coordination:message": 15}


@pytest.mark.parametrize("name", STATEMENTS)
@pytest.mark.parametrize("rows", [1, 3])
def test_as_many_statements_for_many_messages_as_for_one(world, arne, name, rows, django_assert_num_queries):
    by = world.actor(arne)
    with world.acting(by, arne):
        for _ in range(rows):
            made = write_to(person=arne, to="coordinator", subject="Natta", words="Hei", by=by, at=world.at)
        for _ in range(rows - 1):
            answer_in(conversation=made, words="Mer", by=by, at=world.at)
    staff = name.startswith("coordination")
    client = english(world, world.ingrid if staff else arne)
    args = {"portal:conversation": [made.id], "coordination:message": [arne.id, made.id]}.get(name, [])
    with django_assert_num_queries(STATEMENTS[name]):
        assert client.get(reverse(name, args=args)).status_code == 200
