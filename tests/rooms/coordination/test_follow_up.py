from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from knutepunkt.access.decide import NotAllowed
from knutepunkt.access.grants import differences
from knutepunkt.access.models import Grant
from knutepunkt.access.permissions import Topic
from knutepunkt.audit.models import Event
from knutepunkt.consent.operations import record_consent, withdraw_consent
from knutepunkt.coordination import operations as ops
from knutepunkt.coordination.models import Assessment, BalanceWeight, FollowUp, Important
from knutepunkt.coordination.weights import KEYS, sentence
from knutepunkt.messaging.models import OutboundMessage
from knutepunkt.people.models import Person
from world import informed


def test_one_open_follow_up_and_the_unit_sees_it(case, world):
    again = ops.open_follow_up(person=case.arne, unit_id=world.office.id, by=case.loader, at=case.at)
    assert again.pk == case.follow_up.pk
    assert case.seen_by(case.ingrid)
    for staff in (world.leif, world.silje):
        assert not case.seen_by(world.actor(staff))
    assert Event.objects.filter(what="follow-up.opened").count() == 1
    assert differences(world.lyngvik.id, at=world.at) == []


def test_a_consent_moves_it_on_and_a_withdrawal_back_in_the_same_transaction(case):
    consent = case.consent(subjects=["assessment"])
    assert case.follow_up.state == "consented"
    withdraw_consent(consent=consent, by=case.loader, at=case.at, reason="Said so")
    case.follow_up.refresh_from_db()
    assert case.follow_up.state == "opened"
    assert [s.name for s in case.follow_up.steps.all()] == ["consent", "withdraw-consent"]


def test_the_person_moves_it_by_answering_on_the_own_pages(case, world):
    arne = world.actor(case.arne)
    with world.acting(arne, case.arne):
        consent = record_consent(
            person=case.arne, by=arne, at=case.at, subjects=["plan"], answer="signed", **informed(case.at)
        )
    assert FollowUp.objects.get().state == "consented"
    with world.acting(arne, case.arne):
        withdraw_consent(consent=consent, by=arne, at=case.at, reason="On the own page")
    assert FollowUp.objects.get().state == "opened"


def test_it_cannot_be_called_consented_without_a_consent(case):
    with pytest.raises(ops.ConsentMissing):
        ops.follow_up_consented(follow_up=case.follow_up, by=case.loader, at=case.at)
    case.consent(answer="no")
    with pytest.raises(ops.ConsentMissing):
        ops.follow_up_consented(follow_up=case.follow_up, by=case.loader, at=case.at)
    case.consent(at=case.at + timedelta(hours=1))
    assert (
        ops.follow_up_consented(follow_up=case.follow_up, by=case.loader, at=case.at + timedelta(hours=2)).state
        == "consented"
    )


def test_no_to_a_plan_still_leads_to_a_coordinator_without_a_plan(case):
    case.consent(subjects=["plan"], answer="no")
    case.consent(subjects=["assessment", "coordinator"], at=case.at + timedelta(minutes=1))
    case.coordinator(at=case.at + timedelta(hours=1))
    ops.go_on_without_plan(
        follow_up=case.follow_up, by=case.loader, at=case.at + timedelta(hours=1), reason="He does not want one"
    )
    assert FollowUp.objects.get().state == "coordinator-only"


def test_an_active_plan_without_consent_leaves_the_coordinator(case):
    case.consent()
    case.coordinator()
    ops.plan_activated(follow_up=case.follow_up, by=case.loader, at=case.at)
    case.consent(subjects=["plan"], answer="no", at=case.at + timedelta(hours=1))
    assert case.follow_up.state == "coordinator-only"


def test_closing_ends_sight_and_reopening_goes_on_with_what_is_agreed(case, world):
    case.consent()
    case.coordinator()
    ops.add_care_team_member(follow_up=case.follow_up, staff=world.silje, sees_plan=True, by=case.loader, at=case.at)
    later = case.at + timedelta(days=2)
    with pytest.raises(ops.ReasonMissing):
        ops.close_follow_up(follow_up=case.follow_up, by=case.loader, at=later, reason="")
    ops.close_follow_up(
        follow_up=case.follow_up, by=case.loader, at=later, reason="The goals are reached", code="goals-reached"
    )
    assert not case.seen_by(case.silje, at=later)
    ops.reopen_follow_up(follow_up=case.follow_up, by=case.loader, at=later, reason="A new stroke")
    assert FollowUp.objects.get().state == "consented"
    assert differences(world.lyngvik.id, at=world.at) == []


