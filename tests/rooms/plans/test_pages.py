from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knutepunkt.access.doors import DOORS
from knutepunkt.audit.models import ViewRecord
from knutepunkt.coordination.operations import add_care_team_member
from knutepunkt.plans.models import Activity, Goal, IndividualPlan
from knutepunkt.plans.operations import ask_to_take_over, change_goal

pytestmark = pytest.mark.usefixtures("now")


def text_of(response):
    return response.content.decode()


def test_the_plan_page_shows_the_whole_plan(making):
    plan, _goal, activity = making.filled()

    page = making.world.client(making.world.ingrid).get(f"/plans/{plan.pk}/")

    text = text_of(page)
    assert page.status_code == 200
    assert "Jeg vil tilbake på verkstedet." in text
    assert f"/plans/activities/{activity.pk}/" in text
    assert "Logopedtjenesten" in text


def every_page(plan, goal, activity):
    return [
        f"/plans/{plan.pk}/",
        f"/plans/{plan.pk}/revisions/",
        f"/plans/{plan.pk}/revisions/1/",
        f"/plans/{plan.pk}/differences/0/",
        f"/plans/{plan.pk}/goals/new/",
        f"/plans/{plan.pk}/goals/new/?under={goal.pk}",
        f"/plans/{plan.pk}/goals/{goal.pk}/",
        f"/plans/{plan.pk}/goals/{goal.pk}/comment/",
        f"/plans/{plan.pk}/goals/{goal.pk}/let-go/",
        f"/plans/{plan.pk}/goals/{goal.pk}/activities/new/",
        f"/plans/{plan.pk}/texts/",
        f"/plans/{plan.pk}/agreement/",
        f"/plans/{plan.pk}/period/",
        f"/plans/{plan.pk}/responsible/",
        f"/plans/{plan.pk}/points/cooperation/leave-out/",
        f"/plans/{plan.pk}/points/cooperation/",
        f"/plans/{plan.pk}/answer/",
        f"/plans/{plan.pk}/pause/",
        f"/plans/{plan.pk}/end/",
        f"/plans/{plan.pk}/print/",
        f"/plans/{plan.pk}/print/?revision=1",
        f"/plans/activities/{activity.pk}/",
        f"/plans/activities/{activity.pk}/change/",
        f"/plans/activities/{activity.pk}/takeover/",
        f"/plans/activities/{activity.pk}/stop/",
        "/plans/asked/",
        f"/plans/new/{plan.follow_up_id}/",
    ]


def test_every_page_opens_and_leaves_a_trace(making):
    plan, goal, activity, _revision = making.in_force()
    client = making.world.client(making.world.ingrid)

    for address in every_page(plan, goal, activity):
        making.world.system()
        before = ViewRecord.objects.filter(person_id=plan.person_id).count()
        response = client.get(address)
        making.world.system()
        assert response.status_code == 200, address
        if address != "/plans/asked/":
            assert ViewRecord.objects.filter(person_id=plan.person_id).count() == before + 1, address


@pytest.mark.parametrize("who", ["leif", "silje", "eva"])
def test_who_has_no_grant_finds_no_plan(making, who):
    plan, goal, activity, _revision = making.in_force()
    world = making.world
    somebody = world.neighbour()[2] if who == "eva" else getattr(world, who)
    client = world.client(somebody)
    own = {f"/plans/activities/{activity.pk}/", f"/plans/activities/{activity.pk}/stop/"} if who == "silje" else set()

    answers = {
        address: client.get(address).status_code
        for address in every_page(plan, goal, activity)
        if address != "/plans/asked/"
    }

    allowed = {address for address, status in answers.items() if status == 200}
    assert allowed == own
    assert {status for address, status in answers.items() if address not in own} <= {403, 404}
    assert answers[f"/plans/{plan.pk}/"] == 404


def test_a_service_sees_what_it_is_asked_without_the_name(making):
    making.filled()
    world = making.world

    text = text_of(world.client(world.silje).get("/plans/asked/"))

    assert "Trening med logoped" in text
    assert "Arne" not in text
    assert "verkstedet" not in text
    world.system()
    record = ViewRecord.objects.filter(account_id=world.silje.account_id).latest("at")
    assert (record.page, record.person_id, record.basis) == ("asked-of-service", making.person.pk, "unit")


def test_a_service_that_takes_part_sees_the_name(making):
    making.filled()
    world = making.world
    with making.as_ingrid() as ingrid:
        add_care_team_member(
            follow_up=making.follow_up,
            by=ingrid,
            at=making.at,
            name="Silje Dahl",
            role="logoped",
            staff=world.silje,
            sees_plan=True,
        )

    assert "Arne Solli" in text_of(world.client(world.silje).get("/plans/asked/"))


