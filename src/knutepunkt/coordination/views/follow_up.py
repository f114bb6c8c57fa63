"""The follow-up page, the person's way in to it, and what is set on it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt.access.decide import allowed
from knutepunkt.access.files import open_file
from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.views import requires
from knutepunkt.coordination import forms, operations, progress, queries, timeline
from knutepunkt.coordination.models import FollowUp
from knutepunkt.coordination.next_step import next_step
from knutepunkt.coordination.panels import happenings_of, plan_of
from knutepunkt.coordination.states import RUNNING
from knutepunkt.coordination.views.base import filled, form_page, opened
from knutepunkt.coordination.words import FOLLOW_UP_STATES
from knutepunkt.people.models import Person, StayKind
from knutepunkt.people.operations import begin_stay, update_person
from knutepunkt.people.rules import age_on
from knutepunkt.ui.pages import page

SHOWN = 12
REACHED = ("gp_name", "gp_practice", "gp_her_id", "paper_only")


def standing_of(request: Any, follow_up: FollowUp) -> progress.Standing:
    """The facts of the file and what rooms above add."""
    actor, at = request.actor, request.now
    file = queries.case_file(actor, follow_up, at=at)
    notices = happenings_of(actor, follow_up, at)
    return progress.Standing(follow_up=follow_up, file=file, plan=plan_of(actor, follow_up, at), notices=notices, at=at)


@requires(P.FOLLOW_UP_READ, "GET", door="coordination.follow-up")
def follow_up(request: Any, follow_up_id: UUID) -> HttpResponse:
    """One person's follow-up: where it stands, what to do now, what matters, what has happened, who takes part."""
    row = opened(request, follow_up_id, P.FOLLOW_UP_READ, "follow-up")
    s = standing_of(request, row)
    happened = timeline.events(s, s.notices)
    return page(
        request,
        "coordination/follow_up.html",
        follow_up=row,
        person=row.person,
        s=s,
        age=age_on(row.person.birth_date, s.today),
        stay=_stay(s),
        steps=progress.steps(s),
        next=next_step(s),
        ticks=progress.in_place(s),
        deadlines=progress.deadlines(s),
        events=happened[:SHOWN],
        event_count=len(happened),
        state=FOLLOW_UP_STATES[row.state],
        may_edit=allowed(request.actor, P.FOLLOW_UP_EDIT, row),
        may_appoint=allowed(request.actor, P.COORDINATOR_APPOINT, row),
        may_decide=allowed(request.actor, P.DECISION_MAKE, row),
    )


def _stay(s: progress.Standing) -> str:
    if s.file.stay is None:
        return ""
    return str(s.file.stay.place or StayKind(s.file.stay.kind).label)


@requires(P.FOLLOW_UP_READ, "GET", door="coordination.history")
def history(request: Any, follow_up_id: UUID) -> HttpResponse:
    """All that has happened."""
    row = opened(request, follow_up_id, P.FOLLOW_UP_READ, "history")
    s = standing_of(request, row)
    return page(request, "coordination/history.html", follow_up=row, s=s, events=timeline.events(s, s.notices))


@requires(P.PERSON_READ, "GET", door="coordination.person")
def person(request: Any, person_id: UUID) -> HttpResponse:
    """The way in from search: to the follow-up that is open, else to what there is."""
    who = get_object_or_404(Person.visible_to(request.actor), pk=person_id)
    open_file(request, who, P.PERSON_READ, "person")
    rows = list(queries.follow_ups(request.actor).filter(person_id=person_id).order_by("-opened_at", "-id"))
    running = next((row for row in rows if row.state in RUNNING), None)
    if running is not None and allowed(request.actor, P.FOLLOW_UP_READ, running):
        return redirect("coordination:follow-up", running.pk)
    return page(
        request, "coordination/person.html", person=who, rows=rows, states=FOLLOW_UP_STATES, today=request.now.date()
    )


