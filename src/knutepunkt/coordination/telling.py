"""Those who lose sight when a consent ends are told that something has closed: not whose, not what."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from knutepunkt.access.actor import Actor
from knutepunkt.coordination.grants import COORDINATES
from knutepunkt.coordination.models import Appointment, CareTeamMember, FollowUp
from knutepunkt.messaging.operations import NoAddress, queue_email


def tell_closed(follow_up: FollowUp, *, by: Actor, at: datetime) -> int:
    """Queue an e-mail to each coordinator and each member who could see something; gives how many."""
    told = 0
    for address in _addresses(follow_up, at):
        try:
            queue_email(
                by=by,
                at=at,
                organisation_id=follow_up.organisation_id,
                to=address,
                kind="consent-ended",
                subject=_("Something you could see in Knutepunkt is closed"),
                body=_(
                    "A person has changed their mind. Sign in to see what is still open to you. What you wrote yourself is kept."
                ),
                person_id=follow_up.person_id,
                unit_id=follow_up.unit_id,
                source_id=follow_up.pk,
            )
        except NoAddress:
            continue
        told += 1
    return told


def _addresses(follow_up: FollowUp, at: datetime) -> list[str]:
    running = Q(ends_at=None) | Q(ends_at__gt=at)
    members = CareTeamMember.objects.filter(
        running, organisation_id=follow_up.organisation_id, follow_up=follow_up, sees_plan=True
    )
    named = Appointment.objects.filter(
        running, organisation_id=follow_up.organisation_id, follow_up=follow_up, state__in=sorted(COORDINATES)
    )
    found = [*members.values_list("staff__email", flat=True), *named.values_list("coordinator__email", flat=True)]
    return sorted({address for address in found if address})
