import pytest

from knutepunkt.consent.operations import record_consent
from knutepunkt.coordination import operations as coordination
from knutepunkt.plans import operations as plans


def told(world):
    """What was explained before a yes."""
    return {
        "information": "Hva det betyr, og at det kan tas tilbake",
        "information_language": "norsk",
        "informed_on": world.at.date(),
    }


@pytest.fixture
def arne(world):
    """Arne has a login, Ingrid follows him up and coordinates, he has said yes to plan, coordinator and sharing."""
    person = world.person("Arne", "Solli", account=True)
    world.ingrid.phone = "00 12 34 57"
    world.ingrid.save()
    world.follow_up = coordination.open_follow_up(
        person=person, unit_id=world.office.id, by=world.loader(), at=world.at
    )
    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid):
        world.consent = record_consent(
            person=person,
            by=ingrid,
            at=world.at,
            subjects=["assessment", "plan", "coordinator", "sharing"],
            answer="oral",
            **told(world),
        )
        asked = coordination.ask_service(
            follow_up=world.follow_up,
            service_unit=world.office,
            answer_by=world.at.date(),
            wish="",
            kind="coordinator",
            by=ingrid,
            at=world.at,
        )
        coordination.name_coordinator(appointment=asked, coordinator=world.ingrid, by=ingrid, at=world.at)
        coordination.accept_appointment(appointment=asked, by=ingrid, at=world.at)
        coordination.appoint(appointment=asked, by=ingrid, at=world.at)
    return person


@pytest.fixture
def plan(world, arne):
    """A draft of Arne's plan with one goal and one activity that begins on the first of December."""
    from datetime import date

    ingrid = world.actor(world.ingrid)
    with world.acting(ingrid):
        made = plans.draft_plan(follow_up=world.follow_up, by=ingrid, at=world.at)
        world.goal = plans.add_goal(
            plan=made,
            by=ingrid,
            at=world.at,
            words="Jeg vil tilbake på verkstedet",
            life_area="work",
            expressed_by="Arne Solli",
        )
        plans.add_activity(
            goal=world.goal,
            by=ingrid,
            at=world.at,
            what="Trene på å snakke",
            amount="To ganger i uka",
            place="Helsehuset",
            unit=world.speech,
            starts_on=date(2026, 12, 1),
        )
        made.refresh_from_db()
    return made


@pytest.fixture
def time_machine_at(at):
    """Requests happen at the world's moment."""
    import time_machine

    with time_machine.travel(at, tick=False):
        yield
