"""Before a young person decides alone, those who will lose sight that day are told, the coordinators and the parents too: once each."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from knutepunkt import law
from knutepunkt.access.actor import Actor, system_actor
from knutepunkt.access.models import Grant
from knutepunkt.access.scope import acting_as
from knutepunkt.consent.ages import reaches
from knutepunkt.coordination.models import FollowUp
from knutepunkt.coordination.states import RUNNING
from knutepunkt.coordination.telling import tell
from knutepunkt.foundation.clock import OSLO, day
from knutepunkt.identity.system import WORKER
from knutepunkt.messaging.models import OutboundMessage
from knutepunkt.organisation.models import Staff
from knutepunkt.organisation.queries import served_organisations
from knutepunkt.people.models import NextOfKin

PURPOSE = "tell-birthdays"
MEMBERS, COORDINATORS, PARENTS = "sharing-pauses", "young-person-decides", "child-decides"
BY_CONSENT = ("coordinators", "care-team")


def pausing(organisation_id: UUID, person_id: UUID, at: datetime) -> dict[UUID, datetime]:
    """Accounts whose sight of the person ends by itself on a coming day and does not go on: account and that moment."""
    rows = Grant.objects.filter(
        organisation_id=organisation_id, person_id=person_id, source__in=BY_CONSENT, account_id__isnull=False
    )
    found: dict[UUID, datetime] = {}
    kept = list(rows)
    for row in kept:
        goes_on = any(
            other.account_id == row.account_id and (other.ends is None or (row.ends is not None and other.ends > row.ends))
            for other in kept
        )  # fmt: skip
        if row.account_id and row.ends and row.ends > at and not goes_on:
            found[row.account_id] = max(row.ends, found.get(row.account_id, row.ends))
    return found


def tell_birthdays(at: datetime) -> int:
    """Queue what is to be told in every organisation; how many messages. Idempotent: nobody is told twice of the same day."""
    told = 0
    for organisation_id in served_organisations():
        with acting_as(WORKER, purpose=PURPOSE, organisation_id=organisation_id, at=at):
            by = system_actor(WORKER, organisation_id=organisation_id, at=at, purpose=PURPOSE)
            for follow_up, decides in _coming(organisation_id, at):
                told += _tell(follow_up, decides, by=by, at=at)
    return told


def _coming(organisation_id: UUID, at: datetime) -> Iterator[tuple[FollowUp, datetime]]:
    """Follow-ups of those who are asked themselves by now and do not decide alone yet."""
    rows = FollowUp.objects.filter(organisation_id=organisation_id, state__in=sorted(RUNNING))
    ages = law.on(day(at))
    for follow_up in rows.filter(person__birth_date__isnull=False).select_related("person").order_by("id"):
        born = follow_up.person.birth_date
        decides = reaches(born, "decides")
        if born and decides and decides > at and ages.age("ask-from").is_reached(born, on=day(at)):
            yield follow_up, decides


def _tell(follow_up: FollowUp, decides: datetime, *, by: Actor, at: datetime) -> int:
    when = f"{decides.astimezone(OSLO):%d.%m.%Y}"
    ending = {
        account
        for account, ends in pausing(follow_up.organisation_id, follow_up.person_id, at).items()
        if ends == decides
    }
    going_on = (
        set(
            Grant.objects.filter(
                organisation_id=follow_up.organisation_id, person_id=follow_up.person_id, source="coordinators"
            ).values_list("account_id", flat=True)
        )
        - ending
    )
    parents = NextOfKin.objects.filter(
        organisation_id=follow_up.organisation_id,
        person_id=follow_up.person_id,
        parental_responsibility=True,
        valid_to=None,
    )
    said = (
        (MEMBERS, _staff(follow_up, ending), _("Something you can see in Knutepunkt pauses on %(day)s"),
         _("From %(day)s a young person decides alone. What you can see pauses that day unless the person says yes to you. Sign in to see whom it is about.")),
        (COORDINATORS, _staff(follow_up, going_on), _("Somebody you coordinate for decides alone from %(day)s"),
         _("From %(day)s a young person decides alone. Your work goes on. Sharing with other sectors pauses that day until the person has answered, and the plan is paused. Ask in good time.")),
        (PARENTS, [kin.email for kin in parents if kin.email], _("Your child decides about health matters alone from %(day)s"),
         _("From %(day)s your child decides alone about help and about who sees what. The help goes on. Sharing with others pauses that day until your child has answered. Sign in to read more.")),
    )  # fmt: skip
    return sum(
        tell(follow_up, _untold(follow_up, kind, addresses), kind=kind, by=by, at=at, source_id=follow_up.pk,
             subject=subject % {"day": when}, body=body % {"day": when})
        for kind, addresses, subject, body in said
    )  # fmt: skip


def _staff(follow_up: FollowUp, accounts: Iterable[UUID | None]) -> list[str]:
    rows = Staff.objects.filter(organisation_id=follow_up.organisation_id, account_id__in=[a for a in accounts if a])
    return sorted({staff.email for staff in rows if staff.email})


def _untold(follow_up: FollowUp, kind: str, addresses: list[str]) -> list[str]:
    rows = OutboundMessage.objects.filter(organisation_id=follow_up.organisation_id, kind=kind, source_id=follow_up.pk)
    told = set(rows.values_list("recipient", flat=True))
    return [address for address in addresses if address not in told]
