import pytest
from django.urls import reverse

from knutepunkt.audit.log import record_view
from knutepunkt.audit.models import Event, ViewRecord
from knutepunkt.consent.models import Consent
from knutepunkt.consent.queries import in_force
from knutepunkt.coordination.operations import add_care_team_member
from knutepunkt.portal import looking


@pytest.fixture(autouse=True)
def _now(time_machine_at):
    """All in this room's tests happens on the world's morning."""


def english(world, somebody, organisation=None):
    return world.client(somebody, organisation, HTTP_ACCEPT_LANGUAGE="en")


def text(response):
    return response.content.decode()


def test_the_log_tells_in_plain_words_who_looked_at_what_and_why(world, arne):
    ingrid = world.actor(world.ingrid)
    record_view("plan", [arne.id], by=ingrid, at=world.at, basis="follow-up")
    page = text(english(world, arne).get(reverse("portal:looks")))
    for said in (
        "Ingrid Solbakken",
        "ergoterapeut in Lyngvik kommune",
        "24 November at 09.00",
        "read the plan on 24 November",
    ):
        assert said in page, said
    assert "Works in the unit that follows you up." in page


def test_the_log_comes_a_page_at_a_time_and_holds_no_other_person(world, arne):
    ingrid = world.actor(world.ingrid)
    kari = world.person("Kari", "Lund", account=True)
    for _ in range(30):
        record_view("plan", [arne.id], by=ingrid, at=world.at, basis="follow-up")
    record_view("search", [kari.id], by=ingrid, at=world.at, basis="unit")
    client = english(world, arne)
    first, second = (text(client.get(reverse("portal:looks"), {"page": n})) for n in (1, 2))
    assert first.count("read the plan on") == 25
    assert second.count("read the plan on") == 5
    assert "Found your name" not in first + second
    assert client.get(reverse("portal:looks"), {"page": "x' OR 1"}).status_code == 200


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("plan", "Read the plan."),
        ("plan-revision", "Read an earlier plan."),
        ("plan-something-new", "Read the plan."),
        ("intake.notice.wish", "Read a notice about you."),
        ("own-home", "Opened these pages."),
        ("never-heard-of", "Read something about you."),
    ],
)
def test_a_page_nobody_has_put_into_words_is_still_told(key, sentence):
    from django.utils import translation

    with translation.override("en"):
        assert looking.what(key) == sentence


def test_who_sees_names_each_with_the_reason(world, arne):
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid):
        add_care_team_member(
            follow_up=world.follow_up,
            by=ingrid,
            at=world.at,
            name="Silje Dahl",
            role="logoped",
            staff=world.silje,
            sees_plan=True,
        )
    client = english(world, arne)
    assert "2 people who work here can see" in text(client.get(reverse("portal:home")))
    page = text(client.get(reverse("portal:who-sees")))
    assert "Ingrid Solbakken" in page
    assert "Is your coordinator." in page
    assert "Silje Dahl" in page
    assert "Leif Aune" not in page


@pytest.mark.story("S10.1")
def test_a_withdrawn_yes_closes_the_file_to_those_who_took_part(world, arne):
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid):
        add_care_team_member(
            follow_up=world.follow_up,
            by=ingrid,
            at=world.at,
            name="Silje Dahl",
            role="logoped",
            staff=world.silje,
            sees_plan=True,
        )
    client = english(world, arne)
    url = reverse("portal:withdraw", args=[world.consent.id])
    asked = text(client.get(url))
    assert "Those who take part in the plan can no longer read it" in asked
    assert client.post(url, {"about": str(arne.id), "words": "Jeg vil ikke"}).status_code == 302
    assert "Silje Dahl" not in text(client.get(reverse("portal:who-sees")))
    assert "You have not said yes to anything now" in text(client.get(reverse("portal:consents")))
    assert client.get(url).status_code == 404
    world.system()
    event = Event.objects.get(what="consent.withdraw-own")
    assert (event.account_id, event.purpose) == (arne.account_id, "own")
    assert in_force(world.lyngvik.id, arne.id, "sharing", at=world.at) is None


def test_an_oral_yes_can_be_signed_and_a_new_answer_counts_as_signed(world, arne):
    client = english(world, arne)
    client.post(reverse("portal:sign", args=[world.consent.id]), {"about": str(arne.id)})
    world.system()
    assert Consent.objects.get(pk=world.consent.id).state == "given-signed"
    client.post(reverse("portal:withdraw", args=[world.consent.id]), {"about": str(arne.id), "words": ""})
    sent = {"about": str(arne.id), "subjects": ["plan"], "answer": "yes", "not_shared": "", "child_heard": ""}
    assert client.post(reverse("portal:consent"), sent).status_code == 302
    world.system()
    given = in_force(world.lyngvik.id, arne.id, "plan", at=world.at)
    assert (given.state, given.given_by, given.given_by_name) == ("given-signed", "person", "Arne Solli")


