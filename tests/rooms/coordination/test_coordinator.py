from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knutepunkt.access.decide import NotAllowed
from knutepunkt.access.grants import differences
from knutepunkt.consent.operations import withdraw_consent
from knutepunkt.coordination import operations as ops
from knutepunkt.coordination.models import Appointment, MainResponsibility
from knutepunkt.coordination.operations.coordinator import ReasonMissing
from knutepunkt.foundation.lifecycle import CannotMove
from knutepunkt.people.models import Person


def test_a_service_is_asked_names_one_she_accepts_and_is_appointed(case, world):
    case.consent()
    ingrid, silje = case.ingrid, case.silje
    with world.acting(ingrid, case.arne):
        asked = ops.ask_service(
            follow_up=case.follow_up, service_unit=world.speech, answer_by=case.at.date() + timedelta(days=7),
            wish="Silje", by=ingrid, at=case.at,
        )  # fmt: skip
    with world.acting(silje):
        seen = Appointment.visible_to(silje).get()
        assert not Person.objects.exists()
        ops.name_coordinator(appointment=seen, coordinator=world.silje, by=silje, at=case.at)
        assert not Person.objects.exists()
        ops.accept_appointment(appointment=seen, by=silje, at=case.at, conflict_of_interest="None")
        assert Person.objects.count() == 1
    with world.acting(ingrid, case.arne):
        ops.appoint(appointment=Appointment.objects.get(), by=ingrid, at=case.at, wish_not_followed="")
    asked.refresh_from_db()
    case.follow_up.refresh_from_db()
    assert (asked.state, asked.wish, case.follow_up.state) == ("appointed", "Silje", "coordinator-appointed")
    assert MainResponsibility.objects.get().appointment_id == asked.id
    assert [s.by_name for s in asked.steps.all()] == ["Silje Dahl", "Silje Dahl", "Ingrid Solbakken"]
    assert differences(world.lyngvik.id, at=world.at) == []


def test_nothing_is_asked_before_the_person_has_said_yes(case):
    with pytest.raises(ops.ConsentMissing):
        case.ask()
    case.consent(subjects=["assessment"])
    with pytest.raises(ops.ConsentMissing):
        case.ask()


def test_an_answer_in_the_past_is_not_asked_for(case):
    case.consent()
    with pytest.raises(ops.AnswerDatePassed):
        case.ask(answer_by=case.at.date() - timedelta(days=1))


def test_only_somebody_of_the_service_is_named_and_only_the_named_accepts(case, world):
    case.consent()
    asked = case.ask()
    with pytest.raises(ops.NotOfTheService):
        ops.name_coordinator(appointment=asked, coordinator=world.ingrid, by=case.loader, at=case.at)
    ops.name_coordinator(appointment=asked, coordinator=world.silje, by=case.loader, at=case.at)
    with world.acting(case.ingrid, case.arne), pytest.raises(ops.OnlyTheNamed):
        ops.accept_appointment(appointment=asked, by=case.ingrid, at=case.at)
    world.staff("Per Lie", "logoped", world.speech, "employee")
    ops.decline_appointment(appointment=asked, by=case.loader, at=case.at, reason="Away until summer")
    with pytest.raises(CannotMove):
        ops.accept_appointment(appointment=asked, by=case.loader, at=case.at)


def test_a_no_needs_a_reason_and_no_answer_can_be_noted_and_still_answered(case, world):
    case.consent()
    asked = case.ask()
    with pytest.raises(ReasonMissing):
        ops.decline_appointment(appointment=asked, by=case.loader, at=case.at, reason="")
    ops.note_no_answer(appointment=asked, by=case.loader, at=case.at)
    ops.name_coordinator(appointment=asked, coordinator=world.silje, by=case.loader, at=case.at)
    assert Appointment.objects.get().state == "proposed"


