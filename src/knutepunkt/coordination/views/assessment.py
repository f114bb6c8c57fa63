"""The assessment: what is important first, then what is known."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt.access.decide import allowed
from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.views import requires
from knutepunkt.coordination import balance, forms, operations, queries
from knutepunkt.coordination.models import Assessment
from knutepunkt.coordination.views.base import filled, form_page, opened
from knutepunkt.coordination.weights import PAIRS
from knutepunkt.foundation.clock import day
from knutepunkt.ui.pages import page


@requires(P.ASSESSMENT_EDIT, "GET", "POST", door="coordination.important")
def important(request: Any, follow_up_id: UUID) -> HttpResponse:
    """Write down the person's own words."""
    row = opened(request, follow_up_id, P.ASSESSMENT_EDIT, "important")
    home = reverse("coordination:follow-up", args=[row.pk])
    key = f"important:{row.pk}"

    def act(form: Any) -> None:
        operations.say_what_is_important(person=row.person, by=request.actor, at=request.now, **form.cleaned_data)

    initial = {"adapted": row.person.communication}
    work = filled(
        request, forms.ImportantForm, act, done_url=home, done=_("The words are kept."), initial=initial, draft_key=key
    )
    return form_page(
        request, work, title=_("What is important"), heading=_("What is important to you?"), primary=_("Keep the words"), back=home, draft_key=key,
        intro=_("The assessment begins here. What was said before stays; this is added."),
    )  # fmt: skip


@requires(P.FOLLOW_UP_READ, "GET", door="coordination.assessment")
def assessment(request: Any, follow_up_id: UUID) -> HttpResponse:
    """The whole assessment, with the balance as a picture and in words."""
    row = opened(request, follow_up_id, P.FOLLOW_UP_READ, "assessment")
    found = queries.assessment_of(request.actor, row)
    weights = {w.key: w.weight for w in found.balance.all()} if found else {}
    return page(
        request,
        "coordination/assessment.html",
        follow_up=row,
        assessment=found,
        scores=list(found.scores.all()) if found else [],
        important=queries.important_to(request.actor, row.person_id),
        drawing=balance.draw(weights, {w.key: w.note for w in found.balance.all()} if found else {})
        if weights
        else None,
        may_edit=allowed(request.actor, P.ASSESSMENT_EDIT, row),
        today=day(request.now),
    )


@requires(P.ASSESSMENT_EDIT, "GET", "POST", door="coordination.edit-assessment")
def edit(request: Any, follow_up_id: UUID) -> HttpResponse:
    """Write the assessment. When somebody else has saved meanwhile, both texts are shown and nothing is lost."""
    row = opened(request, follow_up_id, P.ASSESSMENT_EDIT, "edit-assessment")
    found = queries.assessment_of(request.actor, row)
    key = f"assessment:{row.pk}"
    theirs: list[Assessment] = []

    def act(form: Any) -> None:
        try:
            operations.save_assessment(
                follow_up=row, by=request.actor, at=request.now, version=int(form.cleaned_data["version"] or 0),
                fields=form.texts, scores=form.scores, weights=form.weights,
            )  # fmt: skip
        except operations.ChangedMeanwhile as refusal:
            theirs.append(refusal.theirs)
            raise

    work = filled(
        request, forms.AssessmentForm, act, done_url=reverse("coordination:assessment", args=[row.pk]), done=_("The assessment is saved."),
        initial=_initial(found), draft_key=key,
    )  # fmt: skip
    if work.response:
        return work.response
    if theirs:
        work.form.data = work.form.data.copy()
        work.form.data["version"] = str(theirs[0].version)
    return page(
        request,
        "coordination/edit_assessment.html",
        status=409 if theirs else 422 if work.form.errors else 200,
        follow_up=row,
        form=work.form,
        draft=work.draft,
        draft_key=key,
        theirs=theirs[0] if theirs else None,
        differing=_differing(work.form, theirs[0]) if theirs else [],
        pairs=PAIRS,
        score_rows=forms.SCORE_ROWS,
        important=queries.important_to(request.actor, row.person_id),
        today=day(request.now),
    )


def _initial(found: Assessment | None) -> dict[str, Any]:
    if found is None:
        return {"version": "0"}
    initial: dict[str, Any] = {name: getattr(found, name) for name in operations.TEXTS} | {
        "version": str(found.version)
    }
    for at, score in enumerate(list(found.scores.all())[: len(forms.SCORE_ROWS)]):
        initial |= {f"tool_{at}": score.tool, f"score_{at}": score.score, f"scored_on_{at}": score.scored_on}
    for weight in found.balance.all():
        initial |= {f"weight_{weight.key}": str(weight.weight), f"note_{weight.key}": weight.note}
    return initial


def _differing(form: Any, theirs: Assessment) -> list[dict[str, str]]:
    return [
        {"label": str(form.fields[name].label), "mine": form.texts[name], "theirs": getattr(theirs, name)}
        for name in operations.TEXTS
        if form.texts[name] != getattr(theirs, name)
    ]
