from datetime import date, timedelta

import pytest
import time_machine
from making import hospital, notice_about, second_caseworker

from knutepunkt.access.decide import NotAllowed
from knutepunkt.access.grants import differences
from knutepunkt.access.models import Grant
from knutepunkt.access.moves import AlreadyDone
from knutepunkt.audit.models import Event
from knutepunkt.coordination.models import Decision, FollowUp
from knutepunkt.intake import operations
from knutepunkt.intake.models import Notice, NoticeContent, SentNotice
from knutepunkt.intake.refusals import (
    NoConsentToRest,
    NotInTheUnit,
    NowhereToForward,
    OwnDeputy,
    PersonNotKnown,
    RestsUntilLater,
    WishNotAsked,
)
from knutepunkt.messaging.models import OutboundMessage
from knutepunkt.people.models import Person
from knutepunkt.tasks.models import Task


@pytest.fixture
def ingrid(world):
    return world.actor(world.ingrid)


@pytest.fixture
def notice(world, ingrid):
    """Read by Ingrid, and the person has said yes."""
    made = notice_about(world, world.person())
    with world.acting(ingrid):
        operations.acknowledge(notice=made, by=ingrid, at=world.at)
        operations.record_wish(notice=made, by=ingrid, at=world.at, wish="yes")
    return made


def test_the_second_to_acknowledge_is_told_who_was_first(world, ingrid):
    notice = notice_about(world, world.person())
    jon = world.actor(second_caseworker(world))
    with world.acting(ingrid):
        hers, his = Notice.objects.get(pk=notice.pk), Notice.objects.get(pk=notice.pk)
        operations.acknowledge(notice=hers, by=ingrid, at=world.at)
        operations.acknowledge(notice=hers, by=ingrid, at=world.at)
    with world.acting(jon), pytest.raises(AlreadyDone, match="Ingrid Solbakken"):
        operations.acknowledge(notice=his, by=jon, at=world.at)
    world.system()
    assert Notice.objects.get(pk=notice.pk).acknowledged_by == "Ingrid Solbakken"
    assert list(Event.objects.filter(what="notice.acknowledge").values_list("by_name", flat=True)) == [
        "Ingrid Solbakken"
    ]


def test_accepting_opens_one_follow_up_and_needs_the_persons_yes(world, ingrid):
    notice = notice_about(world, world.person())
    with world.acting(ingrid):
        operations.acknowledge(notice=notice, by=ingrid, at=world.at)
        with pytest.raises(WishNotAsked):
            operations.accept(notice=notice, by=ingrid, at=world.at)
        operations.record_wish(notice=notice, by=ingrid, at=world.at, wish="yes")
        follow_up = operations.accept(notice=notice, by=ingrid, at=world.at)
        assert (notice.state, notice.closed_at, FollowUp.objects.get()) == ("accepted", world.at, follow_up)


def test_nothing_is_decided_about_nobody(world, ingrid):
    notice = notice_about(world, basis="own", name="Berit", phone="90012345")
    with world.acting(ingrid):
        operations.acknowledge(notice=notice, by=ingrid, at=world.at)
        with pytest.raises(PersonNotKnown):
            operations.accept(notice=notice, by=ingrid, at=world.at)
        about = operations.identify_person(notice=notice, by=ingrid, at=world.at, given_name="Berit", family_name="Aas")
        assert Person.objects.get() == about
        assert operations.accept(notice=notice, by=ingrid, at=world.at).person_id == about.pk


def test_a_no_closes_the_content_for_everybody(world, ingrid):
    arne = world.person(account=True)
    notice = notice_about(world, arne)
    with world.acting(ingrid):
        operations.acknowledge(notice=notice, by=ingrid, at=world.at)
        operations.record_wish(notice=notice, by=ingrid, at=world.at, wish="no", words="I manage.")
        assert [n.state for n in Notice.objects.all()] == ["declined-by-person"]
        assert (list(NoticeContent.objects.all()), list(Person.objects.all())) == ([], [])
    with world.acting(world.actor(arne)):
        assert list(NoticeContent.objects.all()) == []
    world.system()
    assert NoticeContent.objects.get().text != ""
    assert list(Grant.objects.filter(source="notices")) == []
    assert differences(world.lyngvik.id, at=world.at) == []


