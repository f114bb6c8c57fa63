"""The row a question or an answer stands on: one for the same subjects towards the same recipient while it waits."""

from datetime import datetime
from typing import Any

from knutepunkt.access.actor import Actor
from knutepunkt.consent.models import Consent
from knutepunkt.consent.operations.base import end, own
from knutepunkt.consent.states import ConsentState
from knutepunkt.people.models import Person


def draft(
    person: Person,
    subjects: list[str],
    topics: list[str] | None,
    *,
    by: Actor,
    at: datetime,
    named: dict[str, Any],
    **content: Any,
) -> Consent:
    """The waiting question on the same subjects towards the same recipient, or a new one."""
    fields = {"topics": topics, **named, **content}
    waiting = Consent.objects.filter(
        organisation_id=person.organisation_id, person=person, state=ConsentState.DRAFTED, subjects=subjects, **named
    ).first()
    if waiting is not None and waiting.topics != topics and waiting.answers.exists():
        # One parent has answered another question than this, so it is asked anew.
        end(waiting, own("lapse", by), by=by, at=at)
        waiting = None
    if waiting is None:
        return Consent.objects.create(
            organisation_id=person.organisation_id,
            person=person,
            subjects=subjects,
            recorded_by=by.name,
            created_at=at,
            **fields,
        )
    for name, value in fields.items():
        if value or name == "topics":
            setattr(waiting, name, value)
    waiting.person = person
    return waiting
