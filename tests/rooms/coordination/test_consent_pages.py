"""The pages of staff about consent: asking, answering for each parent, taking a part back, blocks, what is kept back, who sees what."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from knutepunkt.audit.models import Event, ViewRecord
from knutepunkt.consent.models import Block, Consent, ConsentAnswer, WithheldMatter
from knutepunkt.coordination import operations as ops
from knutepunkt.people.models import NextOfKin


@pytest.fixture(autouse=True)
def now(monkeypatch, at):
    monkeypatch.setattr("knutepunkt.config.middleware.now", lambda: at + timedelta(hours=1))


def ingrid(world):
    return world.client(world.ingrid, headers={"accept-language": "en"})


def at(name, *args):
    return reverse(f"coordination:{name}", args=args)


def teacher(case, at=None):
    world = case.world
    school = world.unit("skolen", "Lyngvik skole", kind="service", sector="education")
    marte = world.staff("Marte Lien", "lærer", school, "employee")
    member = ops.add_care_team_member(
        follow_up=case.follow_up, staff=marte, sees_plan=True, topics=["school"], contributes="Hjelper i timene", by=case.loader,
        at=at or case.at + timedelta(minutes=1),
    )  # fmt: skip
    return marte, member


def child(case):
    """Arne as a child of nine whose parents share the responsibility."""
    case.arne.birth_date = date(2017, 5, 5)
    case.arne.save()
    return [
        NextOfKin.objects.create(
            organisation_id=case.arne.organisation_id, person=case.arne, name=name, relation="parent", parental_responsibility=True,
            valid_from=case.at - timedelta(days=900), account=case.world.account(f"person:{name}", "person"),
        )
        for name in ("Mor Solli", "Far Solli")
    ]  # fmt: skip


def test_a_question_is_asked_answered_and_taken_back_in_part(case, world):
    case.consent()
    marte, _member = teacher(case)
    question = Consent.objects.get(state="drafted")
    assert (question.recipient_staff, question.topics, question.uses) == (marte, ["school"], "Hjelper i timene")
    assert not case.seen_by(world.actor(marte))
    client = ingrid(world)
    page = client.get(at("consents", case.follow_up.pk)).content.decode()
    assert "May Marte Lien, lærer see this?" in page
    assert "Arne Solli" in page.split("Who decides now")[1]
    assert "Waits for consent" in client.get(at("team", case.follow_up.pk)).content.decode()
    answer = {"answer": "oral", "given_by": "person", "topics": ["school"], "information": "Hva Marte får se.",
              "informed_on": "24.11.2026", "information_language": "norsk"}  # fmt: skip
    assert (
        client.post(at("answer-consent", case.follow_up.pk, question.pk), answer | {"information": ""}).status_code
        == 422
    )
    assert client.post(at("answer-consent", case.follow_up.pk, question.pk), answer).status_code == 302
    world.system()
    assert case.seen_by(world.actor(marte), at=case.at + timedelta(hours=2))
    assert Event.objects.filter(what="consent.give-orally", subject_id=question.pk).count() == 1
    url = at("withdraw-consent", case.follow_up.pk, question.pk)
    assert "Marte Lien no longer see anything" in client.get(url).content.decode()
    assert client.post(url, {"part": ["school"], "reason": "Sa det på telefonen."}).status_code == 302
    world.system()
    assert not case.seen_by(world.actor(marte), at=case.at + timedelta(hours=2))
    assert set(ViewRecord.objects.values_list("page", flat=True)) >= {
        "consents",
        "answer-consent",
        "withdraw-consent",
        "team",
    }


def test_an_answer_about_another_organisation_stands_alone_and_opens_nothing(case, world):
    from knutepunkt.plans.operations.elsewhere import consent_to

    case.consent()
    other, _unit, eva = world.neighbour()
    world.system()
    client, url = ingrid(world), at("record-consent", case.follow_up.pk)
    assert "Storvik kommune" in client.get(url).content.decode()
    told = {"answer": "signed", "given_by": "person", "information": "Hva vi spør om.", "informed_on": "24.11.2026",
            "information_language": "norsk", "recipient_organisation": str(other.pk)}  # fmt: skip
    refused = client.post(url, told | {"subjects": ["plan", "sharing"]})
    assert "about sharing alone" in refused.content.decode()
    nowhere = told | {"subjects": ["sharing"], "recipient_organisation": str(case.arne.pk)}
    assert client.post(url, nowhere).status_code == 422
    assert client.post(url, told | {"subjects": ["sharing"]}).status_code == 302
    world.system()
    soon = case.at + timedelta(hours=2)
    found = consent_to(world.lyngvik.id, case.arne.pk, other.pk, at=soon)
    assert (found.recipients, found.subjects) == ("Storvik kommune", ["sharing"])
    assert not case.seen_by(world.actor(eva), at=soon)
    assert "coordinator" in case.arne.consents.exclude(pk=found.pk).get().subjects
    back = at("withdraw-consent", case.follow_up.pk, found.pk)
    assert "Storvik kommune is not asked" in client.get(back).content.decode()
    client.post(back, {"reason": "Sa det på telefonen."})
    world.system()
    assert consent_to(world.lyngvik.id, case.arne.pk, other.pk, at=soon) is None


def test_both_parents_answer_and_each_sees_only_that_it_is_not_agreed(case, world):
    parents = child(case)
    marte, _member = teacher(case)
    question = Consent.objects.get(state="drafted")
    client = ingrid(world)
    for number, kin in enumerate(parents):
        answer = {"answer": "signed", "given_by": "parent", "parent": str(kin.pk), "information": "Alt", "informed_on": "24.11.2026",
                  "information_language": "norsk", "child_heard": "Marte er grei."}  # fmt: skip
        assert client.post(at("answer-consent", case.follow_up.pk, question.pk), answer).status_code == 302
        world.system()
        question.refresh_from_db()
        assert question.state == ("given-signed" if number else "drafted")
        assert case.seen_by(world.actor(marte), at=case.at + timedelta(hours=2)) == bool(number)
        if not number:
            mother, father = (world.actor(each, organisation=world.lyngvik) for each in parents)
            from knutepunkt.access.grants import refresh_person

            refresh_person(world.lyngvik.id, case.arne.pk, at=case.at)
            for actor, count in ((mother, 1), (father, 0)):
                with world.acting(actor, case.arne, at=case.at + timedelta(hours=2)):
                    assert ConsentAnswer.objects.count() == count
                    assert Consent.objects.filter(state="drafted").count() == 1
    assert question.given_by_name == "Mor Solli, Far Solli"
    page = client.get(at("consents", case.follow_up.pk)).content.decode()
    assert "Given and signed" in page


def test_a_block_closes_at_once_and_can_be_ended(case, world):
    case.consent()
    ops.add_care_team_member(follow_up=case.follow_up, staff=world.silje, sees_plan=True, by=case.loader, at=case.at)
    assert case.seen_by(case.silje)
    client = ingrid(world)
    sees = client.get(at("who-sees", case.follow_up.pk)).content.decode()
    assert "Silje Dahl" in sees
    assert "Health personnel who cooperate" in sees
    assert (
        client.post(
            at("new-block", case.follow_up.pk), {"whom": f"staff:{world.silje.pk}", "said_by": "Arne"}
        ).status_code
        == 302
    )
    world.system()
    assert not case.seen_by(world.actor(world.silje), at=case.at + timedelta(hours=2))
    assert "Silje Dahl" not in client.get(at("who-sees", case.follow_up.pk)).content.decode()
    assert "Silje Dahl" in client.get(at("blocks", case.follow_up.pk)).content.decode()
    world.system()
    assert client.post(at("end-block", case.follow_up.pk, Block.objects.get().pk)).status_code == 302
    world.system()
    assert case.seen_by(world.actor(world.silje), at=case.at + timedelta(hours=2))
    assert list(Event.objects.filter(what__startswith="block.").order_by("id").values_list("what", flat=True)) == [
        "block.recorded", "block.ended",
    ]  # fmt: skip


def test_what_is_kept_back_has_a_decider_and_a_day_and_is_not_told_to_the_one(case, world):
    client = ingrid(world)
    form = {"kept_from": "person", "topic": "child-welfare", "reason": "Fare for en annen.", "decided_by": "Lege Lund"}
    assert client.post(at("new-withheld", case.follow_up.pk), form).status_code == 422
    assert client.post(at("new-withheld", case.follow_up.pk), form | {"review_on": "24.12.2026"}).status_code == 302
    world.system()
    matter = WithheldMatter.objects.get()
    from knutepunkt.tasks.models import Task

    assert Task.objects.get(kind="review-withheld").due_on == date(2026, 12, 24)
    assert "Fare for en annen." in client.get(at("blocks", case.follow_up.pk)).content.decode()
    world.system()
    with world.acting(world.actor(case.arne), case.arne, at=case.at + timedelta(hours=2)):
        assert not WithheldMatter.objects.exists()
        assert not Event.objects.filter(what__startswith="withheld.").exists()
        assert not Task.objects.filter(kind="review-withheld").exists()
        assert not ViewRecord.objects.filter(page__contains="withheld").exists()
    review = {"reason": "Faren er der.", "review_on": "24.01.2027"}
    assert client.post(at("review-withheld", case.follow_up.pk, matter.pk), review).status_code == 302
    assert client.post(at("end-withheld", case.follow_up.pk, matter.pk)).status_code == 302
    world.system()
    assert WithheldMatter.objects.get().ends_at is not None
    assert not Task.objects.filter(kind="review-withheld", state="open").exists()
    log = Event.objects.filter(what__startswith="withheld.").order_by("id")
    assert list(log.values_list("what", "by_name")) == [
        (f"withheld.{what}", "Ingrid Solbakken") for what in ("recorded", "reviewed", "ended")
    ]


@pytest.mark.parametrize("name", ["consents", "ask-consent", "who-sees", "blocks", "new-block", "new-withheld"])
def test_the_leader_another_service_and_the_neighbour_get_none_of_it(case, world, name):
    _other, _unit, eva = world.neighbour()
    world.system()
    for staff in (world.leif, world.silje, eva):
        assert world.client(staff).get(at(name, case.follow_up.pk)).status_code in {403, 404}
    assert world.client(case.arne).get(at(name, case.follow_up.pk)).status_code == 403


STATEMENTS = {"consents": 14, "who-sees": 12, "blocks": 12, "ask-consent": 15}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", STATEMENTS)
def test_each_page_asks_as_often_for_three_as_for_one(  # noqa: PLR0917 -- fixtures
    case, world, name, rows, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr("knutepunkt.coordination.panels._PLAN", [])
    case.consent()
    nav = world.unit("nav", "NAV Lyngvik", kind="service", sector="work")
    for number in range(rows):
        staff = world.staff(f"Hanne {number}", "rådgiver", nav, "employee")
        ops.add_care_team_member(
            follow_up=case.follow_up,
            staff=staff,
            sees_plan=True,
            topics=["work"],
            by=case.loader,
            at=case.at + timedelta(minutes=1),
        )
        Block.objects.create(
            organisation_id=world.lyngvik.id,
            person=case.arne,
            staff=staff,
            said_by="Arne",
            recorded_by="Ingrid",
            starts_at=case.at,
        )
    client = ingrid(world)
    client.get(at(name, case.follow_up.pk))
    with django_assert_num_queries(STATEMENTS[name]):
        assert client.get(at(name, case.follow_up.pk)).status_code == 200
