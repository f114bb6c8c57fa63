"""What the sender learns: the sender's own copy is brought up to date in the same transaction."""

from datetime import datetime
from typing import Any

from knutepunkt.access.scope import acting_as
from knutepunkt.identity.system import DERIVER
from knutepunkt.intake.kinds import Basis
from knutepunkt.intake.models import Notice, NoticeContent, SentNotice
from knutepunkt.intake.states import NoticeState

HANDLED = "handled"
ALWAYS_TOLD = frozenset({NoticeState.FORWARDED, NoticeState.WITHDRAWN_BY_SENDER, NoticeState.ENTERED_IN_ERROR})


def _update(notice: Notice, at: datetime, **fields: Any) -> bool:
    """Change the sender's copy, in the sender's organisation. False when the sender has none here."""
    if notice.sender_copy_id is None or notice.sender_id is None:
        return False
    with acting_as(DERIVER, purpose="tell-sender", organisation_id=notice.sender_id, at=at):
        copy = SentNotice.objects.filter(organisation_id=notice.sender_id, pk=notice.sender_copy_id).first()
        if copy is None:
            return False
        for name, value in fields.items():
            setattr(copy, name, value)
        copy.save(update_fields=list(fields))
    return True


def tell_acknowledged(notice: Notice, *, at: datetime) -> None:
    """The sender sees that a person has read it."""
    _update(notice, at, acknowledged_at=at)


def tell_forwarded(notice: Notice, *, to: str, at: datetime) -> None:
    """The sender sees where it went (empty for a protected address) and that it is not acknowledged there yet."""
    _update(notice, at, forwarded_to=to, acknowledged_at=None)


def tell_outcome(notice: Notice, content: NoticeContent | None, *, at: datetime, sender_may_know: bool) -> None:
    """The sender sees the outcome as far as the person agrees, else only that it has been handled (hpl. § 21)."""
    told = sender_may_know or notice.state in ALWAYS_TOLD or (content is not None and content.basis == Basis.OWN)
    outcome = notice.state if told else HANDLED
    if _update(notice, at, outcome=outcome, outcome_at=at):
        notice.outcome_told_at = at
        notice.save(update_fields=["outcome_told_at"])
    if content is not None and content.unit_id is not None:
        content.told_sender = outcome
        content.save(update_fields=["told_sender"])