def test_entered_in_error_takes_the_units_sight(case):
    ops.correct_follow_up(follow_up=case.follow_up, by=case.loader, at=case.at, reason="Wrong person")
    assert not case.seen_by(case.ingrid)


def test_members_see_only_while_the_person_says_yes_and_only_the_topics(case, world):
    nav = world.unit("nav", "NAV Lyngvik", kind="service", sector="nav")
    hanne = world.staff("Hanne Lund", "veileder", nav, "employee")
    actor = world.actor(hanne)
    ops.say_what_is_important(person=case.arne, words="The workshop", by=case.loader, at=case.at)
    member = ops.add_care_team_member(
        follow_up=case.follow_up,
        staff=hanne,
        sees_plan=True,
        kind="work",
        topics=[Topic.WORK],
        by=case.loader,
        at=case.at,
    )
    assert not case.seen_by(actor)
    consent = case.consent(subjects=["sharing"])
    assert case.seen_by(actor)
    assert Grant.objects.get(source="care-team").topics == ["goals", "work"]
    ops.save_assessment(follow_up=case.follow_up, by=case.loader, at=case.at, version=0, fields={"body": "Weak arm"})
    with world.acting(actor, case.arne):
        assert Important.objects.count() == 1
        assert not Assessment.objects.exists()
    assert differences(world.lyngvik.id, at=world.at) == []
    withdraw_consent(consent=consent, by=case.loader, at=case.at, reason="Said so")
    assert not case.seen_by(actor)
    case.consent(subjects=["sharing"], at=case.at + timedelta(hours=1))
    ops.remove_care_team_member(member=member, by=case.loader, at=case.at + timedelta(hours=1))
    assert not case.seen_by(actor, at=case.at + timedelta(hours=1))


def test_a_coordinator_from_another_sector_sees_only_the_topics_of_the_consent(case, world):
    school = world.unit("skolen", "Lyngvik skole", kind="service", sector="education")
    marte = world.staff("Marte Lien", "lærer", school, "employee")
    case.consent(topics=["goals", "school"])
    case.coordinator(marte)
    assert Grant.objects.get(source="coordinators").topics == ["file", "goals", "school", "work-notes"]
    ops.save_assessment(follow_up=case.follow_up, by=case.loader, at=case.at, version=0, fields={"body": "Weak arm"})
    actor = world.actor(marte)
    with world.acting(actor, case.arne):
        assert not Assessment.objects.exists()
        note = ops.write_note(follow_up=case.follow_up, text="Talked", happened_on=case.at.date(), by=actor, at=case.at)
        ops.sign_note(note=note, by=actor, at=case.at)


def test_nothing_of_health_when_no_topic_is_named_for_somebody_outside(case, world):
    school = world.unit("skolen", "Lyngvik skole", kind="service", sector="education")
    case.consent()
    case.coordinator(world.staff("Marte Lien", "lærer", school, "employee"))
    topics = set(Grant.objects.get(source="coordinators").topics)
    assert not topics & {
        Topic.PHYSICAL_HEALTH,
        Topic.MENTAL_HEALTH,
        Topic.SUBSTANCE_USE,
        Topic.ASSESSMENT,
        Topic.CHILD_WELFARE,
    }


def test_sight_ends_with_the_last_day_of_the_consent(case, world):
    case.consent(ends_on=case.at.date())
    case.coordinator()
    assert case.seen_by(case.silje)
    assert not case.seen_by(case.silje, at=case.at + timedelta(days=1))


def test_somebody_only_named_sees_nothing_and_cannot_be_given_sight(case):
    ops.add_care_team_member(follow_up=case.follow_up, name="Nils Berg", role="GP", by=case.loader, at=case.at)
    with pytest.raises(ops.CannotSee):
        ops.add_care_team_member(
            follow_up=case.follow_up, name="Ola", role="Employer", sees_plan=True, by=case.loader, at=case.at
        )
    with pytest.raises(ops.NameMissing):
        ops.add_care_team_member(follow_up=case.follow_up, name="Ola", by=case.loader, at=case.at)


