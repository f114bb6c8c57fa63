from datetime import date, timedelta

import pytest
from procrastinate.contrib.django import app

from knutepunkt.access.decide import NotAllowed
from knutepunkt.access.grants import refresh_person
from knutepunkt.audit.models import Event
from knutepunkt.consent.jobs import expire
from knutepunkt.consent.models import Consent
from knutepunkt.consent.operations import NothingAsked, ReasonMissing, record_consent, sign_consent, withdraw_consent
from knutepunkt.consent.queries import all_in_force, in_force
from knutepunkt.consent.rules import (
    BirthDateMissing,
    ChildNotHeard,
    NoParentRecorded,
    NotTheirDecision,
    TooIntrusive,
)
from knutepunkt.people.models import CompetenceDecision, Custody, NextOfKin
from world import informed


@pytest.fixture
def by(world):
    return world.loader()


def kin(world, person, **more):
    return NextOfKin.objects.create(
        organisation_id=person.organisation_id, person=person, name=more.pop("name", "Berit Solli"), relation="parent",
        valid_from=world.at - timedelta(days=900), **more,
    )  # fmt: skip


def yes(world, person, by, subjects=("assessment", "plan"), answer="oral", **more):
    more = informed(world.at) | more
    return record_consent(person=person, by=by, at=more.pop("at", world.at), subjects=subjects, answer=answer, **more)


def cannot_decide(world, person, topics=None, **more):
    day = world.at.date() - timedelta(days=3)
    return CompetenceDecision.objects.create(
        organisation_id=person.organisation_id, person=person, topics=topics, reason="Forstår ikke hva det gjelder.", decided_by="lege",
        decided_on=day, presented_to="Arne og søsteren", presented_on=more.pop("presented_on", day),
        starts_at=world.at - timedelta(days=3), **more,
    )  # fmt: skip


def custody(world, person, **more):
    return Custody.objects.create(
        organisation_id=person.organisation_id, person=person, unit=world.office, decided_by="Nemnda", recorded_by="Ingrid",
        starts_at=more.pop("starts_at", world.at - timedelta(days=1)), **more,
    )  # fmt: skip


def test_oral_consent_counts_at_once_and_stands_as_not_yet_signed(world, by):
    arne = world.person()
    consent = yes(world, arne, by)
    assert not consent.signed
    assert in_force(arne.organisation_id, arne.id, "plan", at=world.at) == consent
    sign_consent(consent=consent, by=by, at=world.at)
    assert Consent.objects.get(pk=consent.pk).signed
    assert [s.name for s in consent.steps.all()] == ["give-orally", "sign"]


def test_a_no_is_recorded_and_nothing_is_in_force(world, by):
    arne = world.person()
    yes(world, arne, by, answer="no")
    assert in_force(arne.organisation_id, arne.id, "plan", at=world.at) is None
    assert Consent.objects.get().state == "refused"


def test_the_last_answer_counts_and_the_rest_goes_on(world, by):
    arne = world.person()
    yes(world, arne, by, subjects=["assessment", "plan", "coordinator"], recipients="The care team")
    later = world.at + timedelta(hours=1)
    yes(world, arne, by, subjects=["plan"], answer="no", at=later)
    assert in_force(arne.organisation_id, arne.id, "plan", at=later) is None
    going_on = in_force(arne.organisation_id, arne.id, "coordinator", at=later)
    assert going_on.subjects == ["assessment", "coordinator"]
    assert (going_on.recipients, going_on.answered_at, going_on.signed) == ("The care team", world.at, False)


@pytest.mark.parametrize(
    "answers", [["oral", "oral"], ["oral", "signed"], ["signed", "no", "oral"], ["no", "oral", "oral"]]
)
def test_never_two_in_force_on_one_subject(world, by, answers):
    arne = world.person()
    for hour, answer in enumerate(answers):
        yes(
            world,
            arne,
            by,
            answer=answer,
            subjects=["plan", "sharing"][: hour + 1],
            at=world.at + timedelta(hours=hour),
        )
    at = world.at + timedelta(days=1)
    counting = all_in_force(arne.organisation_id, arne.id, at=at)
    subjects = [subject for consent in counting for subject in consent.subjects]
    assert len(subjects) == len(set(subjects))


def test_withdrawal_needs_a_reason_and_is_in_the_log(world, by):
    arne = world.person()
    consent = yes(world, arne, by)
    with pytest.raises(ReasonMissing):
        withdraw_consent(consent=consent, by=by, at=world.at, reason=" ")
    withdraw_consent(consent=consent, by=by, at=world.at, reason="Said on the phone")
    assert in_force(arne.organisation_id, arne.id, "plan", at=world.at) is None
    assert Consent.objects.get(pk=consent.pk).ended_at == world.at
    events = Event.objects.filter(subject_id=consent.pk).order_by("id").values_list("what", flat=True)
    assert list(events) == ["consent.give-orally", "consent.withdraw"]


def test_a_consent_with_an_end_date_stops_counting_by_itself(world, by):
    arne = world.person()
    yes(world, arne, by, ends_on=world.at.date())
    assert in_force(arne.organisation_id, arne.id, "plan", at=world.at) is not None
    assert in_force(arne.organisation_id, arne.id, "plan", at=world.at + timedelta(days=1)) is None


