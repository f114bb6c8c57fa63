"""Letters that wait to be printed and posted: what one is about, to whom, what goes with it, and the letter itself."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from knutepunkt import paper
from knutepunkt.access.decide import allowed
from knutepunkt.access.files import open_file
from knutepunkt.access.permissions import Permission as P
from knutepunkt.access.scope import focus
from knutepunkt.access.views import requires
from knutepunkt.coordination.posted_letter import about_of, letter_out, written
from knutepunkt.coordination.views.base import pdf
from knutepunkt.foundation.clock import day
from knutepunkt.messaging.conversations import Party
from knutepunkt.messaging.models import OutboundMessage
from knutepunkt.organisation.models import Unit
from knutepunkt.people.contact import letter_lines
from knutepunkt.people.models import Person
from knutepunkt.ui.pages import page


def _opened(request: Any, message_id: UUID) -> tuple[OutboundMessage, Person]:
    """The letter and whom it is to, with the file in focus and the reading written down in the same words whatever it is about."""
    letter = get_object_or_404(OutboundMessage.visible_to(request.actor), pk=message_id, channel="letter")
    about_id = about_of(letter)
    if about_id is None:
        raise Http404
    focus(about_id)
    person = get_object_or_404(Person.visible_to(request.actor), pk=about_id)
    open_file(request, Party(letter.unit_id, about_id), P.FOLLOW_UP_READ, "message", objects=[letter.pk])
    return letter, person


@requires(P.FOLLOW_UP_READ, "GET", door="coordination.letter")
def letter_page(request: Any, message_id: UUID) -> HttpResponse:
    """To whom, what goes with it, the way to the printed letter, and the word that it is posted."""
    letter, person = _opened(request, message_id)
    return page(
        request,
        "coordination/letter.html",
        section="outbox",
        letter=letter,
        person=person,
        lines=letter_lines(person),
        files=[(row, row.files) for row in written(letter, person) if row.files],  # type: ignore[attr-defined]  # set in written
        may_post=letter.state == "queued" and allowed(request.actor, P.MESSAGE_READ),
        today=day(request.now),
    )


@requires(P.FOLLOW_UP_READ, "GET", door="coordination.letter-paper", kind="document")
def letter_paper(request: Any, message_id: UUID) -> HttpResponse:
    """The letter to print."""
    letter, person = _opened(request, message_id)
    units = Unit.visible_to(request.actor)
    document = letter_out(
        letter,
        person,
        unit=units.filter(pk=letter.unit_id).first() if letter.unit_id else None,
        organisation_name=request.actor.organisation_name,
        sent_on=day(letter.sent_at or request.now),
    )
    return pdf(paper.letter(document), "letter")
