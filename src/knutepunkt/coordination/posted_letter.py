"""A letter out as it is printed: what it is about is read when it is set, under the sight of the one who prints it, and kept nowhere."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Subquery
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.translation import gettext as _

from knutepunkt.consent.ages import reaches
from knutepunkt.consent.models import Consent
from knutepunkt.consent.operations import ASK_TASK
from knutepunkt.consent.states import ConsentState
from knutepunkt.coordination.letters import consent_letter, recipient_of, sender_of
from knutepunkt.coordination.models import FollowUp, PersonRequest
from knutepunkt.coordination.operations.asking import ANSWER
from knutepunkt.coordination.reaching import SOMETHING, on_paper
from knutepunkt.coordination.request_letter import request_letter
from knutepunkt.coordination.states import RUNNING
from knutepunkt.messaging.models import Attachment, Conversation, ConversationMessage, OutboundMessage
from knutepunkt.organisation.models import Unit
from knutepunkt.paper import Address, LetterDocument, Section, Sender
from knutepunkt.people.models import Person
from knutepunkt.ui.filters import date_figures

EVER = datetime(1900, 1, 1, tzinfo=UTC)


def letter_out(
    letter: OutboundMessage, person: Person, *, unit: Unit | None, organisation_name: str, sent_on: date
) -> LetterDocument:
    """The letter in the person's language form: the question, the answer or the messages it is about, else the words it was queued with."""
    make = MADE.get(letter.kind)
    made = make(letter, person, organisation_name, sent_on) if make else None
    return made or _plain(letter, person, unit, organisation_name, sent_on)


def about_of(letter: OutboundMessage) -> UUID | None:
    """Whom a letter is about, also one that does not say so itself; None for those who do not see its matter."""
    if letter.person_id is not None or letter.source_id is None:
        return letter.person_id
    for model in (Conversation, PersonRequest):
        found = model._default_manager.filter(organisation_id=letter.organisation_id, pk=letter.source_id)
        about_id: UUID | None = found.values_list("about_id", flat=True).first()
        if about_id:
            return about_id
    return None


def written(letter: OutboundMessage, person: Person) -> list[ConversationMessage]:
    """The messages a letter brings, oldest first, with their files in `files`: what those who help have written since the letter before.
    Only to those who read on paper and decide for themselves: somebody else may open what comes to a child.
    """
    if (
        letter.kind != SOMETHING
        or letter.source_id is None
        or not on_paper(person)
        or not _decides_alone(person, letter.queued_at)
    ):
        return []
    before = OutboundMessage.objects.filter(
        organisation_id=letter.organisation_id, source_id=letter.source_id, channel=letter.channel
    ).filter(sent_at__lt=letter.queued_at)
    rows = ConversationMessage.objects.filter(
        organisation_id=letter.organisation_id,
        conversation_id=letter.source_id,
        by_person=False,
        at__gt=Coalesce(Subquery(before.order_by("-sent_at").values("sent_at")[:1]), EVER),
    )
    rows = rows.filter(at__lte=letter.sent_at) if letter.sent_at else rows
    found = list(rows.order_by("at", "id"))
    files = Attachment.objects.filter(organisation_id=letter.organisation_id, message__in=found).defer("content")
    by_message: dict[UUID, list[Attachment]] = {}
    for file in files:
        by_message.setdefault(file.message_id, []).append(file)
    for row in found:
        row.files = by_message.get(row.pk, [])  # type: ignore[attr-defined]  # for the letter and its page
    return found


def _decides_alone(person: Person, at: datetime) -> bool:
    reached = reaches(person.birth_date, "decides")
    return reached is not None and reached <= at


def _plain(
    letter: OutboundMessage, person: Person, unit: Unit | None, organisation_name: str, sent_on: date
) -> LetterDocument:
    language: Any = person.language
    messages = written(letter, person)
    with translation.override(language):
        sections = tuple(_section(row) for row in messages)
        closing = (_("You can answer with a letter, or ring us. We write down what you say."),) if messages else ()
        words = () if messages else tuple(part for part in letter.body.split("\n\n") if part.strip())
        return LetterDocument(
            language=language,
            sender=sender_of(unit, organisation_name) if unit else Sender(organisation=organisation_name),
            recipient=_recipient(person, letter.queued_at),
            sent_on=sent_on,
            reference=str(letter.pk)[-12:],
            subject=letter.subject or _("A letter"),
            paragraphs=(*words, *closing),
            sections=sections,
            attachments=tuple(file.name for row in messages for file in row.files),  # type: ignore[attr-defined]  # set in written
        )


def _section(row: ConversationMessage) -> Section:
    heading = _("%(name)s wrote on %(day)s") % {"name": row.by_name, "day": date_figures(row.at)}
    return Section(heading=heading, paragraphs=tuple(part for part in row.words.split("\n") if part.strip()))


def _recipient(person: Person, at: datetime) -> Address:
    """The person; for a child too young to be asked those who care for the child, at the same address."""
    heard, to = reaches(person.birth_date, "heard-from"), recipient_of(person)
    if heard is None or heard <= at:
        return to
    return Address(name=_("To those who care for %(name)s") % {"name": to.name}, lines=to.lines)


def _answer(letter: OutboundMessage, person: Person, organisation_name: str, sent_on: date) -> LetterDocument | None:
    """The answer to what the person asked, whole."""
    found = PersonRequest.objects.filter(organisation_id=letter.organisation_id, pk__in=_source(letter))
    request = found.select_related("unit").first()
    return request_letter(request, person, organisation_name=organisation_name, sent_on=sent_on) if request else None


def _question(letter: OutboundMessage, person: Person, organisation_name: str, sent_on: date) -> LetterDocument | None:
    """The question that waits; None when it has been answered meanwhile."""
    rows = Consent.objects.filter(organisation_id=letter.organisation_id, state=ConsentState.DRAFTED)
    consent = rows.filter(pk__in=_source(letter)).first()
    follow_ups = FollowUp.objects.filter(
        organisation_id=letter.organisation_id, person_id=person.pk, state__in=sorted(RUNNING)
    )
    follow_up = follow_ups.select_related("unit", "person").first()
    if consent is None or follow_up is None:
        return None
    return consent_letter(consent, follow_up, organisation_name=organisation_name, sent_on=sent_on)


def _source(letter: OutboundMessage) -> list[UUID]:
    return [letter.source_id] if letter.source_id else []


Make = Callable[[OutboundMessage, Person, str, date], LetterDocument | None]
MADE: dict[str, Make] = {ANSWER: _answer, ASK_TASK: _question}
"""Letters that are made of what they are about; all others hold their own words, or those of messages."""
