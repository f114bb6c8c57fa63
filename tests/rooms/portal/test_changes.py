"""Yes or no to each thing that has changed since the last yes."""

import re

import pytest
from django.urls import reverse

from knutepunkt.audit.models import Event
from knutepunkt.plans.models import ChangeAnswer, PlanAnswer


@pytest.fixture(autouse=True)
def _now(time_machine_at):
    """All in this room's tests happens on the world's morning."""


def english(world, somebody):
    return world.client(somebody, HTTP_ACCEPT_LANGUAGE="en")


def text(response):
    return response.content.decode()


def sent(plan, **more):
    return {"about": str(plan.person_id), "version": str(plan.version), "words": "", **more}


def number_of(client, words):
    """Which of the changes on the page has the words in its heading."""
    page = text(client.get(reverse("portal:plan-answer")))
    after = page.split(f": {words}")[1]
    return int(re.search(r"change-(\d+)-says", after)[1])


def test_each_thing_in_a_first_plan_can_be_answered(world, plan):
    client = english(world, plan.person)
    page = text(client.get(reverse("portal:plan-answer")))
    assert "What is in the plan" in page
    activity = number_of(client, "Trene på å snakke")
    answer = sent(
        plan, answer="no", **{f"change-{activity}-says": "no", f"change-{activity}-words": "Bare én gang i uka"}
    )
    assert client.post(reverse("portal:plan-answer"), answer).status_code == 302
    world.system()
    said = ChangeAnswer.objects.get(person=plan.person)
    assert (said.kind, said.says_yes, said.words) == ("activity", False, "Bare én gang i uka")
    whole = PlanAnswer.objects.get(plan=plan)
    assert (whole.says_yes, whole.words) == (False, "No to “Trene på å snakke”: Bare én gang i uka")
    event = Event.objects.get(what="plan.changes-answered")
    assert (event.account_id, event.facts["yes"], event.facts["no"]) == (plan.person.account_id, 0, 1)
    assert "uka" not in str(event.facts)


def test_a_no_to_one_thing_is_no_yes_to_the_whole_and_the_text_stays(world, plan):
    client = english(world, plan.person)
    goal = number_of(client, "Jeg vil tilbake på verkstedet")
    answer = sent(plan, answer="yes", **{f"change-{goal}-says": "no", f"change-{goal}-words": "Ikke nå"})
    page = text(client.post(reverse("portal:plan-answer"), answer))
    assert "Then the answer to the plan is no" in page
    assert "Ikke nå" in page
    world.system()
    assert not PlanAnswer.objects.filter(plan=plan).exists()


def test_a_draft_keeps_what_was_written_about_one_change(world, plan):
    client = english(world, plan.person)
    client.post(reverse("portal:plan-answer"), sent(plan, **{"change-0-words": "Halvt skrevet", "_draft": "1"}))
    assert "Halvt skrevet" in text(client.get(reverse("portal:plan-answer")))


def test_somebody_else_neither_sees_nor_answers(world, plan):
    kari = world.person("Kari", "Lund", account=True)
    client = english(world, kari)
    assert "verkstedet" not in text(client.get(reverse("portal:plan-answer"), follow=True))
    assert client.post(reverse("portal:plan-answer"), sent(plan, answer="yes")).status_code == 409