def test_an_answer_about_nothing_is_refused_with_what_was_written(world, arne):
    sent = {"about": str(arne.id), "answer": "yes", "not_shared": "Ikke til naboen", "child_heard": ""}
    page = text(english(world, arne).post(reverse("portal:consent"), sent))
    assert "Choose an answer" in page
    assert "Ikke til naboen" in page


# several files, one at a time


@pytest.fixture
def jonas(world, arne):
    """Arne's son, ten years old; Arne has parental responsibility."""
    from datetime import date

    from knutepunkt.access.grants import refresh_person
    from knutepunkt.people.models import NextOfKin

    child = world.person("Jonas", "Solli", birth_date=date(2016, 5, 2))
    NextOfKin.objects.create(
        organisation_id=world.lyngvik.id,
        person=child,
        account=arne.account,
        name="Arne Solli",
        relation="father",
        parental_responsibility=True,
        valid_from=world.at,
    )
    refresh_person(world.lyngvik.id, child.id, at=world.at)
    return child


def test_a_parent_reads_one_file_at_a_time(world, arne, jonas):
    client = english(world, arne)
    assert "Hello, Arne" in text(client.get(reverse("portal:home")))
    listed = text(client.get(reverse("portal:files")))
    assert "Jonas Solli" in listed
    assert "You act as a parent" in listed
    assert client.post(reverse("portal:files"), {"person": str(jonas.id)}).status_code == 302
    page = text(client.get(reverse("portal:home")))
    assert "These pages are about Jonas Solli" in page
    assert "Hello, Arne" not in page
    assert client.get(reverse("portal:withdraw", args=[world.consent.id])).status_code == 404
    world.system()
    assert ViewRecord.objects.filter(person_id=jonas.id, page="own-home", basis="parent").count() == 1


def test_a_form_opened_for_another_file_is_not_taken_and_its_text_is_shown(world, arne, jonas):
    from knutepunkt.coordination.models import Important

    client = english(world, arne)
    client.post(reverse("portal:files"), {"person": str(jonas.id)})
    answer = client.post(reverse("portal:important"), {"about": str(arne.id), "words": "Verkstedet"})
    assert answer.status_code == 409
    assert "Verkstedet" in text(answer)
    world.system()
    assert not Important.objects.exists()


def test_a_parent_whose_responsibility_has_ended_chooses_again(world, arne, jonas):
    from datetime import timedelta

    import time_machine

    from knutepunkt.access.grants import refresh_person
    from knutepunkt.people.models import NextOfKin

    client = english(world, arne)
    client.post(reverse("portal:files"), {"person": str(jonas.id)})
    world.system()
    NextOfKin.objects.update(valid_to=world.at + timedelta(minutes=10))
    refresh_person(world.lyngvik.id, jonas.id, at=world.at)
    with time_machine.travel(world.at + timedelta(minutes=20), tick=False):
        answer = client.get(reverse("portal:home"))
        assert (answer.status_code, answer["Location"]) == (302, reverse("portal:files"))
        assert "Jonas" not in text(client.get(reverse("portal:files")))


def test_somebody_elses_file_cannot_be_chosen(world, arne):
    kari = world.person("Kari", "Lund", account=True)
    client = english(world, arne)
    client.post(reverse("portal:files"), {"person": str(kari.id)})
    assert "Hello, Arne" in text(client.get(reverse("portal:home")))
    client.post(reverse("portal:files"), {"organisation": "not an id"})
    assert "Hello, Arne" in text(client.get(reverse("portal:home")))


def test_a_file_in_another_municipality_is_entered_by_its_name_only(world, arne):
    from knutepunkt.access.grants import refresh_person
    from knutepunkt.people.models import Person

    other, _unit, _eva = world.neighbour()
    with world.inside(other):
        there = Person.objects.create(
            organisation_id=other.id,
            given_name="Arne",
            family_name="Solli-Storvik",
            created_at=world.at,
            account=arne.account,
        )
        refresh_person(other.id, there.id, at=world.at)
    client = english(world, arne)
    listed = text(client.get(reverse("portal:files")))
    assert "Go to Storvik kommune" in listed
    assert "Solli-Storvik" not in listed
    client.post(reverse("portal:files"), {"organisation": str(other.id)})
    page = text(client.get(reverse("portal:files")))
    assert "Solli-Storvik" in page
    assert "Go to Lyngvik kommune" in page
    assert client.get(reverse("portal:withdraw", args=[world.consent.id])).status_code == 404


def test_an_organisation_without_a_file_of_mine_cannot_be_entered(world, arne):
    other, _unit, _eva = world.neighbour()
    client = english(world, arne)
    client.post(reverse("portal:files"), {"organisation": str(other.id)})
    assert "Hello, Arne" in text(client.get(reverse("portal:home")))


# notices


