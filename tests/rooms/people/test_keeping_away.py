"""Conflicts of interest and emergency access: what closes and what opens a file to somebody who works here."""

from datetime import date, timedelta

import pytest

from knutepunkt.access.decide import NotAllowed
from knutepunkt.access.grants import differences, refresh_person
from knutepunkt.access.models import Exclusion, Grant
from knutepunkt.audit.models import Event
from knutepunkt.coordination.models import FollowUp
from knutepunkt.organisation.operations import change_staff
from knutepunkt.people import conflicts, emergency, operations
from knutepunkt.people.models import ConflictOfInterest, EmergencyAccess, Person, ProtectedContact
from knutepunkt.people.numbers import synthetic
from knutepunkt.tasks.models import Task

NUMBER, OTHER = synthetic(date(1971, 3, 9), 1), synthetic(date(1971, 3, 9), 2)
REASON = "Bevisstløs på venterommet, trenger medisinlisten"
HOUR = timedelta(minutes=60)


@pytest.fixture
def arne(world):
    """Somebody with a protected address, whom the office follows up."""
    person = operations.register_person(
        by=world.loader(), at=world.at, organisation_id=world.lyngvik.id, given_name="Arne", family_name="Solli", number=NUMBER,
        address="Fjordgata 3", protection="6",
    )  # fmt: skip
    FollowUp.objects.create(organisation_id=world.lyngvik.id, person=person, unit=world.office, opened_at=world.at)
    refresh_person(world.lyngvik.id, person.pk, at=world.at)
    return person


@pytest.fixture(autouse=True)
def grants_equal_their_sources(world):
    yield
    world.system()
    assert differences(world.lyngvik.id, at=world.at) == []


def sees(world, staff, person, at=None):
    with world.acting(world.actor(staff, at=at), at=at):
        return Person.objects.filter(pk=person.pk).exists()


def declare(world, staff, number=NUMBER, by=None):
    with world.acting(world.actor(by or staff)) as actor:
        return conflicts.declare_conflict(staff=staff, number=number, by=actor, at=world.at, note="Nabo")


class TestConflicts:
    def test_who_declares_sees_nothing_from_then_on_and_the_others_do(self, world, arne):
        colleague = world.staff("Kari Moe", "vernepleier", world.office, "caseworker")
        assert sees(world, world.ingrid, arne)
        declare(world, world.ingrid)
        assert [sees(world, one, arne) for one in (world.ingrid, colleague)] == [False, True]
        event = Event.objects.get(what="conflict.declared")
        assert (event.person_id, event.facts) == (arne.pk, {"staff": str(world.ingrid.pk), "kind": "declared"})

    def test_the_answer_is_the_same_whether_there_is_a_file_and_twice_is_once(self, world, arne):
        assert declare(world, world.ingrid, OTHER) is None
        declare(world, world.ingrid)
        declare(world, world.ingrid)
        assert ConflictOfInterest.objects.count() == 1
        with pytest.raises(conflicts.NumberNotWhole):
            declare(world, world.ingrid, NUMBER[:8])

    def test_a_leader_declares_for_the_unit_and_ends_it_and_nobody_ends_their_own(self, world, arne):
        conflict = declare(world, world.ingrid, by=world.leif)
        assert not sees(world, world.ingrid, arne)
        for who in (world.ingrid, world.silje):
            with world.acting(world.actor(who)) as somebody, pytest.raises(NotAllowed):
                conflicts.end_conflict(conflict=conflict, by=somebody, at=world.at)
        for staff, by in ((world.silje, world.leif), (world.silje, world.ingrid)):
            with pytest.raises(NotAllowed):
                declare(world, staff, by=by)
        with world.acting(world.actor(world.leif)) as leif:
            assert not ConflictOfInterest.objects.exists()
            listed = conflicts.declared_in(leif.unit_ids, organisation_id=world.lyngvik.id, at=world.at)
            conflicts.end_conflict(conflict=listed[0], by=leif, at=world.at)
        assert sees(world, world.ingrid, arne)

    def test_somebody_who_knows_the_person_says_so_on_the_open_file(self, world, arne):
        with world.acting(world.actor(world.ingrid)) as ingrid:
            conflicts.declare_conflict_with(person=arne, staff=world.ingrid, by=ingrid, at=world.at)
        assert not sees(world, world.ingrid, arne)
        with world.acting(world.actor(world.silje)) as silje, pytest.raises(NotAllowed):
            conflicts.declare_conflict_with(person=arne, staff=world.silje, by=silje, at=world.at)

    @pytest.mark.parametrize("direction", ["person knows", "staff knows"])
    @pytest.mark.parametrize("close", ["own", "relative"])
    def test_own_and_relatives_files_are_closed_by_themselves(self, world, arne, direction, close):
        login = world.account("person:ingrid", "person")
        first, second = (login, world.ingrid.account) if direction == "person knows" else (world.ingrid.account, login)
        first.twin = second
        first.save(update_fields=["twin"])
        if close == "own":
            operations.connect_account(person=arne, account=login, by=world.loader(), at=world.at)
        else:
            operations.add_next_of_kin(
                person=arne, by=world.loader(), at=world.at, name="Ingrid", relation="søster", account=login
            )
        assert not sees(world, world.ingrid, arne)

    def test_what_was_declared_before_somebody_had_a_sign_in_counts_from_then_on(self, world, arne):
        new = world.staff("Nils Ny", "vernepleier", world.office, "caseworker")
        account, new.account = new.account, None
        new.save(update_fields=["account"])
        declare(world, new, by=world.leif)
        change_staff(staff=new, by=world.loader(), at=world.at, account=account)
        assert not sees(world, new, arne)

    def test_when_two_sign_ins_turn_out_to_be_one_human_the_files_close(self, world, arne):
        login = world.account("person:ingrid", "person")
        operations.connect_account(person=arne, account=login, by=world.loader(), at=world.at)
        assert sees(world, world.ingrid, arne)
        world.ingrid.account.twin = login
        world.ingrid.account.save(update_fields=["twin"])
        assert conflicts.files_follow_twin(login.pk, [world.lyngvik.id], at=world.at) == 1
        assert not sees(world, world.ingrid, arne)


