"""On paper: the question that waits for an answer, and the declaration of what was answered. Both say what it covers, who may know, what
not, and that it can be taken back.
"""

from datetime import date

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from knutepunkt.consent.models import Consent
from knutepunkt.paper import Address, LetterDocument, Section, Sender

LINE = "_" * 40
BOX = "[   ] "


def declaration(
    consent: Consent, *, sender: Sender, recipient: Address, language: str, sent_on: date, topics: tuple[str, ...] = ()
) -> LetterDocument:
    """The declaration in the person's language form; `topics` in words, none when all that the plan needs is covered."""
    with translation.override(language):
        return LetterDocument(
            language=language,  # type: ignore[arg-type]  # nb, nn or en by the model
            sender=sender,
            recipient=recipient,
            sent_on=sent_on,
            reference=str(consent.pk)[-12:],
            subject=_("Declaration of consent"),
            paragraphs=(
                _(
                    "You have said yes to what stands below. The yes counts already. With your signature it also stands in writing."
                ),
            ),
            sections=tuple(_sections(consent, topics)),
        )


def question(
    consent: Consent, *, sender: Sender, recipient: Address, language: str, sent_on: date, topics: tuple[str, ...] = ()
) -> LetterDocument:
    """The question for those who do not answer on a screen, with room for the answer and the signature. Until it comes back nothing is
    shared.
    """
    with translation.override(language):
        return LetterDocument(
            language=language,  # type: ignore[arg-type]  # nb, nn or en by the model
            sender=sender,
            recipient=recipient,
            sent_on=sent_on,
            reference=str(consent.pk)[-12:],
            subject=_("We ask for your yes or no"),
            paragraphs=(
                _("Nothing is shared before you have answered. Read what stands below, and take the time you need."),
                _(
                    "Tick your answer, sign, and send this letter back to us. You can also ring us, and we write your answer down."
                ),
            ),
            sections=(
                *_covers(consent, topics, _("What we ask about")),
                *_purpose(consent),
                _freedom(),
                Section(
                    heading=_("Your answer"),
                    paragraphs=(BOX + _("Yes"), BOX + _("No"), *_signature()),
                ),
            ),
        )


def _sections(consent: Consent, topics: tuple[str, ...]) -> list[Section]:
    parts = _covers(consent, topics, _("What you say yes to"))
    if consent.information:
        parts.append(Section(heading=_("What was explained to you"), paragraphs=(consent.information,)))
    return [*parts, _freedom(), Section(heading=_("Signature"), paragraphs=_signature())]


def _covers(consent: Consent, topics: tuple[str, ...], heading: str) -> list[Section]:
    covered = topics or (_("All that the work with you needs."),)
    parts = [
        Section(heading=heading, paragraphs=tuple(str(capfirst(label)) for label in consent.subject_labels)),
        Section(
            heading=_("Who may know"),
            paragraphs=(consent.recipients or _("Those who take part in the work with you."),),
        ),
        Section(heading=_("What they may know about"), paragraphs=covered),
    ]
    if consent.not_shared:
        parts.append(Section(heading=_("What is not shared"), paragraphs=(consent.not_shared,)))
    return parts


def _purpose(consent: Consent) -> list[Section]:
    return [Section(heading=_("What it is used for"), paragraphs=(consent.uses,))] if consent.uses else []


def _freedom() -> Section:
    return Section(
        heading=_("You can take it back"),
        paragraphs=(
            _(
                "You can take your yes back at any time, wholly or in part, without saying why. Then the sharing stops at once."
            ),
            _("If you say no you keep the right to the health and care services you need."),
        ),
    )


def _signature() -> tuple[str, str]:
    return _("Place and date: %(line)s") % {"line": LINE}, _("Signature: %(line)s") % {"line": LINE}
