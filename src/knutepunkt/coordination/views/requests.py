"""What is asked of my service: the question first, the name only when I am named."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt.access.decide import allowed, require
from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.views import requires
from knutepunkt.audit.log import record_view
from knutepunkt.coordination import forms, operations, queries, words
from knutepunkt.coordination.models import AppointmentKind
from knutepunkt.coordination.queries import Asked
from knutepunkt.coordination.states import APPOINTMENT, AppointmentState
from knutepunkt.coordination.views.base import filled, form_page
from knutepunkt.foundation.clock import day
from knutepunkt.organisation.models import Staff
from knutepunkt.ui.pages import page

OPEN = frozenset({AppointmentState.REQUESTED, AppointmentState.PROPOSED, AppointmentState.NO_ANSWER})


def _shown(request: Any, found: list[Asked]) -> None:
    """Names shown are reads of a file, and are recorded as such."""
    shown = [asked.person.pk for asked in found if asked.person]
    if shown:
        record_view("coordinator-request", shown, by=request.actor, at=request.now, basis="coordinator")


@requires(P.COORDINATOR_ANSWER, "GET", door="coordination.requests", kind="list")
def requests(request: Any) -> HttpResponse:
    """Questions to the units I work in, those that wait for an answer first."""
    require(request.actor, P.COORDINATOR_ANSWER)
    found = queries.asked_of(request.actor)
    _shown(request, found)
    return page(
        request,
        "coordination/requests.html",
        waiting=[asked for asked in found if asked.appointment.state in OPEN],
        answered=[asked for asked in found if asked.appointment.state not in OPEN],
        states=words.APPOINTMENT_STATES,
        kinds=dict(AppointmentKind.choices),
        today=day(request.now),
    )


def _one(request: Any, appointment_id: UUID) -> Asked:
    found = queries.asked_of(request.actor, appointment_id)
    if not found:
        raise Http404
    require(request.actor, P.COORDINATOR_ANSWER, found[0].appointment)
    _shown(request, found)
    return found[0]


@requires(P.COORDINATOR_ANSWER, "GET", door="coordination.request")
def request_page(request: Any, appointment_id: UUID) -> HttpResponse:
    """One question: by when, what kind, what the person wishes, and how to answer."""
    asked = _one(request, appointment_id)
    appointment = asked.appointment
    moves = {move.name for move in APPOINTMENT.open_moves(appointment.state)}
    return page(
        request,
        "coordination/request.html",
        asked=asked,
        appointment=appointment,
        mine=appointment.coordinator_id == request.actor.staff_id,
        moves=moves,
        states=words.APPOINTMENT_STATES,
        kinds=dict(AppointmentKind.choices),
        may_open=asked.person is not None
        and allowed(request.actor, P.FOLLOW_UP_READ, appointment)
        and "accept" not in moves,
        today=day(request.now),
    )


@requires(P.COORDINATOR_ANSWER, "GET", "POST", door="coordination.naming")
def naming(request: Any, appointment_id: UUID) -> HttpResponse:
    """Name somebody of the service."""
    asked = _one(request, appointment_id)
    appointment = asked.appointment
    back = reverse("coordination:request", args=[appointment.pk])
    people = {
        str(s.pk): s for s in Staff.visible_to(request.actor).filter(unit_id=appointment.unit_id).order_by("name", "id")
    }

    def act(form: Any) -> None:
        chosen = people[form.cleaned_data["coordinator"]]
        operations.name_coordinator(appointment=appointment, coordinator=chosen, by=request.actor, at=request.now)

    mine = str(request.actor.staff_id) if str(request.actor.staff_id) in people else ""
    work = filled(
        request, forms.NameForm, act, done_url=back, done=_("Your service has named a coordinator."), initial={"coordinator": mine},
        staff=[(key, f"{s.name}, {s.title}") for key, s in people.items()],
    )  # fmt: skip
    return form_page(
        request, work, title=_("Name a coordinator"), heading=_("Who can be coordinator?"), primary=_("Name this one"), back=back,
        intro=_("The one you name sees who it is about and answers yes or no."),
    )  # fmt: skip


@requires(P.COORDINATOR_ANSWER, "GET", "POST", door="coordination.accepting")
def accepting(request: Any, appointment_id: UUID) -> HttpResponse:
    """Say yes to being coordinator."""
    appointment = _one(request, appointment_id).appointment
    back = reverse("coordination:request", args=[appointment.pk])

    def act(form: Any) -> None:
        operations.accept_appointment(appointment=appointment, by=request.actor, at=request.now, **form.cleaned_data)

    work = filled(request, forms.AcceptForm, act, done_url=back, done=_("You have said yes. The unit appoints you."))
    return form_page(
        request, work, title=_("Say yes"), heading=_("Will you be coordinator?"), primary=_("Yes, I will be coordinator"), back=back,
        intro=_("You see the file from now on, as far as the consent goes. Each time you open it is logged, and the person can read it."),
    )  # fmt: skip


@requires(P.COORDINATOR_ANSWER, "GET", "POST", door="coordination.declining")
def declining(request: Any, appointment_id: UUID) -> HttpResponse:
    """Say no, and why."""
    appointment = _one(request, appointment_id).appointment

    def act(form: Any) -> None:
        operations.decline_appointment(appointment=appointment, by=request.actor, at=request.now, **form.cleaned_data)

    back = reverse("coordination:request", args=[appointment.pk])
    work = filled(
        request, forms.ReasonForm, act, done_url=back, done=_("The answer is no. The unit asks somebody else.")
    )
    return form_page(
        request, work, title=_("Say no"), heading=_("Why can nobody be coordinator?"), primary=_("Answer no"), back=back
    )
