"""S21: the coordinator works elsewhere. He sees what the consent opens on every page, and what he writes belongs to the file."""

import re
from datetime import timedelta

import pytest

from knutepunkt.audit.models import ViewRecord
from knutepunkt.coordination.models import WorkNote
from knutepunkt.coordination.operations import (
    accept_appointment,
    appoint,
    ask_service,
    end_appointment,
    move_main_responsibility,
    name_coordinator,
    save_assessment,
    sign_note,
    write_note,
)
from knutepunkt.coordination.operations.notes import NotYourTopic
from knutepunkt.organisation.models import Staff, StaffRole

pytestmark = pytest.mark.usefixtures("now")
HIDDEN = ("redd om natta", "trygghetsgruppe", "Ole Dahl", "Stramme muskler", "Sykdommen ble")


@pytest.fixture
def tone(making):
    """Tone, teacher in the county's school, coordinates for Arne; the consent covers work and school only."""
    world = making.world
    making.plan, making.goal_, _activity = making.filled(topics=["work", "school", "goals"])
    making.secret = making.goal(making.plan, "Jeg vil slutte å være redd om natta.", life_area="mind")
    making.hidden = making.activity(making.secret, what="Møte i trygghetsgruppe", contributor="Ole Dahl")
    county = world.organisation("fylket", "county", "Fylket", served=False)
    unit = world.unit("vgs", "Lyngvik videregående", kind="service", sector="education", partner=county)
    account = world.account("fylket:tone")
    tone = Staff.objects.create(
        organisation_id=world.lyngvik.id, account=account, name="Tone Moe", title="lærer", unit=unit, employer=county, sector="education",
    )  # fmt: skip
    with making.as_ingrid() as ingrid:
        by = {"by": ingrid, "at": making.at}
        save_assessment(follow_up=making.follow_up, version=0, fields={"body": "Stramme muskler i beina."}, **by)
        note = write_note(
            follow_up=making.follow_up,
            text="Sykdommen ble verre.",
            happened_on=making.at.date(),
            topic="physical-health",
            **by,
        )
        sign_note(note=note, **by)
        asked = ask_service(
            follow_up=making.follow_up, service_unit=unit, answer_by=making.at.date(), wish="", kind="coordinator", **by
        )
        name_coordinator(appointment=asked, coordinator=tone, **by)
    world.system()
    accept_appointment(appointment=asked, by=making.loader, at=making.at)
    with making.as_ingrid() as ingrid:
        asked.refresh_from_db()
        appoint(appointment=asked, by=ingrid, at=making.at)
    making.asked = asked
    return tone


def pages_of(making):
    plan, follow_up = making.plan, making.follow_up
    return [
        "/", "/day/", "/overview/", f"/persons/{follow_up.pk}/", f"/plans/{plan.pk}/", f"/plans/{plan.pk}/print/",
        f"/plans/{plan.pk}/goals/new/", f"/plans/{plan.pk}/goals/{making.goal_.pk}/", f"/plans/{plan.pk}/texts/",
        f"/plans/{plan.pk}/revisions/", f"/plans/{plan.pk}/period/", f"/plans/{plan.pk}/responsible/", f"/plans/{plan.pk}/answer/",
    ]  # fmt: skip


def test_every_page_opens_and_none_shows_what_no_consent_covers(making, tone):
    client = making.world.client(tone)
    seen, links = {}, set()
    for address in pages_of(making):
        answered = client.get(address, follow=True)
        seen[address] = answered.status_code
        text = answered.content.decode(errors="ignore")
        assert [word for word in HIDDEN if word in text] == [], address
        links |= set(re.findall(rf'href="(/(?:persons|plans)/[^"?#]*{making.follow_up.pk}[^"?#]*)"', text))
    assert {address: status for address, status in seen.items() if status != 200} == {}

    broken = {}
    for address in sorted(links):
        answered = client.get(address, follow=True)
        text = answered.content.decode(errors="ignore")
        assert [word for word in HIDDEN if word in text] == [], address
        if answered.status_code not in {200, 403, 404}:
            broken[address] = answered.status_code
    assert broken == {}
    assert len(links) >= 3
    plan = client.get(f"/plans/{making.plan.pk}/").content.decode()
    assert "Jeg vil tilbake på verkstedet." in plan
    assert client.get(f"/plans/{making.plan.pk}/goals/{making.secret.pk}/").status_code == 404
    assert client.get(f"/plans/activities/{making.hidden.pk}/").status_code == 404
    making.world.system()
    records = ViewRecord.objects.filter(account_id=tone.account_id, page="plan")
    assert records.exists()
    assert {(record.role, record.basis) for record in records} == {("lærer", "coordinator")}


def test_his_notes_belong_to_the_municipalitys_file_and_he_sees_none_after_the_end(making, tone):
    world = making.world
    actor = world.actor(tone)
    with world.acting(actor, making.person):
        note = write_note(
            follow_up=making.follow_up,
            text="Møtte Arne på verkstedet.",
            happened_on=making.at.date(),
            by=actor,
            at=making.at,
        )
        sign_note(note=note, by=actor, at=making.at)
        assert note.organisation_id == world.lyngvik.id
        with pytest.raises(NotYourTopic):
            write_note(
                follow_up=making.follow_up,
                text="Om helsa.",
                happened_on=making.at.date(),
                topic="physical-health",
                by=actor,
                at=making.at,
            )
        assert "Sykdommen ble verre." not in set(WorkNote.objects.values_list("text", flat=True))
    with making.as_ingrid() as ingrid:
        making.asked.refresh_from_db()
        by = {"by": ingrid, "at": making.at}
        next_one = ask_service(
            follow_up=making.follow_up,
            service_unit=world.office,
            answer_by=making.at.date(),
            wish="",
            kind="coordinator",
            **by,
        )
        name_coordinator(appointment=next_one, coordinator=world.ingrid, **by)
        accept_appointment(appointment=next_one, **by)
        appoint(appointment=next_one, **by)
        move_main_responsibility(follow_up=making.follow_up, appointment=next_one, from_at=making.at, **by)
        end_appointment(appointment=making.asked, by=ingrid, at=making.at, reason="Sluttet på skolen.")
    later = making.at + timedelta(minutes=1)
    with world.acting(world.actor(tone, at=later), making.person, at=later):
        assert list(WorkNote.objects.all()) == []
    with making.as_ingrid():
        assert WorkNote.objects.filter(pk=note.pk, author_name="Tone Moe").exists()


def test_a_guest_is_added_by_the_administrator_and_sees_nothing_yet(making):
    world = making.world
    making.filled()
    county = world.organisation("fylket", "county", "Fylket", served=False)
    bente = world.staff("Bente Røkke", "rådgiver", world.office, "administrator")
    facts = {"name": "Tone Moe", "title": "lærer", "employer": str(county.pk), "sector": "education"}

    answered = world.client(bente).post("/organisation/staff/guests/new/", facts)

    world.system()
    guest = Staff.objects.get(name="Tone Moe")
    assert answered.status_code == 302
    assert (guest.employer_id, guest.sector, guest.account_id) == (county.pk, "education", None)
    assert not StaffRole.objects.filter(staff=guest).exists()
    assert world.client(world.silje).post("/organisation/staff/guests/new/", facts).status_code == 403
