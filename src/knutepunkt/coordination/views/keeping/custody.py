"""Custody taken over, and decisions that somebody cannot decide about something."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.views import requires
from knutepunkt.coordination.forms import keeping as forms
from knutepunkt.coordination.views.base import filled, form_page
from knutepunkt.coordination.views.keeping.base import after_day, from_day, person_of
from knutepunkt.foundation.clock import day
from knutepunkt.organisation.kinds import Sector
from knutepunkt.organisation.models import Staff, Unit
from knutepunkt.people import deciding
from knutepunkt.people.models import CompetenceDecision, Custody


@requires(P.PERSON_EDIT, "GET", "POST", door="coordination.take-custody")
def take_custody(request: Any, person_id: UUID) -> HttpResponse:
    """Child welfare has taken over custody."""
    person = person_of(request, person_id, P.PERSON_EDIT, "take-custody")
    home = reverse("coordination:acting", args=[person_id])
    units = {
        str(row.pk): row
        for row in Unit.visible_to(request.actor).filter(sector=Sector.CHILD_WELFARE).order_by("name", "id")
    }
    there = Staff.visible_to(request.actor).filter(sector=Sector.CHILD_WELFARE).order_by("name", "id")
    people = {str(row.pk): row for row in there}

    def act(form: Any) -> None:
        data = form.cleaned_data
        deciding.take_over_custody(
            person=person, by=request.actor, at=request.now, unit=units[data["unit"]], staff=people.get(data["staff"]),
            decided_by=data["decided_by"], reference=data["reference"], starts_at=from_day(data["starts_on"], request.now),
        )  # fmt: skip

    work = filled(
        request, forms.CustodyForm, act, done_url=home, done=_("Child welfare decides from that moment, and the parents see nothing more."),
        units=[(key, row.name) for key, row in units.items()], staff=[(key, f"{row.name}, {row.title}") for key, row in people.items()],
    )  # fmt: skip
    return form_page(
        request, work, title=_("Custody"), heading=_("Child welfare has taken over custody"), primary=_("Write it down"), back=home,
        intro=_("The parents' sight of the file ends in the same moment. Foster parents see daily matters."), danger=True,
    )  # fmt: skip


@requires(P.PERSON_EDIT, "GET", "POST", door="coordination.end-custody")
def end_custody(request: Any, person_id: UUID, custody_id: UUID) -> HttpResponse:
    """Custody has ended."""
    person_of(request, person_id, P.PERSON_EDIT, "end-custody", custody_id)
    row: Custody = get_object_or_404(Custody.visible_to(request.actor), pk=custody_id, person_id=person_id)
    home = reverse("coordination:acting", args=[person_id])

    def act(form: Any) -> None:
        ends = from_day(form.cleaned_data["ends_on"], request.now)
        deciding.end_custody(custody=row, by=request.actor, at=request.now, ends_at=ends)

    work = filled(
        request, forms.EndCustodyForm, act, done_url=home, done=_("Custody is ended. Those with parental responsibility act again."),
        initial={"ends_on": day(request.now)},
    )  # fmt: skip
    return form_page(
        request, work, title=_("Custody"), heading=_("Custody has ended"), primary=_("Write it down"), back=home,
        intro=_("Child welfare and foster parents see nothing from that day, and those with parental responsibility act again."),
    )  # fmt: skip


@requires(P.PERSON_EDIT, "GET", "POST", door="coordination.decide-competence")
def decide(request: Any, person_id: UUID) -> HttpResponse:
    """The person cannot decide about something."""
    person = person_of(request, person_id, P.PERSON_EDIT, "decide-competence")
    home = reverse("coordination:acting", args=[person_id])

    def act(form: Any) -> None:
        data = form.cleaned_data
        deciding.decide_competence(
            person=person, by=request.actor, at=request.now, topics=None if data["everything"] else data["topics"], reason=data["reason"],
            decided_by=data["decided_by"], decided_on=data["decided_on"], starts_at=from_day(data["starts_on"], request.now),
            ends_at=after_day(data["last_day"]),
        )  # fmt: skip

    work = filled(
        request, forms.CompetenceForm, act, done_url=home, done=_("The decision is written down. It counts when it is presented."),
        initial={"decided_on": day(request.now)},
    )  # fmt: skip
    return form_page(
        request, work, title=_("What the person cannot decide"), heading=_("The person cannot decide this alone"), primary=_("Write it down"),
        back=home, intro=_("The decision counts only after it is presented to the person and the next of kin."), danger=True,
    )  # fmt: skip


def _decision(request: Any, person_id: UUID, decision_id: UUID, page_name: str) -> CompetenceDecision:
    person_of(request, person_id, P.PERSON_EDIT, page_name, decision_id)
    rows = CompetenceDecision.visible_to(request.actor)
    found: CompetenceDecision = get_object_or_404(rows, pk=decision_id, person_id=person_id)
    return found


@requires(P.PERSON_EDIT, "GET", "POST", door="coordination.present-competence")
def present(request: Any, person_id: UUID, decision_id: UUID) -> HttpResponse:
    """The decision is presented."""
    row = _decision(request, person_id, decision_id, "present-competence")
    home = reverse("coordination:acting", args=[person_id])

    def act(form: Any) -> None:
        deciding.present_competence(decision=row, by=request.actor, at=request.now, **form.cleaned_data)

    work = filled(
        request,
        forms.PresentForm,
        act,
        done_url=home,
        done=_("The decision counts from that day."),
        initial={"on": day(request.now)},
    )
    return form_page(
        request,
        work,
        title=_("What the person cannot decide"),
        heading=_("The decision is presented"),
        primary=_("Write it down"),
        back=home,
    )


@requires(P.PERSON_EDIT, "GET", "POST", door="coordination.end-competence")
def end(request: Any, person_id: UUID, decision_id: UUID) -> HttpResponse:
    """The person decides again."""
    row = _decision(request, person_id, decision_id, "end-competence")
    home = reverse("coordination:acting", args=[person_id])

    def act(form: Any) -> None:
        deciding.end_competence(decision=row, by=request.actor, at=request.now, **form.cleaned_data)

    work = filled(request, forms.BecauseForm, act, done_url=home, done=_("The person decides again, from now on."))
    return form_page(
        request,
        work,
        title=_("What the person cannot decide"),
        heading=_("The person decides again"),
        primary=_("End the decision"),
        back=home,
    )
