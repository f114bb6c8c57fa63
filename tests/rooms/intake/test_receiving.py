from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from making import hospital, notice_about

from knutepunkt.access.grants import differences
from knutepunkt.audit.models import Event
from knutepunkt.intake import operations
from knutepunkt.intake.models import Admission, Notice, NoticeContent, SentNotice
from knutepunkt.intake.refusals import CameLater, SomethingToGoOn

OSLO = ZoneInfo("Europe/Oslo")


def test_a_notice_is_routed_with_a_responsible_caseworker_and_a_deadline_in_working_days(world):
    notice = notice_about(world, world.person())

    assert (notice.unit, notice.responsible, notice.state) == (world.office, world.ingrid, "received")
    assert notice.due_at == datetime(2026, 11, 26, 15, 30, tzinfo=OSLO)
    assert notice.application_from is None
    assert list(Event.objects.filter(subject_id=notice.id).values_list("what", "by_name")) == [
        ("notice.received", "demo-loader")
    ]
    assert differences(world.lyngvik.id, at=world.at) == []


def test_a_discharge_must_be_acknowledged_before_closing_the_same_day(world):
    notice = notice_about(world, world.person(), kind="discharge", happened_at=world.at - timedelta(days=400))

    assert notice.due_at == datetime(2026, 11, 24, 15, 30, tzinfo=OSLO)
    assert notice.happened_at == world.at - timedelta(days=400)


@pytest.mark.story("S17.3")
def test_a_request_counts_as_an_application_from_the_day_it_came_not_from_when_it_was_recorded(world):
    came = world.at - timedelta(days=3)
    notice = notice_about(world, world.person(), kind="own-request", channel="paper", basis="own", received_at=came)

    assert (notice.application_from, notice.received_at, notice.recorded_at) == (date(2026, 11, 21), came, world.at)
    assert notice.contents.get().wish == "yes"


def test_a_notice_starts_with_a_first_name_and_a_phone_number_but_not_with_less(world):
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid):
        notice = operations.receive_notice(
            organisation_id=world.lyngvik.id,
            kind="own-request",
            channel="oral",
            by=ingrid,
            at=world.at,
            name="Berit",
            phone="90012345",
            basis="own",
        )
        assert (notice.person_id, notice.unit) == (None, world.office)
        with pytest.raises(SomethingToGoOn):
            operations.receive_notice(
                organisation_id=world.lyngvik.id,
                kind="own-request",
                channel="oral",
                by=ingrid,
                at=world.at,
                name="Berit",
            )
        with pytest.raises(CameLater):
            operations.receive_notice(
                organisation_id=world.lyngvik.id, kind="own-request", channel="paper", by=ingrid, at=world.at, text="x",
                received_at=world.at + timedelta(hours=1),
            )  # fmt: skip


def test_the_ward_sends_a_copy_and_keeps_the_envelope(world):
    trust, nora = hospital(world)
    actor = world.actor(nora)
    with world.acting(actor):
        sent = operations.send_notice(
            to_organisation=world.lyngvik, kind="discharge", by=actor, at=world.at, name="Lars Vik", birth_date=date(1955, 3, 1),
            text="Walks with a frame.", basis="consent", admission={"expected_on": date(2026, 11, 26)}, reference="Room 4",
        )  # fmt: skip
        assert list(Notice.objects.all()) == []
        assert [s.reference for s in SentNotice.objects.all()] == ["Room 4"]
    world.system()
    notice = Notice.objects.get(organisation_id=world.lyngvik.id)
    assert (notice.sender, notice.sender_copy_id, notice.unit) == (trust, sent.pk, world.office)
    assert notice.contents.get().sender_name == "Nora Lie"
    assert Admission.objects.get(notice=notice).expected_on == date(2026, 11, 26)


def test_the_sender_sees_that_a_person_has_read_it_and_no_more_than_consent_allows(world):
    _trust, nora = hospital(world)
    sender = world.actor(nora)
    with world.acting(sender):
        sent = operations.send_notice(
            to_organisation=world.lyngvik,
            kind="plan-or-coordinator",
            by=sender,
            at=world.at,
            name="Lars",
            phone="90012345",
            text="Needs a plan.",
        )
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid):
        notice = Notice.objects.get()
        operations.acknowledge(notice=notice, by=ingrid, at=world.at)
    with world.acting(sender):
        assert SentNotice.objects.get().acknowledged_at == world.at
    with world.acting(ingrid):
        operations.give_guidance(
            notice=notice, by=ingrid, at=world.at, guidance="Told about the municipality's training group."
        )
    with world.acting(sender):
        told = SentNotice.objects.get(pk=sent.pk)
        assert (told.outcome, told.outcome_at) == ("handled", world.at)


