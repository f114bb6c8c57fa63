import threading

import pytest
from django.db import connection, connections, transaction

import databases
from knutepunkt.access.scope import Scope, enter, leave
from knutepunkt.plans.models import IndividualPlan
from knutepunkt.plans.operations import AlreadyHasPlan, draft_plan
from rooms.plans.making import Making


@pytest.fixture
def committed(django_db_setup, django_db_blocker, at):
    """Arne has consented, on a copy of the empty database that both transactions see."""
    from knutepunkt.command.postgres.roles import drop_database
    from world import World

    with django_db_blocker.unblock():
        before = connections["default"].settings_dict["NAME"]
        name = databases.worker_copy(databases.template_database(), f"plans_{before[-12:]}")
        databases.use_database(name)
        with transaction.atomic():
            making = Making(World(at))
            making.consent()
        leave()
        yield making
        databases.use_database(before)
        drop_database(databases.superuser(), name)


def test_two_at_once_make_one_plan_and_one_named_refusal(committed, at):
    ingrid, together, answers = committed.ingrid, threading.Barrier(2, timeout=20), []

    def draft():
        try:
            with transaction.atomic():
                enter(Scope(ingrid.organisation_id, ingrid.account_id, committed.person.id, "care", at))
                assert not IndividualPlan.objects.exists()
                together.wait()
                answers.append(draft_plan(follow_up=committed.follow_up, by=ingrid, at=at).state)
        except AlreadyHasPlan:
            answers.append("refused")
        finally:
            connection.close()

    both = [threading.Thread(target=draft) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(timeout=30)

    assert sorted(answers) == ["draft", "refused"]
