"""Who decides, from facts: custody, competence by topic, mandates, opposition, a child's own matters; and what a yes must rest on."""

from datetime import date, timedelta

import pytest

from knutepunkt.access.decide import NotAllowed
from knutepunkt.access.models import Exclusion
from knutepunkt.audit.models import Event
from knutepunkt.consent.deciding import TopicsMixed, who_decides
from knutepunkt.consent.models import Consent, ConsentAnswer
from knutepunkt.consent.operations import (
    BlockOfOwnUnit,
    DeciderMissing,
    NotCovered,
    TooWide,
    TooYoung,
    WhichParent,
    answer_consent,
    ask_consent,
    record_block,
    record_consent,
    record_opposition,
    renew_consent,
    withdraw_consent,
    withdraw_recipient,
    withhold,
)
from knutepunkt.consent.queries import all_in_force, in_force
from knutepunkt.consent.rules import InformationMissing, InterpreterMissing, NotTheirDecision
from rooms.consent.test_consent import cannot_decide, custody, kin, yes
from world import informed


@pytest.fixture
def by(world):
    return world.loader()


def decider(world, person, **about):
    return who_decides(person, at=world.at, **about).decider.key


def parents(world, child, *names):
    return [kin(world, child, name=name, parental_responsibility=True) for name in names or ("Mor Solli", "Far Solli")]


def test_custody_taken_over_is_child_welfares_until_the_young_person_decides(world):
    child, youth = world.person("Ida", birth_date=date(2016, 1, 1)), world.person("Ola", birth_date=date(2010, 1, 1))
    for person in (child, youth):
        custody(world, person)
    decides = who_decides(child, at=world.at)
    assert (decides.decider.key, decides.names) == ("custody-taken-over", ("Koordinerende enhet",))
    assert any("23.11.2026" in reason for reason in decides.reasons)
    assert decider(world, youth) == "youth"


def test_competence_is_by_topic_and_only_when_presented(world, by):
    arne = world.person()
    cannot_decide(world, arne, topics=["work"], presented_on=None)
    assert decider(world, arne, topics=["work"]) == "adult"
    cannot_decide(world, arne, topics=["work"])
    assert decider(world, arne, topics=["work"]) == "adult-without-competence"
    assert decider(world, arne, topics=["leisure"]) == "adult"
    assert decider(world, arne, subjects=["plan"]) == "adult"
    with pytest.raises(TopicsMixed):
        yes(world, arne, by, subjects=["sharing"], topics=["work", "leisure"])
    with pytest.raises(TopicsMixed):
        yes(world, arne, by, subjects=["sharing"])
    kin(world, arne, name="Verge", mandate="Økonomi", mandate_kind="guardian", mandate_topics=["work"])
    assert decider(world, arne, topics=["work"]) == "adult-represented"
    assert yes(world, arne, by, subjects=["sharing"], topics=["work"], given_by="guardian").given_by_name == "Verge"


def test_what_the_person_opposes_nobody_decides_and_what_stood_falls_away(world, by):
    arne = world.person()
    cannot_decide(world, arne)
    kin(world, arne, name="Verge", mandate="Alt", mandate_kind="guardian")
    given = yes(world, arne, by, subjects=["assessment"], given_by="guardian")
    record_opposition(person=arne, by=by, at=world.at, subjects=["assessment"], how="Går sin vei.")
    given.refresh_from_db()
    assert given.state == "lapsed"
    assert decider(world, arne, subjects=["assessment"]) == "adult-opposes"
    with pytest.raises(NotTheirDecision):
        yes(world, arne, by, subjects=["assessment"], given_by="guardian")


def test_a_yes_rests_on_what_was_explained_in_a_language_that_is_understood(world, by):
    arne = world.person(interpreter="arabisk")
    for missing in ("information", "informed_on", "information_language"):
        with pytest.raises(InformationMissing):
            yes(world, arne, by, **{missing: None if missing == "informed_on" else " "})
    with pytest.raises(InformationMissing):
        yes(world, arne, by, informed_on=world.at.date() + timedelta(days=1))
    with pytest.raises(InterpreterMissing):
        yes(world, arne, by)
    assert yes(world, arne, by, interpreter_used=True)
    assert yes(world, arne, by, information_language="Arabisk")
    assert record_consent(person=arne, by=by, at=world.at, subjects=["plan"], answer="no").state == "refused"