def test_the_worker_writes_down_that_a_consent_has_ended(world, by):
    arne, other = world.person(), world.person("Ole")
    ended = yes(world, arne, by, ends_on=world.at.date())
    yes(world, other, by, ends_on=world.at.date() + timedelta(days=1))
    assert expire(world.at) == 0

    tomorrow = world.at + timedelta(days=1)
    assert (expire(tomorrow), expire(tomorrow)) == (1, 0)
    world.system()
    ended.refresh_from_db()
    assert (ended.state, ended.ended_at) == ("expired", tomorrow)
    assert Consent.objects.get(person=other).state == "given-orally"
    step = ended.steps.get(name="expire")
    assert (step.by_name, step.at) == ("worker", tomorrow)
    assert Event.objects.filter(subject_id=ended.pk, what="consent.expire", by_name="worker").exists()
    assert "consent.expire" in app.tasks
    assert [task.cron for task in app.periodic_registry.periodic_tasks.values() if task.task.name == "consent.expire"]


def test_an_answer_to_nothing_is_refused(world, by):
    with pytest.raises(NothingAsked):
        yes(world, world.person(), by, subjects=[])
    with pytest.raises(NothingAsked):
        yes(world, world.person("Ole"), by, subjects=["plan", "everything"])


@pytest.mark.parametrize(("born", "given_by", "refused"), [
    (date(1971, 3, 9), "person", None),
    (date(1971, 3, 9), "parent", NotTheirDecision),
    (date(1971, 3, 9), "guardian", NotTheirDecision),
    (date(1971, 3, 9), "health-personnel", NotTheirDecision),
    (date(2010, 11, 24), "person", None),
    (date(2010, 11, 25), "person", None),
    (date(2011, 2, 25), "person", NotTheirDecision),
    (date(2014, 1, 1), "parent", NoParentRecorded),
    (date(2014, 1, 1), "child-welfare", NotTheirDecision),
    (None, "person", BirthDateMissing),
])  # fmt: skip
def test_who_decides_follows_from_the_law_on_the_day(world, by, born, given_by, refused):
    person = world.person(birth_date=born)
    if refused:
        with pytest.raises(refused):
            yes(world, person, by, given_by=given_by, child_heard="Wants it")
    else:
        assert yes(world, person, by, given_by=given_by, child_heard="Wants it").given_by == given_by


def test_a_parent_answers_for_a_child_that_has_been_heard(world, by):
    child = world.person("Emil", birth_date=date(2017, 5, 5))
    kin(world, child, parental_responsibility=True)
    with pytest.raises(ChildNotHeard):
        yes(world, child, by, given_by="parent")
    consent = yes(world, child, by, given_by="parent", child_heard="It is fine")
    assert consent.given_by_name == "Berit Solli"
    small = world.person("Ida", birth_date=date(2023, 5, 5))
    kin(world, small, parental_responsibility=True)
    assert yes(world, small, by, given_by="parent")


def test_a_guardian_answers_only_within_a_mandate_in_force_and_health_personnel_not_then(world, by):
    arne = world.person()
    mandate = kin(world, arne, name="Verge Vik", mandate="Health and care", valid_to=world.at)
    with pytest.raises(NotTheirDecision):
        yes(world, arne, by, given_by="guardian")
    cannot_decide(world, arne)
    with pytest.raises(NotTheirDecision):
        yes(world, arne, by, given_by="guardian")
    mandate.valid_to = world.at + timedelta(days=30)
    mandate.save()
    assert yes(world, arne, by, given_by="guardian").given_by_name == "Verge Vik"
    with pytest.raises(NotTheirDecision):
        yes(world, arne, by, given_by="health-personnel")
    mandate.mandate_kind = "power-of-attorney"
    mandate.save()
    with pytest.raises(NotTheirDecision):
        yes(world, arne, by, given_by="guardian")


def test_health_personnel_decide_what_is_not_intrusive_and_never_consent_to_sharing(world, by):
    arne = world.person()
    cannot_decide(world, arne)
    assert yes(world, arne, by, given_by="health-personnel", subjects=["assessment"])
    with pytest.raises(TooIntrusive):
        yes(world, arne, by, given_by="health-personnel", subjects=["assessment", "sharing"])


def test_the_person_answers_and_takes_back_on_the_own_pages(world):
    arne = world.person(account=True)
    actor = world.actor(arne)
    with world.acting(actor, arne):
        consent = yes(world, arne, actor, answer="signed")
        withdraw_consent(consent=consent, by=actor, at=world.at, reason="On the own page")
    assert Consent.objects.get().state == "withdrawn"
    assert [s.by_name for s in consent.steps.all()] == ["Arne Solli", "Arne Solli"]


def test_staff_of_another_service_and_the_leader_can_neither_record_nor_see(world, by):
    arne = world.person()
    yes(world, arne, by)
    for staff in (world.silje, world.leif):
        actor = world.actor(staff)
        with world.acting(actor, arne):
            assert list(Consent.visible_to(actor)) == []
            with pytest.raises(NotAllowed):
                yes(world, arne, actor)
    refresh_person(arne.organisation_id, arne.id, at=world.at)
