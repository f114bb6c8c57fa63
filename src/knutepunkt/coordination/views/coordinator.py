"""The coordinator on the follow-up: asked, appointed, main responsible, ended."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt.access.decide import allowed
from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.views import requires
from knutepunkt.coordination import forms, operations, progress, queries, words
from knutepunkt.coordination.models import Appointment, AppointmentKind, FollowUp
from knutepunkt.coordination.states import AppointmentState
from knutepunkt.coordination.views.base import filled, form_page, opened, start_of
from knutepunkt.foundation.clock import day
from knutepunkt.organisation.models import Unit
from knutepunkt.ui.pages import page

ANSWER_WITHIN = timedelta(days=7)


def appointed_file(request: Any, appointment_id: UUID, permission: P, page_name: str) -> tuple[Appointment, FollowUp]:
    """An appointment and its follow-up, with the file open."""
    visible = Appointment.visible_to(request.actor).select_related("coordinator", "unit", "follow_up")
    appointment: Appointment = get_object_or_404(visible, pk=appointment_id)
    row = opened(request, appointment.follow_up_id, permission, page_name, appointment.pk)
    return appointment, row


@requires(P.FOLLOW_UP_READ, "GET", door="coordination.coordinator")
def coordinator(request: Any, follow_up_id: UUID) -> HttpResponse:
    """Everybody asked, appointed and ended, and who has the main responsibility from when."""
    row = opened(request, follow_up_id, P.FOLLOW_UP_READ, "coordinator")
    file = queries.case_file(request.actor, row, at=request.now)
    standing = progress.Standing(row, file, None, (), request.now)
    return page(
        request,
        "coordination/coordinator.html",
        follow_up=row,
        appointments=list(reversed(file.appointments)),
        current=standing.appointed,
        states=words.APPOINTMENT_STATES,
        kinds=dict(AppointmentKind.choices),
        may_appoint=allowed(request.actor, P.COORDINATOR_APPOINT, row),
        today=day(request.now),
    )


@requires(P.COORDINATOR_APPOINT, "GET", "POST", door="coordination.ask")
def ask(request: Any, follow_up_id: UUID) -> HttpResponse:
    """Ask a service for a coordinator by a day."""
    row = opened(request, follow_up_id, P.COORDINATOR_APPOINT, "ask-service")
    home = reverse("coordination:coordinator", args=[row.pk])
    today = day(request.now)
    units = {str(unit.pk): unit for unit in Unit.visible_to(request.actor).order_by("name", "id")}
    open_units = [(key, unit.name) for key, unit in units.items() if unit.closed_on is None or unit.closed_on > today]

    def act(form: Any) -> None:
        data = dict(form.cleaned_data)
        unit = units[data.pop("service_unit")]
        operations.ask_service(follow_up=row, service_unit=unit, by=request.actor, at=request.now, **data)

    work = filled(
        request, forms.AskForm, act, done_url=home, done=_("The service is asked."), units=open_units,
        initial={"answer_by": today + ANSWER_WITHIN, "kind": AppointmentKind.COORDINATOR},
    )  # fmt: skip
    return form_page(
        request, work, title=_("Ask for a coordinator"), heading=_("Ask a service for a coordinator"), primary=_("Ask the service"), back=home,
        intro=_("The service sees the question and the date, not who it is about. The one it names sees the name, and the file after a yes."),
    )  # fmt: skip


@requires(P.COORDINATOR_APPOINT, "POST", door="coordination.no-answer")
def no_answer(request: Any, appointment_id: UUID) -> HttpResponse:
    """The day has passed without an answer."""
    appointment, row = appointed_file(request, appointment_id, P.COORDINATOR_APPOINT, "no-answer")
    operations.note_no_answer(appointment=appointment, by=request.actor, at=request.now)
    messages.success(request, _("It is noted that the service has not answered."))
    return redirect("coordination:coordinator", row.pk)


@requires(P.COORDINATOR_APPOINT, "GET", "POST", door="coordination.appointing")
def appointing(request: Any, appointment_id: UUID) -> HttpResponse:
    """Appoint the one who said yes."""
    appointment, row = appointed_file(request, appointment_id, P.COORDINATOR_APPOINT, "appointing")
    home = reverse("coordination:follow-up", args=[row.pk])
    today = day(request.now)

    def act(form: Any) -> None:
        data = dict(form.cleaned_data)
        starts_on = data.pop("starts_on")
        starts_at = request.now if starts_on == today else start_of(starts_on)
        operations.appoint(appointment=appointment, by=request.actor, at=request.now, starts_at=starts_at, **data)

    work = filled(
        request,
        forms.AppointForm,
        act,
        done_url=home,
        done=_("The coordinator is appointed."),
        initial={"starts_on": today, "main": True},
    )
    said = [_("The person's wish: %(wish)s") % {"wish": appointment.wish}] if appointment.wish else []
    if appointment.conflict_of_interest:
        said.append(_("Conflict of interest declared: %(text)s") % {"text": appointment.conflict_of_interest})
    return form_page(
        request, work, title=_("Appoint a coordinator"), heading=_("Appoint %(name)s") % {"name": appointment.coordinator or appointment.unit},
        primary=_("Appoint"), back=home, points=said,
    )  # fmt: skip


@requires(P.COORDINATOR_APPOINT, "GET", "POST", door="coordination.ending")
def ending(request: Any, appointment_id: UUID) -> HttpResponse:
    """End an appointment, now or on a coming day."""
    appointment, row = appointed_file(request, appointment_id, P.COORDINATOR_APPOINT, "ending")
    home = reverse("coordination:coordinator", args=[row.pk])
    today = day(request.now)

    def act(form: Any) -> None:
        last = form.cleaned_data["ends_on"]
        ends_at = request.now if last <= today else start_of(last + timedelta(days=1))
        operations.end_appointment(
            appointment=appointment,
            by=request.actor,
            at=request.now,
            ends_at=ends_at,
            reason=form.cleaned_data["reason"],
        )

    work = filled(
        request,
        forms.EndForm,
        act,
        done_url=home,
        done=_("The end of the appointment is written down."),
        initial={"ends_on": today},
    )
    return form_page(
        request, work, title=_("End an appointment"), heading=_("When does %(name)s end as coordinator?") % {"name": appointment.coordinator},
        primary=_("Write down the end"), back=home, intro=_("Sight of the file ends with that day. The main responsibility is moved first."),
    )  # fmt: skip


@requires(P.COORDINATOR_APPOINT, "GET", "POST", door="coordination.moving")
def moving(request: Any, follow_up_id: UUID) -> HttpResponse:
    """Move the main responsibility on a day."""
    row = opened(request, follow_up_id, P.COORDINATOR_APPOINT, "moving")
    home = reverse("coordination:coordinator", args=[row.pk])
    today = day(request.now)
    rows = (
        Appointment.visible_to(request.actor)
        .filter(follow_up=row, state=AppointmentState.APPOINTED)
        .select_related("coordinator")
    )
    known = {str(a.pk): a for a in rows}

    def act(form: Any) -> None:
        from_on = form.cleaned_data["from_on"]
        from_at = request.now if from_on == today else start_of(from_on)
        appointment = known[form.cleaned_data["appointment"]]
        operations.move_main_responsibility(
            follow_up=row, appointment=appointment, from_at=from_at, by=request.actor, at=request.now
        )

    work = filled(
        request, forms.MoveForm, act, done_url=home, done=_("The main responsibility moves on the day you chose."),
        appointments=[(key, a.coordinator.name) for key, a in known.items() if a.coordinator], initial={"from_on": today},
    )  # fmt: skip
    return form_page(
        request, work, title=_("Main responsibility"), heading=_("Who has the main responsibility?"), primary=_("Move the responsibility"),
        back=home, intro=_("There is exactly one at every moment. Both see the file as long as both are appointed."),
    )  # fmt: skip
