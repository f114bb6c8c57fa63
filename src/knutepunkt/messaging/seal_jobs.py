"""The worker's part in sealing the logs: a seal each minute, and each night the newest root to somebody outside."""

import logging
from datetime import datetime

import psycopg
from django.conf import settings
from django.db.models import Case, IntegerField, When

from knutepunkt.access.actor import system_actor
from knutepunkt.access.scope import acting_as
from knutepunkt.audit.seal.findings import Report
from knutepunkt.audit.seal.keys import KeyFileError, SealFolder
from knutepunkt.audit.seal.sealing import SealingError, seal
from knutepunkt.audit.seal.verifying import open_to_verify, verify
from knutepunkt.foundation.clock import now
from knutepunkt.identity.system import WORKER
from knutepunkt.messaging.operations import queue_email
from knutepunkt.organisation.kinds import OrganisationKind
from knutepunkt.organisation.models import Organisation

log = logging.getLogger(__name__)


def each_minute(timestamp: int) -> None:  # noqa: ARG001 -- periodic jobs are told their minute
    """Seal what is settled. What stands in the way is logged as an error, each minute until somebody has seen to it."""
    if not settings.KNUTEPUNKT_AUDIT_URL:
        log.warning("The logs are not sealed: DATABASE_AUDIT_URL is not set.")
        return
    try:
        with psycopg.connect(settings.KNUTEPUNKT_AUDIT_URL) as connection:
            seal(connection, SealFolder(settings.KNUTEPUNKT_SEAL_FOLDER), now())
    except (SealingError, KeyFileError) as error:
        log.error("The logs are not sealed. %s", error)  # noqa: TRY400 -- the sentence says it all


def each_night(timestamp: int) -> None:  # noqa: ARG001 -- the same
    """Verify, and send the newest root where it is kept."""
    tell_root(now())


def tell_root(at: datetime) -> Report | None:
    """Verify both logs; queue an e-mail with the newest root and how many things were found. None where nothing is set up.

    The e-mail names no row and no person. Findings are also an error in the server's log.
    """
    if not settings.KNUTEPUNKT_AUDIT_URL:
        return None
    folder = SealFolder(settings.KNUTEPUNKT_SEAL_FOLDER)
    kept = folder.newest()
    with open_to_verify(settings.KNUTEPUNKT_AUDIT_URL) as connection:
        report = verify(connection, at=at, trusted=folder.trusted(), expected=[kept] if kept else [])
    if report.findings:
        log.error("The logs are not as they were sealed (findings: %s). Run `kp audit verify`.", len(report.findings))
    if settings.KNUTEPUNKT_SEAL_RECEIVER:
        _send(report, at)
    return report


def _send(report: Report, at: datetime) -> None:
    """From the operator of the installation, else from the first organisation that keeps files here."""
    operator_first = Case(When(kind=OrganisationKind.OPERATOR, then=0), default=1, output_field=IntegerField())
    sender = Organisation.objects.filter(served=True).order_by(operator_first, "name", "pk").first()
    if sender is None:
        return
    with acting_as(WORKER, purpose="tell-root", organisation_id=sender.pk, at=at):
        queue_email(
            by=system_actor(
                WORKER, organisation_id=sender.pk, at=at, organisation_name=sender.name, purpose="tell-root"
            ),
            at=at,
            organisation_id=sender.pk,
            to=settings.KNUTEPUNKT_SEAL_RECEIVER,
            kind="seal-root",
            subject="Root of the sealed log",
            body=_body(report),
        )


def _body(report: Report) -> str:
    outcome = (
        f"{report.rows} rows and {report.seals} seals were verified; nothing has been changed or removed."
        if report.is_clean
        else f"The logs are not as they were sealed (findings: {len(report.findings)}). Run `kp audit verify` today."
    )
    sealed = f"{report.sealed_at:%d.%m.%Y %H:%M} UTC" if report.sealed_at else "never"
    return (
        f"Newest root: {report.newest or 'none'}\nSealed: {sealed}\n\n{outcome}\n\n"
        "Keep this e-mail where those who run the database cannot change it. "
        "`kp audit verify --expect ROOT` shows later that everything up to this root is still as it was.\n"
    )