def open_file(world, who, number=NUMBER, reason=REASON, at=None):
    at = at or world.at
    with world.acting(world.actor(who, at=at), at=at) as actor:
        return emergency.open_emergency_access(number=number, reason=reason, by=actor, at=at)


class TestEmergency:
    def test_it_opens_one_file_for_sixty_minutes_to_the_second_without_the_address(self, world, arne):
        access = open_file(world, world.silje)
        assert access.ends_at == world.at + HOUR
        moments = [world.at + timedelta(seconds=s) for s in (0, 3599, 3600)]
        assert [sees(world, world.silje, arne, at) for at in moments] == [True, True, False]
        with world.acting(world.actor(world.silje)):
            assert not ProtectedContact.objects.exists()
            assert Person.objects.get().address == ""
        assert [(g.role, g.basis) for g in Grant.objects.filter(account_id=world.silje.account_id)] == [
            ("emergency",) * 2
        ]

    def test_the_leader_is_told_without_name_or_health_word(self, world, arne):
        lead = world.staff("Lena Vik", "leder", world.speech, "leader")
        access = open_file(world, world.silje)
        with world.acting(world.actor(lead)):
            task = Task.objects.get()
            assert not Person.objects.exists()
        assert (task.unit_id, task.staff_id, task.person_id, task.source_id) == (
            world.speech.pk,
            lead.pk,
            None,
            access.pk,
        )
        for word in ("Arne", "Solli", "Bevisstløs", "medisin", NUMBER):
            assert word not in task.text
        event = Event.objects.get(what="emergency.opened")
        assert (event.person_id, event.by_name, event.facts) == (arne.pk, "Silje Dahl", {"unit": str(world.speech.pk)})

    def test_a_file_that_is_closed_to_somebody_and_one_that_is_not_there_answer_alike(self, world, arne):
        declare(world, world.silje)
        Exclusion.objects.filter(kind="conflict").exists()
        with pytest.raises(emergency.NothingToOpen) as closed:
            open_file(world, world.silje)
        with pytest.raises(emergency.NothingToOpen) as missing:
            open_file(world, world.silje, OTHER)
        assert str(closed.value) == str(missing.value)
        assert not EmergencyAccess.objects.exists()

    def test_a_reason_in_words_is_needed_and_a_role_in_a_unit(self, world, arne):
        for reason in ("", "haster", "det haster nå"):
            with pytest.raises(emergency.ReasonMissing):
                open_file(world, world.silje, reason=reason)
        for who in (world.leif,):
            with pytest.raises(NotAllowed):
                open_file(world, who)
        _other, _unit, eva = world.neighbour()
        world.system()
        with world.acting(world.actor(eva)) as stranger, pytest.raises(emergency.NothingToOpen):
            emergency.open_emergency_access(number=NUMBER, reason=REASON, by=stranger, at=world.at)

    def test_asking_twice_keeps_what_runs_and_closing_ends_it_at_once(self, world, arne):
        access = open_file(world, world.silje)
        assert open_file(world, world.silje, at=world.at + timedelta(minutes=5)).pk == access.pk
        with world.acting(world.actor(world.ingrid)) as ingrid, pytest.raises(emergency.NotYours):
            emergency.close_emergency_access(access=access, by=ingrid, at=world.at)
        later = world.at + timedelta(minutes=10)
        with world.acting(world.actor(world.silje, at=later), at=later) as silje:
            emergency.close_emergency_access(access=access, by=silje, at=later)
            with pytest.raises(emergency.NotYours):
                emergency.close_emergency_access(access=access, by=silje, at=later)
        assert not sees(world, world.silje, arne, later)
        assert Event.objects.filter(what="emergency.closed").count() == 1

    def test_the_leader_of_the_unit_looks_at_it_once_and_nobody_else(self, world, arne):
        access = open_file(world, world.ingrid)
        right = {"finding": "Rett å åpne", "at": world.at}
        for who in (world.ingrid, world.silje):
            with world.acting(world.actor(who)) as somebody, pytest.raises(NotAllowed):
                emergency.review_emergency_access(access=access, by=somebody, **right)
        with world.acting(world.actor(world.leif)) as leif:
            (listed,) = emergency.used_in(leif.unit_ids, organisation_id=world.lyngvik.id, at=world.at)
            with pytest.raises(emergency.FindingMissing):
                emergency.review_emergency_access(access=listed, by=leif, at=world.at, finding=" ")
            emergency.review_emergency_access(access=listed, by=leif, **right)
            with pytest.raises(emergency.AlreadyReviewed):
                emergency.review_emergency_access(access=listed, by=leif, **right)
        assert Task.objects.get().state == "done"
        assert EmergencyAccess.objects.get().reviewed_by == "Leif Aune"
