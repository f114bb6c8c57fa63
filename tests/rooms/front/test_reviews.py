"""Look-ups to review: which come on the list, who looks into them, what the page shows and hides."""

from datetime import date, timedelta
from random import Random

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation
from procrastinate.contrib.django import app

from knutepunkt.access.decide import NotAllowed
from knutepunkt.access.grants import refresh_person, refresh_units
from knutepunkt.audit import review
from knutepunkt.audit.log import record, record_view
from knutepunkt.audit.models import Event, ReviewItem, ReviewState, ViewRecord
from knutepunkt.coordination.operations import open_follow_up
from knutepunkt.foundation.clock import day
from knutepunkt.front.reviews import jobs
from knutepunkt.front.reviews.gathering import gather
from knutepunkt.front.reviews.operations import NoWords, find_breach, find_in_order, put_question
from knutepunkt.identity.models import Account
from knutepunkt.organisation.models import StaffRole
from knutepunkt.people.conflicts import declare_conflict
from knutepunkt.people.models import ConflictOfInterest, NextOfKin
from knutepunkt.people.numbers import synthetic
from knutepunkt.people.operations import add_next_of_kin, connect_account, register_person


@pytest.fixture(autouse=True)
def _today(at):
    with time_machine.travel(at, tick=False):
        yield


@pytest.fixture
def look(world):
    """Somebody looks up a person, as the pages write it."""

    def look(staff, *persons, page="plan", at=None):
        with world.inside(world.lyngvik):
            record_view(page, [p.id for p in persons], by=world.actor(staff), at=at or world.at, basis="unit")

    return look


@pytest.fixture
def gathered(world):
    """The kinds found on the day of the tests, with who and whom."""

    def run(at=None, **more):
        gather(world.lyngvik.id, day(at or world.at), at=world.at, random=Random(1))
        world.system()
        items = ReviewItem.objects.filter(**more)
        return {(i.kind, i.account_id, i.person_id) for i in items if i.kind != "sample"}

    return run


def twin(staff):
    """The same human's account as a person."""
    person_account = Account.objects.create(subject=f"person:{staff.name}", kind="person", password="!")
    Account.objects.filter(pk=staff.account_id).update(twin=person_account)
    return person_account


def leader_of(world, name, unit, **more):
    staff = world.staff(name, "leder", unit, "leader")
    StaffRole.objects.filter(staff=staff).update(**more)
    refresh_units(world.lyngvik.id, at=world.at)
    return staff


def item(world, staff, person, **more):
    with world.inside(world.lyngvik):
        return ReviewItem.objects.create(
            organisation_id=world.lyngvik.id, kind=more.pop("kind", "sample"), day=day(world.at), account_id=staff.account_id,
            by_name=staff.name, role=staff.title, person_id=person.id if person else None, count=3, first_at=world.at,
            last_at=world.at, pages=["plan"], reviewer_id=more.pop("reviewer", world.leif).account_id, unit_id=world.office.id,
            listed_at=world.at, **more,
        )  # fmt: skip