@pytest.fixture
def notice(world):
    """The hospital has told of Kari, who has not been asked yet."""
    from knutepunkt.access.scope import acting_as
    from knutepunkt.identity.system import IMPORTER
    from knutepunkt.intake.operations import receive_notice

    kari = world.person("Kari", "Lund", account=True)
    with acting_as(IMPORTER, purpose="test", organisation_id=world.lyngvik.id, at=world.at):
        made = receive_notice(
            organisation_id=world.lyngvik.id,
            kind="possible-need",
            channel="oral",
            by=world.loader(),
            at=world.at,
            person=kari,
            text="Hun trenger trening",
            sender_organisation="St. Olavs hospital",
            unit_id=world.office.id,
        )
    world.kari = kari
    return made


def acknowledged(world, notice):
    from knutepunkt.intake.operations import acknowledge

    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid):
        acknowledge(notice=notice, by=ingrid, at=world.at)


def test_kari_is_asked_before_she_can_read_what_was_written(world, notice):
    client = english(world, world.kari)
    assert "Do you want us to find out what help you need?" in text(client.get(reverse("portal:home")))
    url = reverse("portal:notice", args=[notice.id])
    page = text(client.get(url))
    assert "from St. Olavs hospital" in page
    assert "Hun trenger trening" not in page


def test_her_yes_opens_the_notice_to_her_and_stands_in_her_name(world, notice):
    acknowledged(world, notice)
    client = english(world, world.kari)
    url = reverse("portal:notice", args=[notice.id])
    assert client.post(url, {"about": str(world.kari.id), "wish": "yes", "words": "Gjerne"}).status_code == 302
    assert "Hun trenger trening" in text(client.get(url))
    assert "We do not ask you anything now" in text(client.get(reverse("portal:home")))
    world.system()
    event = Event.objects.get(what="notice.answered-on-own-page")
    assert (event.account_id, event.by_name, event.facts["wish"]) == (world.kari.account_id, "Kari Lund", "yes")
    again = text(client.post(url, {"about": str(world.kari.id), "wish": "no", "words": ""}, follow=True))
    assert "already answered" in again


def test_her_no_closes_it_for_everybody(world, notice):
    acknowledged(world, notice)
    client = english(world, world.kari)
    client.post(reverse("portal:notice", args=[notice.id]), {"about": str(world.kari.id), "wish": "no", "words": ""})
    assert "Nobody who works here can see anything now" in text(client.get(reverse("portal:home")))
    world.system()
    notice.refresh_from_db()
    assert notice.state == "declined-by-person"


def test_a_notice_about_another_is_not_there(world, arne, notice):
    client = english(world, arne)
    url = reverse("portal:notice", args=[notice.id])
    assert client.get(url).status_code == 404
    assert client.post(url, {"about": str(arne.id), "wish": "yes", "words": ""}).status_code == 404


def test_a_notice_that_was_sent_on_is_gone_from_the_pages(world, notice):
    from knutepunkt.intake.models import Notice

    client = english(world, world.kari)
    world.system()
    Notice.objects.update(state="entered-in-error")
    assert "St. Olavs" not in text(client.get(reverse("portal:home")))
    assert client.get(reverse("portal:notice", args=[notice.id])).status_code == 404


@pytest.mark.story("S17.3")
def test_who_asks_for_help_has_applied_from_that_day_and_asks_once(world):
    from knutepunkt.intake.models import Notice

    kari = world.person("Kari", "Lund", account=True)
    client = english(world, kari)
    url = reverse("portal:request")
    assert url in text(client.get(reverse("portal:home")))
    sent = {"about": str(kari.id), "text": "Jeg klarer ikke alt selv", "important": "Å bo hjemme"}
    assert client.post(url, sent).status_code == 302
    assert "We do not ask you anything now" in text(client.get(reverse("portal:home")))
    assert "Jeg klarer ikke alt selv" in text(client.get(url, follow=True))
    client.post(url, sent)
    world.system()
    asked = Notice.objects.get(person_id=kari.id)
    assert (asked.kind, asked.application_from, asked.unit_id) == ("own-request", world.at.date(), world.office.id)
    assert Event.objects.get(what="notice.received").account_id == kari.account_id


def test_a_parent_answers_for_a_child_only_after_the_child_was_heard(world, arne, jonas):
    client = english(world, arne)
    client.post(reverse("portal:files"), {"person": str(jonas.id)})
    sent = {"about": str(jonas.id), "subjects": ["plan"], "answer": "yes", "not_shared": "", "child_heard": ""}
    assert "The child must be heard" in text(client.post(reverse("portal:consent"), sent))
    assert client.post(reverse("portal:consent"), sent | {"child_heard": "Jonas vil gjerne"}).status_code == 302
    world.system()
    given = in_force(world.lyngvik.id, jonas.id, "plan", at=world.at)
    assert (given.given_by, given.given_by_name, given.child_heard) == ("parent", "Arne Solli", "Jonas vil gjerne")
    assert Consent.objects.filter(person=arne).count() == 1
