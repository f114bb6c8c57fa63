"""The pages: what each reader is shown, what is logged, how many statements they take."""

import html
import re
from datetime import date, timedelta

import pytest
import time_machine
from making import hospital, notice_about, second_caseworker

from knutepunkt.audit.models import Event, ViewRecord
from knutepunkt.intake import operations
from knutepunkt.intake.models import Notice, NoticeContent
from knutepunkt.people.models import Person
from knutepunkt.ui.models import Draft


@pytest.fixture(autouse=True)
def _now(at):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def ingrid(world):
    return world.client(world.ingrid, HTTP_ACCEPT_LANGUAGE="en")


def text(response):
    """The words of the page."""
    body = re.sub(r"<(head|nav class=\"rail\").*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(body))


def views(world):
    world.system()
    return list(ViewRecord.objects.values_list("page", "by_name", "basis"))


def test_the_list_names_nobody_before_somebody_has_acknowledged(world, ingrid):
    notice_about(world, world.person("Arne", "Solli"))
    page = text(ingrid.get("/notices/"))

    assert "The name is shown when you acknowledge" in page
    assert "Acknowledge by 26 November" in page
    assert "Solli" not in page
    assert views(world) == []


def test_a_discharge_names_at_once_and_is_logged(world, ingrid):
    notice = notice_about(
        world,
        world.person("Lars", "Vik", birth_date=date(1955, 3, 1)),
        kind="discharge",
        sender_organisation="Fjord sykehus",
    )
    operations.join_admission(
        notice=notice, by=world.loader(), at=world.at, expected_on=date(2026, 11, 26), ready_at=world.at
    )
    page = text(ingrid.get("/notices/"))

    assert "Fjord sykehus 09.00 Ready to go home Lars Vik, 71 years Acknowledge today before 15.30" in page
    assert views(world) == [("inbox", "Ingrid Solbakken", "unit")]


def test_the_letter_before_and_after_it_is_acknowledged(world, ingrid):
    notice = notice_about(world, world.person(), basis_text="Said yes to nurse Ellen on Friday")
    before = text(ingrid.get(f"/notices/{notice.pk}/"))
    assert "Confirm that the notice has been read" in before
    assert "The person has agreed" in before
    assert "stroke" not in before
    assert "Solli" not in before
    assert views(world) == []

    ingrid.post(f"/notices/{notice.pk}/acknowledgement/")
    after = text(ingrid.get(f"/notices/{notice.pk}/"))
    assert "Lia legesenter writes Needs several services after a stroke." in after
    assert "Said yes to nurse Ellen on Friday" in after
    assert (
        "Arne Solli has not been asked about an assessment yet. Until there is an answer only the unit reads this."
        in after
    )
    assert "Ask for the person's own wish" in after
    assert sorted(views(world)) == [("inbox", "Ingrid Solbakken", "unit"), ("notice", "Ingrid Solbakken", "notice")]
    assert ViewRecord.objects.get(page="notice").objects_seen == [notice.pk]


def test_the_leader_sees_the_envelope_and_can_give_it_away(world):
    jon = second_caseworker(world)
    notice = notice_about(world, world.person(), kind="discharge")
    leif = world.client(world.leif, HTTP_ACCEPT_LANGUAGE="en")
    page = text(leif.get(f"/notices/{notice.pk}/"))
    assert "You see the envelope" in page
    assert "Lia legesenter" in page
    assert not any(word in page for word in ("Solli", "stroke", "Other outcomes", "Confirm that"))
    assert leif.post(f"/notices/{notice.pk}/acknowledgement/").status_code == 403
    assert leif.get(f"/notices/{notice.pk}/wish/").status_code == 403
    assert leif.get(f"/notices/{notice.pk}/error/").status_code == 403

    leif.post(f"/notices/{notice.pk}/responsible/", {"responsible": str(jon.pk), "deputy": ""})
    world.system()
    assert Notice.objects.get().responsible == jon
    assert views(world) == []


def test_the_neighbour_another_service_and_the_person_meet_a_closed_door(world):
    other, _unit, eva = world.neighbour()
    world.system()
    arne = world.person(account=True)
    notice = notice_about(world, arne)
    assert world.client(eva, other).get(f"/notices/{notice.pk}/").status_code == 404
    assert world.client(world.silje).get(f"/notices/{notice.pk}/").status_code == 404
    assert world.client(world.silje).get("/notices/").status_code == 403
    assert world.client(arne).get(f"/notices/{notice.pk}/").status_code == 403


def test_two_acknowledge_and_the_second_is_told_kindly(world, ingrid):
    notice = notice_about(world, world.person())
    jon = world.client(second_caseworker(world), HTTP_ACCEPT_LANGUAGE="en")
    ingrid.post(f"/notices/{notice.pk}/acknowledgement/")
    page = text(jon.post(f"/notices/{notice.pk}/acknowledgement/", follow=True))
    assert "Ingrid Solbakken has already done this." in page


def test_an_oral_notice_from_a_first_name_and_a_phone_number(world, ingrid):
    page = ingrid.post(
        "/notices/new/oral/", {"name": "Berit", "phone": "900 12 345", "text": "", "who": "me"}, follow=True
    )
    assert "The notice is recorded. It went to Koordinerende enhet." in text(page)
    world.system()
    content = NoticeContent.objects.get()
    assert (content.name, content.phone, content.basis, content.wish) == ("Berit", "90012345", "own", "yes")
    notice = content.notice
    assert (notice.channel, notice.kind, notice.application_from) == ("oral", "own-request", date(2026, 11, 24))


def test_a_failed_submit_keeps_what_was_typed_and_a_draft_survives(world, ingrid):
    page = ingrid.post("/notices/new/oral/", {"name": "Berit", "phone": "", "text": "Long story", "who": "me"})
    assert "Long story" in page.content.decode()
    ingrid.post("/notices/new/oral/", {"name": "Berit", "text": "Half a story", "_draft": "1"})
    assert "Half a story" in ingrid.get("/notices/new/oral/").content.decode()
    assert "Half a story" not in world.client(second_caseworker(world)).get("/notices/new/oral/").content.decode()
    ingrid.post("/notices/new/oral/", {"name": "Berit", "phone": "90012345", "text": "Half a story", "who": "me"})
    world.system()
    assert Draft.objects.count() == 0


@pytest.mark.story("S17.2")
def test_own_initiative_with_the_persons_wish_asked(world, ingrid):
    ingrid.post(
        "/notices/new/record/",
        {
            "kind": "own-initiative",
            "name": "Rune Moen",
            "text": "Falls often.",
            "basis": "other-ground",
            "wish": "yes",
            "birth_date": "1.2.1960",
        },
    )
    world.system()
    content = NoticeContent.objects.get()
    assert (content.notice.kind, content.wish, content.wish_recorded_by, content.sender_name) == (
        "own-initiative", "yes", "Ingrid Solbakken", "Ingrid Solbakken",
    )  # fmt: skip


def test_a_letter_on_paper_counts_from_the_day_it_came(world, ingrid):
    ingrid.post(
        "/notices/new/paper/",
        {
            "received_at_0": "20.11.2026", "received_at_1": "10.00", "kind": "own-request", "name": "Kari", "text": "Asks for a plan.",
            "basis": "own", "wish": "",
        },
    )  # fmt: skip
    world.system()
    notice = Notice.objects.get()
    assert (notice.channel, notice.application_from, notice.recorded_at) == ("paper", date(2026, 11, 20), world.at)
    assert notice.due_at < world.at + timedelta(days=1)


def test_the_ward_sends_and_follows_its_notice(world, ingrid):
    _trust, nora = hospital(world)
    ward = world.client(nora, HTTP_ACCEPT_LANGUAGE="en")
    assert ward.get("/notices/new/").url == "/notices/new/send/"
    said = {
        "to": str(world.lyngvik.pk), "kind": "discharge", "name": "Lars Vik", "text": "Walks with a frame.", "basis": "consent",
        "reference": "Room 4", "ward": "Slagenheten", "expected_on": "26.11.2026", "ready_at_0": "", "ready_at_1": "",
    }  # fmt: skip
    sent = text(ward.post("/notices/new/send/", said, follow=True))
    assert "Room 4" in sent
    assert "Not yet decided" in sent
    world.system()
    notice = Notice.objects.get()
    assert ward.get(f"/notices/{notice.pk}/").status_code == 404
    letter = text(ingrid.get(f"/notices/{notice.pk}/"))
    assert "In hospital, expected home 26 November" in letter
    assert "Fjord sykehus, Slagenheten" in letter
    ingrid.post(f"/notices/{notice.pk}/acknowledgement/")
    assert "24 November at 09.00 24 November at 09.00 Not yet decided" in text(ward.get("/notices/sent/"))
    ingrid.post(f"/notices/{notice.pk}/guidance/", {"guidance": "Called the daughter."})
    assert "Handled" in text(ward.get("/notices/sent/"))


OUTCOMES = (
    "acceptance",
    "guidance",
    "application",
    "forwarding",
    "rest",
    "no-need",
    "refusal",
    "no",
    "withdrawal",
    "error",
)


@pytest.mark.parametrize("slug", OUTCOMES)
def test_each_outcome_has_a_page_that_names_the_person_and_is_logged(world, ingrid, slug):
    notice = notice_about(world, world.person(), basis="own")
    ingrid.post(f"/notices/{notice.pk}/acknowledgement/")
    assert "Arne Solli, 55 years" in text(ingrid.get(f"/notices/{notice.pk}/{slug}/"))
    assert views(world) == [(f"notice-{slug}", "Ingrid Solbakken", "notice")]


def test_from_notice_to_follow_up(world, ingrid):
    notice = notice_about(world)
    ingrid.post(f"/notices/{notice.pk}/acknowledgement/")
    ingrid.post(f"/notices/{notice.pk}/wish/", {"wish": "yes", "words": "I want to go home."})
    refused = ingrid.post(f"/notices/{notice.pk}/acceptance/", {})
    assert "It is not recorded who the notice is about" in text(refused)
    ingrid.post(
        f"/notices/{notice.pk}/person/", {"given_name": "Arne", "family_name": "Solli", "birth_date": "9.3.1971"}
    )
    ingrid.post(f"/notices/{notice.pk}/acceptance/", {"sender_may_know": "on"})
    world.system()
    assert Notice.objects.get().state == "accepted"
    follow_up = Person.objects.get().follow_ups.get()
    assert follow_up.state == "opened"
    timeline = text(ingrid.get(f"/persons/{follow_up.pk}/"))
    assert "Notice from Lia legesenter: Need for a plan or a coordinator" in timeline
    world.system()
    assert {e.what for e in Event.objects.filter(subject_id=notice.pk)} == {
        "notice.received", "notice.acknowledge", "notice.wish-recorded", "notice.person-known", "notice.accept",
    }  # fmt: skip


def test_after_a_no_the_page_shows_the_envelope(world, ingrid):
    notice = notice_about(world, world.person())
    ingrid.post(f"/notices/{notice.pk}/acknowledgement/")
    page = text(ingrid.post(f"/notices/{notice.pk}/wish/", {"wish": "no", "words": "No thanks"}, follow=True))
    assert "The person said no. The content is closed, and nobody reads it." in page
    assert not any(word in page for word in ("Solli", "stroke", "No thanks"))


def test_searching_finds_shown_names_and_senders_only(world, ingrid):
    notice_about(world, world.person("Arne", "Solli"))
    notice_about(world, world.person("Lars", "Vik"), kind="discharge", sender_organisation="Fjord sykehus")
    assert "Ready" not in text(ingrid.post("/notices/", {"q": "Solli"}))
    assert "Nothing found" in text(ingrid.post("/notices/", {"q": "Solli"}))
    assert "Lars Vik" in text(ingrid.post("/notices/", {"q": "vik lars"}))
    assert "Lia legesenter" in text(ingrid.post("/notices/", {"q": "lia"}))


def test_chips_count_and_filter(world, ingrid):
    notice_about(world, world.person("Arne"), kind="possible-need")
    late = notice_about(
        world,
        world.person("Lars"),
        kind="discharge",
        at=world.at - timedelta(days=4),
        sender_organisation="Fjord sykehus",
    )
    page = text(ingrid.get("/notices/?show=late"))
    assert "All 2 To be acknowledged 2 Mine 2 Late 1" in page
    assert "Fjord sykehus" in page
    assert "Should have been acknowledged" in page
    assert "Lia legesenter" not in page
    assert "Lia legesenter" in text(ingrid.get("/notices/?kind=possible-need"))
    assert late.due_at < world.at


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_inbox_statements_do_not_grow(world, ingrid, rows, django_assert_num_queries):
    for number in range(rows):
        notice_about(world, world.person(f"Person {number}", "Vik"), kind="discharge")
    with django_assert_num_queries(9):
        page = ingrid.get("/notices/")
    assert page.content.decode().count("Vik, 55 years") == rows


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_letter_statements_do_not_grow(world, ingrid, rows, django_assert_num_queries):
    for number in range(rows):
        notice = notice_about(world, world.person(f"Person {number}", "Vik"), kind="discharge")
        operations.join_admission(notice=notice, by=world.loader(), at=world.at, expected_on=date(2026, 11, 26))
    with django_assert_num_queries(13):
        page = ingrid.get(f"/notices/{notice.pk}/")
    assert "Needs several services" in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_sent_statements_do_not_grow(world, rows, django_assert_num_queries):
    _trust, nora = hospital(world)
    sender = world.actor(nora)
    with world.acting(sender):
        for number in range(rows):
            operations.send_notice(
                to_organisation=world.lyngvik,
                kind="possible-need",
                by=sender,
                at=world.at,
                text="x",
                reference=f"Room {number}",
            )
    ward = world.client(nora)
    with django_assert_num_queries(6):
        page = ward.get("/notices/sent/")
    assert page.content.decode().count("Room ") == rows
