"""Consents on the follow-up: all of them with their history, recording an answer, taking it back, the declaration."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt import law, paper
from knutepunkt.access.decide import allowed
from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.views import requires
from knutepunkt.consent import queries
from knutepunkt.consent.models import Consent, ConsentAnswer, GivenBy, Subject
from knutepunkt.consent.operations import correct_consent, record_consent, sign_consent, withdraw_consent
from knutepunkt.consent.periods import rests
from knutepunkt.consent.states import GIVEN, ConsentState
from knutepunkt.consent.topics import OUTSIDE_HEALTH
from knutepunkt.coordination import forms, words
from knutepunkt.coordination.forms.consent import TakeBackForm
from knutepunkt.coordination.letters import consent_letter
from knutepunkt.coordination.models import CareTeamMember, FollowUp
from knutepunkt.coordination.panels import plan_of
from knutepunkt.coordination.views.asking import decided_by, spoken
from knutepunkt.coordination.views.base import filled, form_page, opened, pdf
from knutepunkt.foundation.clock import day
from knutepunkt.organisation.queries import other_organisations
from knutepunkt.ui.pages import page


@requires(P.FOLLOW_UP_READ, "GET", door="coordination.consents")
def consents(request: Any, follow_up_id: UUID) -> HttpResponse:
    """Every answer, newest first, with who, how, what was explained, and its steps."""
    row = opened(request, follow_up_id, P.FOLLOW_UP_READ, "consents")
    found = queries.history(request.actor, row.person_id)
    return page(
        request,
        "coordination/consents.html",
        follow_up=row,
        consents=found,
        given=GIVEN,
        states=words.CONSENT_STATES,
        topics={str(topic): label for topic, label in words.TOPICS.items()},
        waiting=[c for c in found if c.state == ConsentState.DRAFTED],
        answered=[c for c in found if c.state != ConsentState.DRAFTED],
        answers=_answers(row.person_id, request) if any(c.given_by == GivenBy.PARENT for c in found) else {},
        rests=lambda consent: rests(consent, row.person.birth_date, at=request.now),
        decides=decided_by(row.person, request.now),
        plan=plan_of(request.actor, row, request.now),
        may_record=allowed(request.actor, P.CONSENT_RECORD, row),
        today=day(request.now),
    )


def _answers(person_id: UUID, request: Any) -> dict[UUID, list[ConsentAnswer]]:
    """What each of the parents has said to a question that waits: for staff alone, by the question."""
    rows = ConsentAnswer.visible_to(request.actor).filter(person_id=person_id, consent__state=ConsentState.DRAFTED)
    found: dict[UUID, list[ConsentAnswer]] = {}
    for row in rows.order_by("answered_at", "id"):
        found.setdefault(row.consent_id, []).append(row)
    return found


@requires(P.CONSENT_RECORD, "GET", "POST", door="coordination.record-consent")
def record(request: Any, follow_up_id: UUID) -> HttpResponse:
    """Write down an answer."""
    row = opened(request, follow_up_id, P.CONSENT_RECORD, "record-consent")
    home = reverse("coordination:follow-up", args=[row.pk])
    key = f"consent:{row.pk}"

    def act(form: Any) -> None:
        data = dict(form.cleaned_data)
        if data["recipient_organisation"] and not data["recipients"]:
            data["recipients"] = data["recipient_organisation"].name
        record_consent(person=row.person, by=request.actor, at=request.now, **data)

    initial = {
        "subjects": [Subject.ASSESSMENT, Subject.PLAN, Subject.COORDINATOR, Subject.SHARING],
        "given_by": GivenBy.PERSON,
        "informed_on": day(request.now),
        "information_language": spoken(row.person),
    }
    work = filled(
        request,
        forms.ConsentForm,
        act,
        done_url=home,
        done=_("The answer is written down."),
        initial=initial,
        draft_key=key,
        organisations=other_organisations(row.organisation_id).order_by("name", "id"),
    )
    return form_page(
        request, work, title=_("Record consent"), heading=_("What does the person answer?"), primary=_("Write down the answer"), back=home,
        intro=decided_by(row.person, request.now).text, draft_key=key,
        points=[f"{requirement.name}: {requirement.help}" for requirement in law.on(day(request.now)).consent_requirements()],
    )  # fmt: skip


@requires(P.CONSENT_RECORD, "GET", "POST", door="coordination.withdraw-consent")
def withdraw(request: Any, follow_up_id: UUID, consent_id: UUID) -> HttpResponse:
    """Take a consent back; the consequences stand above the button."""
    row = opened(request, follow_up_id, P.CONSENT_RECORD, "withdraw-consent", consent_id)
    consent = _consent(request, row, consent_id)
    home = reverse("coordination:consents", args=[row.pk])

    def act(form: Any) -> None:
        data = dict(form.cleaned_data)
        part = data.pop("part") or None
        withdraw_consent(consent=consent, by=request.actor, at=request.now, topics=part, **data)

    covered = consent.topics if consent.topics is not None else [str(t) for t in words.TOPICS if t in OUTSIDE_HEALTH]
    work = filled(
        request,
        TakeBackForm,
        act,
        done_url=home,
        done=_("The consent is taken back. What rested on it has stopped."),
        covered=[(topic, label) for topic, label in words.TOPICS.items() if topic in covered],
    )
    return form_page(
        request, work, title=_("Take back a consent"), heading=_("Take back the consent to %(what)s") % {"what": words.subjects(consent.subjects)},
        primary=_("Take the consent back"), back=home, intro=_("This happens at once:"), points=_consequences(request, row, consent), danger=True,
    )  # fmt: skip


def _consequences(request: Any, row: FollowUp, consent: Consent) -> list[str]:
    """What ends with this consent, by name where somebody loses sight."""
    others = {
        subject for other in queries.all_in_force(row.organisation_id, row.person_id, at=request.now) if other.pk != consent.pk
        for subject in other.subjects
    }  # fmt: skip
    lost = set(consent.subjects) - others
    if consent.recipient_staff or consent.recipient_kin:
        return [
            _("%(names)s no longer see anything of the file.")
            % {"names": consent.recipient_staff or consent.recipient_kin},
            _("What has been written and seen until now stays in the log, and the person can read who saw it."),
        ]
    if consent.recipient_organisation:
        return [
            _("%(name)s is not asked and not told of anything from now on.") % {"name": consent.recipient_organisation},
            _("What has been written and seen until now stays in the log, and the person can read who saw it."),
        ]
    said = []
    if not {Subject.SHARING, Subject.PLAN} & others:
        members = CareTeamMember.visible_to(request.actor).filter(follow_up=row, sees_plan=True, ends_at=None)
        names = [member.name for member in members]
        if names:
            said.append(_("%(names)s no longer see anything of the file.") % {"names": words.listed(names)})
    if not {Subject.COORDINATOR, Subject.PLAN} & others:
        said.append(_("The coordinator no longer sees the file."))
    plan = plan_of(request.actor, row, request.now) if Subject.PLAN in lost else None
    if plan and plan.going_on:
        said.append(_("The plan is paused. It is not ended, and nothing of it is lost."))
    if not {Subject.ASSESSMENT, Subject.PLAN, Subject.COORDINATOR} & others:
        said.append(_("The follow-up goes back to asking the person."))
    said.append(_("What has been written and seen until now stays in the log, and the person can read who saw it."))
    return said


@requires(P.CONSENT_RECORD, "GET", "POST", door="coordination.consent-in-error")
def in_error(request: Any, follow_up_id: UUID, consent_id: UUID) -> HttpResponse:
    """Take out an answer that was written down by mistake; the consequences stand above the button."""
    row = opened(request, follow_up_id, P.CONSENT_RECORD, "consent-in-error", consent_id)
    consent = _consent(request, row, consent_id)
    home = reverse("coordination:consents", args=[row.pk])

    def act(form: Any) -> None:
        correct_consent(consent=consent, by=request.actor, at=request.now, **form.cleaned_data)

    work = filled(request, forms.ReasonForm, act, done_url=home, done=_("The answer is marked as entered in error."))
    counts = consent.state in GIVEN
    return form_page(
        request, work, title=_("Entered in error"), heading=_("Mark the answer as entered in error"), primary=_("Mark as entered in error"),
        back=home, intro=_("This happens at once:") if counts else _("It stays readable as entered in error, with who took it out and why."),
        points=_consequences(request, row, consent) if counts else (), danger=True,
    )  # fmt: skip


@requires(P.CONSENT_RECORD, "POST", door="coordination.sign-consent")
def sign(request: Any, follow_up_id: UUID, consent_id: UUID) -> HttpResponse:
    """The declaration has come back signed."""
    row = opened(request, follow_up_id, P.CONSENT_RECORD, "sign-consent", consent_id)
    sign_consent(consent=_consent(request, row, consent_id), by=request.actor, at=request.now)
    messages.success(request, _("The consent stands as signed."))
    return redirect("coordination:consents", row.pk)


@requires(P.FOLLOW_UP_READ, "GET", door="coordination.declaration", kind="document")
def declaration(request: Any, follow_up_id: UUID, consent_id: UUID) -> HttpResponse:
    """The declaration as a PDF for signature, in the person's language form."""
    row = opened(request, follow_up_id, P.FOLLOW_UP_READ, "declaration", consent_id)
    consent = _consent(request, row, consent_id)
    letter = consent_letter(consent, row, organisation_name=request.actor.organisation_name, sent_on=day(request.now))
    return pdf(paper.letter(letter), "consent")


def _consent(request: Any, row: FollowUp, consent_id: UUID) -> Consent:
    found: Consent = get_object_or_404(Consent.visible_to(request.actor), pk=consent_id, person_id=row.person_id)
    return found
