"""Taking the file along: what is in it, for whom, and what stands in the log."""

import io
import json
import zipfile

import jsonschema
import pytest
from django.apps import apps
from django.urls import reverse

from knutepunkt.audit.log import record_view
from knutepunkt.audit.models import Event, ViewRecord
from knutepunkt.coordination.operations import (
    draft_decision,
    make_decision,
    say_what_is_important,
    sign_note,
    write_note,
)
from knutepunkt.foundation import bundle
from knutepunkt.foundation.owned import OwnedModel
from rooms.paper.checkers import own_findings, page_findings
from rooms.paper.tagged import TaggedPdf


@pytest.fixture(autouse=True)
def _now(time_machine_at):
    """All in this room's tests happens on the world's morning."""


def english(world, somebody):
    return world.client(somebody, HTTP_ACCEPT_LANGUAGE="en")


def unpacked(response):
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


@pytest.fixture
def full(world, plan):
    """Arne's file with words, a decision, a signed note and one that is not finished, and a look by Ingrid."""
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid):
        say_what_is_important(person=plan.person, words="Musikken", by=ingrid, at=world.at, said_by="Arne Solli")
        decision = draft_decision(
            follow_up=world.follow_up, person=plan.person, unit_id=world.office.id, kind="plan-granted",
            reasons="Arne trenger hjelp fra flere.", by=ingrid, at=world.at,
        )  # fmt: skip
        make_decision(decision=decision, by=ingrid, at=world.at)
        for text in ("Ferdig skrevet", "Halvferdig tanke"):
            note = write_note(follow_up=world.follow_up, text=text, happened_on=world.at.date(), by=ingrid, at=world.at)
            if text == "Ferdig skrevet":
                sign_note(note=note, by=ingrid, at=world.at)
        record_view("plan", [plan.person.id], by=ingrid, at=world.at, basis="follow-up")
    world.system()
    return plan.person


def test_every_table_about_a_person_is_a_part_or_left_out_with_a_reason():
    about = {
        model
        for model in apps.get_models()
        if issubclass(model, OwnedModel)
        if any(field.attname in {"person_id", "about_id"} for field in model._meta.concrete_fields)
        or model._meta.get_field("organisation_id").person
    }
    assert len(about) > 40
    assert {model._meta.label for model in about - set(bundle.PARTS) - set(bundle.LEFT_OUT)} == set()
    assert all(len(why) > 20 for why in bundle.LEFT_OUT.values())
    assert set(bundle.PARTS) & set(bundle.LEFT_OUT) == set()


def test_labels_name_fields_that_are_there():
    wrong = [
        (part.key, name)
        for part in bundle.in_order()
        for name in [*part.labels, *part.say]
        if name not in {field.attname for field in part.columns}
    ]
    assert wrong == []


def test_the_archive_holds_what_the_person_sees_and_follows_the_schema(world, full):
    packed = unpacked(english(world, full).post(reverse("portal:take-archive"), {"about": str(full.id)}))
    data = json.loads(packed.read("bundle.json"))
    schema = json.loads(packed.read("bundle.schema.json"))
    jsonschema.validate(data, schema)
    assert schema == json.loads(json.dumps(bundle.schema()))
    assert [row["words"] for row in data["parts"]["goals"]] == ["Jeg vil tilbake på verkstedet"]
    assert [row["words"] for row in data["parts"]["important"]] == ["Musikken"]
    assert [row["text"] for row in data["parts"]["work-notes"]] == ["Ferdig skrevet"]
    assert "Ingrid Solbakken, ergoterapeut" in data["names"]["staff"].values()
    assert (data["role"], data["made_for"], data["organisation"]["name"]) == ("person", "Arne Solli", "Lyngvik kommune")
    assert "Halvferdig" not in json.dumps(data)
    papers = {name.partition("-")[2] for name in data["files"] if name.startswith("papers/")}
    assert papers == {"plan.pdf", "decision.pdf", "declaration.pdf"}
    assert all("arne" not in name.lower() and "solli" not in name.lower() for name in packed.namelist())


def test_the_schema_refuses_what_it_does_not_know(world, full):
    packed = unpacked(english(world, full).post(reverse("portal:take-archive"), {"about": str(full.id)}))
    data = json.loads(packed.read("bundle.json"))
    del data["parts"]["goals"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, bundle.schema())


def test_the_document_is_read_aloud_in_order_and_holds_words_not_codes(world, full):
    response = english(world, full).post(reverse("portal:take-document"), {"about": str(full.id)})
    pdf = response.content
    assert (page_findings(pdf), own_findings(pdf, "en-GB")) == ([], [])
    said = TaggedPdf(pdf).text(TaggedPdf(pdf).root)
    for words in (
        "All that stands here about you",
        "Musikken",
        "Ferdig skrevet",
        "Jeg vil tilbake på verkstedet",
        "Read the plan.",
    ):
        assert words in said, words
    for code in ("given-orally", "plan-granted", "Halvferdig", str(world.office.id)):
        assert code not in said, code


def test_taking_it_is_in_both_logs(world, full):
    english(world, full).post(reverse("portal:take-document"), {"about": str(full.id)})
    world.system()
    event = Event.objects.get(what="file.taken", person_id=full.id)
    assert (event.account_id, event.facts["form"]) == (full.account_id, "document")
    assert ViewRecord.objects.filter(person_id=full.id, page="own-take", account_id=full.account_id).count() == 1


def test_nobody_else_takes_it(world, full):
    kari = world.person("Kari", "Lund", account=True)
    response = english(world, kari).post(reverse("portal:take-archive"), {"about": str(full.id)})
    assert response.status_code == 409
    assert "Musikken" not in response.content.decode()
    for staff in (world.ingrid, world.leif):
        assert english(world, staff).post(reverse("portal:take-archive"), {"about": str(full.id)}).status_code == 403


def test_a_link_of_somebody_elses_paper_finds_nothing(world, full):
    client = english(world, full)
    listed = client.get(reverse("portal:papers")).content.decode()
    assert "The plan as it is today" in listed
    link = listed.split('class="go" href="/my/papers/')[1].split('"')[0]
    assert client.get(f"/my/papers/{link}")["Content-Type"] == "application/pdf"
    kari = world.person("Kari", "Lund", account=True)
    assert english(world, kari).get(f"/my/papers/{link}").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_papers_take_as_many_statements_for_many_as_for_one(world, full, rows, django_assert_num_queries):
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid):
        for number in range(rows - 1):
            decision = draft_decision(
                follow_up=world.follow_up, person=full, unit_id=world.office.id, kind="plan-granted", reasons=f"Nr {number}",
                by=ingrid, at=world.at,
            )  # fmt: skip
            make_decision(decision=decision, by=ingrid, at=world.at)
    client = english(world, full)
    with django_assert_num_queries(15):
        assert client.get(reverse("portal:papers")).status_code == 200


def test_that_something_is_kept_back_is_not_told_by_the_pages_looked_at(world, full):
    """Staff who decide what is kept back have looked, and that is all that is told."""
    ingrid = world.actor(world.ingrid)
    record_view("new-withheld", [full.id], by=ingrid, at=world.at, basis="follow-up")
    client = english(world, full)
    data = unpacked(client.post(reverse("portal:take-archive"), {"about": str(full.id)})).read("bundle.json").decode()
    assert '"file"' in data
    page = client.get(reverse("portal:looks")).content.decode()
    assert "withheld" not in data.replace('"withheld": []', "") + page
