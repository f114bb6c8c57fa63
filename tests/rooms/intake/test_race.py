"""Two people press at the same moment."""

import threading

from django.db import connection, transaction
from making import notice_about, second_caseworker

from knutepunkt.access import scope
from knutepunkt.access.moves import AlreadyDone
from knutepunkt.access.scope import Scope
from knutepunkt.intake import operations
from knutepunkt.intake.models import Notice, NoticeStep


def test_two_acknowledge_at_once_and_one_is_told_who_was_first(committed_world):
    world = committed_world
    with transaction.atomic():
        world.system()
        jon = second_caseworker(world)
        notice = notice_about(world, world.person())
        actors = [world.actor(world.ingrid), world.actor(jon)]
    ready = threading.Barrier(2)
    outcomes = []

    def press(actor):
        try:
            with transaction.atomic():
                scope.enter(Scope(actor.organisation_id, actor.account_id, None, "care", world.at))
                mine = Notice.objects.get(pk=notice.pk)
                ready.wait(20)
                operations.acknowledge(notice=mine, by=actor, at=world.at)
            outcomes.append(("done", actor.name))
        except AlreadyDone as refusal:
            outcomes.append(("told", str(refusal)))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=[actor]) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    told, done = max(outcomes), min(outcomes)
    assert (done[0], told[0]) == ("done", "told")
    assert done[1] in told[1]
    with transaction.atomic():
        world.system()
        assert NoticeStep.objects.count() == 1
        assert Notice.objects.get().acknowledged_by == done[1]