def test_a_service_answers_on_its_own_page(making):
    _plan, _goal, activity = making.filled()
    world = making.world

    response = world.client(world.silje).post(
        f"/plans/activities/{activity.pk}/agree/", {"note": "Fra mandag."}, follow=True
    )

    assert response.status_code == 200
    world.system()
    activity.refresh_from_db()
    assert (activity.state, activity.answered_by) == ("agreed-by-responsible", "Silje Dahl")


def test_another_service_does_not_find_the_activity(making):
    _plan, _goal, activity = making.filled()
    world = making.world
    other = world.unit("fysio", "Fysioterapitjenesten", kind="service")
    jon = world.staff("Jon Eide", "fysioterapeut", other, "employee")

    client = world.client(jon)

    assert client.get(f"/plans/activities/{activity.pk}/").status_code == 404
    assert "Trening" not in text_of(client.get("/plans/asked/"))


def grow(making, plan, goals, activities):
    making.world.system()
    rows = [
        Goal(organisation_id=plan.organisation_id, person_id=plan.person_id, plan=plan, number=n + 10, words=f"Mål nummer {n}",
             expressed_by="Arne", life_area="work", topic="work")
        for n in range(goals)
    ]  # fmt: skip
    Goal.objects.bulk_create(rows)
    Activity.objects.bulk_create(
        Activity(organisation_id=plan.organisation_id, person_id=plan.person_id, plan=plan, goal=rows[n % goals], topic="work",
                 number=n + 10, what=f"Tiltak nummer {n}", how="Slik", amount="En gang", unit=making.world.speech)
        for n in range(activities)
    )  # fmt: skip


@pytest.mark.parametrize(("goals", "activities"), [(1, 1), (3, 3), (8, 25), (30, 30)])
def test_the_plan_page_asks_the_same_few_questions(making, goals, activities):
    plan = making.draft()
    grow(making, plan, goals, activities)
    client = making.world.client(making.world.ingrid)
    client.get("/plans/asked/")

    with CaptureQueriesContext(connection) as asked:
        response = client.get(f"/plans/{plan.pk}/")

    assert text_of(response).count("Tiltak nummer") >= activities
    assert len(asked) == 11, [query["sql"][:90] for query in asked]


@pytest.mark.parametrize("activities", [1, 3])
def test_the_list_of_what_is_asked_asks_the_same_few_questions(making, activities):
    plan = making.draft()
    grow(making, plan, 1, activities)
    client = making.world.client(making.world.silje)

    with CaptureQueriesContext(connection) as asked:
        response = client.get("/plans/asked/")

    assert text_of(response).count("Tiltak nummer") == activities
    assert len(asked) == 7, [query["sql"][:90] for query in asked]


def test_a_goal_is_added_through_the_form(making):
    plan = making.draft()
    client = making.world.client(making.world.ingrid)

    client.post(f"/plans/{plan.pk}/goals/new/", {"words": "Jeg vil synge i koret igjen.", "life_area": "leisure"})

    making.world.system()
    goal = Goal.objects.get(plan=plan)
    assert (goal.words, goal.topic, goal.expressed_by) == ("Jeg vil synge i koret igjen.", "leisure", "Arne Solli")


def test_a_refused_form_keeps_what_was_written(making):
    plan = making.draft()
    goal = making.goal(plan)
    client = making.world.client(making.world.ingrid)

    response = client.post(
        f"/plans/{plan.pk}/goals/{goal.pk}/activities/new/", {"what": "Skyss til øvelsene", "how": "Med Stein"}
    )

    assert response.status_code == 422
    assert "Skyss til øvelsene" in text_of(response)
    assert "Med Stein" in text_of(response)


def test_two_who_change_the_same_goal_both_keep_their_text(making):
    plan = making.draft()
    goal = making.goal(plan)
    client = making.world.client(making.world.ingrid)
    mine = {"words": "Jeg vil tilbake to dager i uka.", "life_area": "work", "version": "1"}
    with making.as_ingrid() as ingrid:
        change_goal(goal=goal, by=ingrid, at=making.at, words="Jeg vil tilbake på verkstedet til våren.")

    response = client.post(f"/plans/{plan.pk}/goals/{goal.pk}/", mine)

    text = text_of(response)
    assert response.status_code == 409
    assert "Jeg vil tilbake to dager i uka." in text
    assert "Jeg vil tilbake på verkstedet til våren." in text
    assert 'name="version" id="id_version" value="2"' in text
    making.world.system()
    goal.refresh_from_db()
    assert goal.words == "Jeg vil tilbake på verkstedet til våren."
    client.post(f"/plans/{plan.pk}/goals/{goal.pk}/", mine | {"version": "2"})
    making.world.system()
    goal.refresh_from_db()
    assert goal.words == "Jeg vil tilbake to dager i uka."