@requires(P.FOLLOW_UP_EDIT, "GET", "POST", door="coordination.need")
def need(request: Any, follow_up_id: UUID) -> HttpResponse:
    """Need level with its reason, target group, field and pathway."""
    row = opened(request, follow_up_id, P.FOLLOW_UP_EDIT, "need")
    home = reverse("coordination:follow-up", args=[row.pk])

    def act(form: Any) -> None:
        data = dict(form.cleaned_data)
        by_at: dict[str, Any] = {"by": request.actor, "at": request.now}
        operations.set_need_level(follow_up=row, level=int(data.pop("level")), reason=data.pop("reason"), **by_at)
        pathway = data.pop("pathway")
        operations.set_pathway(follow_up=row, pathway=int(pathway) if pathway else None, **data, **by_at)

    initial = {
        "level": str(row.need_level or ""), "reason": row.need_reason, "target_group": row.target_group,
        "field_of_need": row.field_of_need, "pathway": str(row.pathway or ""), "contact_doctor": row.contact_doctor,
    }  # fmt: skip
    work = filled(request, forms.NeedForm, act, done_url=home, done=_("The need level is set."), initial=initial)
    return form_page(
        request,
        work,
        title=_("Need level"),
        heading=_("How great is the need?"),
        primary=_("Set the need level"),
        back=home,
    )


@requires(P.FOLLOW_UP_EDIT, "GET", "POST", door="coordination.told")
def told(request: Any, follow_up_id: UUID) -> HttpResponse:
    """When and how the person was told of the right."""
    row = opened(request, follow_up_id, P.FOLLOW_UP_EDIT, "told")
    home = reverse("coordination:follow-up", args=[row.pk])

    def act(form: Any) -> None:
        operations.told_of_right(follow_up=row, by=request.actor, at=request.now, **form.cleaned_data)

    initial = {"on": row.told_of_right_on or request.now.date(), "how": row.told_of_right_how}
    work = filled(request, forms.ToldForm, act, done_url=home, done=_("It is written down."), initial=initial)
    return form_page(
        request,
        work,
        title=_("Told of the right"),
        heading=_("Told of the right to a plan and a coordinator"),
        primary=_("Write it down"),
        back=home,
    )


@requires(P.FOLLOW_UP_EDIT, "GET", "POST", door="coordination.place")
def place(request: Any, follow_up_id: UUID) -> HttpResponse:
    """GP, where the person stays now, and when they come home."""
    row = opened(request, follow_up_id, P.FOLLOW_UP_EDIT, "place")
    home = reverse("coordination:follow-up", args=[row.pk])
    who = row.person

    def act(form: Any) -> None:
        data = dict(form.cleaned_data)
        by_at: dict[str, Any] = {"by": request.actor, "at": request.now}
        gp = {name: data[name] for name in REACHED if name in data and data[name] != getattr(who, name)}
        if gp:
            update_person(person=who, **gp, **by_at)
        if data.get("kind"):
            begin_stay(
                person=who,
                kind=data["kind"],
                place=data["place"],
                starts_on=data["starts_on"] or request.now.date(),
                **by_at,
            )
        if data["discharge_on"] != row.discharge_on:
            operations.set_discharge(follow_up=row, on=data["discharge_on"], **by_at)

    initial = {
        "gp_name": who.gp_name,
        "gp_practice": who.gp_practice,
        "gp_her_id": who.gp_her_id,
        "paper_only": who.paper_only,
        "discharge_on": row.discharge_on,
    }
    may_edit = allowed(request.actor, P.PERSON_EDIT, row)
    work = filled(
        request, forms.PlaceForm, act, done_url=home, done=_("The facts are changed."), initial=initial, may_edit_person=may_edit
    )  # fmt: skip
    return form_page(
        request, work, title=_("GP and place of stay"), heading=_("GP, and where the person stays"), primary=_("Save the facts"), back=home,
        intro=_("The municipality where the person stays is responsible. Fill in a place only when the person has moved to it.")
        if may_edit else _("The unit writes down the GP and where the person stays. You can change when the person comes home."),
    )  # fmt: skip


@requires(P.FOLLOW_UP_EDIT, "GET", "POST", door="coordination.without-plan")
def without_plan(request: Any, follow_up_id: UUID) -> HttpResponse:
    """Go on with a coordinator and without a plan."""
    row = opened(request, follow_up_id, P.FOLLOW_UP_EDIT, "without-plan")
    home = reverse("coordination:follow-up", args=[row.pk])

    def act(form: Any) -> None:
        operations.go_on_without_plan(follow_up=row, by=request.actor, at=request.now, **form.cleaned_data)

    work = filled(
        request,
        forms.ReasonForm,
        act,
        done_url=home,
        done=_("The follow-up goes on with a coordinator and without a plan."),
    )
    return form_page(
        request, work, title=_("Without a plan"), heading=_("Go on without a plan"), primary=_("Go on without a plan"), back=home,
        intro=_("The right to a coordinator stands also for those who do not want a plan. The work is written down in signed notes."),
    )  # fmt: skip
