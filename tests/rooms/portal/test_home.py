import pytest
from django.urls import reverse

from knutepunkt.audit.log import record_view
from knutepunkt.audit.models import Event, ViewRecord
from knutepunkt.consent.operations import record_consent
from knutepunkt.coordination.models import Important
from knutepunkt.coordination.operations import say_what_is_important
from knutepunkt.plans.models import GoalComment, PlanAnswer
from knutepunkt.plans.operations import add_goal
from rooms.portal.conftest import told


@pytest.fixture(autouse=True)
def _now(time_machine_at):
    """All in this room's tests happens on the world's morning."""


def english(world, somebody):
    return world.client(somebody, HTTP_ACCEPT_LANGUAGE="en")


def text(response):
    return response.content.decode()


def test_home_says_what_is_asked_who_coordinates_and_what_comes(world, arne, plan):
    page = text(english(world, arne).get(reverse("portal:home")))
    for said in (
        "Hello, Arne",
        "Read the plan",
        "Jeg vil tilbake på verkstedet",
        "Trene på å snakke",
        "Tuesday 1 December",
        "Ingrid Solbakken",
        'href="tel:00123457"',
        "No meeting has been set",
    ):
        assert said in page, said


def test_without_anything_the_home_is_calm(world):
    kari = world.person("Kari", "Lund", account=True)
    page = text(english(world, kari).get(reverse("portal:home")))
    assert "We do not ask you anything now" in page
    assert "There is no coordinator yet" in page
    assert "Nobody who works here can see anything now" in page


def test_the_own_reading_is_in_the_log_as_own(world, arne):
    english(world, arne).get(reverse("portal:home"))
    world.system()
    record = ViewRecord.objects.get(person_id=arne.id, page="own-home")
    assert (record.account_id, record.basis, record.purpose) == (arne.account_id, "own-file", "own")


STATEMENTS = {"home": 13, "plan": 11, "consents": 12, "who-sees": 10, "looks": 12, "important": 11}


@pytest.mark.parametrize("name", STATEMENTS)
@pytest.mark.parametrize("rows", [1, 3])
def test_each_page_takes_as_many_statements_for_many_rows_as_for_one(
    world, plan, name, rows, django_assert_num_queries
):
    arne, ingrid = plan.person, world.actor(world.ingrid)
    with world.acting(ingrid):
        for number in range(rows - 1):
            add_goal(plan=plan, by=ingrid, at=world.at, words=f"Mål {number}", life_area="leisure")
            say_what_is_important(person=arne, words=f"Viktig {number}", by=ingrid, at=world.at)
            record_consent(person=arne, by=ingrid, at=world.at, subjects=["sharing"], answer="oral", **told(world))
            record_view("plan", [arne.id], by=ingrid, at=world.at, basis="follow-up")
    client = english(world, arne)
    with django_assert_num_queries(STATEMENTS[name]):
        assert client.get(reverse(f"portal:{name}")).status_code == 200


def test_staff_have_no_own_pages(world):
    assert world.client(world.ingrid).get(reverse("portal:home")).status_code == 403


def test_the_language_switch_changes_the_page(world, arne):
    client = english(world, arne)
    client.post(reverse("front:language"), {"language": "nn", "next": reverse("portal:home")})
    assert 'lang="nn"' in text(client.get(reverse("portal:home")))


# the plan


def test_the_plan_says_who_does_what_and_when(world, arne, plan):
    page = text(english(world, arne).get(reverse("portal:plan")))
    for said in ("Jeg vil tilbake på verkstedet", "Logopedtjenesten", "From 1 December", "They have not answered yet"):
        assert said in page, said


def test_arne_adds_what_is_important(world, arne):
    client = english(world, arne)
    sent = {"about": str(arne.id), "words": "Musikken"}
    assert client.post(reverse("portal:important"), sent).status_code == 302
    assert "Musikken" in text(client.get(reverse("portal:important")))
    world.system()
    said = Important.objects.get(person_id=arne.id)
    assert (said.words, said.said_by, said.by_person) == ("Musikken", "Arne Solli", True)
    assert Event.objects.get(what="important.said").account_id == arne.account_id


