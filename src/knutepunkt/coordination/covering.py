"""Does a consent cover what a member of the care team is to see? If not, it is asked for, and the member waits."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from knutepunkt.access.actor import Actor
from knutepunkt.consent import queries
from knutepunkt.consent.models import Consent, Subject
from knutepunkt.consent.operations import ask_consent
from knutepunkt.consent.operations.base import end, follow, own
from knutepunkt.consent.periods import period_of
from knutepunkt.consent.states import GIVEN, ConsentState
from knutepunkt.consent.topics import OUTSIDE_HEALTH
from knutepunkt.coordination.grants import covers, same_service
from knutepunkt.coordination.models import CareTeamMember, FollowUp


def needs_consent(member: CareTeamMember) -> bool:
    """Is this somebody who sees nothing unless a consent covers them: not health personnel of the same service?"""
    return member.staff is not None and not same_service(member.staff)


def is_covered(member: CareTeamMember, *, at: datetime) -> bool:
    """Do the consents that count now let the member see all they are to see?"""
    if member.staff is None or not needs_consent(member):
        return True
    open_to: set[str] = set()
    for consent in queries.all_in_force(member.organisation_id, member.person_id, at=at):
        period = period_of(consent, consent.person.birth_date, other_sector=True)
        about = {Subject.PLAN, Subject.SHARING} & set(consent.subjects)
        if about and period and period.holds(at) and covers(consent, member.staff, member.starts_at):
            open_to |= set(OUTSIDE_HEALTH if consent.topics is None else consent.topics) | {"*"}
    return bool(open_to) and (member.topics is None or set(member.topics) <= open_to)


def ask_for(member: CareTeamMember, *, by: Actor, at: datetime) -> Consent:
    """Ask the one who decides whether this member may see this."""
    return ask_consent(
        person=member.person,
        by=by,
        at=at,
        subjects=[Subject.SHARING],
        recipient_staff=member.staff,
        recipients=", ".join(part for part in (member.name, member.role, member.service) if part),
        topics=member.topics,
        uses=member.contributes,
    )


def let_go(member: CareTeamMember, *, by: Actor, at: datetime) -> None:
    """The member takes part no longer: what was asked or answered about them has lost its ground."""
    if member.staff is None:
        return
    rows = Consent.objects.filter(
        organisation_id=member.organisation_id, person_id=member.person_id, recipient_staff=member.staff,
        subjects=[Subject.SHARING], state__in=sorted(GIVEN | {ConsentState.DRAFTED}),
    )  # fmt: skip
    for consent in rows:
        end(consent, own("lapse", by), by=by, at=at)
        follow(consent, by=by, at=at)


def questions_about(follow_up: FollowUp, members: Iterable[CareTeamMember]) -> dict[UUID, Consent]:
    """The waiting question about each member that has one, by the member's id."""
    rows = Consent.objects.filter(
        organisation_id=follow_up.organisation_id, person_id=follow_up.person_id, state=ConsentState.DRAFTED,
        recipient_staff__isnull=False,
    )  # fmt: skip
    by_staff = {consent.recipient_staff_id: consent for consent in rows}
    return {member.pk: by_staff[member.staff_id] for member in members if member.staff_id in by_staff}
