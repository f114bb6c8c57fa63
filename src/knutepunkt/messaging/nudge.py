"""Telling the worker that something waits. Only a nudge: what is not nudged goes within the minute."""

import logging

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

log = logging.getLogger(__name__)


def something_to_send() -> None:
    """Queue the job that sends, unless it is queued already."""
    try:
        with transaction.atomic():
            app.configure_task("messaging.send", queueing_lock="messaging.send").defer()
    except AlreadyEnqueued:
        log.debug("The job that sends is queued already.")
