"""What changes by itself is told in good time, once: birthdays the law names and ends of what somebody acts on."""

from datetime import date, datetime, timedelta

import pytest

from knutepunkt.access.grants import refresh_person
from knutepunkt.coordination.models import FollowUp
from knutepunkt.foundation.clock import OSLO, day
from knutepunkt.messaging.models import OutboundMessage
from knutepunkt.people import deciding, jobs, operations
from knutepunkt.people.models import Person
from knutepunkt.people.turning import Change, those_turning, turning
from knutepunkt.tasks.models import Task


def morning(year, month, on):
    return datetime(year, month, on, 6, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("born", "asked", "decides", "adult"),
    [
        (date(2011, 2, 22), date(2026, 11, 22), date(2027, 2, 22), date(2029, 2, 22)),
        (date(2012, 2, 29), date(2027, 11, 29), date(2028, 2, 29), date(2030, 3, 1)),
        (date(2011, 5, 31), date(2027, 3, 1), date(2027, 5, 31), date(2029, 5, 31)),  # February has no 31st: the day after it
        (date(2011, 1, 31), date(2026, 10, 31), date(2027, 1, 31), date(2029, 1, 31)),
    ],
)  # fmt: skip
def test_birthdays_the_law_names(born, asked, decides, adult):
    found = {turn.change: turn.on for turn in turning(Person(birth_date=born), date(2026, 1, 1))}
    assert found == {Change.ASK_FROM: asked, Change.DECIDES: decides, Change.ADULT: adult}
    assert turning(Person(birth_date=None), date(2026, 1, 1)) == []
    assert [turn.change for turn in turning(Person(birth_date=born), adult)] == [Change.ADULT]
    assert turning(Person(birth_date=born), adult + timedelta(days=1)) == []


@pytest.fixture
def young(world):
    """Somebody born so that the day of asking is 1 December 2026, whom the office follows up."""
    person = world.person("Iver", "Lie", birth_date=date(2011, 3, 1))
    FollowUp.objects.create(
        organisation_id=world.lyngvik.id, person=person, unit=world.office, opened_at=world.at - timedelta(days=400)
    )
    refresh_person(world.lyngvik.id, person.pk, at=world.at)
    return person


@pytest.mark.story("S10.4")
def test_the_young_person_is_asked_from_the_day_the_law_names_and_only_once(world, young):
    assert jobs.tell_in_good_time(morning(2026, 11, 30)) == 0
    assert jobs.tell_in_good_time(morning(2026, 12, 1)) == 1
    assert [jobs.tell_in_good_time(morning(2026, 12, n)) for n in (1, 2, 3)] == [0, 0, 0]
    world.system()
    task, letter = Task.objects.get(), OutboundMessage.objects.get()
    assert (task.kind, task.unit_id, task.person_id, task.due_on) == (
        "ask-the-young-person", world.office.pk, young.pk, date(2027, 3, 1),
    )  # fmt: skip
    assert (letter.channel, letter.recipient, letter.person_id) == ("letter", "Iver Lie", young.pk)
    assert "Iver" not in task.text
    assert "Lie" not in letter.body


def test_a_day_without_the_job_loses_nothing_and_after_the_birthday_nobody_is_asked(world, young):
    assert jobs.tell_in_good_time(morning(2027, 3, 1)) == 0
    assert jobs.tell_in_good_time(morning(2027, 2, 28)) == 1


def test_nobody_is_told_after_a_death_nor_where_nobody_follows_up(world, young):
    operations.report_death(person=young, by=world.loader(), at=world.at, died_on=None, reported_by="Sykehuset")
    world.person("Kari", "Moe", birth_date=date(2011, 2, 1))
    assert jobs.tell_in_good_time(morning(2026, 12, 5)) == 0
    world.system()
    operations.cancel_death(person=young, by=world.loader(), at=world.at)
    assert jobs.tell_in_good_time(morning(2026, 12, 5)) == 1


def test_the_unit_is_told_when_a_mandate_or_a_decision_ends_soon_and_again_when_the_end_is_moved(world, young):
    by, ends = world.loader(), morning(2027, 1, 15)
    guardian = operations.add_next_of_kin(
        person=young, by=by, at=world.at, name="Odd", relation="verge", mandate="Økonomi", mandate_kind="guardian", valid_to=ends,
    )  # fmt: skip
    operations.add_next_of_kin(person=young, by=by, at=world.at, name="Venn", relation="venn", valid_to=ends)
    deciding.decide_competence(
        person=young, by=by, at=world.at, topics=None, reason="Forstår ikke følgene", decided_by="Lege", ends_at=ends
    )
    sixty = timedelta(days=60)
    turns = those_turning(world.lyngvik.id, on=day(ends - sixty), within=60)
    assert {turn.change for turn in turns} == {Change.ASK_FROM, Change.KIN_ENDS, Change.COMPETENCE_ENDS}
    assert jobs.tell_in_good_time(ends - sixty - timedelta(days=1)) == 0
    assert [jobs.tell_in_good_time(ends - sixty) for _ in range(2)] == [2, 0]
    world.system()
    assert set(Task.objects.values_list("kind", "due_on", "source_type")) == {
        ("acting-ends-soon", day(ends), "people.nextofkin"),
        ("acting-ends-soon", day(ends), "people.competencedecision"),
    }
    operations.change_next_of_kin(kin=guardian, by=by, at=world.at, valid_to=ends + timedelta(days=3))
    assert jobs.tell_in_good_time(ends - timedelta(days=57)) == 1


def test_it_costs_four_reads_however_many_there_are(world, young, django_assert_num_queries):
    for number in range(3):
        world.person(f"Barn {number}", "Moe", birth_date=date(2011, 3, 2))
    with django_assert_num_queries(4):
        assert those_turning(world.lyngvik.id, on=date(2026, 11, 30), within=3)