def test_two_who_write_the_texts_both_keep_theirs(making):
    plan, *_rest = making.filled()
    client = making.world.client(making.world.ingrid)
    address = f"/plans/{plan.pk}/texts/"
    seen = text_of(client.get(address)).split('name="seen"')[1].split('value="')[1].split('"')[0]
    first = client.post(address, {"seen": seen, "needs": "Skyss", "cooperation": "NAV"})
    second = client.post(address, {"seen": seen, "needs": "Ro og tid", "cooperation": "NAV"})

    assert (first.status_code, second.status_code) == (302, 409)
    assert "Skyss" in text_of(second)
    assert "Ro og tid" in text_of(second)


def test_a_draft_is_kept_and_offered_to_its_writer_only(making):
    plan = making.draft()
    client = making.world.client(making.world.ingrid)
    address = f"/plans/{plan.pk}/goals/new/"

    client.post(address, {"words": "Jeg vil ringe ungene", "_draft": "1"})

    assert "?draft=1" in text_of(client.get(address))
    assert "Jeg vil ringe ungene" in text_of(client.get(f"{address}?draft=1"))
    client.post(f"{address}?discard=1")
    assert "?draft=1" not in text_of(client.get(address))


def test_from_the_yes_to_a_plan_in_force_by_buttons_alone(making):
    plan, _goal, activity = making.filled()
    world = making.world
    client = world.client(world.ingrid)
    world.client(world.silje).post(f"/plans/activities/{activity.pk}/agree/", {})

    client.post(f"/plans/{plan.pk}/answer/", {"says_yes": "yes", "words": "Ja.", "given_by": "person", "how": "oral"})
    page = client.post(f"/plans/{plan.pk}/activate/", follow=True)

    assert page.status_code == 200
    world.system()
    plan.refresh_from_db()
    assert plan.state == "active"


def test_a_plan_that_lacks_something_says_so_when_put_into_force(making):
    plan = making.draft()
    client = making.world.client(making.world.ingrid)

    page = client.post(f"/plans/{plan.pk}/activate/", follow=True)

    assert "Mål, ressurser og behov" in text_of(page)
    making.world.system()
    plan.refresh_from_db()
    assert plan.state == "draft"


def test_under_revision_both_versions_are_shown(making):
    plan, goal, _activity, _revision = making.in_force()
    client = making.world.client(making.world.ingrid)

    client.post(
        f"/plans/{plan.pk}/goals/{goal.pk}/", {"words": "Jeg vil tilbake på jobb.", "life_area": "work", "version": "1"}
    )

    page = text_of(client.get(f"/plans/{plan.pk}/"))
    assert "Jeg vil tilbake på jobb." in page
    assert f"/plans/{plan.pk}/revisions/1/" in page
    assert f"/plans/{plan.pk}/differences/0/" in page
    assert "Jeg vil tilbake på verkstedet." in text_of(client.get(f"/plans/{plan.pk}/revisions/1/"))
    difference = text_of(client.get(f"/plans/{plan.pk}/differences/0/"))
    assert "<del>" in difference
    assert "jobb" in difference


def test_an_activity_not_begun_shows_as_a_gap(making):
    plan, _goal, _activity, _revision = making.in_force()
    making.world.system()
    Activity.objects.filter(plan=plan).update(starts_on=date(2026, 11, 20))

    text = text_of(making.world.client(making.world.ingrid).get(f"/plans/{plan.pk}/"))

    assert 'data-color="warning"' in text
    assert "4 dager over" in text


def test_a_takeover_shows_that_the_present_one_stays(making):
    plan, _goal, activity, _revision = making.in_force()
    other = making.world.unit("privat", "Klinikken", kind="service")
    with making.as_ingrid() as ingrid:
        ask_to_take_over(activity=activity, by=ingrid, at=making.at, unit=other)

    text = text_of(making.world.client(making.world.ingrid).get(f"/plans/{plan.pk}/"))

    assert "Klinikken" in text
    assert text.count("<strong><a") == 1


def test_pages_of_the_room_are_doors():
    from knutepunkt.plans import urls

    assert urls.urlpatterns
    mine = {name: door.kind for name, door in DOORS.items() if name.startswith("plans.")}

    assert mine["plans.print"] == "document"
    assert mine["plans.asked"] == "list"
    assert len(mine) == 31


def test_the_plan_is_begun_from_the_follow_up(making):
    making.consent()
    client = making.world.client(making.world.ingrid)
    address = f"/plans/new/{making.follow_up.pk}/"

    assert client.get(address).status_code == 200
    client.post(address)
    making.world.system()
    assert IndividualPlan.objects.get(person=making.person).state == "draft"
    assert client.post(address).status_code == 409
    making.world.system()
    assert IndividualPlan.objects.count() == 1
