"""Decisions: written, made, told, with the letter."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt import law, paper
from knutepunkt.access.decide import allowed
from knutepunkt.access.files import open_file
from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.views import requires
from knutepunkt.coordination import forms, operations, words
from knutepunkt.coordination.letters import decision_letter
from knutepunkt.coordination.models import Decision, DecisionKind
from knutepunkt.coordination.states import DECISION
from knutepunkt.coordination.views.base import filled, form_page, opened, pdf
from knutepunkt.foundation.clock import day
from knutepunkt.ui.pages import page


@requires(P.DECISION_MAKE, "GET", "POST", door="coordination.new-decision")
def new(request: Any, follow_up_id: UUID) -> HttpResponse:
    """Write a decision."""
    row = opened(request, follow_up_id, P.DECISION_MAKE, "new-decision")
    home = reverse("coordination:follow-up", args=[row.pk])
    key = f"decision:{row.pk}"
    made: list[Decision] = []

    def act(form: Any) -> None:
        made.append(
            operations.draft_decision(
                person=row.person,
                unit_id=row.unit_id,
                follow_up=row,
                by=request.actor,
                at=request.now,
                **form.cleaned_data,
            )
        )

    work = filled(
        request,
        forms.DecisionForm,
        act,
        done_url=home,
        done=_("The decision is written. Read it through and make it."),
        draft_key=key,
    )
    if made:
        return redirect("coordination:decision", made[0].pk)
    return form_page(
        request, work, title=_("Write a decision"), heading=_("What is decided, and why?"), primary=_("Go on"), back=home, draft_key=key,
        intro=_("A decision is in writing, with reasons, and can be complained of. It counts when it is made on the next page."),
    )  # fmt: skip


def _decision(request: Any, decision_id: UUID, permission: P, page_name: str) -> Decision:
    visible = Decision.visible_to(request.actor).select_related("person", "unit", "follow_up")
    found: Decision = get_object_or_404(visible, pk=decision_id)
    open_file(request, found, permission, page_name, objects=[found.pk])
    return found


@requires(P.FOLLOW_UP_READ, "GET", door="coordination.decision")
def decision(request: Any, decision_id: UUID) -> HttpResponse:
    """One decision: its text, where it stands, the right to complain, and what can be done."""
    found = _decision(request, decision_id, P.FOLLOW_UP_READ, "decision")
    may = allowed(request.actor, P.DECISION_MAKE, found)
    today = day(request.now)
    return page(
        request,
        "coordination/decision.html",
        decision=found,
        title=DecisionKind(found.kind).label,
        complaint=law.on(found.told_on or today).complaint(found.track),
        steps=list(found.steps.all()),
        moves={move.name for move in DECISION.open_moves(found.state)} if may else set(),
        states=words.DECISION_STATES,
        today=today,
    )


@requires(P.DECISION_MAKE, "GET", "POST", door="coordination.edit-decision")
def edit(request: Any, decision_id: UUID) -> HttpResponse:
    """Go on writing a draft."""
    found = _decision(request, decision_id, P.DECISION_MAKE, "edit-decision")
    here = reverse("coordination:decision", args=[found.pk])

    def act(form: Any) -> None:
        operations.change_decision_text(decision=found, by=request.actor, at=request.now, **form.cleaned_data)

    initial = {"kind": found.kind, "reasons": found.reasons}
    work = filled(request, forms.DecisionForm, act, done_url=here, done=_("The draft is saved."), initial=initial)
    return form_page(
        request,
        work,
        title=_("Write a decision"),
        heading=_("What is decided, and why?"),
        primary=_("Save the draft"),
        back=here,
    )


@requires(P.DECISION_MAKE, "POST", door="coordination.make-decision")
def make(request: Any, decision_id: UUID) -> HttpResponse:
    """Make the decision."""
    found = _decision(request, decision_id, P.DECISION_MAKE, "make-decision")
    operations.make_decision(decision=found, by=request.actor, at=request.now)
    messages.success(request, _("The decision is made. Now the person is told."))
    return redirect("coordination:decision", found.pk)


@requires(P.DECISION_MAKE, "GET", "POST", door="coordination.tell-decision")
def tell(request: Any, decision_id: UUID) -> HttpResponse:
    """The person has been told, on a day, in a way."""
    found = _decision(request, decision_id, P.DECISION_MAKE, "tell-decision")
    here = reverse("coordination:decision", args=[found.pk])

    def act(form: Any) -> None:
        operations.tell_decision(decision=found, by=request.actor, at=request.now, **form.cleaned_data)

    work = filled(
        request,
        forms.TellForm,
        act,
        done_url=here,
        done=_("It is written down when the person was told."),
        initial={"on": day(request.now)},
    )
    return form_page(
        request, work, title=_("Tell the person"), heading=_("When was the person told?"), primary=_("Write it down"), back=here,
    )  # fmt: skip


@requires(P.DECISION_MAKE, "POST", door="coordination.let-stand")
def let_stand(request: Any, decision_id: UUID) -> HttpResponse:
    """Nobody complained in time."""
    found = _decision(request, decision_id, P.DECISION_MAKE, "let-stand")
    operations.let_decision_stand(decision=found, by=request.actor, at=request.now)
    messages.success(request, _("The decision stands."))
    return redirect("coordination:decision", found.pk)


@requires(P.DECISION_MAKE, "GET", "POST", door="coordination.replace-decision")
def replace(request: Any, decision_id: UUID) -> HttpResponse:
    """Change a decision by a new one in its place."""
    found = _decision(request, decision_id, P.DECISION_MAKE, "replace-decision")
    here = reverse("coordination:decision", args=[found.pk])
    made: list[Decision] = []

    def act(form: Any) -> None:
        made.append(operations.replace_decision(decision=found, by=request.actor, at=request.now, **form.cleaned_data))

    work = filled(
        request,
        forms.DecisionForm,
        act,
        done_url=here,
        done=_("The new decision is a draft. Read it through and make it."),
    )
    if made:
        return redirect("coordination:decision", made[0].pk)
    return form_page(
        request,
        work,
        title=_("Change a decision"),
        heading=_("What is decided instead, and why?"),
        primary=_("Go on"),
        back=here,
    )


@requires(P.FOLLOW_UP_READ, "GET", door="coordination.decision-letter", kind="document")
def letter(request: Any, decision_id: UUID) -> HttpResponse:
    """The letter as a PDF, in the person's language form."""
    found = _decision(request, decision_id, P.FOLLOW_UP_READ, "decision-letter")
    document = decision_letter(found, organisation_name=request.actor.organisation_name, sent_on=day(request.now))
    return pdf(paper.letter(document), "decision")
