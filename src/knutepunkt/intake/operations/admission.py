"""What the hospital says of one admission, gathered on one notice."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission
from knutepunkt.audit.log import record
from knutepunkt.foundation.clock import day
from knutepunkt.intake.kinds import NoticeKind
from knutepunkt.intake.models import Admission, Notice
from knutepunkt.intake.sight import content_of
from knutepunkt.intake.states import NoticeState
from knutepunkt.organisation.hours import due_at
from knutepunkt.tasks.operations import create_task

DATES = frozenset({"admitted_at", "expected_on", "ready_at", "readiness_withdrawn_at", "discharged_at", "cancelled_at"})
TEXTS = frozenset({"ward", "discharged_to"})
NOT_JOINED = frozenset({
    NoticeState.FORWARDED, NoticeState.ENTERED_IN_ERROR, NoticeState.WITHDRAWN_BY_SENDER, NoticeState.DECLINED_BY_PERSON,
})  # fmt: skip


@transaction.atomic
def join_admission(*, notice: Notice, by: Actor, at: datetime, hospital: str = "", **facts: Any) -> Admission:
    """Add what a message says of the admission: any of DATES and TEXTS; None clears a date that was wrong.

    Keeps what it said before. When somebody has already acknowledged, the change is a task for the responsible before closing
    the same day. Without an admission on the notice one is made, and `hospital` names where.
    """
    own = notice.sender_account_id == by.account_id
    require(by, Permission.NOTICE_CREATE, None if own else notice)
    unknown = set(facts) - DATES - TEXTS
    if unknown:
        raise TypeError(unknown)
    admission = (
        Admission.objects.select_for_update().filter(organisation_id=notice.organisation_id, notice=notice).first()
    )
    is_new = admission is None
    if admission is None:
        content = content_of(notice)
        admission = Admission(
            organisation_id=notice.organisation_id,
            notice=notice,
            unit_id=notice.unit_id,
            person_id=content.person_id if content else None,
            hospital=hospital or notice.sender_organisation,
        )
    changes = _changes(admission, facts, at)
    if not is_new:
        admission.history = [*admission.history, *changes]
    admission.changed_at = at
    admission.save(force_insert=is_new)
    record("notice.admission-joined", notice, by=by, at=at, changed=sorted(facts))
    if changes and not is_new and notice.state != NoticeState.RECEIVED:
        _task(notice, by=by, at=at)
    return admission


def _changes(admission: Admission, facts: dict[str, Any], at: datetime) -> list[dict[str, str | None]]:
    """Set the facts and give what was different before."""
    changes = []
    for name, value in facts.items():
        before = getattr(admission, name)
        if before != value:
            changes.append({"at": at.isoformat(), "field": name, "before": _text(before), "after": _text(value)})
            setattr(admission, name, value)
    return changes


def _text(value: date | str | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else value


def _task(notice: Notice, *, by: Actor, at: datetime) -> None:
    create_task(
        by=by,
        at=at,
        organisation_id=notice.organisation_id,
        unit_id=notice.unit_id,
        kind="admission-changed",
        due_on=day(due_at(notice.organisation_id, "acknowledge-discharge", at)),
        source_type="intake.notice",
        source_id=notice.pk,
        person_id=notice.person_id,
        staff_id=notice.responsible_id,
    )


def open_discharge_notice(
    organisation_id: UUID, person_id: UUID, *, hospital: str = "", discharged_too: bool = False
) -> Notice | None:
    """The notice of the admission that is going on, newest first; `discharged_too`: also one that has ended, for its report.

    Locks it, so that two messages of one admission join one after the other. Runs in the importer's scope.
    """
    notices = Notice.objects.select_for_update(of=("self",)).filter(
        organisation_id=organisation_id, person_id=person_id, kind=NoticeKind.DISCHARGE, admissions__cancelled_at=None
    )
    notices = notices.exclude(state__in=NOT_JOINED)
    if hospital:
        notices = notices.filter(admissions__hospital=hospital)
    if not discharged_too:
        notices = notices.filter(admissions__discharged_at=None)
    return notices.order_by("-received_at", "-id").first()