def test_the_own_words_come_first_and_are_never_overwritten(case):
    ops.say_what_is_important(
        person=case.arne,
        words="The workshop",
        helped_by="Speech therapist",
        adapted="Pictures",
        by=case.loader,
        at=case.at,
    )
    ops.say_what_is_important(person=case.arne, words="The choir", by=case.loader, at=case.at + timedelta(days=1))
    with pytest.raises(ops.NoWords):
        ops.say_what_is_important(person=case.arne, words=" ", by=case.loader, at=case.at)
    kept = [(i.words, i.said_by, i.helped_by, i.by_person) for i in Important.objects.all()]
    assert kept == [("The choir", "Arne Solli", "", True), ("The workshop", "Arne Solli", "Speech therapist", True)]


def test_the_assessment_keeps_weights_and_tells_of_a_change_meanwhile(case):
    weights = {key: {"weight": at % 5, "note": ""} for at, key in enumerate(KEYS)}
    ops.save_assessment(
        follow_up=case.follow_up, by=case.loader, at=case.at, version=0, fields={"body": "A"}, weights=weights
    )
    assert BalanceWeight.objects.count() == len(KEYS) == 10
    with pytest.raises(ops.ChangedMeanwhile) as caught:
        ops.save_assessment(follow_up=case.follow_up, by=case.loader, at=case.at, version=0, fields={"body": "B"})
    assert caught.value.theirs.body == "A"
    assert Assessment.objects.get().version == 1


def test_the_balance_in_a_sentence():
    with translation.override("en"):
        said = [sentence(w) for w in ({"breadth": 3, "intensive": 1}, {"breadth": 1, "rare": 4})]
    assert "municipality: 3 against 1" in said[0]
    assert "8 weights are not assessed" in said[0]
    assert "specialist health service: 4 against 1" in said[1]


def test_need_level_needs_a_reason_and_a_level_there_is(case):
    for level, reason in ((0, "x"), (4, "x"), (2, " ")):
        with pytest.raises(ops.NoSuchLevel):
            ops.set_need_level(follow_up=case.follow_up, level=level, reason=reason, by=case.loader, at=case.at)
    ops.set_need_level(follow_up=case.follow_up, level=3, reason="Intensive", by=case.loader, at=case.at)
    assert FollowUp.objects.get().need_level == 3


def test_the_leader_neither_opens_nor_changes(case, world):
    leif = world.actor(world.leif)
    berit = world.person("Berit")
    with world.acting(leif):
        assert not Person.objects.exists()
        with pytest.raises(NotAllowed):
            ops.open_follow_up(person=berit, unit_id=world.office.id, by=leif, at=world.at)


def test_those_who_lose_sight_are_told_without_name_or_matter(case, world):
    consent = case.consent()
    case.coordinator(world.staff("Per Lie", "logoped", world.speech, "employee", email="per@lyngvik.example"))
    withdraw_consent(consent=consent, by=case.loader, at=case.at, reason="Said so")
    told = OutboundMessage.objects.get()
    assert told.recipient == "per@lyngvik.example"
    assert "Arne" not in told.subject + told.body


def test_the_person_who_takes_it_back_tells_them_too(case, world):
    case.consent()
    case.coordinator(world.staff("Per Lie", "logoped", world.speech, "employee", email="per@lyngvik.example"))
    arne = world.actor(case.arne)
    with world.acting(arne, case.arne):
        withdraw_consent(consent=case.arne.consents.get(), by=arne, at=case.at, reason="On the own page")
    assert OutboundMessage.objects.count() == 1
    assert FollowUp.objects.get().state == "opened"


def test_two_who_open_at_once_get_one(case, world):
    other = world.unit("ost", "Kontor øst", kind="coordinating")
    again = ops.open_follow_up(person=case.arne, unit_id=other.id, by=case.loader, at=case.at)
    assert again.pk == case.follow_up.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUp.objects.create(
            organisation_id=case.arne.organisation_id, person=case.arne, unit=other, opened_at=case.at
        )
