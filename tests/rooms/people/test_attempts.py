"""Asking for a file a conflict closes: plain "not found", at the same cost, and written down for the review."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from knutepunkt.access.grants import refresh_person
from knutepunkt.audit.models import Event
from knutepunkt.coordination.models import FollowUp
from knutepunkt.people.attempts import _tables_about_persons
from knutepunkt.people.models import ConflictOfInterest

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


def asked(client, url):
    """Status, size and text without the token that is new each time, and how many statements it took."""
    with CaptureQueriesContext(connection) as statements:
        answer = client.get(url)
    text = TOKEN.sub("token", answer.content.decode().replace(url, "URL"))
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
