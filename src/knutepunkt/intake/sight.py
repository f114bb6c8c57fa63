"""Who sees the content of a notice: set in the content's own row, so that the database holds to it."""

from datetime import datetime
from uuid import UUID

from knutepunkt.access.actor import Actor
from knutepunkt.access.grants import refresh_person
from knutepunkt.access.scope import acting_as
from knutepunkt.identity.system import DERIVER
from knutepunkt.intake.models import Admission, Notice, NoticeContent


def content_of(notice: Notice) -> NoticeContent | None:
    """The content as far as the one who asks sees it; None when it is closed or not theirs."""
    return NoticeContent.objects.filter(organisation_id=notice.organisation_id, notice=notice).first()


def show_content(notice: Notice, *, unit_id: UUID | None, person_id: UUID | None, at: datetime) -> None:
    """Let the unit, and those with a grant to the person, see the content and the admission; None and None: nobody."""
    with acting_as(DERIVER, purpose="notice-content", organisation_id=notice.organisation_id, at=at):
        rows: list[NoticeContent | Admission] = [
            *NoticeContent.objects.filter(organisation_id=notice.organisation_id, notice=notice),
            *Admission.objects.filter(organisation_id=notice.organisation_id, notice=notice),
        ]
        for row in rows:
            row.unit_id, row.person_id = unit_id, person_id
            row.save(update_fields=["unit_id", "person_id"])


def close_content(notice: Notice, *, by: Actor, at: datetime) -> None:
    """Nobody reads the content from now on; the unit's sight of the person through this notice ends."""
    show_content(notice, unit_id=None, person_id=None, at=at)
    refresh_sight(notice, by=by, at=at)


def refresh_sight(notice: Notice, *, by: Actor, at: datetime) -> None:
    """Derive the person's grants again, in the transaction of the change."""
    if notice.person_id is not None:
        refresh_person(notice.organisation_id, notice.person_id, at=at, actor=by)