def test_it_rests_only_with_consent_and_comes_back_as_a_task(world, ingrid, notice):
    with world.acting(ingrid):
        with pytest.raises(NoConsentToRest):
            operations.rest_until(notice=notice, by=ingrid, at=world.at, until=date(2027, 1, 11), consented=False)
        with pytest.raises(RestsUntilLater):
            operations.rest_until(notice=notice, by=ingrid, at=world.at, until=date(2026, 11, 24), consented=True)
        operations.rest_until(notice=notice, by=ingrid, at=world.at, until=date(2027, 1, 11), consented=True)
        task = Task.objects.get(kind="notice-rests")
        assert (task.due_on, task.staff_id, notice.state) == (date(2027, 1, 11), world.ingrid.id, "resting-until")
        operations.begin_clarifying(notice=notice, by=ingrid, at=world.at + timedelta(days=48))
        assert (notice.state, notice.rests_until) == ("clarifying", None)
        task.refresh_from_db()
        assert task.state == "done"


@pytest.mark.story("S17.4")
def test_no_need_is_a_written_decision_the_person_is_told_of_and_may_ask_again(world, ingrid, notice):
    with world.acting(ingrid):
        decision = operations.find_no_need(
            notice=notice,
            by=ingrid,
            at=world.at,
            reasons="Looked at daily living and work; he manages.",
            told_on=date(2026, 11, 24),
            told_how="By phone",
        )
        assert (notice.state, decision.kind, decision.state, decision.told_on) == (
            "no-need-found",
            "no-need",
            "told",
            date(2026, 11, 24),
        )
        again = operations.receive_notice(
            organisation_id=world.lyngvik.id, kind="own-request", channel="oral", by=ingrid, at=world.at, text="Asks again.",
            person=Person.objects.get(), basis="own",
        )  # fmt: skip
        assert again.state == "received"


def test_that_the_service_does_not_exist_is_no_reason_and_leaves_nothing_half_done(world, ingrid, notice):
    from django.db import transaction

    from knutepunkt.foundation.refusal import Refusal

    with world.acting(ingrid):
        with pytest.raises(Refusal), transaction.atomic():
            operations.refuse(
                notice=notice, by=ingrid, at=world.at, kind="coordinator-refused", reasons="The service does not exist",
                told_on=date(2026, 11, 24), told_how="By letter",
            )  # fmt: skip
        assert (Notice.objects.get().state, Decision.objects.count()) == ("acknowledged", 0)


def test_forwarded_inside_the_house_leaves_the_envelope_and_moves_the_content(world, ingrid):
    child = world.unit("barn", "Kontoret for barn", kind="office")
    notice = notice_about(world, world.person())
    with world.acting(ingrid):
        with pytest.raises(NowhereToForward):
            operations.forward(notice=notice, to_unit=world.office, ground="other-age", by=ingrid, at=world.at)
        operations.forward(notice=notice, to_unit=child, ground="other-age", by=ingrid, at=world.at)
        assert (notice.state, notice.forwarded_to, notice.forward_ground) == (
            "forwarded",
            "Kontoret for barn",
            "other-age",
        )
        assert (list(NoticeContent.objects.all()), list(Person.objects.all())) == ([], [])
    world.system()
    new = Notice.objects.get(unit=child)
    assert (new.forwarded_from, new.state, new.contents.get().text) == (
        "Koordinerende enhet",
        "received",
        "Needs several services after a stroke.",
    )
    assert differences(world.lyngvik.id, at=world.at) == []


def test_forwarded_to_another_municipality_is_a_copy_with_a_new_receipt_and_the_sender_sees_where(world, ingrid):
    other, _unit, eva = world.neighbour()
    world.system()
    _trust, nora = hospital(world)
    sender = world.actor(nora)
    with world.acting(sender):
        operations.send_notice(
            to_organisation=world.lyngvik,
            kind="plan-or-coordinator",
            by=sender,
            at=world.at,
            number="",
            name="Lars",
            phone="90012345",
            text="Plan.",
        )
    later = world.at + timedelta(hours=3)
    with world.acting(ingrid):
        notice = Notice.objects.get()
        operations.acknowledge(notice=notice, by=ingrid, at=world.at)
        operations.forward(notice=notice, to_organisation=other, ground="lives-elsewhere", by=ingrid, at=later)
    with world.acting(sender):
        told = SentNotice.objects.get()
        assert (told.forwarded_to, told.acknowledged_at, told.outcome) == ("Storvik kommune", None, "")
    theirs = world.actor(eva, other)
    with world.acting(theirs):
        new = Notice.objects.get()
        assert (new.received_at, new.sender_organisation, new.forwarded_from) == (
            later,
            "Fjord sykehus",
            "Lyngvik kommune",
        )
        operations.acknowledge(notice=new, by=theirs, at=later)
    with world.acting(sender):
        assert SentNotice.objects.get().acknowledged_at == later


