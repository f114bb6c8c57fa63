"""Withdrawn by its sender, taken up again, or on the wrong person."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.moves import make_move
from knutepunkt.access.seen import Seen, who_saw
from knutepunkt.intake.models import Notice
from knutepunkt.intake.sight import close_content, content_of
from knutepunkt.intake.states import NOTICE
from knutepunkt.intake.telling import tell_outcome
from knutepunkt.people.mistakes import tell_of_mistake
from knutepunkt.people.models import Person

ON_THE_WRONG_FILE = _(
    "A notice about somebody else was put on your file by mistake. It has been taken out, and nobody can read it there any more."
)


@transaction.atomic
def withdraw(*, notice: Notice, by: Actor, at: datetime, reason: str = "") -> None:
    """The sender takes it back, in person or by a cancelling message. `reason` stands on the envelope: no content in it."""
    if not make_move(notice, NOTICE, "withdraw", by=by, at=at, reason=reason):
        return
    notice.closed_at = at
    notice.save(update_fields=["closed_at"])
    tell_outcome(notice, content_of(notice), at=at, sender_may_know=True)


@transaction.atomic
def restore(*, notice: Notice, by: Actor, at: datetime) -> None:
    """The withdrawal was wrong: it is being cleared up again."""
    if not make_move(notice, NOTICE, "restore", by=by, at=at):
        return
    notice.closed_at = None
    notice.save(update_fields=["closed_at"])
    tell_outcome(notice, content_of(notice), at=at, sender_may_know=True)


def seen_by(notice: Notice, *, at: datetime) -> list[Seen]:
    """Everybody who read this notice on the file of the person it stood on; nobody when it stood on none."""
    return who_saw(notice.organisation_id, notice.person_id, notice.pk, at=at) if notice.person_id else []


@transaction.atomic
def enter_in_error(*, notice: Notice, by: Actor, at: datetime) -> list[Seen]:
    """Take out a notice that stands on the wrong person (GDPR art. 16, pjl. § 25): nobody reads it from there any more.

    Gives those who had seen it; the person is told by letter. The envelope and the log stay.
    """
    person = (
        Person.objects.filter(organisation_id=notice.organisation_id, pk=notice.person_id).first()
        if notice.person_id
        else None
    )
    if not make_move(notice, NOTICE, "correct", by=by, at=at):
        return seen_by(notice, at=at)
    notice.closed_at = at
    notice.save(update_fields=["closed_at"])
    seen = seen_by(notice, at=at)
    if person is not None:
        tell_of_mistake(person, ON_THE_WRONG_FILE, seen, unit_id=notice.unit_id, source_id=notice.pk, by=by, at=at)
    close_content(notice, by=by, at=at)
    tell_outcome(notice, None, at=at, sender_may_know=True)
    return seen
