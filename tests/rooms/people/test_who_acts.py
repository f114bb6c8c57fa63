"""What age, responsibility, custody, competence and mandates give sight of, in the database, to the second."""

from datetime import UTC, date, datetime, timedelta

import pytest

from knutepunkt.access.decide import NotAllowed
from knutepunkt.access.grants import differences, refresh_person
from knutepunkt.access.models import Grant
from knutepunkt.audit.models import Event
from knutepunkt.foundation.clock import OSLO
from knutepunkt.organisation.kinds import Sector
from knutepunkt.people import deciding, kin, operations
from knutepunkt.people.models import CompetenceDecision, Custody, NextOfKin, Person

DAILY = {"goals", "daily-living", "school", "leisure", "transport", "physical-health"}
HALF = timedelta(seconds=30)


def midnight(year, month, day):
    return datetime(year, month, day, tzinfo=OSLO)


@pytest.fixture
def family(world):
    """A child born on a day, with a mother and a father who sign in, a child welfare service and somebody there."""

    class Family:
        def __init__(self):
            self.welfare = world.unit("barnevernet", "Barnevernet", kind="service", sector=Sector.CHILD_WELFARE)
            self.else_where = world.staff("Turid Moe", "barnevernspedagog", self.welfare, "employee")
            self.by = world.loader()

        def child(self, born, *, account=True):
            self.born = born
            login = world.account("person:barn", "person") if account else None
            self.person = Person.objects.create(
                organisation_id=world.lyngvik.id, given_name="Iver", family_name="Lie", birth_date=born, account=login,
                created_at=world.at - timedelta(days=8000),
            )  # fmt: skip
            self.mother = self.kin("Mari Lie", "mor", parental_responsibility=True)
            self.father = self.kin("Per Lie", "far")
            refresh_person(world.lyngvik.id, self.person.pk, at=world.at)
            return self

        def kin(self, name, relation, **facts):
            facts.setdefault("valid_from", world.at - timedelta(days=8000))
            return operations.add_next_of_kin(
                person=self.person, by=self.by, at=world.at, name=name, relation=relation, account=world.account(f"kin:{name}", "person"), **facts,
            )  # fmt: skip

        def cannot(self, topics, *, starts, ends=None, presented=True):
            made = deciding.decide_competence(
                person=self.person, by=self.by, at=starts, topics=topics, reason="Forstår ikke følgene nå", decided_by="Lege Å. Dahl",
                starts_at=starts, ends_at=ends,
            )  # fmt: skip
            if presented:
                deciding.present_competence(decision=made, by=self.by, at=starts, presented_to="Iver og Mari Lie")
            return made

        def custody(self, starts, staff="else_where"):
            return deciding.take_over_custody(
                person=self.person, by=self.by, at=starts, unit=self.welfare, staff=getattr(self, staff) if staff else None,
                decided_by="Barneverns- og helsenemnda",
            )  # fmt: skip

        def sees(self, somebody, at):
            """What the account sees at a moment: "all", the topics, or nothing; asked of the database."""
            actor = world.actor(somebody, at=at) if isinstance(somebody, Person) else None
            account = somebody.account_id
            grants = [
                g for g in Grant.objects.filter(person_id=self.person.pk, account_id=account)
                if g.starts <= at and (g.ends is None or at < g.ends)
            ]  # fmt: skip
            from knutepunkt.access import scope
            from knutepunkt.access.scope import Scope

            scope.enter(Scope(world.lyngvik.id, account, self.person.pk, "own", at))
            seen = Person.objects.filter(pk=self.person.pk).exists()
            world.system()
            assert seen == bool(grants), (actor, grants)
            if any(g.topics is None for g in grants):
                return "all"
            return {topic for g in grants for topic in g.topics} if grants else None

    return Family()


@pytest.fixture(autouse=True)
def grants_equal_their_sources(world):
    yield
    world.system()
    assert differences(world.lyngvik.id, at=world.at) == []


@pytest.mark.parametrize(
    ("born", "day"),
    [
        (date(2010, 6, 1), midnight(2026, 6, 1)),
        (date(2010, 3, 28), midnight(2026, 3, 28)),  # the clocks go forward on the 29th
        (date(2010, 3, 29), midnight(2026, 3, 29)),  # they go forward that very night
        (date(2010, 10, 25), midnight(2026, 10, 25)),  # and back
        (date(2008, 2, 29), midnight(2024, 2, 29)),
        (date(2012, 2, 29), midnight(2028, 2, 29)),
    ],
)
def test_a_parent_sees_until_the_second_the_child_decides_alone(family, born, day):
    child = family.child(born)
    assert [child.sees(child.mother, day - HALF), child.sees(child.mother, day + HALF)] == ["all", None]
    assert [child.sees(child.person, day - HALF), child.sees(child.person, day + HALF)] == ["all", "all"]
    assert child.sees(child.father, day - HALF) is None


