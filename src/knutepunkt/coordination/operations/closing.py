"""The end of a follow-up: it is being closed, closed, opened again, or was opened by mistake."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.grants import refresh_person
from knutepunkt.access.moves import make_move
from knutepunkt.access.seen import who_saw
from knutepunkt.coordination.models import Appointment, FollowUp, MainResponsibility
from knutepunkt.coordination.operations.follow_up import carry, explained, open_one
from knutepunkt.coordination.states import APPOINTMENT, FOLLOW_UP
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.people.mistakes import tell_of_mistake

OPENED_BY_MISTAKE = _(
    "A follow-up was opened on your file by mistake. It has been taken out, and those who worked with it can no longer see your file because of it."
)


@transaction.atomic
def begin_closing(*, follow_up: FollowUp, by: Actor, at: datetime, reason: str, code: str = "") -> FollowUp:
    """The work is coming to its end; all goes on until it is closed. `code`: a word for the count."""
    explained(reason)
    make_move(follow_up, FOLLOW_UP, "begin-closing", by=by, at=at, reason=reason)
    follow_up.close_reason = code
    follow_up.save(update_fields=["close_reason"])
    return follow_up


@transaction.atomic
def close_follow_up(*, follow_up: FollowUp, by: Actor, at: datetime, reason: str, code: str = "") -> FollowUp:
    """End the follow-up: appointments and main responsibility end, members lose sight. `code`: a word for the count."""
    explained(reason)
    make_move(follow_up, FOLLOW_UP, "close", by=by, at=at, reason=reason)
    follow_up.closed_at = at
    follow_up.close_reason = code
    follow_up.save(update_fields=["closed_at", "close_reason"])
    _end_appointments(follow_up, by=by, at=at)
    refresh_person(follow_up.organisation_id, follow_up.person_id, at=at, actor=by)
    return follow_up


def _end_appointments(follow_up: FollowUp, *, by: Actor, at: datetime) -> None:
    organisation_id = follow_up.organisation_id
    responsible = MainResponsibility.objects.filter(organisation_id=organisation_id, follow_up=follow_up)
    responsible.filter(period__startswith__gte=at).delete()
    for row in responsible.filter(period__contains=at):
        row.period = (row.period.lower, at)
        row.save(update_fields=["period"])
    for appointment in Appointment.objects.filter(organisation_id=organisation_id, follow_up=follow_up):
        moves = {move.name for move in APPOINTMENT.open_moves(appointment.state)}
        if "end" in moves:
            appointment.ends_at = at
            appointment.save(update_fields=["ends_at"])
            make_move(appointment, APPOINTMENT, "end", by=by, at=at)
        elif "note-no-answer" in moves:
            make_move(appointment, APPOINTMENT, "note-no-answer", by=by, at=at)


@transaction.atomic
def reopen_follow_up(*, follow_up: FollowUp, by: Actor, at: datetime, reason: str) -> FollowUp:
    """Take the work up again. A consent still in force carries it at once. Refused while another follow-up is open."""
    explained(reason)
    other = open_one(follow_up.person)
    if other is not None and other.pk != follow_up.pk:
        raise Refusal(_("Another follow-up of this person is open. Go on with that one."))
    make_move(follow_up, FOLLOW_UP, "reopen", by=by, at=at, reason=reason)
    follow_up.closed_at = None
    follow_up.close_reason = ""
    follow_up.save(update_fields=["closed_at", "close_reason"])
    carry(follow_up, by=by, at=at)
    refresh_person(follow_up.organisation_id, follow_up.person_id, at=at, actor=by)
    return follow_up


@transaction.atomic
def correct_follow_up(*, follow_up: FollowUp, by: Actor, at: datetime, reason: str) -> FollowUp:
    """Opened by mistake, for example on the wrong person (GDPR art. 16). The unit's, coordinators' and members' sight ends with it.

    The person is told by letter, with those who had read it.
    """
    explained(reason)
    make_move(follow_up, FOLLOW_UP, "correct", by=by, at=at, reason=reason)
    _end_appointments(follow_up, by=by, at=at)
    seen = who_saw(follow_up.organisation_id, follow_up.person_id, follow_up.pk, at=at)
    tell_of_mistake(
        follow_up.person, OPENED_BY_MISTAKE, seen, unit_id=follow_up.unit_id, source_id=follow_up.pk, by=by, at=at
    )
    refresh_person(follow_up.organisation_id, follow_up.person_id, at=at, actor=by)
    return follow_up