@pytest.mark.parametrize(("code", "shown"), [("", "Storvik kommune"), ("6", ""), ("7", "")])
def test_where_a_protected_person_went_is_told_to_nobody(world, ingrid, code, shown):
    other, _unit, _eva = world.neighbour()
    world.system()
    notice = notice_about(world, world.person(protection=code))
    with world.acting(ingrid):
        operations.forward(notice=notice, to_organisation=other, ground="lives-elsewhere", by=ingrid, at=world.at)
    world.system()
    assert Notice.objects.get(pk=notice.pk).forwarded_to == shown
    with world.inside(other):
        assert Person.objects.get().protection == code


@pytest.mark.story("S18.1")
def test_content_on_the_wrong_person_is_taken_out_those_who_saw_it_are_known_and_the_person_is_told(world, ingrid):
    arne = world.person(account=True)
    notice = notice_about(world, arne, basis="own")
    with time_machine.travel(world.at, tick=False):
        client = world.client(second_caseworker(world))
        client.post(f"/notices/{notice.pk}/acknowledgement/")
        assert "Arne Solli" in client.get(f"/notices/{notice.pk}/").content.decode()
    world.system()
    with world.acting(ingrid):
        seen = operations.enter_in_error(notice=Notice.objects.get(), by=ingrid, at=world.at)
        assert list(NoticeContent.objects.all()) == []
    assert [(s.name, s.role) for s in seen] == [("Jon Aas", "sykepleier")]
    with world.acting(world.actor(arne), arne):
        assert list(NoticeContent.objects.all()) == []
    world.system()
    letter = OutboundMessage.objects.get()
    assert (letter.channel, letter.person_id) == ("letter", arne.pk)
    assert "Jon Aas (sykepleier)" in letter.body


def test_withdrawn_can_be_taken_up_again(world, ingrid, notice):
    with world.acting(ingrid):
        operations.withdraw(notice=notice, by=ingrid, at=world.at)
        assert (notice.state, notice.closed_at) == ("withdrawn-by-sender", world.at)
        operations.restore(notice=notice, by=ingrid, at=world.at)
        assert (notice.state, notice.closed_at) == ("clarifying", None)


def test_handed_on_counts_from_the_day_it_came(world, ingrid, notice):
    with world.acting(ingrid):
        operations.hand_on(
            notice=notice, by=ingrid, at=world.at + timedelta(days=5), to="Hjemmetjenesten", on=date(2026, 11, 29)
        )
        assert (notice.application_from, notice.state) == (date(2026, 11, 24), "handed-on-as-application")
        assert NoticeContent.objects.get().outcome_to == "Hjemmetjenesten"


def test_the_leader_gives_it_to_somebody_without_seeing_it(world):
    jon = second_caseworker(world)
    notice = notice_about(world, world.person())
    leif = world.actor(world.leif)
    with world.acting(leif):
        envelope = Notice.objects.get(pk=notice.pk)
        assert (list(NoticeContent.objects.all()), list(Person.objects.all())) == ([], [])
        with pytest.raises(OwnDeputy):
            operations.assign(notice=envelope, responsible=jon, deputy=jon, by=leif, at=world.at)
        with pytest.raises(NotInTheUnit):
            operations.assign(notice=envelope, responsible=world.silje, deputy=None, by=leif, at=world.at)
        operations.assign(notice=envelope, responsible=jon, deputy=world.ingrid, by=leif, at=world.at)
        with pytest.raises(NotAllowed):
            operations.acknowledge(notice=envelope, by=leif, at=world.at)
    world.system()
    notice.refresh_from_db()
    assert (notice.responsible, notice.deputy, notice.state) == (jon, world.ingrid, "received")
    assert Event.objects.get(what="notice.assigned").by_name == "Leif Aune"


def test_the_neighbour_and_other_services_see_nothing(world):
    other, _unit, eva = world.neighbour()
    world.system()
    notice_about(world, world.person())
    for actor in (world.actor(eva, other), world.actor(world.silje)):
        with world.acting(actor):
            assert (list(Notice.objects.all()), list(NoticeContent.objects.all())) == ([], [])