def test_appointments_overlap_and_the_main_responsibility_moves_on_its_date(case, world):
    case.consent()
    first = case.coordinator()
    new = world.staff("Per Lie", "logoped", world.speech, "employee")
    second = case.coordinator(new, main=False)
    change, end = case.at + timedelta(days=14), case.at + timedelta(days=21)
    with pytest.raises(ops.MainResponsibilityFirst):
        ops.end_appointment(appointment=first, by=case.loader, at=case.at, ends_at=end)
    ops.move_main_responsibility(
        follow_up=case.follow_up, appointment=second, from_at=change, by=case.loader, at=case.at
    )
    ops.end_appointment(appointment=first, by=case.loader, at=case.at, ends_at=end)
    for days, who in [(0, first), (13, first), (14, second), (400, second)]:
        row = MainResponsibility.objects.get(period__contains=case.at + timedelta(days=days))
        assert row.appointment_id == who.id
    old, later = case.silje, end + timedelta(minutes=1)
    assert case.seen_by(old, at=end - timedelta(minutes=1))
    assert not case.seen_by(old, at=later)
    assert case.seen_by(world.actor(new), at=later)


def test_responsibility_moves_only_forwards_and_to_one_who_is_appointed(case, world):
    case.consent()
    case.coordinator()
    second = case.coordinator(world.staff("Per Lie", "logoped", world.speech, "employee"), main=False)
    with pytest.raises(ops.NotBackwards):
        ops.move_main_responsibility(
            follow_up=case.follow_up,
            appointment=second,
            from_at=case.at - timedelta(days=1),
            by=case.loader,
            at=case.at,
        )
    third = case.coordinator(
        world.staff("Ane Lie", "logoped", world.speech, "employee"), main=False, starts_at=case.at + timedelta(days=9)
    )
    with pytest.raises(ops.CannotTakeOver):
        ops.move_main_responsibility(
            follow_up=case.follow_up, appointment=third, from_at=case.at + timedelta(days=1), by=case.loader, at=case.at
        )


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 40)), min_size=1, max_size=6))
def test_exactly_one_main_responsible_at_every_instant(case, world, moves):
    if not Appointment.objects.exists():
        case.consent()
        for name in ("A Lie", "B Lie", "C Lie"):
            case.coordinator(world.staff(name, "logoped", world.speech, "employee"), main=name == "A Lie")
    appointments = list(Appointment.objects.order_by("created_at", "id"))
    for which, days in moves:
        ops.move_main_responsibility(
            follow_up=case.follow_up, appointment=appointments[which], from_at=case.at + timedelta(days=days),
            by=case.loader, at=case.at,
        )  # fmt: skip
    periods = [row.period for row in MainResponsibility.objects.order_by("period") if not row.period.isempty]
    assert periods[0].lower == case.at
    assert periods[-1].upper is None
    assert [p.upper for p in periods[:-1]] == [p.lower for p in periods[1:]]
    last = MainResponsibility.objects.get(period__contains=case.at + timedelta(days=500))
    assert last.appointment_id == appointments[moves[-1][0]].id


def test_withdrawing_takes_the_coordinators_sight_in_the_same_transaction(case):
    consent = case.consent()
    case.coordinator()
    assert case.seen_by(case.silje)
    withdraw_consent(consent=consent, by=case.loader, at=case.at, reason="Said so")
    assert not case.seen_by(case.silje)
    case.follow_up.refresh_from_db()
    assert case.follow_up.state == "opened"
    case.consent(at=case.at + timedelta(hours=1))
    assert case.follow_up.state == "coordinator-appointed"
    assert case.seen_by(case.silje, at=case.at + timedelta(hours=2))


def test_the_leader_of_the_office_and_another_service_cannot_appoint(case, world):
    case.consent()
    for staff in (world.leif, world.silje):
        actor = world.actor(staff)
        with world.acting(actor, case.arne), pytest.raises(NotAllowed):
            ops.ask_service(
                follow_up=case.follow_up, service_unit=world.speech, answer_by=case.at.date(), by=actor, at=case.at
            )