def test_an_empty_text_is_refused_and_a_draft_is_shown_again(world, arne):
    client = english(world, arne)
    url = reverse("portal:important")
    assert "Fill in" in text(client.post(url, {"about": str(arne.id), "words": ""}))
    client.post(url, {"about": str(arne.id), "words": "Halvt skrev", "_draft": "1"})
    assert "Halvt skrev" in text(client.get(url))
    world.system()
    assert not Important.objects.filter(person_id=arne.id).exists()


def test_arne_says_something_about_a_goal(world, arne, plan):
    client = english(world, arne)
    url = reverse("portal:comment", args=[world.goal.id])
    client.post(url, {"about": str(arne.id), "words": "Helst før sommeren"})
    assert "Helst før sommeren" in text(client.get(reverse("portal:plan")))
    world.system()
    assert GoalComment.objects.get(goal=world.goal).by_person


@pytest.mark.story("S1.8")
def test_his_yes_is_tied_to_the_version_he_read(world, arne, plan):
    client = english(world, arne)
    url = reverse("portal:plan-answer")
    sent = {"about": str(arne.id), "version": str(plan.version), "answer": "yes", "words": "Ja, slik er det"}
    assert client.post(url, sent).status_code == 302
    world.system()
    answer = PlanAnswer.objects.get(plan=plan)
    assert (answer.plan_version, answer.says_yes, answer.how, answer.given_by_name) == (
        plan.version,
        True,
        "own-page",
        "Arne Solli",
    )
    assert "Ja, slik er det" in text(client.get(reverse("portal:plan")))


def test_an_answer_to_a_plan_that_has_changed_is_not_taken_and_the_text_stays(world, arne, plan):
    client = english(world, arne)
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid):
        add_goal(plan=plan, by=ingrid, at=world.at, words="Et nytt mål", life_area="leisure")
    sent = {"about": str(arne.id), "version": "1", "answer": "yes", "words": "Ja takk"}
    page = text(client.post(reverse("portal:plan-answer"), sent))
    assert "The plan has been changed since you read it" in page
    assert "Ja takk" in page
    world.system()
    plan.refresh_from_db()
    assert f'value="{plan.version}"' in page
    assert not PlanAnswer.objects.exists()


def test_a_no_asks_what_must_change(world, arne, plan):
    client = english(world, arne)
    sent = {"about": str(arne.id), "version": str(plan.version), "answer": "no", "words": ""}
    assert "Write what must change" in text(client.post(reverse("portal:plan-answer"), sent))
    client.post(reverse("portal:plan-answer"), sent | {"words": "Ikke om morgenen"})
    world.system()
    assert PlanAnswer.objects.get(plan=plan).words == "Ikke om morgenen"
    assert "Ikke om morgenen" in text(client.get(reverse("portal:plan")))


def test_the_plan_on_paper(world, arne, plan):
    answer = english(world, arne).get(reverse("portal:plan-paper"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


# others


def test_a_neighbour_in_the_same_municipality_sees_nothing_of_it(world, arne, plan):
    kari = world.person("Kari", "Lund", account=True)
    client = english(world, kari)
    for url in (
        reverse("portal:comment", args=[world.goal.id]),
        reverse("portal:withdraw", args=[world.consent.id]),
        reverse("portal:plan-paper"),
    ):
        assert client.get(url).status_code == 404, url
    assert "Jeg vil tilbake" not in text(client.get(reverse("portal:plan")))
    sent = {"about": str(kari.id), "words": "x"}
    assert client.post(reverse("portal:comment", args=[world.goal.id]), sent).status_code == 404
    assert client.post(reverse("portal:withdraw", args=[world.consent.id]), sent).status_code == 404
    assert client.post(reverse("portal:sign", args=[world.consent.id]), sent).status_code == 404