def test_content_is_for_the_unit_until_the_person_has_said_yes(world):
    arne = world.person()
    notice = notice_about(world, arne)
    content = NoticeContent.objects.get()
    assert (content.unit_id, content.person_id) == (world.office.id, None)
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid):
        operations.record_wish(
            notice=notice, by=ingrid, at=world.at, wish="yes", words="I want to get back to the workshop."
        )
    world.system()
    content = NoticeContent.objects.get()
    assert (content.person_id, content.wish, content.wish_recorded_by) == (arne.id, "yes", "Ingrid Solbakken")
    assert Event.objects.get(what="notice.wish-recorded").facts == {"wish": "yes"}


def test_admission_dates_join_one_notice_and_a_change_after_reading_is_a_task(world):
    from knutepunkt.tasks.models import Task

    arne = world.person()
    notice = notice_about(world, arne, kind="discharge", sender_organisation="Fjord sykehus")
    importer = world.loader()
    operations.join_admission(notice=notice, by=importer, at=world.at, expected_on=date(2026, 11, 26), ward="Slag")
    assert operations.open_discharge_notice(world.lyngvik.id, arne.id, hospital="Fjord sykehus") == notice
    assert operations.open_discharge_notice(world.lyngvik.id, arne.id, hospital="Another") is None
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid):
        operations.acknowledge(notice=notice, by=ingrid, at=world.at)
    later = world.at + timedelta(hours=2)
    admission = operations.join_admission(notice=notice, by=importer, at=later, expected_on=date(2026, 11, 27))
    assert [(c["field"], c["before"], c["after"]) for c in admission.history] == [
        ("expected_on", "2026-11-26", "2026-11-27")
    ]
    task = Task.objects.get(kind="admission-changed")
    assert (task.due_on, task.staff_id) == (date(2026, 11, 24), world.ingrid.id)
    operations.join_admission(notice=notice, by=importer, at=later, discharged_at=later)
    assert operations.open_discharge_notice(world.lyngvik.id, arne.id) is None
    assert operations.open_discharge_notice(world.lyngvik.id, arne.id, discharged_too=True) == notice


def test_an_enquiry_is_answered_and_counted_without_a_file(world):
    from knutepunkt.intake.queries import enquiry_topics
    from knutepunkt.people.models import Person

    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid):
        for topic in ("Devices", "Devices", "Training"):
            notice = operations.receive_notice(
                organisation_id=world.lyngvik.id,
                kind="enquiry",
                channel="oral",
                by=ingrid,
                at=world.at,
                text="What is there?",
            )
            operations.answer_enquiry(notice=notice, by=ingrid, at=world.at, answer="This.", topic=topic)
        assert notice.state == "guidance-given"
        assert enquiry_topics(ingrid, since=world.at - timedelta(days=1)) == [("Devices", 2), ("Training", 1)]
    world.system()
    assert Person.objects.count() == 0


@pytest.mark.story("S1.2")
def test_a_message_from_a_hospital_served_here_gives_it_a_record_that_follows_the_notice(world):
    from knutepunkt.organisation.models import Unit
    from knutepunkt.organisation.operations import add_her_address

    trust, nora = hospital(world)
    with world.inside(trust):
        ward = Unit.objects.get(slug="slag")
        add_her_address(by=world.loader(trust), at=world.at, organisation_id=trust.id, her_id="90998", unit=ward)
    notice = notice_about(world, world.person(), kind="discharge", channel="kith", sender_her="90998")
    assert notice.sender == trust
    with world.acting(world.actor(nora)):
        assert (SentNotice.objects.get().to_unit_name, SentNotice.objects.get().acknowledged_at) == (
            "Koordinerende enhet",
            None,
        )
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid):
        operations.acknowledge(notice=notice, by=ingrid, at=world.at)
    with world.acting(world.actor(nora)):
        assert SentNotice.objects.get().acknowledged_at == world.at
    assert notice_about(world, world.person("Eli"), channel="kith", sender_her="1").sender is None


@pytest.mark.parametrize(
    ("born", "unit"), [(date(2015, 1, 1), "Barn og unge"), (date(1970, 1, 1), "Spesialisthelsetjenesten")]
)
def test_nobody_chooses_the_unit_age_and_the_senders_sector_do(world, born, unit):
    from knutepunkt.organisation.operations import add_routing_rule

    _trust, nora = hospital(world)
    child = world.unit("barn", "Barn og unge", kind="office")
    other = world.unit("spes", "Spesialisthelsetjenesten", kind="office")
    for name, office in (("Bo", child), ("Siv", other)):
        world.staff(f"{name} Lie", "vernepleier", office, "caseworker")
    world.system()
    admin = world.loader()
    add_routing_rule(
        by=admin, at=world.at, organisation_id=world.lyngvik.id, order=1, unit=child, age_from=0, age_to=17
    )
    add_routing_rule(by=admin, at=world.at, organisation_id=world.lyngvik.id, order=2, unit=other, sector="specialist")
    sender = world.actor(nora)
    with world.acting(sender):
        sent = operations.send_notice(
            to_organisation=world.lyngvik,
            kind="possible-need",
            by=sender,
            at=world.at,
            name="Kim",
            birth_date=born,
            text="x",
        )
    assert sent.to_unit_name == unit
