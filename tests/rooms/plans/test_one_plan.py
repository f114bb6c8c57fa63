"""One plan for one person: asked elsewhere, answered alike, linked together; the main responsibility is always somebody's."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from knutepunkt.audit.models import Event
from knutepunkt.consent.models import Consent
from knutepunkt.coordination.operations import open_follow_up
from knutepunkt.foundation.clock import day
from knutepunkt.people.operations import register_person
from knutepunkt.plans import operations as op
from knutepunkt.plans.jobs import carry_out_due
from knutepunkt.plans.models import IndividualPlan, PlanQuestion, ReceivedPlanQuestion
from knutepunkt.plans.operations.elsewhere import NoConsentToAsk, NothingMayBeTold
from knutepunkt.plans.queries import whole_plan
from knutepunkt.plans.revisions import kept, read
from knutepunkt.tasks.models import Task

NUMBER = "01817199999"
REASONS = "Skolen møter Arne hver dag, og derfor følger den planen opp fra nå av."


def consent_naming(making, organisation, other, *, person=None, at=None):
    person = person or making.person
    return Consent.objects.create(
        organisation_id=organisation.id, person=person, subjects=["sharing"], recipient_organisation=other, state="given-signed",
        given_by="person", given_by_name=person.full_name, answered_at=at or making.at, recorded_by="Ingrid", created_at=making.at,
    )  # fmt: skip


@pytest.fixture
def two(making):
    """Arne is known in both municipalities; in Storvik he has a plan in force."""
    world = making.world
    making.storvik, making.office_there, making.eva = world.neighbour()
    world.system()
    making.number(making.person)
    consent_naming(making, world.lyngvik, making.storvik)
    return making


@pytest.fixture
def making(making):
    def number(person):
        from knutepunkt.people import vault

        person.number_hash = vault.fingerprint(person.organisation_id, NUMBER)
        person.number_encrypted = vault.seal(NUMBER)
        person.number_kind = "d-number"
        person.save()

    making.number = number
    return making


def known_there(two, *, plan=True, consent=True):
    world = two.world
    with world.inside(two.storvik):
        loader = world.loader(two.storvik)
        person = register_person(
            by=loader, at=two.at, organisation_id=two.storvik.id, given_name="Arne", family_name="Solli",
            birth_date=date(1971, 3, 9),
        )  # fmt: skip
        two.number(person)
        follow_up = open_follow_up(person=person, unit_id=two.office_there.id, by=loader, at=two.at)
        if consent:
            consent_naming(two, two.storvik, world.lyngvik, person=person)
        if plan:
            IndividualPlan.objects.create(
                organisation_id=two.storvik.id, person=person, follow_up=follow_up, unit=two.office_there, state="active",
                main_responsible=two.office_there, starts_on=date(2026, 1, 1), review_on=date(2027, 1, 1),
                changed_at=two.at, changed_by="Eva Berg",
            )  # fmt: skip
    return person


def ask(two):
    with two.as_ingrid() as ingrid:
        return op.ask_elsewhere(follow_up=two.follow_up, organisation=two.storvik, by=ingrid, at=two.at)


def received(two):
    with two.world.inside(two.storvik):
        return ReceivedPlanQuestion.objects.select_related("from_organisation", "person").get()


def answered(two, *, tells):
    eva = two.world.actor(two.eva, two.storvik)
    with two.world.acting(eva, received(two).person):
        question = ReceivedPlanQuestion.objects.get()
        op.answer_question(question=question, tells=tells, by=eva, at=two.at + timedelta(hours=1), contact="Eva Berg")
    return PlanQuestion.objects.get()


def test_a_plan_elsewhere_is_told_of_when_the_person_says_yes_on_both_sides(two):
    known_there(two)
    ask(two)

    answer = answered(two, tells=True)

    assert (answer.has_plan, answer.contact) == (True, "Koordinerende enhet, Eva Berg")
    assert Task.objects.get(kind="plan-answer").unit_id == two.world.office.id
    events = set(Event.objects.values_list("what", flat=True))
    assert {"plan-question.asked", "plan-question.answer-came"} <= events
    with two.world.inside(two.storvik):
        theirs = set(Event.objects.values_list("what", flat=True))
        assert {"plan-question.received", "plan-question.answered"} <= theirs
        assert not PlanQuestion.objects.filter(organisation_id=two.storvik.id).exists()


def test_nobody_is_asked_without_a_consent_that_names_them(two):
    Consent.objects.all().delete()
    with pytest.raises(NoConsentToAsk):
        ask(two)
    with two.world.inside(two.storvik):
        assert ReceivedPlanQuestion.objects.count() == 0


SITUATIONS = {
    "nobody knows the person": None,
    "no plan": {"plan": False},
    "a plan, no consent": {"consent": False},
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_no_plan_no_consent_and_nobody_known_are_one_answer(two, situation):
    if SITUATIONS[situation] is not None:
        known_there(two, **SITUATIONS[situation])
    ask(two)
    eva = two.world.actor(two.eva, two.storvik)
    with two.world.acting(eva, received(two).person), pytest.raises(NothingMayBeTold):
        op.answer_question(question=ReceivedPlanQuestion.objects.get(), tells=True, by=eva, at=two.at, contact="Eva")

    answer = answered(two, tells=False)

    facts = {name: getattr(answer, name) for name in ("has_plan", "contact")}
    event = Event.objects.filter(what="plan-question.answer-came").get()
    assert (facts, sorted(event.facts), event.by_name) == (
        {"has_plan": False, "contact": ""},
        ["question"],
        event.by_name,
    )


def test_asking_does_the_same_work_whoever_is_known_there(two):
    statements = []
    for known in ("warming up", "", "known"):
        if known == "known":
            known_there(two)
        with CaptureQueriesContext(connection) as captured:
            ask(two)
        statements.append([query["sql"].split(" ")[0] for query in captured])
        answered(two, tells=False)
        two.world.system()
        PlanQuestion.objects.all().delete()
        with two.world.inside(two.storvik):
            ReceivedPlanQuestion.objects.all().delete()

    assert statements[1] == statements[2]
    assert statements[1].count("INSERT") >= 5


def test_the_pages_of_the_one_who_asks_are_the_same_bytes(two, now):
    import re

    shown = []
    for known in (None, {"consent": False}):
        if known is not None:
            known_there(two, **known)
        client = two.world.client(two.world.ingrid)
        address = f"/plans/elsewhere/{two.follow_up.pk}/"
        asked = client.post(address, {"organisation": str(two.storvik.id)}, follow=True)
        two.world.system()
        answered(two, tells=False)
        page = client.get(address).content.decode()
        shown.append((asked.status_code, re.sub(r"[0-9a-f-]{36}|value=\"[A-Za-z0-9]{64}\"|nonce-\S+", "", page)))
        two.world.system()
        PlanQuestion.objects.all().delete()
        with two.world.inside(two.storvik):
            ReceivedPlanQuestion.objects.all().delete()

    assert shown[0] == shown[1]
    assert shown[0][0] == 200


def test_a_received_question_is_read_by_the_unit_that_has_it(two, now):
    person = known_there(two)
    ask(two)
    address = f"/plans/received/{received(two).pk}/"

    page = two.world.client(two.eva, two.storvik).get(address)

    assert page.status_code == 200
    assert two.world.client(two.world.ingrid).get(address).status_code == 404
    with two.world.inside(two.storvik):
        from knutepunkt.audit.models import ViewRecord

        assert ViewRecord.objects.filter(person_id=person.pk, page="plan-question").count() == 1


def test_plans_elsewhere_stand_in_the_plan_on_paper_and_in_its_versions(making):
    plan, _goal, activity = making.filled()
    with making.as_ingrid() as ingrid:
        by = {"by": ingrid, "at": making.at}
        school = op.link_plan(
            plan=plan, title="Opplæringsplan", holder="Lyngvik skole", topic="school", contact="Tone Moe", **by
        )
        op.link_plan(plan=plan, title="Aktivitetsplan", holder="NAV Lyngvik", topic="work", **by)
        making_yes(making, plan, activity, ingrid)
        assert [one.title for one in whole_plan(ingrid, plan.pk).sub_plans] == ["Opplæringsplan", "Aktivitetsplan"]
        op.unlink_plan(sub_plan=school, **by)
        assert [one.title for one in whole_plan(ingrid, plan.pk).sub_plans] == ["Aktivitetsplan"]
        first = read(kept(plan.pk, number=1)[0].content)
    assert [one.holder for one in first.sub_plans] == ["Lyngvik skole", "NAV Lyngvik"]

    from knutepunkt.plans.paper import texts

    assert texts(first)[-1].paragraphs == ("Opplæringsplan, Lyngvik skole, Tone Moe", "Aktivitetsplan, NAV Lyngvik")


def making_yes(making, plan, activity, ingrid):
    op.agree_activity(activity=activity, by=ingrid, at=making.at, answered_by="Silje")
    plan.refresh_from_db()
    op.answer_plan(plan=plan, by=ingrid, at=making.at, says_yes=True, how="oral")
    op.activate(plan=plan, by=ingrid, at=making.at)


def test_services_disagree_and_the_municipality_decides_from_a_day(making):
    plan, _goal, _activity, _revision = making.in_force()
    world, later = making.world, day(making.at) + timedelta(days=10)
    with making.as_ingrid() as ingrid:
        raised = op.raise_disagreement(
            plan=plan,
            units=[world.office, world.speech],
            words="Begge mener den andre er nærmest.",
            by=ingrid,
            at=making.at,
        )
        with pytest.raises(op.AlreadyRaised):
            op.raise_disagreement(
                plan=plan, units=[world.office, world.speech], words="Igjen.", by=ingrid, at=making.at
            )
        assert Task.objects.get(source_id=raised.pk).kind == "responsibility"
        with pytest.raises(op.WithReasons):
            op.decide_disagreement(
                disagreement=raised, unit=world.speech, reasons="Nei", from_day=later, by=ingrid, at=making.at
            )
        op.decide_disagreement(
            disagreement=raised, unit=world.speech, reasons=REASONS, from_day=later, by=ingrid, at=making.at
        )
        plan.refresh_from_db()
        assert plan.main_responsible_id == world.office.id

    assert carry_out_due(making.at + timedelta(days=9)) == 0
    assert carry_out_due(making.at + timedelta(days=10)) == 1
    assert carry_out_due(making.at + timedelta(days=11)) == 0
    world.system()
    plan.refresh_from_db()
    assert plan.main_responsible_id == world.speech.id
    assert Task.objects.get(source_id=raised.pk).state == "done"
    moves = Event.objects.filter(subject_id=plan.pk, what="plan.main-responsible-set").order_by("at")
    assert moves.last().facts["earlier"] == str(world.office.id)


def test_a_plan_in_force_always_has_its_responsible_service(making):
    plan, _goal, _activity, _revision = making.in_force()
    making.world.system()
    with pytest.raises(IntegrityError, match="active_plan_has_responsible"), transaction.atomic():
        IndividualPlan.objects.filter(pk=plan.pk).update(main_responsible=None)


def test_the_pages_of_one_plan_open_and_leave_a_trace(making, now):
    from knutepunkt.audit.models import ViewRecord

    plan, _goal, _activity, _revision = making.in_force()
    client = making.world.client(making.world.ingrid)
    made = client.post(
        f"/plans/{plan.pk}/disagreement/",
        {"one": str(making.world.office.id), "other": str(making.world.speech.id), "words": "Begge mener den andre."},
    )
    linked = client.post(f"/plans/{plan.pk}/sub-plans/", {"title": "Aktivitetsplan", "holder": "NAV", "topic": "work"})
    making.world.system()
    raised = plan.disagreements.get()
    before = ViewRecord.objects.filter(person_id=plan.person_id).count()
    pages = [f"/plans/{plan.pk}/", f"/plans/{plan.pk}/sub-plans/", f"/plans/disagreements/{raised.pk}/",
             f"/plans/elsewhere/{plan.follow_up_id}/"]  # fmt: skip
    answers = [client.get(address).status_code for address in pages]
    making.world.system()

    assert (made.status_code, linked.status_code, answers) == (302, 302, [200] * 4)
    assert ViewRecord.objects.filter(person_id=plan.person_id).count() == before + 4
    for somebody in (making.world.leif, making.world.silje):
        stranger = making.world.client(somebody)
        assert {stranger.get(address).status_code for address in pages} <= {403, 404}
