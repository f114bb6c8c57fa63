"""Who takes part: adding, changing, removing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt import law
from knutepunkt.access.decide import allowed
from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.views import requires
from knutepunkt.consent.ages import reaches
from knutepunkt.consent.models import Subject
from knutepunkt.consent.queries import any_in_force
from knutepunkt.coordination import forms, operations, words
from knutepunkt.coordination.covering import questions_about
from knutepunkt.coordination.models import CareTeamMember, FollowUp
from knutepunkt.coordination.views.base import filled, form_page, opened
from knutepunkt.foundation.clock import day
from knutepunkt.organisation.models import Staff
from knutepunkt.ui.pages import page


@requires(P.FOLLOW_UP_READ, "GET", door="coordination.team")
def team(request: Any, follow_up_id: UUID) -> HttpResponse:
    """Everybody who takes part, what they contribute and whether they see anything."""
    row = opened(request, follow_up_id, P.FOLLOW_UP_READ, "team")
    members = list(CareTeamMember.visible_to(request.actor).filter(follow_up=row).order_by("starts_at", "id"))
    return page(
        request,
        "coordination/team.html",
        follow_up=row,
        members=[member for member in members if member.ends_at is None],
        earlier=[member for member in members if member.ends_at is not None],
        consented=any_in_force(row.organisation_id, row.person_id, {Subject.SHARING, Subject.PLAN}, at=request.now),
        waits=questions_about(row, members),
        pauses=_pauses(row, request),
        topics={str(topic): label for topic, label in words.TOPICS.items()},
        may_edit=allowed(request.actor, P.CARE_TEAM_EDIT, row),
        today=day(request.now),
    )


def _pauses(row: FollowUp, request: Any) -> datetime | None:
    """The day a young person comes to decide alone, when that day is so near that all have been told."""
    born, on = row.person.birth_date, day(request.now)
    decides = reaches(born, "decides")
    if (
        born is None
        or decides is None
        or decides <= request.now
        or not law.on(on).age("ask-from").is_reached(born, on=on)
    ):
        return None
    return decides


@requires(P.CARE_TEAM_EDIT, "GET", "POST", door="coordination.new-member")
def new(request: Any, follow_up_id: UUID) -> HttpResponse:
    """Somebody takes part."""
    row = opened(request, follow_up_id, P.CARE_TEAM_EDIT, "new-member")
    home = reverse("coordination:team", args=[row.pk])
    people = {str(s.pk): s for s in Staff.visible_to(request.actor).order_by("name", "id")}

    def act(form: Any) -> None:
        data = dict(form.cleaned_data)
        staff = people.get(data.pop("staff"))
        operations.add_care_team_member(follow_up=row, staff=staff, by=request.actor, at=request.now, **data)

    work = filled(
        request, forms.MemberForm, act, done_url=home, done=_("The care team is changed."),
        staff=[(key, f"{s.name}, {s.title}") for key, s in people.items()], initial={"kind": "municipality"},
    )  # fmt: skip
    return form_page(
        request, work, title=_("Add to the care team"), heading=_("Who takes part?"), primary=_("Add to the care team"), back=home,
        intro=_("Ask the person first. Choose somebody with an account here, or write the name of somebody who takes part without seeing anything."),
    )  # fmt: skip


def _member(request: Any, follow_up_id: UUID, member_id: UUID, page_name: str) -> tuple[FollowUp, CareTeamMember]:
    row = opened(request, follow_up_id, P.CARE_TEAM_EDIT, page_name, member_id)
    visible = CareTeamMember.visible_to(request.actor).select_related("staff", "follow_up")
    member: CareTeamMember = get_object_or_404(visible, pk=member_id, follow_up=row)
    return row, member


@requires(P.CARE_TEAM_EDIT, "GET", "POST", door="coordination.member")
def change(request: Any, follow_up_id: UUID, member_id: UUID) -> HttpResponse:
    """What somebody contributes and may see."""
    row, member = _member(request, follow_up_id, member_id, "member")
    home = reverse("coordination:team", args=[row.pk])

    def act(form: Any) -> None:
        operations.change_care_team_member(member=member, by=request.actor, at=request.now, **form.cleaned_data)

    initial = {"contributes": member.contributes, "sees_plan": member.sees_plan, "topics": member.topics or []}
    work = filled(
        request, forms.ChangeMemberForm, act, done_url=home, done=_("The care team is changed."), initial=initial
    )
    return form_page(
        request,
        work,
        title=_("Care team"),
        heading=_("%(name)s in the care team") % {"name": member.name},
        primary=_("Save"),
        back=home,
    )


@requires(P.CARE_TEAM_EDIT, "POST", door="coordination.remove-member")
def remove(request: Any, follow_up_id: UUID, member_id: UUID) -> HttpResponse:
    """Somebody takes part no longer; sight ends at once."""
    row, member = _member(request, follow_up_id, member_id, "remove-member")
    operations.remove_care_team_member(member=member, by=request.actor, at=request.now)
    messages.success(request, _("%(name)s takes part no longer, and sees nothing from now on.") % {"name": member.name})
    return redirect("coordination:team", row.pk)