@pytest.mark.parametrize(
    ("born", "day"),
    [
        (date(2019, 11, 1), midnight(2026, 11, 1)),
        (date(2020, 2, 29), midnight(2027, 3, 1)),  # a year without the day: the day after
    ],
)
def test_a_child_sees_the_own_page_from_the_age_of_being_heard(family, born, day):
    child = family.child(born)
    assert [child.sees(child.person, day - HALF), child.sees(child.person, day + HALF)] == [None, "all"]


def test_the_ends_of_days_are_norwegian_not_those_of_greenwich(family):
    child = family.child(date(2010, 6, 1))
    assert child.sees(child.mother, datetime(2026, 5, 31, 22, 0, 30, tzinfo=UTC)) is None
    assert child.sees(child.mother, datetime(2026, 5, 31, 21, 59, 30, tzinfo=UTC)) == "all"


def test_what_a_young_person_cannot_decide_the_parents_go_on_seeing_until_of_age(family):
    child = family.child(date(2009, 1, 10))
    sixteen, eighteen = midnight(2025, 1, 10), midnight(2027, 1, 10)
    child.cannot(["work", "housing"], starts=sixteen - timedelta(days=9))
    assert child.sees(child.mother, sixteen - HALF) == "all"
    assert child.sees(child.mother, sixteen + HALF) == {"work", "housing"}
    assert child.sees(child.mother, eighteen - HALF) == {"work", "housing"}
    assert child.sees(child.mother, eighteen + HALF) is None


def test_a_decision_counts_only_presented_and_in_its_period(world, family):
    child = family.child(date(2010, 1, 10))
    starts, ends = world.at - timedelta(days=20), world.at + timedelta(days=20)
    decision = child.cannot(None, starts=starts, ends=ends, presented=False)
    assert child.sees(child.mother, world.at) is None
    deciding.present_competence(decision=decision, by=child.by, at=world.at, presented_to="Iver")
    assert child.sees(child.mother, world.at + HALF) == "all"
    assert [child.sees(child.mother, ends - HALF), child.sees(child.mother, ends)] == ["all", None]
    deciding.end_competence(decision=decision, by=child.by, at=world.at + timedelta(days=1), because="Forstår det nå")
    assert child.sees(child.mother, world.at + timedelta(days=1)) is None
    assert [e.what for e in Event.objects.filter(subject_id=decision.pk).order_by("id")] == [
        "competence.decided", "competence.presented", "competence.ended",
    ]  # fmt: skip


@pytest.mark.story("S10.3")
def test_custody_taken_over_ends_the_parents_sight_and_opens_daily_matters_to_foster_parents(world, family):
    child = family.child(date(2016, 5, 2))
    foster = child.kin("Tone Berg", "fostermor", foster_parent=True)
    before, at = world.at, world.at + timedelta(hours=1)
    assert [child.sees(x, before) for x in (child.mother, foster, child.else_where)] == ["all", None, None]
    custody = child.custody(at)
    assert [child.sees(x, at) for x in (child.mother, foster, child.else_where)] == [None, DAILY, "all"]
    ended = at + timedelta(days=40)
    deciding.end_custody(custody=custody, by=child.by, at=ended)
    assert [child.sees(x, ended) for x in (child.mother, foster, child.else_where)] == ["all", None, None]
    assert [child.sees(x, ended - HALF) for x in (child.mother, foster, child.else_where)] == [None, DAILY, "all"]


def test_child_welfare_stops_where_the_young_person_decides_alone(family):
    child = family.child(date(2010, 12, 24))
    child.custody(midnight(2026, 1, 1))
    sixteen = midnight(2026, 12, 24)
    assert [child.sees(child.else_where, sixteen + d) for d in (-HALF, HALF)] == ["all", None]
    child.cannot(["housing"], starts=midnight(2026, 2, 1))
    assert child.sees(child.else_where, sixteen + HALF) == {"housing"}
    assert child.sees(child.mother, sixteen + HALF) is None


@pytest.mark.story("S10.5")
@pytest.mark.parametrize(
    ("kind", "topics", "seen"),
    [
        ("guardian", ["work", "housing"], {"work", "housing"}), ("future-proxy", None, "all"), ("", None, "all"),
        ("power-of-attorney", None, None),
    ],
)  # fmt: skip
def test_a_mandate_gives_what_it_covers_from_and_to(world, family, kind, topics, seen):
    child = family.child(date(1960, 1, 10))
    starts, ends = midnight(2026, 12, 1), midnight(2027, 3, 1)
    guardian = child.kin(
        "Odd Verge", "verge", mandate="Økonomi", mandate_kind=kind, mandate_topics=topics, valid_from=starts, valid_to=ends,
    )  # fmt: skip
    moments = (starts - HALF, starts, ends - HALF, ends)
    assert [child.sees(guardian, at) for at in moments] == [None, seen, seen, None]
    if topics:
        kin.change_next_of_kin(kin=guardian, by=child.by, at=world.at, mandate_topics=["transport"])
        assert child.sees(guardian, starts) == {"transport"}


