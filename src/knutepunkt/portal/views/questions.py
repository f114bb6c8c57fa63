"""Answering who may see what: a question that waits, and what pauses on the birthday."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import requires
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.portal.asked_consents import Pausing, Question, pausing, question, recipient, topic_choices
from knutepunkt.portal.deciding import answer_beforehand, answer_question, say_as_child
from knutepunkt.portal.files import OwnFile, about
from knutepunkt.portal.forms import YES, QuestionForm, WordsForm, told
from knutepunkt.portal.preview import preview
from knutepunkt.portal.words import SUBJECT_WORDS
from knutepunkt.ui.pages import page


@requires(Permission.OWN_READ, "GET", "POST", door="portal.question")
@about("own-consents", Permission.OWN_WRITE)
def ask(request: Any, file: OwnFile, consent_id: UUID) -> HttpResponse:
    """One question: who, what, why, what they would see, and what follows from yes and from no."""
    found = question(request.actor, file, consent_id)
    if found is None:
        messages.info(request, _("This does not wait for an answer now."))
        return redirect("portal:consents")
    if file.own and file.years.young and not file.years.asked:
        return _heard(request, file, found)
    consent = found.consent
    choices = topic_choices(consent.topics, file)
    form = QuestionForm(request.POST or None, topics=choices, initial=_initial(choices, consent.child_heard))
    if (
        request.method == "POST"
        and "see" not in request.POST
        and form.is_valid()
        and _answered(request, file, found, form)
    ):
        return redirect("portal:consents")
    chosen = form["topics"].value() or []
    return page(
        request,
        "portal/question.html",
        section="own-consents",
        file=file,
        form=told(form, file),
        question=found,
        consent=consent,
        who=recipient(consent),
        subjects=[SUBJECT_WORDS[subject] for subject in consent.subjects],
        has_topics=bool(choices),
        asks_child=not file.own and file.years.young,
        seen=preview(request, file, staff=consent.recipient_staff, topics=chosen, consent=consent),
        pauses_on=None,
    )


def _initial(choices: list[tuple[str, str]], heard: str) -> dict[str, Any]:
    return {"topics": [key for key, _name in choices], "child_heard": heard}


def _answered(request: Any, file: OwnFile, found: Question, form: QuestionForm) -> bool:
    says_yes = request.POST.get("answer") == YES
    given = form.cleaned_data
    if found.consent.topics and says_yes and not given["topics"]:
        form.add_error("topics", _("Choose at least one thing, or say no."))
        return False
    try:
        consent = answer_question(
            consent=found.consent,
            file=file,
            by=request.actor,
            at=request.now,
            says_yes=says_yes,
            topics=given["topics"] if says_yes and found.consent.topics else None,
            child_heard=given["child_heard"],
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    if consent.state == "drafted":
        messages.success(request, _("We have kept your answer. Nothing begins before it is agreed."))
    elif says_yes:
        messages.success(request, _("You have said yes. You can take it back at any time."))
    else:
        messages.success(request, _("You have said no. Nothing is shared."))
    return True


def _heard(request: Any, file: OwnFile, found: Question) -> HttpResponse:
    """A child does not decide yet, and is heard."""
    form = WordsForm(request.POST or None, initial={"words": found.consent.child_heard})
    if request.method == "POST" and form.is_valid():
        say_as_child(
            consent=found.consent,
            person=file.person,
            by=request.actor,
            at=request.now,
            words=form.cleaned_data["words"],
        )
        messages.success(request, _("Thank you. We have kept what you think."))
        return redirect("portal:home")
    return page(
        request,
        "portal/think.html",
        section="own-home",
        file=file,
        form=form,
        who=recipient(found.consent),
        subjects=[SUBJECT_WORDS[subject] for subject in found.consent.subjects],
    )


@requires(Permission.OWN_CONSENT, "GET", "POST", door="portal.pausing")
@about("own-consents", Permission.OWN_CONSENT)
def beforehand(request: Any, file: OwnFile, staff_id: UUID) -> HttpResponse:
    """Before the birthday: may this one go on seeing what they see today? The answer counts from the birthday."""
    found = next((one for one in pausing(request.actor, file) if one.seer.id == staff_id), None)
    if found is None:
        raise Http404
    choices = topic_choices(found.seer.topics, file)
    form = QuestionForm(request.POST or None, topics=choices, initial=_initial(choices, ""))
    if request.method == "POST" and "see" not in request.POST and form.is_valid() and _said(request, file, found, form):
        return redirect("portal:consents")
    return page(
        request,
        "portal/question.html",
        section="own-consents",
        file=file,
        form=told(form, file),
        question=None,
        consent=None,
        who=", ".join(part for part in (found.seer.name, found.seer.title) if part),
        subjects=[],
        has_topics=bool(choices),
        asks_child=False,
        seen=preview(request, file, staff=found.seer.id, topics=form["topics"].value() or [], consent=None),
        pauses_on=found.on,
    )


def _said(request: Any, file: OwnFile, found: Pausing, form: QuestionForm) -> bool:
    says_yes = request.POST.get("answer") == YES
    topics = form.cleaned_data["topics"]
    if says_yes and found.seer.topics and not topics:
        form.add_error("topics", _("Choose at least one thing, or say no."))
        return False
    try:
        answer_beforehand(
            person=file.person,
            staff_id=found.seer.id,
            by=request.actor,
            at=request.now,
            says_yes=says_yes,
            topics=topics,
        )
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("We have kept your answer. It counts from your birthday. You can change it."))
    return True
