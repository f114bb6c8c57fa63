"""Asking for a consent that names who would see what, and writing down the answer when it is said to staff."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from knutepunkt import law
from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.views import requires
from knutepunkt.consent.deciding import BirthDateMissing, Deciding, TopicsMixed, who_decides
from knutepunkt.consent.models import Consent, Subject
from knutepunkt.consent.operations import answer_consent, ask_consent
from knutepunkt.coordination import words
from knutepunkt.coordination.forms.consent import AnswerConsentForm, AskConsentForm
from knutepunkt.coordination.models import CareTeamMember, FollowUp
from knutepunkt.coordination.views.base import filled, form_page, opened
from knutepunkt.foundation.clock import day
from knutepunkt.people.models import NextOfKin, Person


@requires(P.CONSENT_RECORD, "GET", "POST", door="coordination.ask-consent")
def ask(request: Any, follow_up_id: UUID) -> HttpResponse:
    """One recipient, what they would see, and what for. It waits for the answer of the one who decides."""
    row = opened(request, follow_up_id, P.CONSENT_RECORD, "ask-consent")
    home = reverse("coordination:consents", args=[row.pk])
    key = f"ask-consent:{row.pk}"
    members = CareTeamMember.visible_to(request.actor).filter(follow_up=row, ends_at=None, staff__isnull=False)
    staff = {f"staff:{m.staff_id}": m for m in members.select_related("staff").order_by("name", "id")}
    kin = {f"kin:{k.pk}": k for k in NextOfKin.visible_to(request.actor).filter(person=row.person, valid_to=None)}

    def act(form: Any) -> None:
        data = dict(form.cleaned_data)
        whom = data.pop("recipient")
        named: dict[str, Any] = {"recipient_kin": kin[whom]} if whom in kin else {"recipient_staff": staff[whom].staff}
        name = (kin.get(whom) or staff[whom]).name
        ask_consent(
            person=row.person,
            by=request.actor,
            at=request.now,
            subjects=[Subject.SHARING],
            recipients=name,
            **named,
            **data,
        )

    choices = [(key, f"{m.name}, {m.role}") for key, m in staff.items()]
    choices += [(key, f"{k.name}, {k.relation}") for key, k in kin.items()]
    work = filled(
        request, AskConsentForm, act, done_url=home, done=_("The question is asked. Nothing is shared before the answer."),
        draft_key=key, recipients=choices,
    )  # fmt: skip
    return form_page(
        request, work, title=_("Ask for consent"), heading=_("Who would see what?"), primary=_("Ask"), back=home, draft_key=key,
        intro=decided_by(row.person, request.now).text, points=if_yes_if_no(),
    )  # fmt: skip


def if_yes_if_no() -> list[str]:
    """What follows from the answer, in plain words."""
    return [
        _("Yes: they can read what is chosen, from that moment."),
        _("No: they see nothing. The help is the same."),
        _("The answer can be changed at any time. Then it closes at once, everywhere."),
    ]


@dataclass(frozen=True, slots=True)
class DecidedBy:
    """Who decides, in one sentence, and why, in several."""

    text: str
    reasons: tuple[str, ...] = ()


def decided_by(person: Person, at: datetime, **asked: Any) -> DecidedBy:
    """Who decides now, with names, or why that cannot be said."""
    try:
        decides = who_decides(person, at=at, **asked)
    except (BirthDateMissing, TopicsMixed) as refusal:
        return DecidedBy(str(refusal))
    names = words.listed(decides.names)
    who = f"{decides.decider.name}: {names}." if names else f"{decides.decider.name}."
    return DecidedBy(_("By law this is decided by: %(who)s") % {"who": who}, decides.reasons)


@requires(P.CONSENT_RECORD, "GET", "POST", door="coordination.answer-consent")
def answer(request: Any, follow_up_id: UUID, consent_id: UUID) -> HttpResponse:
    """The answer to a question that waits; each of two parents by themselves."""
    row = opened(request, follow_up_id, P.CONSENT_RECORD, "answer-consent", consent_id)
    found: Consent = get_object_or_404(Consent.visible_to(request.actor), pk=consent_id, person_id=row.person_id)
    home = reverse("coordination:consents", args=[row.pk])
    decides = _decides(row, found, request.now)
    parents = {str(kin.pk): kin for kin in decides.parents} if decides else {}

    def act(form: Any) -> None:
        data = dict(form.cleaned_data)
        kin = parents.get(data.pop("parent"))
        answer_consent(consent=found, by=request.actor, at=request.now, kin=kin, **data)

    asked = found.topics if found.topics is not None else [str(topic) for topic in words.TOPICS]
    work = filled(
        request, AnswerConsentForm, act, done_url=home, done=_("The answer is written down."),
        initial={
            "given_by": decides.capacity if decides else "person", "topics": found.topics or [], "informed_on": day(request.now),
            "information_language": spoken(row.person), "information": found.uses,
        },
        topics=[(topic, words.TOPICS[topic]) for topic in asked if topic in words.TOPICS],  # type: ignore[index]  # keys are topics
        parents=[(key, kin.name) for key, kin in parents.items()],
    )  # fmt: skip
    return form_page(
        request, work, title=_("Answer"), heading=_("May %(name)s see this?") % {"name": found.recipients or _("they")},
        primary=_("Write down the answer"), back=home, intro=decided_by(row.person, request.now, subjects=found.subjects, topics=found.topics).text,
        points=[f"{requirement.name}: {requirement.help}" for requirement in law.on(day(request.now)).consent_requirements()],
    )  # fmt: skip


def _decides(row: FollowUp, consent: Consent, at: Any) -> Deciding | None:
    try:
        return who_decides(row.person, at=at, subjects=consent.subjects, topics=consent.topics)
    except (BirthDateMissing, TopicsMixed):
        return None


def spoken(person: Person) -> str:
    """The language a talk with the person is most likely in: what the form offers, for staff to correct."""
    return person.interpreter or (_("English") if person.language == "en" else _("Norwegian"))
