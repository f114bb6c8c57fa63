"""Letters of the room, in the person's language form: the decision with its right to complain, the declaration of consent."""

from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from knutepunkt import law
from knutepunkt.access.permissions import Topic
from knutepunkt.consent.letters import declaration, question
from knutepunkt.consent.models import Consent
from knutepunkt.consent.states import ConsentState
from knutepunkt.coordination import words
from knutepunkt.coordination.models import Decision, DecisionKind, FollowUp
from knutepunkt.organisation.models import Unit
from knutepunkt.paper import Address, Complaint, LetterDocument, Section, Sender, Signature
from knutepunkt.people.contact import letter_lines
from knutepunkt.people.models import Person


def sender_of(unit: Unit, organisation_name: str) -> Sender:
    """The unit as it stands at the head of a letter."""
    phone = _("Phone %(phone)s") % {"phone": unit.phone} if unit.phone else ""
    return Sender(
        organisation=organisation_name, unit=unit.name, contact=tuple(line for line in (phone, unit.email) if line)
    )


def recipient_of(person: Person) -> Address:
    """Name and address; for a protected address how the letter finds its way without one."""
    return Address(name=person.full_name or "–", lines=letter_lines(person))


def decision_letter(decision: Decision, *, organisation_name: str, sent_on: date) -> LetterDocument:
    """The decision as the person gets it: what, why, and how to complain (pbrl. ch. 7)."""
    person, unit = decision.person, decision.unit
    with translation.override(person.language):
        return LetterDocument(
            language=person.language,
            sender=sender_of(unit, organisation_name),
            recipient=recipient_of(person),
            sent_on=sent_on,
            reference=str(decision.pk)[-12:],
            subject=_("Decision: %(what)s") % {"what": DecisionKind(decision.kind).label},
            paragraphs=(OPENING[DecisionKind(decision.kind)](),),
            sections=(
                Section(
                    heading=_("Why"), paragraphs=tuple(part for part in decision.reasons.split("\n") if part.strip())
                ),
            ),
            complaint=_complaint(decision, sent_on),
            signature=Signature(name=decision.made_by, unit=unit.name) if decision.made_by else None,
        )


OPENING = {
    DecisionKind.PLAN_GRANTED: lambda: _("You are to have an individual plan. It is made together with you."),
    DecisionKind.PLAN_REFUSED: lambda: _(
        "You are not granted an individual plan now. You can ask again if something changes."
    ),
    DecisionKind.COORDINATOR_GRANTED: lambda: _(
        "You are to have a coordinator. Your wish for who it should be is given great weight."
    ),
    DecisionKind.COORDINATOR_REFUSED: lambda: _(
        "You are not granted a coordinator now. You can ask again if something changes."
    ),
    DecisionKind.NO_NEED: lambda: _(
        "We have looked at your situation and found no need for long-term, coordinated services now. You can ask again."
    ),
}


def _complaint(decision: Decision, sent_on: date) -> Complaint:
    language = decision.person.language
    applies = law.on(decision.told_on or sent_on).complaint(decision.track)
    note = _("The deadline is %(length)s from the day you got to know of the decision.") % {
        "length": applies.deadline.length.in_(language)
    }
    return Complaint(
        right=_("You can complain if you think the decision is wrong."),
        send_to=decision.unit.name,
        deadline=decision.complaint_until,
        deadline_note=note,
        decided_by=_("If we do not change it, the complaint is decided by: %(body)s.")
        % {"body": applies.decided_by.name.in_(language)},
        help=applies.help.in_(language),
    )


def consent_letter(consent: Consent, follow_up: FollowUp, *, organisation_name: str, sent_on: date) -> LetterDocument:
    """The declaration of consent, or the question while it waits, from the unit that holds the follow-up."""
    language = follow_up.person.language
    with translation.override(language):
        topics = tuple(str(words.TOPICS[Topic(topic)]) for topic in consent.topics or ())
        sender = sender_of(follow_up.unit, organisation_name)
    return (question if consent.state == ConsentState.DRAFTED else declaration)(
        consent,
        sender=sender,
        recipient=recipient_of(follow_up.person),
        language=language,
        sent_on=sent_on,
        topics=topics,
    )
