"""The public form: verified by a link in an e-mail, limited in use, silent about whether anybody is known."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext

from knutepunkt.access.actor import Actor
from knutepunkt.intake.kinds import Basis, Channel, NoticeKind
from knutepunkt.intake.models import Notice, PendingNotice, ReportAttempt
from knutepunkt.intake.operations.receiving import receive_notice
from knutepunkt.intake.refusals import LinkTooOld, TooManyReports
from knutepunkt.messaging.operations import queue_email
from knutepunkt.organisation.models import Unit
from knutepunkt.people import vault

VALID = timedelta(hours=24)
WINDOW = timedelta(hours=1)
PER_ADDRESS = 5
PER_EMAIL = 3
PER_UNIT = 60
OWN = "me"
KIN = "next-of-kin"


@transaction.atomic
def report_publicly(
    *, unit: Unit, fields: dict[str, Any], email: str, address: str, link: Callable[[str], str], by: Actor, at: datetime
) -> None:
    """Keep what was written and send the link that makes it a notice. Nothing is looked up, so nothing can be told apart.

    `address` is where the request came from; `link` makes the address of the page for a key. Raises TooManyReports.
    """
    _limit(unit, address, email, at=at)
    key = secrets.token_urlsafe(32)
    PendingNotice.objects.create(
        organisation_id=unit.organisation_id,
        unit=unit,
        key_hash=_key_hash(key),
        sealed=vault.seal(json.dumps({**fields, "sender_email": email})),
        made_at=at,
    )
    queue_email(
        by=by,
        at=at,
        organisation_id=unit.organisation_id,
        to=email,
        kind="public-form-link",
        subject=gettext("Confirm your message"),
        body=link(key),
        unit_id=unit.pk,
    )


def _limit(unit: Unit, address: str, email: str, *, at: datetime) -> None:
    """Count this attempt and refuse when there are too many; one at a time for each unit, so that a rush counts too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"report:{unit.pk}"])
    hashes = {"address_hash": _keyed(address), "email_hash": _keyed(email.lower())}
    recent = ReportAttempt.objects.filter(organisation_id=unit.organisation_id, at__gt=at - WINDOW)
    too_many = (
        recent.filter(unit_id=unit.pk).count() >= PER_UNIT
        or recent.filter(address_hash=hashes["address_hash"]).count() >= PER_ADDRESS
        or recent.filter(email_hash=hashes["email_hash"]).count() >= PER_EMAIL
    )
    if too_many:
        raise TooManyReports
    ReportAttempt.objects.create(organisation_id=unit.organisation_id, unit_id=unit.pk, at=at, **hashes)


def _keyed(value: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), b"report:" + value.encode(), hashlib.sha256).digest()


def _key_hash(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def waiting_report(*, unit: Unit, key: str, at: datetime) -> PendingNotice:
    """What waits for this link; LinkTooOld when it is used, too old or was never made."""
    waiting = (
        PendingNotice.objects.select_for_update(of=("self",))
        .filter(
            organisation_id=unit.organisation_id,
            unit=unit,
            key_hash=_key_hash(key),
            used_at=None,
            made_at__gt=at - VALID,
        )
        .first()
    )
    if waiting is None:
        raise LinkTooOld
    return waiting


def _opened(waiting: PendingNotice) -> dict[str, Any]:
    try:
        return dict(json.loads(vault.unseal(waiting.sealed)))
    except InvalidToken:  # from before it was sealed, or under a key that is not kept any more
        raise LinkTooOld from None


def forget_reports(organisation_id: UUID, *, at: datetime) -> int:
    """Remove what nobody has confirmed in time, and who used the form when; how many reports. Runs under a system account."""
    too_old = {"organisation_id": organisation_id}
    ReportAttempt.objects.filter(**too_old, at__lt=at - VALID).delete()
    removed, _each = PendingNotice.objects.filter(**too_old, made_at__lte=at - VALID).delete()
    return removed


@transaction.atomic
def confirm_report(*, unit: Unit, key: str, by: Actor, at: datetime) -> Notice:
    """The sender followed the link: it becomes a notice in the unit whose page it was. The key works once."""
    waiting = waiting_report(unit=unit, key=key, at=at)
    fields = _opened(waiting)
    relation = fields.pop("relation")
    born = fields.pop("birth_date", None)
    notice = receive_notice(
        organisation_id=unit.organisation_id,
        kind=NoticeKind.OWN_REQUEST if relation in {OWN, KIN} else NoticeKind.POSSIBLE_NEED,
        channel=Channel.PUBLIC_FORM,
        by=by,
        at=at,
        unit_id=unit.pk,
        birth_date=date.fromisoformat(born) if born else None,
        basis=Basis.OWN if relation == OWN else fields.pop("basis", Basis.NOT_STATED),
        **{name: value for name, value in fields.items() if name != "basis"},
    )
    waiting.delete()
    return notice
