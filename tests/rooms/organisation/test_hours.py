"""Deadlines of an organisation: the law's lengths, its own, in its own office hours."""

from datetime import date, datetime, time, timedelta

import pytest

from knutepunkt import law
from knutepunkt.access.decide import NotAllowed
from knutepunkt.organisation import operations
from knutepunkt.organisation.hours import deadline, due_at, due_on, office_hours
from knutepunkt.organisation.models import DeadlineSetting, Organisation
from knutepunkt.organisation.queries import receiver_of

ACKNOWLEDGE = "acknowledge-notice"


def oslo(*parts):
    return datetime(*parts, tzinfo=law.OSLO)


class TestHours:
    def test_without_own_hours_the_usual_ones_count(self, world):
        assert due_at(world.lyngvik.id, ACKNOWLEDGE, oslo(2026, 11, 24, 9)) == oslo(2026, 11, 26, 15, 30)

    def test_own_hours_and_days_move_the_deadline(self, world):
        week = {day: (time(9), time(14)) for day in (0, 1, 3)}
        operations.set_hours(organisation_id=world.lyngvik.id, week=week, by=world.loader(), at=world.at)
        assert office_hours(world.lyngvik.id).on(date(2026, 11, 25)) is None
        assert due_at(world.lyngvik.id, ACKNOWLEDGE, oslo(2026, 11, 24, 9)) == oslo(2026, 11, 30, 14)

    def test_what_comes_after_closing_counts_as_come_the_next_working_day(self, world):
        assert due_at(world.lyngvik.id, ACKNOWLEDGE, oslo(2026, 11, 24, 15, 31)) == oslo(2026, 11, 27, 15, 30)

    def test_the_hours_of_another_organisation_are_used_when_delivering_there(self, world):
        other, *_ = world.neighbour()
        with world.inside(other):
            week = {0: (time(9), time(14))}
            operations.set_hours(organisation_id=other.id, week=week, by=world.loader(other), at=world.at)
        with world.acting(world.actor(world.ingrid)):
            assert due_at(other.id, ACKNOWLEDGE, oslo(2026, 11, 24, 9)) == oslo(2026, 12, 14, 14)


class TestOwnDeadlines:
    def test_one_applies_from_its_day_and_the_next_ends_it(self, world):
        for amount, day in ((1, date(2026, 12, 1)), (3, date(2027, 1, 4))):
            operations.set_deadline(
                organisation_id=world.lyngvik.id,
                key=ACKNOWLEDGE,
                amount=amount,
                by=world.loader(),
                at=world.at,
                valid_from=day,
            )
        amounts = [
            deadline(world.lyngvik.id, ACKNOWLEDGE, on=day).amount
            for day in (date(2026, 11, 30), date(2026, 12, 1), date(2027, 1, 4))
        ]
        assert amounts == [law.on(date(2026, 11, 30)).deadline(ACKNOWLEDGE).amount, 1, 3]
        assert list(DeadlineSetting.objects.values_list("amount", "valid_to")) == [(1, date(2027, 1, 3)), (3, None)]
        assert due_on(world.lyngvik.id, ACKNOWLEDGE, date(2026, 12, 1)) == date(2026, 12, 2)

    def test_one_the_law_fixes_is_refused(self, world):
        with pytest.raises(law.DeadlineFollowsFromLaw):
            operations.set_deadline(
                organisation_id=world.lyngvik.id,
                key="complaint-health",
                amount=1,
                by=world.loader(),
                at=world.at,
                valid_from=date(2026, 12, 1),
            )

    def test_only_an_administrator_sets_one(self, world):
        with world.acting(world.actor(world.ingrid)) as ingrid, pytest.raises(NotAllowed):
            operations.set_deadline(
                organisation_id=world.lyngvik.id,
                key=ACKNOWLEDGE,
                amount=1,
                by=ingrid,
                at=world.at,
                valid_from=date(2026, 12, 1),
            )


class TestReceivers:
    @pytest.fixture
    def addressed(self, world):
        by, today = world.loader(), world.at.date()
        add = operations.add_her_address
        add(by=by, at=world.at, organisation_id=world.lyngvik.id, her_id="99387")
        add(by=by, at=world.at, organisation_id=world.lyngvik.id, her_id="5078", unit=world.office)
        old = add(by=by, at=world.at, organisation_id=world.lyngvik.id, her_id="111")
        operations.end_her_address(
            address=old, by=by, at=world.at, valid_to=today - timedelta(days=1), successor="99387"
        )
        return today

    def test_asked_from_outside_it_answers_with_ids_only(self, world, addressed):
        other, _unit, eva = world.neighbour()
        with world.acting(world.actor(eva, other)):
            found = receiver_of("5078", addressed)
        assert (found.organisation_id, found.unit_id, found.in_force) == (world.lyngvik.id, world.office.pk, True)

    def test_a_retired_one_names_its_successor(self, addressed):
        found = receiver_of("111", addressed)
        assert (found.in_force, found.successor) == (False, "99387")
        assert receiver_of("111", addressed - timedelta(days=1)).in_force

    def test_an_unknown_one_or_one_not_served_has_no_receiver(self, world, addressed):
        assert receiver_of("404", addressed) is None
        Organisation.objects.filter(pk=world.lyngvik.pk).update(served=False)
        assert receiver_of("99387", addressed) is None


def test_an_organisation_is_made_by_an_operator_and_its_log_begins_there(world):
    made = operations.create_organisation(
        by=world.loader(), at=world.at, slug="ny", kind="municipality", name="Ny kommune", served=True
    )
    with world.inside(made):
        from knutepunkt.audit.models import Event

        assert Event.objects.get().what == "organisation.created"
    with world.acting(world.actor(world.ingrid)) as ingrid, pytest.raises(NotAllowed):
        operations.create_organisation(by=ingrid, at=world.at, slug="ny2", kind="municipality", name="Ny 2")
