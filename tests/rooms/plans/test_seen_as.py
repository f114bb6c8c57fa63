"""What is shown before the answer is what the one asked about gets after it, element for element, and nothing stays of looking."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from knutepunkt.access.models import Exclusion, Grant
from knutepunkt.audit.models import Event, ViewRecord
from knutepunkt.consent.models import Consent
from knutepunkt.consent.operations import answer_consent, withhold
from knutepunkt.coordination.operations import add_care_team_member
from knutepunkt.plans.seen_as import as_seen_by
from rooms.plans.making import Making
from world import informed


class Elements(HTMLParser):
    """The elements of a page with their attributes and texts, in order."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, tuple(attrs)))

    def handle_endtag(self, tag):
        self.found.append((tag,))

    def handle_data(self, data):
        if data.strip():
            self.found.append(" ".join(data.split()))


@pytest.fixture(autouse=True)
def now(monkeypatch, at):
    monkeypatch.setattr("knutepunkt.config.middleware.now", lambda: at + timedelta(hours=1))


@pytest.fixture
def making(world):
    making = Making(world, account=True)
    plan = making.draft()
    making.plan = plan
    making.goal(plan, "Tilbake på verkstedet", life_area="work")
    making.goal(plan, "Bli venn med søvnen", life_area="mind")
    nav = world.unit("nav", "NAV Lyngvik", kind="service", sector="work")
    making.hanne = world.staff("Hanne Lund", "rådgiver", nav, "employee")
    with making.as_ingrid() as ingrid:
        making.member = add_care_team_member(
            follow_up=making.follow_up, staff=making.hanne, role="rådgiver", sees_plan=True, topics=["work"], by=ingrid,
            at=making.at + timedelta(minutes=1),
        )  # fmt: skip
    making.question = Consent.objects.get(state="drafted")
    return making


def eyes(making, viewer, **more):
    with making.world.acting(viewer, making.person, at=making.at + timedelta(hours=1)):
        return as_seen_by(making.plan, making.hanne, by=viewer, at=making.at + timedelta(hours=1), **more)


def test_the_picture_before_the_answer_is_the_page_after_it(making, world):
    client = world.client(making.hanne)
    assert client.get(reverse("plans:plan", args=[making.plan.pk])).status_code == 404
    world.system()
    arne = world.actor(making.person)
    before = eyes(making, arne, consent=making.question)
    assert "Tilbake på verkstedet" in before.html
    assert "søvnen" not in before.html
    assert set(before.topics) == {"goals", "work"}
    with world.acting(arne, making.person):
        answer_consent(
            consent=making.question,
            by=arne,
            at=making.at + timedelta(minutes=2),
            answer="signed",
            **informed(making.at),
        )
    page = client.get(reverse("plans:plan", args=[making.plan.pk])).content.decode()
    after = Elements(page).found
    for part in map(Elements, before.parts):
        assert any(after[i : i + len(part.found)] == part.found for i in range(len(after))), part.found
    assert sum(len(Elements(part).found) for part in before.parts) > 60


def test_looking_leaves_no_trace_but_the_lookers_own(making, world):
    counted = (Grant, Exclusion, Consent, Event, ViewRecord)
    before = [model.objects.count() for model in counted]
    seen = eyes(making, world.actor(making.person), consent=making.question)
    assert seen.html
    assert [model.objects.count() for model in counted] == before
    assert not eyes(making, world.actor(making.person), today=True).html


def test_boxes_ticked_in_the_form_decide_what_is_shown(making, world):
    arne = world.actor(making.person)
    making.member.topics = None
    making.member.save()
    seen = eyes(making, arne, topics=["work", "mental-health"])
    assert "søvnen" in seen.html
    assert "Tilbake på verkstedet" in seen.html
    assert "school" in seen.closed


def test_nobody_sees_more_through_anothers_eyes(making, world):
    with making.as_ingrid() as ingrid:
        withhold(
            person=making.person, kept_from="person", topic="mental-health", by_law=True, reason="Fare for liv.", decided_by="lege",
            review_on=making.at.date() + timedelta(days=30), by=ingrid, at=making.at,
        )  # fmt: skip
    making.member.topics = None
    making.member.save()
    arne = world.actor(making.person)
    assert "søvnen" not in eyes(making, arne, topics=["work", "mental-health"]).html
    assert "søvnen" in eyes(making, world.actor(world.ingrid), topics=["work", "mental-health"]).html
