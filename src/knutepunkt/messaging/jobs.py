"""The jobs of the worker. Arguments are ids only; each run is a named system account under the same policies as everybody."""

import logging
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from knutepunkt.foundation.clock import day, now
from knutepunkt.messaging.delivery import send_due

log = logging.getLogger(__name__)

PARTITIONS_AHEAD = 3
"""How many months of the log stand ready."""
SILENT_FOR = timedelta(minutes=2)
"""A worker that has given no sign of life this long is gone: its jobs are taken up by another."""


def register(app: Any) -> None:
    """Called by procrastinate when its app is ready: the jobs, and when they run by themselves."""
    app.periodic(cron="* * * * *")(app.task(name="messaging.send-each-minute", queueing_lock="messaging.send-each-minute")(_each_minute))
    app.task(name="messaging.send", queueing_lock="messaging.send", retry=3)(_send)
    app.periodic(cron="10 2 * * *")(app.task(name="messaging.log-months", queueing_lock="messaging.log-months", retry=5)(_log_months))
    app.periodic(cron="*/2 * * * *")(app.task(name="messaging.take-up-stalled", queueing_lock="messaging.take-up-stalled", pass_context=True)(_take_up_stalled))


def _send() -> None:
    send_due(now())


def _each_minute(timestamp: int) -> None:  # noqa: ARG001 -- periodic jobs are told their minute
    send_due(now())


def _log_months(timestamp: int) -> None:  # noqa: ARG001 -- the same
    make_log_months()


def make_log_months() -> None:
    """Make the log's partitions for the months ahead, so that no night finds the log without a place to write."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT audit_make_partitions(%s, %s)", [day(now()), PARTITIONS_AHEAD])


async def _take_up_stalled(context: Any, timestamp: int) -> None:  # noqa: ARG001 -- the same
    """A killed worker leaves its job marked as being done: mark it as to do again."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_FOR.total_seconds()):
        log.info("Job %s is taken up again: its worker is gone.", job.id)
        await manager.retry_job(job)