def test_without_a_birth_date_no_age_ends_anything(world, family):
    child = family.child(None)
    assert child.sees(child.mother, world.at + timedelta(days=12000)) == "all"


def test_a_birth_date_put_right_moves_the_birthdays(world, family):
    child = family.child(date(2010, 6, 1))
    assert child.sees(child.mother, world.at) is None
    operations.update_person(person=child.person, by=child.by, at=world.at, birth_date=date(2011, 6, 1))
    assert child.sees(child.mother, world.at) == "all"


def test_refusals_are_named(world, family):
    child, by, at = family.child(date(2016, 5, 2)), world.loader(), world.at
    custody = child.custody(at)
    with pytest.raises(deciding.CustodyAlreadyTakenOver):
        child.custody(at)
    for wrong, more in [
        (deciding.NotChildWelfare, {"unit": world.office}),
        (deciding.DecisionMissing, {"unit": child.welfare, "decided_by": " "}),
    ]:
        with pytest.raises(wrong):
            deciding.take_over_custody(person=child.person, by=by, at=at, **({"decided_by": "nemnda"} | more))
    deciding.end_custody(custody=custody, by=by, at=at + HALF)
    with pytest.raises(deciding.HasEnded):
        deciding.end_custody(custody=custody, by=by, at=at + 2 * HALF)
    with pytest.raises(deciding.NotAChild):
        deciding.take_over_custody(person=world.person(), by=by, at=at, unit=child.welfare, decided_by="nemnda")
    right = {
        "person": child.person,
        "by": by,
        "at": at,
        "topics": ["work"],
        "reason": "Forstår ikke følgene",
        "decided_by": "Lege",
    }
    for wrong, more in [
        (deciding.ReasonMissing, {"reason": "demens"}),
        (deciding.DecisionMissing, {"decided_by": ""}),
        (deciding.TopicsMissing, {"topics": []}),
        (deciding.TopicsMissing, {"topics": ["weather"]}),
        (deciding.NotDecidedYet, {"decided_on": at.date() + timedelta(days=2)}),
        (kin.EndsBeforeItStarts, {"ends_at": at - HALF}),
    ]:
        with pytest.raises(wrong):
            deciding.decide_competence(**(right | more))
    decision = deciding.decide_competence(**right)
    with pytest.raises(deciding.PresentedToMissing):
        deciding.present_competence(decision=decision, by=by, at=at, presented_to="")
    deciding.present_competence(decision=decision, by=by, at=at, presented_to="Iver")
    with pytest.raises(deciding.AlreadyPresented):
        deciding.present_competence(decision=decision, by=by, at=at, presented_to="Iver")
    with pytest.raises(deciding.ReasonMissing):
        deciding.end_competence(decision=decision, by=by, at=at, because="")
    for wrong, more in [
        (kin.MandateWordsMissing, {"mandate_kind": "guardian"}),
        (kin.MandateKindUnknown, {"mandate": "x", "mandate_topics": ["weather"]}),
        (kin.EndsBeforeItStarts, {"valid_to": at - timedelta(days=1)}),
        (kin.NotAPersonsSignIn, {"account": world.ingrid.account}),
    ]:
        with pytest.raises(wrong):
            operations.add_next_of_kin(person=child.person, by=by, at=at, name="Odd", relation="verge", **more)


def test_who_does_not_hold_the_file_changes_nothing(world, family):
    child = family.child(date(2016, 5, 2))
    custody = child.custody(world.at)
    decision = child.cannot(["work"], starts=world.at, presented=False)
    for who in (world.ingrid, world.leif, world.silje, child.else_where, child.mother):
        with world.acting(world.actor(who)) as somebody:
            attempts = [
                lambda by: deciding.take_over_custody(person=child.person, by=by, at=world.at, unit=child.welfare, decided_by="x"),
                lambda by: deciding.end_custody(custody=custody, by=by, at=world.at),
                lambda by: deciding.present_competence(decision=decision, by=by, at=world.at, presented_to="x"),
                lambda by: operations.end_next_of_kin(kin=child.father, by=by, at=world.at),
                lambda by: kin.connect_kin_account(kin=child.father, account=child.father.account, by=by, at=world.at),
            ]  # fmt: skip
            for attempt in attempts:
                with pytest.raises(NotAllowed):
                    attempt(somebody)
    assert Custody.objects.get().ends_at is None
    assert CompetenceDecision.objects.get().presented_on is None
    assert NextOfKin.objects.get(name="Per Lie").valid_to is None
