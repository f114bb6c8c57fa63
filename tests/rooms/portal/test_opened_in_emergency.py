"""Emergency access on the own pages: who, when and why, in the words that were written, for those from whom nothing is kept."""

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from knutepunkt.audit.models import ViewRecord
from knutepunkt.consent.operations import withhold
from knutepunkt.people import emergency, operations
from knutepunkt.people.numbers import synthetic

NUMBER = synthetic(date(2012, 5, 2), 1)
REASON = "Unconscious in the waiting room after pills"
LOOKS = "portal:looks"


@pytest.fixture(autouse=True)
def _now(time_machine_at):
    """All in this room's tests happens on the world's morning."""


@pytest.fixture
def jonas(world):
    """Fourteen years old, with a sign-in and a father who has one."""
    person = operations.register_person(
        by=world.loader(), at=world.at, organisation_id=world.lyngvik.id, given_name="Jonas", family_name="Solli", number=NUMBER,
        birth_date=date(2012, 5, 2),
    )  # fmt: skip
    person.refresh_from_db()
    operations.connect_account(
        person=person, account=world.account("person:jonas", "person"), by=world.loader(), at=world.at
    )
    person.father = operations.add_next_of_kin(
        person=person, by=world.loader(), at=world.at, name="Arne Solli", relation="father", parental_responsibility=True,
        account=world.account("person:father", "person"),
    )  # fmt: skip
    return person


@pytest.fixture
def access(world, jonas):
    with world.acting(world.actor(world.silje)) as silje:
        return emergency.open_emergency_access(number=NUMBER, reason=REASON, by=silje, at=world.at)


def read(world, somebody):
    client = world.client(somebody, headers={"accept-language": "en"})
    return " ".join(client.get(reverse(LOOKS)).content.decode().split())


def test_the_person_reads_who_when_and_why(world, jonas, access):
    page = read(world, jonas)
    for said in (
        "Opened because of danger", "Silje Dahl, logoped in Logopedtjenesten, opened your file.", "24 November at 09.00",
        "It closes at 10.00.", f"Why, in their own words: “{REASON}”", "The leader has not looked at it yet.",
    ):  # fmt: skip
        assert said in page, said
    world.system()
    assert ViewRecord.objects.filter(page="own-looks", person_id=jonas.pk, basis="own-file").count() == 1


def test_what_the_leader_found_stands_there_too(world, jonas, access):
    lead = world.staff("Lena Vik", "leder", world.speech, "leader")
    with world.acting(world.actor(lead)) as actor:
        emergency.review_emergency_access(access=access, by=actor, at=world.at, finding="Right to open it")
    with time_machine.travel(world.at + timedelta(hours=2), tick=False):
        page = read(world, jonas)
    assert "It was closed again on 24 November at 10.00." in page
    assert "Lena Vik leads the unit, and looked at it on 24 November. This was found: “Right to open it”" in page


def test_who_acts_for_the_person_reads_it_by_name_until_something_is_kept_from_them(world, jonas, access):
    page = read(world, jonas.father)
    assert "opened the file about Jonas." in page
    assert REASON in page
    world.system()
    by = world.actor(jonas)
    with world.acting(by):
        withhold(person=jonas, by=by, at=world.at, kept_from="parents", topic="substance-use", reason="Vil ikke")
    page = read(world, jonas.father)
    assert "opened the file about Jonas." in page
    assert REASON not in page
    assert REASON in read(world, jonas)


@pytest.mark.parametrize("what", ["a topic", "the very row"])
def test_what_the_law_keeps_from_the_person_takes_the_reason_along(world, jonas, access, what):
    kept = {"topic": "child-welfare"}
    if what == "the very row":
        kept = {"object_id": access.pk, "object_type": "people.emergencyaccess"}
    with world.acting(world.loader()) as by:
        withhold(
            person=jonas, by=by, at=world.at, kept_from="person", reason="Fare", by_law=True, decided_by="Barnevernleder",
            review_on=date(2027, 1, 4), **kept,
        )  # fmt: skip
    page = read(world, jonas)
    assert REASON not in page
    assert ("opened your file." in page) == (what == "a topic")


def test_the_copy_of_the_file_has_the_reason_for_the_same_readers(world, jonas, access):
    def taken(somebody):
        answer = world.client(somebody).post(reverse("portal:take-archive"), {"about": str(jonas.pk)})
        packed = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
        world.system()
        return [row["reason"] for row in json.loads(packed.read("bundle.json"))["parts"]["emergency-access"]]

    assert taken(jonas) == taken(jonas.father) == [REASON]
    by = world.actor(jonas)
    with world.acting(by):
        withhold(person=jonas, by=by, at=world.at, kept_from="parents", topic="substance-use", reason="Vil ikke")
    assert taken(jonas.father) == []
    assert taken(jonas) == [REASON]


def test_nobody_else_reads_it_here_and_it_stands_on_the_first_page_only(world, jonas, access):
    kari = world.person("Kari", "Lund", account=True)
    assert "Opened because of danger" not in read(world, kari)
    client = world.client(jonas, headers={"accept-language": "en"})
    assert REASON not in client.get(reverse(LOOKS), {"page": "2"}).content.decode()


@pytest.mark.parametrize("times", [1, 3])
def test_statements(world, jonas, times, django_assert_num_queries):
    for hours in range(times):
        at = world.at - timedelta(hours=2 * hours)
        with world.acting(world.actor(world.silje, at=at), at=at) as silje:
            emergency.open_emergency_access(number=NUMBER, reason=REASON, by=silje, at=at)
    client = world.client(jonas)
    with django_assert_num_queries(12):
        client.get(reverse(LOOKS))
