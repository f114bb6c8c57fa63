"""What persons have asked of the unit: one matter with its answer, a new one written down for the person, the letter."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt import paper
from knutepunkt.access.decide import allowed
from knutepunkt.access.files import open_file
from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.scope import focus
from knutepunkt.access.views import requires
from knutepunkt.coordination.asked import KINDS
from knutepunkt.coordination.forms.writing import AnswerRequestForm
from knutepunkt.coordination.models import PersonRequest, RequestKind
from knutepunkt.coordination.operations.asking import answer_request, party_of, receive_request, withdraw_request
from knutepunkt.coordination.queries import name_of_about
from knutepunkt.coordination.questions import STATES, answers_of, request_form
from knutepunkt.coordination.request_letter import request_letter
from knutepunkt.coordination.states import PERSON_REQUEST
from knutepunkt.coordination.views.base import filled, form_page, pdf
from knutepunkt.foundation.clock import day
from knutepunkt.messaging.conversations import Party
from knutepunkt.people.models import Person
from knutepunkt.ui.pages import page


@requires(P.PERSON_READ, "GET", door="coordination.open-asked")
def open_asked(request: Any, request_id: UUID) -> HttpResponse:
    """The way in from a task, which does not tell whom it is about."""
    found = get_object_or_404(PersonRequest.visible_to(request.actor), pk=request_id)
    return redirect("coordination:asked", found.about_id, found.pk)


def _opened(request: Any, person_id: UUID, request_id: UUID, permission: P) -> PersonRequest:
    """The matter with the file in focus and the reading written down, in the same words whatever it is about."""
    focus(person_id)
    rows = (
        PersonRequest.visible_to(request.actor)
        .filter(about_id=person_id)
        .annotate(about_name=name_of_about())
        .select_related("unit")
    )
    found: PersonRequest = get_object_or_404(rows, pk=request_id)
    open_file(request, Party(found.unit_id, person_id), permission, "message", objects=[found.pk])
    return found


@requires(P.FOLLOW_UP_READ, "GET", "POST", door="coordination.asked")
def asked(request: Any, person_id: UUID, request_id: UUID) -> HttpResponse:
    """What the person wants, when it came, when an answer is due, and the answer."""
    found = _opened(request, person_id, request_id, P.FOLLOW_UP_READ)
    here = reverse("coordination:asked", args=[person_id, found.pk])
    may_answer = bool(PERSON_REQUEST.open_moves(found.state)) and allowed(
        request.actor, P.FOLLOW_UP_EDIT, party_of(found)
    )
    key = f"asked:{found.pk}"

    def act(form: Any) -> None:
        answer_request(request=found, by=request.actor, at=request.now, **form.cleaned_data)

    work = filled(request, AnswerRequestForm, act, done_url=here, done=_("The answer is given."), draft_key=key)
    if work.response:
        return work.response
    return page(
        request,
        "coordination/asked.html",
        status=422 if work.form.errors else 200,
        section="from-persons",
        person_id=person_id,
        asked=found,
        kind=str(RequestKind(found.kind).label),
        answers=answers_of(found.kind, found.answers),
        state=STATES[found.state],
        states=STATES,
        hidden=found.person_id is None,
        steps=list(found.steps.order_by("at", "id")),
        form=work.form,
        draft=work.draft,
        draft_key=key,
        may_answer=may_answer,
        today=day(request.now),
    )


@requires(P.FOLLOW_UP_EDIT, "POST", door="coordination.withdraw-asked")
def withdraw(request: Any, person_id: UUID, request_id: UUID) -> HttpResponse:
    """The person has said that it is not wanted any more."""
    found = _opened(request, person_id, request_id, P.FOLLOW_UP_EDIT)
    withdraw_request(request=found, by=request.actor, at=request.now)
    messages.success(request, _("It is written down that the person takes it back."))
    return redirect("coordination:asked", person_id, found.pk)


@requires(P.FOLLOW_UP_EDIT, "GET", "POST", door="coordination.new-asked")
def new(request: Any, person_id: UUID, kind: str) -> HttpResponse:
    """Write down what the person says, so that it counts as if the person had written it."""
    if kind not in KINDS:
        raise Http404
    focus(person_id)
    person = get_object_or_404(Person.visible_to(request.actor), pk=person_id)
    open_file(request, person, P.FOLLOW_UP_EDIT, "message")
    back = reverse("coordination:messages-of", args=[person.pk])
    key = f"new-asked:{kind}:{person.pk}"

    def act(form: Any) -> None:
        given = dict(form.cleaned_data)
        said_by = given.pop("said_by")
        receive_request(person=person, kind=kind, answers=given, said_by=said_by, by=request.actor, at=request.now)

    work = filled(
        request, request_form(kind, for_the_person=True), act, done_url=back, done=_("It is written down. The deadline counts from today."),
        draft_key=key,
    )  # fmt: skip
    return form_page(
        request, work, title=_("Write down for the person"), heading=str(RequestKind(kind).label), primary=_("Write it down"), back=back,
        draft_key=key, intro=_("Write what was said, in the person's own words. It is seen who said it and who wrote it."),
    )  # fmt: skip


@requires(P.FOLLOW_UP_READ, "GET", door="coordination.asked-letter", kind="document")
def letter(request: Any, person_id: UUID, request_id: UUID) -> HttpResponse:
    """The answer on paper, for those who do not want it on a screen."""
    found = _opened(request, person_id, request_id, P.FOLLOW_UP_READ)
    if found.answered_at is None:
        raise Http404
    person = get_object_or_404(Person.visible_to(request.actor), pk=person_id)
    document = request_letter(
        found, person, organisation_name=request.actor.organisation_name, sent_on=day(request.now)
    )
    return pdf(paper.letter(document), "answer")
