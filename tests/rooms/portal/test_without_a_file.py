"""Asking for a plan or a coordinator by those who have no file, or none any more."""

import pytest
from django.urls import reverse

from knutepunkt.access.grants import refresh_person
from knutepunkt.identity.models import LoginSession
from knutepunkt.intake.models import Notice
from knutepunkt.people.models import NextOfKin


@pytest.fixture(autouse=True)
def _now(time_machine_at):
    """All happens on the world's morning."""


def text(response):
    return response.content.decode()


class Somebody:
    """An account without a file in the municipality."""

    def __init__(self, world):
        self.account = world.account("person:no:file", "person")
        self.organisation_id = world.lyngvik.id


@pytest.mark.parametrize("where", ["portal:home", "portal:messages", "portal:request", "front:start", "front:account"])
def test_no_file_leads_to_a_page_that_helps_and_not_round_in_a_ring(world, where):
    client = world.client(Somebody(world), HTTP_ACCEPT_LANGUAGE="en")
    got = client.get(reverse(where), follow=True)
    assert [hop[0] for hop in got.redirect_chain] == [reverse("portal:no-file")]
    assert got.status_code == 200
    page = text(got)
    assert reverse("front:units") in page
    assert "Ask for a plan or a coordinator" in page


def test_from_there_one_can_sign_out(world):
    somebody = Somebody(world)
    client = world.client(somebody, HTTP_ACCEPT_LANGUAGE="en")
    assert client.post(reverse("portal:no-file")).url == reverse("front:start")
    assert LoginSession.objects.get(account=somebody.account).ended_at is not None
    assert client.get(reverse("portal:home")).url.startswith(reverse("front:sign-in"))


def test_the_page_is_for_nobody_else(world, arne):
    assert world.client(arne).get(reverse("portal:no-file")).url == reverse("front:start")
    assert world.client(world.ingrid).get(reverse("portal:no-file")).url == reverse("front:start")


def test_a_guardian_whose_mandate_ended_is_helped_too(world, arne):
    guardian = Somebody(world)
    NextOfKin.objects.create(
        organisation_id=world.lyngvik.id, person=arne, account=guardian.account, name="Vera Verge", relation="guardian", mandate="Alt",
        mandate_kind="guardian", valid_from=world.at.replace(year=2025), valid_to=world.at.replace(month=10),
    )  # fmt: skip
    refresh_person(world.lyngvik.id, arne.id, at=world.at)
    client = world.client(guardian, HTTP_ACCEPT_LANGUAGE="en")
    got = client.get(reverse("portal:home"), follow=True)
    assert got.status_code == 200
    assert [hop[0] for hop in got.redirect_chain] == [reverse("portal:files")]
    assert reverse("front:units") in text(got)


def test_the_public_pages_lead_to_the_form(world):
    from django.test import Client

    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    unit = reverse("intake:public-unit", args=["lyngvik", "kontoret"])
    form = reverse("intake:public-report", args=["lyngvik", "kontoret"])
    assert reverse("front:units-of", args=["lyngvik"]) in text(client.get(reverse("front:units")))
    assert unit in text(client.get(reverse("front:units-of", args=["lyngvik"])))
    assert form in text(client.get(unit))
    assert client.get(form).status_code == 200


def test_a_file_without_follow_up_can_ask(world):
    kari = world.person("Kari", "Lund", account=True)
    client = world.client(kari, HTTP_ACCEPT_LANGUAGE="en")
    sent = {"about": str(kari.id), "text": "Jeg trenger hjelp fra flere"}
    assert client.post(reverse("portal:request"), sent).status_code == 302
    world.system()
    assert Notice.objects.get(person_id=kari.id).kind == "own-request"