def test_both_parents_must_agree_and_the_one_alone_decides_alone(world, by):
    child = world.person("Ida", birth_date=date(2021, 1, 1))
    mother, father = parents(world, child)
    with pytest.raises(WhichParent):
        yes(world, child, by, given_by="parent")
    waits = yes(world, child, by, given_by="parent", parents=[mother])
    assert (waits.state, waits.given_by_name) == ("drafted", "")
    same = yes(world, child, by, given_by="parent", parents=[father])
    assert (same.pk, same.state, same.given_by_name) == (waits.pk, "given-orally", "Mor Solli, Far Solli")
    assert Event.objects.filter(what="consent.parent-answered", subject_id=same.pk).count() == 2
    father.valid_to = world.at
    father.save()
    assert yes(world, child, by, subjects=["sharing"], given_by="parent").state == "given-orally"


def test_parents_who_disagree_and_then_both_say_no(world, by):
    child = world.person("Ida", birth_date=date(2021, 1, 1))
    mother, father = parents(world, child)
    waits = ask_consent(person=child, by=by, at=world.at, subjects=["plan"])
    common = {"consent": waits, "by": by, "at": world.at, "given_by": "parent"}
    answer_consent(answer="oral", kin=mother, **informed(world.at), **common)
    answer_consent(answer="no", kin=father, **common)
    waits.refresh_from_db()
    assert waits.state == "drafted"
    assert in_force(child.organisation_id, child.pk, "plan", at=world.at) is None
    answer_consent(answer="no", kin=mother, **common)
    waits.refresh_from_db()
    assert (waits.state, ConsentAnswer.objects.count()) == ("refused", 3)


def test_a_question_is_asked_once_narrowed_never_widened(world, by):
    arne = world.person()
    asked = ask_consent(
        person=arne, by=by, at=world.at, subjects=["sharing"], recipient_staff=world.silje, topics=["work", "school"]
    )
    again = ask_consent(
        person=arne, by=by, at=world.at, subjects=["sharing"], recipient_staff=world.silje, topics=["work", "school"]
    )
    assert again.pk == asked.pk
    common = {"consent": asked, "answer": "oral", "by": by, "at": world.at} | informed(world.at)
    with pytest.raises(TooWide):
        answer_consent(topics=["leisure"], **common)
    assert answer_consent(topics=["work"], **common).topics == ["work"]


def test_sharing_stands_for_each_recipient_by_itself(world, by):
    arne = world.person()
    silje = yes(world, arne, by, subjects=["sharing"], recipient_staff=world.silje)
    yes(world, arne, by, subjects=["sharing"], recipient_staff=world.leif)
    yes(world, arne, by, subjects=["sharing"])
    assert len(all_in_force(arne.organisation_id, arne.pk, at=world.at)) == 3
    record_consent(person=arne, by=by, at=world.at, subjects=["sharing"], recipient_staff=world.silje, answer="no")
    silje.refresh_from_db()
    assert silje.state == "withdrawn"
    record_consent(person=arne, by=by, at=world.at, subjects=["sharing"], answer="no")
    assert all_in_force(arne.organisation_id, arne.pk, at=world.at) == []


def test_partly_withdrawn_renewed_and_what_was_not_there(world, by):
    arne = world.person()
    given = yes(world, arne, by, subjects=["sharing"], recipient_staff=world.silje, topics=["work", "school"])
    with pytest.raises(NotCovered):
        withdraw_consent(consent=given, by=by, at=world.at, reason="Nei", topics=["leisure"])
    left = withdraw_consent(consent=given, by=by, at=world.at, reason="Nei", topics=["work"])
    assert (given.state, left.topics, left.answered_at) == ("partly-withdrawn", ["school"], given.answered_at)
    renewed = renew_consent(consent=left, by=by, at=world.at + timedelta(days=1), answer="signed", **informed(world.at))
    assert (left.state, renewed.goes_on_from_id, renewed.topics) == ("renewed", left.pk, ["school"])
    assert withdraw_consent(consent=renewed, by=by, at=world.at, reason="Alt", topics=["school"]).state == "withdrawn"


