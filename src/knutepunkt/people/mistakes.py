"""Telling somebody that a thing was put on their file by mistake."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext

from knutepunkt.access.actor import Actor
from knutepunkt.access.seen import Seen
from knutepunkt.messaging.operations import queue_letter
from knutepunkt.people.models import Person


def tell_of_mistake(
    person: Person,
    what: str | Promise,
    seen: Sequence[Seen],
    *,
    unit_id: UUID,
    source_id: UUID,
    by: Actor,
    at: datetime,
) -> None:
    """A letter in the person's language: `what` happened and that it is taken out, and who had read it (GDPR art. 16)."""
    with translation.override(person.language):
        subject = gettext("Something was put on your file by mistake")
        nobody = gettext("Nobody had read it on your file.")
        some = gettext("These had read it on your file: %(names)s.") % {
            "names": ", ".join(f"{s.name} ({s.role})" for s in seen)
        }
        body = f"{what}\n\n{some if seen else nobody}"
    queue_letter(
        by=by,
        at=at,
        organisation_id=person.organisation_id,
        recipient=person.full_name,
        kind="entered-in-error",
        subject=subject,
        body=body,
        person_id=person.pk,
        unit_id=unit_id,
        source_id=source_id,
    )
