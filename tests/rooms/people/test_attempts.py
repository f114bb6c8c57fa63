"""Asking for a file a conflict closes: plain "not found", at the same cost, and written down for the review."""

import re
import uuid
from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from knutepunkt.access.grants import refresh_person
from knutepunkt.audit.models import Event, ReviewItem
from knutepunkt.coordination.models import FollowUp
from knutepunkt.foundation.clock import day, now
from knutepunkt.front.reviews.gathering import gather
from knutepunkt.people import operations
from knutepunkt.people.attempts import _tables_about_persons
from knutepunkt.people.models import ConflictOfInterest, EmergencyAccess
from knutepunkt.people.numbers import synthetic

NUMBER, NOBODYS = synthetic(date(1971, 3, 9), 1), synthetic(date(1971, 3, 9), 2)
TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")


@pytest.fixture
def arne(world):
    person = world.person(account=True)
    person.follow_up = FollowUp.objects.create(
        organisation_id=world.lyngvik.id, person=person, unit=world.office, opened_at=timezone.now() - timedelta(days=1)
    )
    refresh_person(world.lyngvik.id, person.pk, at=world.at)
    return person


def declare(world, person, staff, **more):
    ConflictOfInterest.objects.create(
        organisation_id=world.lyngvik.id, person=person, staff=staff, declared_by=staff.name,
        starts_at=timezone.now() - timedelta(hours=1), **more,
    )  # fmt: skip
    refresh_person(world.lyngvik.id, person.pk, at=world.at)


def attempts(world):
    world.system()
    return [(e.person_id, e.account_id, e.facts) for e in Event.objects.filter(what="conflict.attempted")]


def asked(client, url, said=None, shown=""):
    """Status, size and text without the token that is new each time, and how many statements it took. `shown`: what was typed."""
    with CaptureQueriesContext(connection) as statements:
        answer = client.post(url, said) if said else client.get(url)
    text = TOKEN.sub("token", answer.content.decode().replace(url, "URL"))
    text = text.replace(shown, "SHOWN") if shown else text
    return answer.status_code, len(answer.content), text, len(statements)


@pytest.mark.parametrize("of", ["the person", "the follow-up"])
@pytest.mark.story("S16.6")
def test_the_attempt_is_written_and_the_answer_is_that_of_a_file_that_is_not_there(world, arne, of):
    declare(world, arne, world.ingrid)
    name, pk = ("person", arne.pk) if of == "the person" else ("follow-up", arne.follow_up.pk)
    client = world.client(world.ingrid)
    closed = asked(client, reverse(f"coordination:{name}", args=[pk]))
    assert attempts(world) == [(arne.pk, world.ingrid.account_id, {})]
    missing = asked(client, reverse(f"coordination:{name}", args=[uuid.uuid4()]))
    assert closed == missing
    assert closed[0] == 404
    assert len(attempts(world)) == 1


def test_only_a_conflict_that_holds_counts_and_only_for_those_it_concerns(world, arne):
    declare(world, arne, world.silje, ends_at=timezone.now() - timedelta(minutes=1))
    url = reverse("coordination:person", args=[arne.pk])
    for who in (world.silje, world.ingrid, world.leif, arne):
        world.client(who).get(url)
        world.system()
    assert attempts(world) == []


def test_a_form_sent_to_a_closed_file_is_an_attempt_too(world, arne):
    declare(world, arne, world.ingrid)
    world.client(world.ingrid).post(reverse("coordination:need", args=[arne.follow_up.pk]), {"level": "1"})
    assert len(attempts(world)) == 1


def test_every_table_about_persons_is_asked(world, arne):
    tables = {table for table, _owner in _tables_about_persons()}
    assert {
        "people_person",
        "coordination_followup",
        "plans_individualplan",
        "consent_consent",
        "intake_notice",
    } <= tables


SEARCH, EMERGENCY = "/search/", "/persons/emergency/"
REASON = "Unconscious in the waiting room, the list of medicines is needed"


def by_number(number):
    """What is sent to search and to emergency access, each with the status of an answer that gives nothing."""
    return {SEARCH: ({"q": number}, 200), EMERGENCY: ({"number": number, "reason": REASON}, 422)}


@pytest.fixture
def numbered(world):
    """Somebody with an identity number, whom the office follows up."""
    person = operations.register_person(
        by=world.loader(),
        at=world.at,
        organisation_id=world.lyngvik.id,
        given_name="Arne",
        family_name="Solli",
        number=NUMBER,
    )
    FollowUp.objects.create(
        organisation_id=world.lyngvik.id, person=person, unit=world.office, opened_at=timezone.now() - timedelta(days=1)
    )
    refresh_person(world.lyngvik.id, person.pk, at=world.at)
    return person


@pytest.mark.parametrize("url", [SEARCH, EMERGENCY])
@pytest.mark.story("S16.6")
def test_asking_by_number_is_an_attempt_and_the_answer_is_that_of_a_number_nobody_has(world, numbered, url):
    declare(world, numbered, world.ingrid)
    client = world.client(world.ingrid)
    said, status = by_number(NUMBER)[url]
    closed = asked(client, url, said, shown=NUMBER)
    assert attempts(world) == [(numbered.pk, world.ingrid.account_id, {})]
    said, _status = by_number(NOBODYS)[url]
    missing = asked(client, url, said, shown=NOBODYS)
    assert closed == missing
    assert closed[0] == status
    assert "Solli" not in closed[2]
    assert len(attempts(world)) == 1
    assert not EmergencyAccess.objects.exists()


def test_the_attempt_by_number_comes_on_the_leaders_list(world, numbered):
    declare(world, numbered, world.ingrid)
    client = world.client(world.ingrid)
    for url in (SEARCH, EMERGENCY):
        client.post(url, by_number(NUMBER)[url][0])
    world.system()
    gather(world.lyngvik.id, day(now()), at=now(), random=Random(1))
    world.system()
    listed = ReviewItem.objects.get(kind="conflict")
    assert (listed.account_id, listed.person_id, listed.count) == (world.ingrid.account_id, numbered.pk, 2)
    page = world.client(world.leif, headers={"accept-language": "en"}).get("/reviews/").content.decode()
    assert "Own or declared family" in page
    assert "Ingrid Solbakken" in page
    assert "Solli" not in page


@pytest.mark.parametrize("url", [SEARCH, EMERGENCY])
def test_a_number_typed_by_others_or_after_the_conflict_is_no_attempt(world, numbered, url):
    declare(world, numbered, world.silje, ends_at=timezone.now() - timedelta(minutes=1))
    stranger = world.staff("Nils Ny", "vernepleier", world.speech, "employee")
    for who in (world.silje, world.ingrid, stranger, world.leif):
        world.client(who).post(url, by_number(NUMBER)[url][0])
        world.system()
    assert attempts(world) == []


def test_a_refusal_that_nobody_catches_takes_its_work_back_but_not_the_attempt(world, numbered, monkeypatch):
    from knutepunkt.coordination.views.keeping import emergency as views

    declare(world, numbered, world.ingrid)
    monkeypatch.setattr(views, "filled", lambda request, _form, act, **_more: act(views.EmergencyForm(request.POST)))
    monkeypatch.setattr(views.EmergencyForm, "cleaned_data", by_number(NUMBER)[EMERGENCY][0], raising=False)
    answer = world.client(world.ingrid).post(EMERGENCY, by_number(NUMBER)[EMERGENCY][0])
    assert answer.status_code == 409
    assert attempts(world) == [(numbered.pk, world.ingrid.account_id, {})]
