"""The answer to what a person has asked, as a letter in the person's language form."""

from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from knutepunkt.coordination.letters import recipient_of, sender_of
from knutepunkt.coordination.models import PersonRequest, RequestKind
from knutepunkt.coordination.questions import STATES, answers_of
from knutepunkt.paper import LetterDocument, Section, Signature
from knutepunkt.people.models import Person
from knutepunkt.ui.filters import date_figures


def request_letter(request: PersonRequest, person: Person, *, organisation_name: str, sent_on: date) -> LetterDocument:
    """What was asked, when it came, and the answer with its reasons."""
    language: Any = person.language
    with translation.override(language):
        asked = tuple(f"{question} {words}" for question, words in answers_of(request.kind, request.answers))
        return LetterDocument(
            language=language,
            sender=sender_of(request.unit, organisation_name),
            recipient=recipient_of(person),
            sent_on=sent_on,
            reference=str(request.pk)[-12:],
            subject=str(RequestKind(request.kind).label),
            paragraphs=(
                _("We got this from you on %(day)s.") % {"day": date_figures(request.received_at)},
                str(STATES[request.state][0]) + ".",
            ),
            sections=(
                Section(heading=_("The answer"), paragraphs=tuple(p for p in request.answer.split("\n") if p.strip())),
                Section(heading=_("What was asked"), paragraphs=asked),
            ),
            complaint=None,
            signature=Signature(name=request.answered_by, unit=request.unit.name),
        )