def text(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


# what comes on the list


def test_a_few_are_picked_at_random_and_no_more_when_asked_again(world, look):
    persons = [world.person("Arne", f"Solli{n}") for n in range(review.SAMPLED + 3)]
    look(world.ingrid, *persons)

    made = [gather(world.lyngvik.id, day(world.at), at=world.at, random=Random(n)) for n in range(2)]

    assert made == [review.SAMPLED, 0]
    world.system()
    assert set(ReviewItem.objects.values_list("kind", flat=True)) == {"sample"}


def test_lists_of_ones_own_work_and_own_pages_are_not_looked_into(world, look):
    arne = world.person(account=True)
    for page in ("my-day", "inbox", "overview"):
        look(world.ingrid, arne, page=page)
    with world.inside(world.lyngvik):
        record_view("own", [arne.id], by=world.actor(arne), at=world.at, basis="own-file")

    assert gather(world.lyngvik.id, day(world.at), at=world.at, random=Random(1)) == 0


def test_many_look_ups(world, look, gathered, monkeypatch):
    monkeypatch.setattr(review, "MANY", 3)
    persons = [world.person("Arne", f"Solli{n}") for n in range(3)]
    look(world.ingrid, *persons[:2])
    look(world.ingrid, persons[0])
    look(world.silje, *persons)

    assert gathered() == {("many", world.silje.account_id, None)}
    assert ReviewItem.objects.get(kind="many").count == 3


def test_a_colleagues_file(world, look, gathered):
    hers = world.person("Silje", "Dahl")
    hers.account = twin(world.silje)
    hers.save(update_fields=["account"])
    look(world.ingrid, hers, world.person())

    assert gathered() == {("colleague", world.ingrid.account_id, hers.id)}


def test_family_and_those_who_were_declared(world, look, gathered):
    child, friend, other = world.person("Ola"), world.person("Per"), world.person("Kari")
    NextOfKin.objects.create(
        organisation_id=world.lyngvik.id,
        person=child,
        account=twin(world.ingrid),
        name="Ingrid",
        relation="mor",
        valid_from=world.at,
    )
    ConflictOfInterest.objects.create(
        organisation_id=world.lyngvik.id,
        person=friend,
        staff=world.ingrid,
        declared_by="Ingrid",
        starts_at=world.at - timedelta(days=9),
    )
    look(world.ingrid, child, friend, other)
    look(world.leif, child, friend, other)

    assert gathered() == {("family", world.ingrid.account_id, child.id), ("family", world.ingrid.account_id, friend.id)}


def test_ones_own_file_is_family_and_no_colleagues(world, look, gathered):
    own = world.person("Ingrid", "Egen")
    own.account = Account.objects.create(subject="own", kind="person", password="!", twin=world.ingrid.account)
    own.save(update_fields=["account"])
    look(world.ingrid, own)
    look(world.leif, own)

    assert gathered() == {("family", world.ingrid.account_id, own.id), ("colleague", world.leif.account_id, own.id)}


KEPT_AWAY = ("own", "relative", "declared")
NUMBER = synthetic(date(1971, 3, 9), 1)
SEARCH, EMERGENCY = "/search/", "/persons/emergency/"
REASON = "Unconscious in the waiting room, the medicines are needed"


@pytest.fixture
def closed_file(world):
    """Makes a file the unit works with that Ingrid must keep away from, for one of the three reasons."""

    def make(why):
        with world.inside(world.lyngvik):
            person = register_person(
                by=world.loader(), at=world.at, organisation_id=world.lyngvik.id, given_name="Arne", family_name="Hemmelig",
                number=NUMBER,
            )  # fmt: skip
            open_follow_up(person=person, unit_id=world.office.id, by=world.loader(), at=world.at)
            refresh_person(world.lyngvik.id, person.pk, at=world.at)
            if why == "own":
                connect_account(person=person, account=twin(world.ingrid), by=world.loader(), at=world.at)
            elif why == "relative":
                add_next_of_kin(
                    person=person, by=world.loader(), at=world.at, name="Ingrid", relation="søster", account=twin(world.ingrid)
                )  # fmt: skip
            else:
                declare_conflict(staff=world.ingrid, number=NUMBER, by=world.actor(world.ingrid), at=world.at)
        return person

    return make


@pytest.mark.parametrize("why", KEPT_AWAY)
def test_each_attempt_on_a_file_to_keep_away_from_is_refused_and_reaches_the_leader(world, closed_file, gathered, why):
    person = closed_file(why)
    client = world.client(world.ingrid)
    asked = [
        client.get(reverse("coordination:person", args=[person.pk])),
        client.post(SEARCH, {"q": NUMBER}),
        client.post(EMERGENCY, {"number": NUMBER, "reason": REASON}),
    ]

    assert [answer.status_code for answer in asked] == [404, 200, 422]
    assert all("Hemmelig" not in answer.content.decode() for answer in asked)
    world.system()
    assert gathered() == {("conflict", world.ingrid.account_id, person.pk)}
    listed = ReviewItem.objects.get(kind="conflict")
    assert (listed.count, listed.reviewer_id) == (3, world.leif.account_id)
    assert not ViewRecord.objects.filter(account_id=world.ingrid.account_id, person_id=person.pk).exists()
    leif = world.client(world.leif, headers={"accept-language": "en"})
    pages = text(leif.get("/reviews/")) + text(leif.get(f"/reviews/{listed.pk}/"))
    assert pages.count("Ingrid Solbakken") == 2
    assert "Own or declared family" in pages
    assert "tried to open the file of somebody they must keep away from" in pages
    assert "Hemmelig" not in pages


@pytest.mark.parametrize("why", KEPT_AWAY)
def test_a_colleague_who_may_is_not_on_the_list_of_attempts(world, closed_file, gathered, why):
    person = closed_file(why)
    colleague = world.staff("Nils Ny", "vernepleier", world.office, "caseworker")
    client = world.client(colleague)
    assert client.get(reverse("coordination:person", args=[person.pk]), follow=True).status_code == 200
    assert "Hemmelig" in client.post(SEARCH, {"q": NUMBER}).content.decode()
    world.system()

    assert "conflict" not in {kind for kind, *_rest in gathered()}


def test_the_same_address(world, look, gathered):
    home = {"address": "Fjellveien 3", "postcode": "5003"}
    own = world.person("Ingrid", "Egen", **home)
    own.account = twin(world.ingrid)
    own.save(update_fields=["account"])
    lodger = world.person("Liv", "Leier", address="fjellveien 3", postcode="5003")
    namesake = world.person("Nils", "Annensted", address="Fjellveien 3", postcode="9000")
    look(world.ingrid, lodger, namesake)
    look(world.silje, lodger)

    assert gathered() == {("same-address", world.ingrid.account_id, lodger.id)}


def test_after_the_role_ended(world, look, gathered):
    arne = world.person()
    look(world.ingrid, arne, at=world.at - timedelta(hours=2))
    StaffRole.objects.filter(staff=world.silje).update(valid_to=world.at - timedelta(hours=1))
    look(world.silje, arne, at=world.at - timedelta(hours=2))
    assert gathered() == set()

    look(world.silje, arne)

    assert gathered() == {("after-role", world.silje.account_id, arne.id)}


def test_emergency_access_and_refused_attempts(world, gathered):
    arne = world.person()
    for what in ("emergency.opened", "emergency.closed", "conflict.attempted", "conflict.declared", "plan.activated"):
        record(what, arne, by=world.actor(world.silje), at=world.at, person_id=arne.id)

    assert gathered() == {(kind, world.silje.account_id, arne.id) for kind in ("emergency", "conflict")}
    assert set(ReviewItem.objects.values_list("count", flat=True)) == {1}


def test_only_the_days_own_look_ups_and_only_this_organisations(world, look, gathered):
    arne = world.person()
    other, _unit, eva = world.neighbour()
    with world.inside(other):
        record("emergency.opened", eva, by=world.actor(eva, other), at=world.at, person_id=arne.id)
    for hours in (-10, 15):
        record(
            "emergency.opened",
            arne,
            by=world.actor(world.silje),
            at=world.at + timedelta(hours=hours),
            person_id=arne.id,
        )

    assert gathered() == set()


def test_the_job_goes_through_the_days_that_have_passed(world, look):
    arne = world.person()
    record("emergency.opened", arne, by=world.actor(world.silje), at=world.at - timedelta(days=2), person_id=arne.id)
    record("emergency.opened", arne, by=world.actor(world.silje), at=world.at, person_id=arne.id)

    assert (jobs.gather_days(world.at), jobs.gather_days(world.at)) == (1, 0)
    assert "front.review-list" in app.tasks


def test_what_is_listed_stands_in_the_log(world):
    arne = world.person()
    record("emergency.opened", arne, by=world.actor(world.silje), at=world.at, person_id=arne.id)
    gather(world.lyngvik.id, day(world.at), at=world.at, random=Random(1))
    world.system()

    event = Event.objects.get(what="review.listed")
    assert (event.person_id, event.facts) == (arne.id, {"kind": "emergency"})


# who reviews


def reviewer_of(world, staff):
    arne = world.person("Arne", f"For {staff.name}")
    record("emergency.opened", arne, by=world.actor(staff), at=world.at, person_id=arne.id)
    gather(world.lyngvik.id, day(world.at), at=world.at, random=Random(1))
    world.system()
    found = ReviewItem.objects.get(person_id=arne.id)
    return found.reviewer_id, found.unit_id


def test_the_leader_of_the_unit_reviews(world):
    assert reviewer_of(world, world.ingrid) == (world.leif.account_id, world.office.id)


def test_another_leader_where_the_unit_has_none(world):
    assert reviewer_of(world, world.silje) == (world.leif.account_id, world.office.id)


def test_the_leader_above_reviews_the_leader(world):
    top = world.unit("helse", "Helse", kind="service")
    world.office.parent = top
    world.office.save()
    siri = leader_of(world, "Siri Topp", top)

    assert reviewer_of(world, world.leif) == (siri.account_id, top.id)


def test_nobody_reviews_themselves_and_it_waits_until_there_is_somebody(world):
    assert reviewer_of(world, world.leif) == (None, None)

    siri = leader_of(world, "Siri Topp", world.speech)
    gather(world.lyngvik.id, day(world.at), at=world.at, random=Random(1))
    world.system()

    assert ReviewItem.objects.get().reviewer_id == siri.account_id


def test_a_leader_who_has_left_hands_over(world):
    assert reviewer_of(world, world.ingrid)[0] == world.leif.account_id
    StaffRole.objects.filter(staff=world.leif).update(valid_to=world.at)
    siri = leader_of(world, "Siri Topp", world.office, valid_from=world.at - timedelta(days=1))
    gather(world.lyngvik.id, day(world.at), at=world.at, random=Random(1))
    world.system()

    assert ReviewItem.objects.get().reviewer_id == siri.account_id


# looking into it


def test_each_finding_has_its_words_and_its_event(world):
    leif, arne = world.actor(world.leif), world.person()
    first, second, third = (item(world, world.ingrid, arne, kind=kind) for kind in ("sample", "many", "emergency"))
    with world.acting(leif):
        find_in_order(item=first, by=leif, at=world.at)
        put_question(item=second, by=leif, at=world.at, words="Hvorfor?")
        find_in_order(item=second, by=leif, at=world.at + timedelta(hours=1), words="Hun hadde vakt.")
        find_breach(item=third, by=leif, at=world.at, words="Ingen oppgave.")

    states = [ReviewItem.objects.get(pk=i.pk).state for i in (first, second, third)]
    assert states == [ReviewState.IN_ORDER, ReviewState.IN_ORDER, ReviewState.BREACH]
    assert [s.reason for s in ReviewItem.objects.get(pk=second.pk).steps.order_by("at", "id")] == [
        "Hvorfor?",
        "Hun hadde vakt.",
    ]
    told = list(Event.objects.filter(what__startswith="review.").order_by("id").values_list("what", "person_id"))
    assert sorted(told) == [
        ("review.ask", arne.id),
        ("review.find-breach", arne.id),
        ("review.find-in-order", arne.id),
        ("review.find-in-order", arne.id),
    ]
    assert "Hvorfor" not in str(list(Event.objects.values_list("facts", flat=True)))


@pytest.mark.parametrize("operation", [put_question, find_breach])
def test_words_are_needed(world, operation):
    found, leif = item(world, world.ingrid, world.person()), world.actor(world.leif)

    with world.acting(leif), pytest.raises(NoWords):
        operation(item=found, by=leif, at=world.at, words=" ")


def test_nobody_else_and_never_ones_own(world):
    found = item(world, world.ingrid, world.person())
    own = item(world, world.leif, world.person("Kari"), reviewer=world.silje)
    with pytest.raises(NotAllowed):
        find_in_order(item=found, by=world.actor(world.ingrid), at=world.at)
    with translation.override("en"), pytest.raises(NotAllowed, match="what you have looked up yourself"):
        find_in_order(item=own, by=world.actor(world.leif), at=world.at)


@pytest.mark.parametrize("who", ["ingrid", "silje", "eva", "arne", "siri"])
def test_only_the_reviewer_sees_the_row(world, who):
    arne = world.person(account=True)
    found = item(world, world.ingrid, arne)
    organisation = None
    if who == "eva":
        organisation, _unit, somebody = world.neighbour()
    else:
        somebody = (
            arne if who == "arne" else leader_of(world, "Siri", world.speech) if who == "siri" else getattr(world, who)
        )
    with world.acting(world.actor(somebody, organisation)):
        assert not ReviewItem.objects.filter(pk=found.pk).exists()
    with world.acting(world.actor(world.leif)):
        assert ReviewItem.objects.filter(pk=found.pk).exists()


# the pages


@pytest.fixture
def leif(world):
    return world.client(world.leif, headers={"accept-language": "en"})


def test_the_list_tells_who_and_why_and_hides_the_person(world, leif):
    arne = world.person("Arne", "Hemmelig")
    found = item(world, world.ingrid, arne, kind="emergency")
    response = leif.get("/reviews/")
    words = text(response)

    for shown in (
        "Ingrid Solbakken",
        "ergoterapeut",
        "24.11.2026",
        "3 times: plan",
        "Emergency access",
        "not looked into",
    ):
        assert shown in words
    assert f"Person {str(arne.id)[-6:].upper()}" in words
    assert "Hemmelig" not in response.content.decode()
    assert str(arne.id) not in response.content.decode()
    assert f"/reviews/{found.id}/" in response.content.decode()
    world.system()
    assert not ViewRecord.objects.filter(page="review").exists()


def test_a_reviewer_who_may_see_the_person_sees_the_name_and_is_logged(world, leif):
    arne = world.person("Arne", "Kjent")
    found = item(world, world.ingrid, arne)
    StaffRole.objects.create(
        organisation_id=world.lyngvik.id,
        staff=world.leif,
        unit=world.office,
        role="caseworker",
        valid_from=world.at - timedelta(days=1),
    )
    refresh_units(world.lyngvik.id, at=world.at)
    open_follow_up(person=arne, unit_id=world.office.id, by=world.loader(), at=world.at)
    refresh_person(world.lyngvik.id, arne.id, at=world.at)

    for url in ("/reviews/", f"/reviews/{found.id}/"):
        assert "Arne Kjent" in text(leif.get(url))
    world.system()
    assert ViewRecord.objects.filter(page="review", person_id=arne.id, account_id=world.leif.account_id).count() == 2


def test_writing_down_a_finding_through_the_page(world, leif):
    found = item(world, world.ingrid, world.person())
    address = f"/reviews/{found.id}/"

    assert "Write what you asked" in text(leif.post(address, {"finding": "breach"}))
    assert leif.post(address, {"finding": "ask", "words": "Hvorfor?"}).status_code == 302
    again = text(leif.get(address))
    assert "A question was asked." in again
    assert "Hvorfor?" in again
    assert leif.post(address, {"finding": "in-order"}).status_code == 302

    assert "Nothing to look into" in text(leif.get("/reviews/"))
    assert "Ingrid Solbakken" in text(leif.get("/reviews/?show=done"))
    assert "What did you find?" not in text(leif.get(address))
    assert "already been dealt with" in text(leif.post(address, {"finding": "breach", "words": "Nei."}))


def test_empty(world, leif):
    assert "Nothing to look into" in text(leif.get("/reviews/"))
    assert "Nothing is looked into yet" in text(leif.get("/reviews/?show=done"))


def test_others_do_not_come_in(world):
    found = item(world, world.ingrid, arne := world.person(account=True))
    for somebody, expected in ((world.ingrid, 200), (world.silje, 200), (arne, 403)):
        client = world.client(somebody, headers={"accept-language": "en"})
        shown = client.get("/reviews/")
        assert shown.status_code in {expected, 403}
        assert "Ingrid Solbakken, ergoterapeut" not in text(shown)
        for method in (client.get, client.post):
            assert method(f"/reviews/{found.id}/", {"finding": "in-order"}).status_code in {403, 404}
    world.system()
    assert ReviewItem.objects.get().state == ReviewState.OPEN


@pytest.mark.parametrize("rows", [1, 3])
def test_statements(world, leif, django_assert_num_queries, rows):
    items = [item(world, world.ingrid, world.person("Arne", f"S{n}")) for n in range(rows)]
    with django_assert_num_queries(9):
        leif.get("/reviews/")
    with django_assert_num_queries(9):
        leif.get(f"/reviews/{items[0].id}/")
