"""The jobs of the worker. Arguments are ids only; each run is a named system account under the same policies as everybody."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from knutepunkt.access.scope import acting_as
from knutepunkt.foundation.clock import day, now
from knutepunkt.identity.system import WORKER
from knutepunkt.messaging import seal_jobs
from knutepunkt.messaging.delivery import send_due
from knutepunkt.organisation.queries import served_organisations
from knutepunkt.ui.models import Draft

log = logging.getLogger(__name__)

PARTITIONS_AHEAD = 3
"""How many months of the log stand ready."""
DRAFTS_KEPT = timedelta(days=90)
"""How long a draft nobody touches is kept."""
JOBS_KEPT = timedelta(days=7)
"""How long jobs that are done are kept."""
SILENT_FOR = timedelta(minutes=2)
"""A worker that has given no sign of life this long is gone: its jobs are taken up by another."""


def register(app: Any) -> None:
    """Called by procrastinate when its app is ready: the jobs, and when they run by themselves."""
    app.task(name="messaging.send", queueing_lock="messaging.send", retry=3)(_send)
    for name, cron, function, more in (
        ("messaging.send-each-minute", "* * * * *", _each_minute, {}),
        ("messaging.log-months", "10 2 * * *", _log_months, {"retry": 5}),
        ("messaging.clear-drafts", "20 2 * * *", _clear_drafts, {"retry": 5}),
        ("messaging.clear-jobs", "30 2 * * *", _clear_jobs, {"pass_context": True, "retry": 5}),
        ("audit.seal", "* * * * *", seal_jobs.each_minute, {}),
        ("audit.tell-root", "40 3 * * *", seal_jobs.each_night, {"retry": 2}),
        ("messaging.take-up-stalled", "*/2 * * * *", _take_up_stalled, {"pass_context": True}),
    ):
        app.periodic(cron=cron)(app.task(name=name, queueing_lock=name, **more)(function))


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


def _clear_drafts(timestamp: int) -> None:  # noqa: ARG001 -- the same
    clear_drafts(now())


def clear_drafts(at: datetime) -> int:
    """Throw away drafts nobody has touched for long; how many. What was sent or thrown away has none."""
    cleared = 0
    for organisation_id in served_organisations():
        with acting_as(WORKER, purpose="clear-drafts", organisation_id=organisation_id, at=at):
            old = Draft.objects.filter(organisation_id=organisation_id, saved_at__lt=at - DRAFTS_KEPT)
            cleared += old.delete()[0]
    return cleared


async def _clear_jobs(context: Any, timestamp: int) -> None:  # noqa: ARG001 -- the same
    """Forget the jobs that are done; those that failed stay for the operator to look at."""
    await context.app.job_manager.delete_old_jobs(nb_hours=int(JOBS_KEPT.total_seconds() // 3600))


async def _take_up_stalled(context: Any, timestamp: int) -> None:  # noqa: ARG001 -- the same
    """A killed worker leaves its job marked as being done: mark it as to do again."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_FOR.total_seconds()):
        log.info("Job %s is taken up again: its worker is gone.", job.id)
        await manager.retry_job(job)