def test_asked_in_good_time_the_answer_counts_from_the_birthday(world, by):
    emil = world.person("Emil", birth_date=date(2010, 12, 15), account=True)
    mother = parents(world, emil, "Mor Solli")
    given = yes(world, emil, by, given_by="parent", child_heard="Greit", parents=mother)
    own = yes(world, emil, by)
    assert (own.state, own.answered_at.isoformat()) == ("given-orally", "2026-12-15T00:00:00+01:00")
    given.refresh_from_db()
    assert given.state == "given-orally"
    for days, consent in ((0, given), (30, own)):
        assert in_force(emil.organisation_id, emil.pk, "plan", at=world.at + timedelta(days=days)) == consent


def test_a_child_keeps_something_from_the_age_of_the_law_and_staff_by_law(world, by):
    for years, refused in ((11, True), (13, False)):
        child = world.person(f"Barn {years}", birth_date=date(2026 - years, 3, 1), account=True)
        mother = kin(
            world,
            child,
            name="Mor",
            parental_responsibility=True,
            account=world.account(f"person:mor{years}", "person"),
        )
        actor = world.actor(child)
        with world.acting(actor, child):
            mine = {"kept_from": "parents", "topic": "mental-health", "reason": "Mitt"}
            if refused:
                with pytest.raises(TooYoung):
                    withhold(person=child, by=actor, at=world.at, **mine)
                continue
            withhold(person=child, by=actor, at=world.at, **mine)
            assert who_decides(child, at=world.at, topics=["mental-health"]).decider.key == "child-withheld"
        assert Exclusion.objects.get().account_id == mother.account_id
    with pytest.raises(DeciderMissing):
        withhold(person=child, by=by, at=world.at, kept_from="parents", topic="family", reason="Fare", by_law=True)


def test_one_recipient_is_taken_out_by_name_or_by_a_block(world, by):
    from knutepunkt.coordination.operations import add_care_team_member, open_follow_up

    arne = world.person()
    row = open_follow_up(person=arne, unit_id=world.office.id, by=by, at=world.at)
    yes(world, arne, by, subjects=["plan", "sharing"])
    add_care_team_member(follow_up=row, staff=world.silje, sees_plan=True, by=by, at=world.at)
    withdraw_recipient(person=arne, staff=world.silje, reason="Ikke henne.", by=by, at=world.at)
    block = arne.blocks.get()
    assert (block.staff, block.words) == (world.silje, "Ikke henne.")
    with pytest.raises(BlockOfOwnUnit):
        record_block(person=arne, unit=world.office, by=by, at=world.at)
    yes(world, arne, by, subjects=["sharing"], recipient_staff=world.silje, at=world.at + timedelta(minutes=1))
    block.refresh_from_db()
    assert block.ends_at == world.at + timedelta(minutes=1)


def test_a_child_or_a_stranger_cannot_take_back_what_the_parents_said(world, by):
    child = world.person("Ida", birth_date=date(2014, 1, 1), account=True)
    given = yes(world, child, by, given_by="parent", child_heard="Greit", parents=parents(world, child, "Mor Solli"))
    actor = world.actor(child)
    with world.acting(actor, child), pytest.raises(NotTheirDecision):
        withdraw_consent(consent=given, by=actor, at=world.at, reason="Nei")
    silje = world.actor(world.silje)
    with world.acting(silje, child), pytest.raises(NotAllowed):
        ask_consent(person=child, by=silje, at=world.at, subjects=["plan"])
    assert Consent.objects.get(pk=given.pk).state == "given-orally"
