"""Who takes part: people with an account here, guests from elsewhere, and those who are only named."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.grants import refresh_person
from knutepunkt.access.permissions import Permission, Topic
from knutepunkt.audit.log import record
from knutepunkt.coordination.covering import ask_for, is_covered, let_go
from knutepunkt.coordination.models import CareTeamMember, FollowUp
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.organisation.models import Staff


class CannotSee(Refusal):
    """Sight needs an account, so somebody who is only named has none."""

    message = _(
        "Only people with an account here can see the plan. Name this person without access, or choose a member of staff."
    )


class AlreadyMember(Refusal):
    """One takes part once."""

    message = _("This person takes part already.")


class NameMissing(Refusal):
    """A member has a name and a role."""

    message = _("Write the name and the role, so that all know who it is.")


@transaction.atomic
def add_care_team_member(
    *,
    follow_up: FollowUp,
    by: Actor,
    at: datetime,
    name: str = "",
    role: str = "",
    staff: Staff | None = None,
    service: str = "",
    kind: str = "municipality",
    phone: str = "",
    contributes: str = "",
    sees_plan: bool = False,
    topics: Sequence[str] | None = None,
) -> CareTeamMember:
    """Somebody takes part from now on. `sees_plan` gives sight only while a consent covers it.

    Whoever no consent covers yet, by name or as health personnel of the same service, waits: the question who would see what is
    asked of the one who decides, and nothing is seen before the answer.
    """
    require(by, Permission.CARE_TEAM_EDIT, follow_up)
    name, role = name or (staff.name if staff else ""), role or (staff.title if staff else "")
    if not name.strip() or not role.strip():
        raise NameMissing(field="role" if name.strip() else "name")
    if sees_plan and (staff is None or staff.account_id is None):
        raise CannotSee(field="sees_plan")
    if staff and _present(follow_up, staff):
        raise AlreadyMember(field="staff")
    member = CareTeamMember.objects.create(
        organisation_id=follow_up.organisation_id,
        person_id=follow_up.person_id,
        follow_up=follow_up,
        staff=staff,
        name=name,
        role=role,
        service=service,
        kind=kind,
        phone=phone,
        contributes=contributes,
        sees_plan=sees_plan,
        topics=None if topics is None else [str(Topic(topic)) for topic in topics],
        starts_at=at,
    )
    record("care-team.member-added", member, by=by, at=at, sees_plan=sees_plan)
    refresh_person(follow_up.organisation_id, follow_up.person_id, at=at, actor=by)
    if sees_plan and not is_covered(member, at=at):
        ask_for(member, by=by, at=at)
    return member


def _present(follow_up: FollowUp, staff: Staff) -> bool:
    members = CareTeamMember.objects.filter(organisation_id=follow_up.organisation_id, follow_up=follow_up, staff=staff)
    return members.filter(ends_at=None).exists()


@transaction.atomic
def change_care_team_member(
    *, member: CareTeamMember, by: Actor, at: datetime, contributes: str, sees_plan: bool, topics: Sequence[str] | None
) -> CareTeamMember:
    """What somebody contributes and may see. What no consent covers is asked for, and waits."""
    require(by, Permission.CARE_TEAM_EDIT, member.follow_up)
    if sees_plan and (member.staff is None or member.staff.account_id is None):
        raise CannotSee(field="sees_plan")
    member.contributes, member.sees_plan = contributes, sees_plan
    member.topics = None if topics is None else [str(Topic(topic)) for topic in topics]
    member.save(update_fields=["contributes", "sees_plan", "topics"])
    record("care-team.member-changed", member, by=by, at=at, sees_plan=sees_plan)
    refresh_person(member.organisation_id, member.person_id, at=at, actor=by)
    if sees_plan and not is_covered(member, at=at):
        ask_for(member, by=by, at=at)
    return member


@transaction.atomic
def remove_care_team_member(*, member: CareTeamMember, by: Actor, at: datetime) -> CareTeamMember:
    """Somebody takes part no longer; sight ends in this transaction, what they did stays readable."""
    require(by, Permission.CARE_TEAM_EDIT, member.follow_up)
    if member.ends_at is None:
        member.ends_at = at
        member.save(update_fields=["ends_at"])
        record("care-team.member-removed", member, by=by, at=at)
        let_go(member, by=by, at=at)
        refresh_person(member.organisation_id, member.person_id, at=at, actor=by)
    return member
