"""What the person has said yes and no to: read it, sign it, give an answer, take a yes back."""

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from knutepunkt.access.permissions import Permission
from knutepunkt.access.views import requires
from knutepunkt.consent import queries
from knutepunkt.consent.models import Consent
from knutepunkt.consent.operations import NO as ANSWER_NO
from knutepunkt.consent.operations import SIGNED, record_consent, sign_consent, withdraw_consent
from knutepunkt.consent.states import GIVEN, ConsentState
from knutepunkt.foundation.clock import day
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.portal.asked_consents import pausing, recipient, topic_choices, waiting_questions
from knutepunkt.portal.deciding import told_here
from knutepunkt.portal.files import OwnFile, about
from knutepunkt.portal.forms import SUBJECTS, YES, ConsentForm, TakeBackForm, told
from knutepunkt.portal.looking import topic_names
from knutepunkt.portal.views.drafting import keep_draft, saved_form
from knutepunkt.portal.words import CONSENT_WORDS, CONSEQUENCES, SUBJECT_WORDS
from knutepunkt.ui import drafts, forms
from knutepunkt.ui.pages import page


@requires(Permission.OWN_READ, "GET", door="portal.consents")
@about("own-consents")
def consents(request: Any, file: OwnFile) -> HttpResponse:
    """What counts now, and what was answered before."""
    rows = [
        consent
        for consent in queries.history(request.actor, file.person.pk)
        if consent.state not in {ConsentState.DRAFTED, ConsentState.ENTERED_IN_ERROR}
    ]
    today = day(request.now)
    now = [c for c in rows if c.state in GIVEN and (c.ends_on is None or c.ends_on >= today)]
    return page(
        request,
        "portal/consents.html",
        section="own-consents",
        file=file,
        now=now,
        before=[c for c in rows if c not in now],
        subject_words=SUBJECT_WORDS,
        consent_words=CONSENT_WORDS,
        unsigned=ConsentState.GIVEN_ORALLY,
        today=today,
        may_answer=_open_subjects(now) != [],
        questions=waiting_questions(request.actor, file),
        pausing=pausing(request.actor, file),
        recipient=recipient,
        topic_names=topic_names,
        name="" if file.own else file.name,
    )


def _open_subjects(now: list[Consent]) -> list[str]:
    answered = {subject for consent in now for subject in consent.subjects}
    return [code for code, _label in SUBJECTS if code not in answered]


def _given(request: Any, file: OwnFile, consent_id: UUID) -> Consent:
    rows = Consent.visible_to(request.actor).filter(state__in=sorted(GIVEN), person_id=file.person.pk)
    found: Consent = get_object_or_404(rows, pk=consent_id)
    return found


@requires(Permission.OWN_CONSENT, "GET", "POST", door="portal.withdraw")
@about("own-consents", Permission.OWN_CONSENT)
def withdraw(request: Any, file: OwnFile, consent_id: UUID) -> HttpResponse:
    """First what follows, then the button."""
    consent = _given(request, file, consent_id)
    key = f"own-withdraw:{consent.pk}"
    choices = topic_choices(consent.topics, file)
    if request.method == "POST":
        if forms.wants_draft(request):
            return keep_draft(request, key)
        form = TakeBackForm(request.POST, topics=choices)
        if not choices:
            del form.fields["how_much"]
        if form.is_valid() and _taken_back(request, consent, form):
            drafts.discard(request.actor, key)
            messages.success(request, _("You have taken it back. It counts from now."))
            return redirect("portal:consents")
    else:
        form = saved_form(request, partial(TakeBackForm, topics=choices), key, how_much="all")
    return page(
        request,
        "portal/withdraw.html",
        section="own-consents",
        file=file,
        form=told(form, file),
        consent=consent,
        who=recipient(consent),
        has_topics=bool(choices),
        subjects=[SUBJECT_WORDS[subject] for subject in consent.subjects],
        follows=[CONSEQUENCES[subject] for subject in consent.subjects],
        form_key=key,
    )


def _taken_back(request: Any, consent: Consent, form: TakeBackForm) -> bool:
    given = form.cleaned_data
    some = given.get("how_much") == "some"
    if some and not given["topics"]:
        form.add_error("topics", _("Choose at least one thing, or take all of it back."))
        return False
    try:
        withdraw_consent(
            consent=consent,
            by=request.actor,
            at=request.now,
            reason=given["words"] or _("Taken back on the own pages."),
            topics=given["topics"] if some else None,
        )
    except Refusal as refusal:
        form.refuse(refusal)
    return not form.errors


@requires(Permission.OWN_CONSENT, "POST")
@about("own-consents", Permission.OWN_CONSENT)
def sign(request: Any, file: OwnFile, consent_id: UUID) -> HttpResponse:
    """Put one's name to what was said aloud."""
    consent = _given(request, file, consent_id)
    if consent.state != ConsentState.GIVEN_SIGNED:
        sign_consent(consent=consent, by=request.actor, at=request.now)
    messages.success(request, _("You have signed."))
    return redirect("portal:consents")


@requires(Permission.OWN_CONSENT, "GET", "POST", door="portal.consent-new")
@about("own-consents", Permission.OWN_CONSENT)
def answer(request: Any, file: OwnFile) -> HttpResponse:
    """A new yes or no. Given here by the one it is asked of, it counts as signed."""
    key = f"own-consent:{file.person.pk}"
    if request.method == "POST":
        if forms.wants_draft(request):
            return keep_draft(request, key)
        form = ConsentForm(request.POST)
        if form.is_valid() and _record(request, file, form):
            drafts.discard(request.actor, key)
            messages.success(request, _("We have kept your answer. You can change it at any time."))
            return redirect("portal:consents")
    else:
        form = saved_form(request, ConsentForm, key)
    return page(
        request,
        "portal/consent.html",
        section="own-consents",
        file=file,
        form=told(form, file),
        subject_words=SUBJECT_WORDS,
        form_key=key,
    )


def _record(request: Any, file: OwnFile, form: ConsentForm) -> bool:
    given = form.cleaned_data
    try:
        record_consent(
            person=file.person,
            by=request.actor,
            at=request.now,
            subjects=given["subjects"],
            answer=SIGNED if given["answer"] == YES else ANSWER_NO,
            given_by=file.given_by,
            given_by_name=request.actor.name,
            not_shared=given["not_shared"],
            child_heard=given["child_heard"],
            **told_here(request.now),
        )
    except Refusal as refusal:
        form.refuse(refusal)
    return not form.errors
