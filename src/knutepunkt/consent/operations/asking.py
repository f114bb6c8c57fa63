"""A question that waits: who would see what, for what. Nothing is shared before the one who decides has said yes."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.audit.log import record
from knutepunkt.consent.hearers import tell_asked
from knutepunkt.consent.models import Consent
from knutepunkt.consent.operations.base import as_topics, known, lock, permission
from knutepunkt.consent.operations.drafting import draft
from knutepunkt.organisation.models import Organisation, Staff
from knutepunkt.people.models import NextOfKin, Person


@transaction.atomic
def ask_consent(
    *,
    person: Person,
    by: Actor,
    at: datetime,
    subjects: Sequence[str],
    recipient_staff: Staff | None = None,
    recipient_kin: NextOfKin | None = None,
    recipient_organisation: Organisation | None = None,
    recipients: str = "",
    topics: Sequence[str] | None = None,
    not_shared: str = "",
    uses: str = "",
    ends_on: date | None = None,
) -> Consent:
    """Ask, and let it wait. Those who decide see it on their own pages and are told; the unit has a task to ask them.

    The same question is not asked twice: one that waits already takes over what is asked about now, and answers to it fall away
    when it has become another question.
    """
    require(by, permission(by), person)
    wanted, chosen = known(subjects), as_topics(topics)
    lock(person)
    named = {
        "recipient_staff": recipient_staff,
        "recipient_kin": recipient_kin,
        "recipient_organisation": recipient_organisation,
    }
    consent = draft(
        person, wanted, chosen, by=by, at=at, named=named, recipients=recipients, not_shared=not_shared, uses=uses, ends_on=ends_on
    )  # fmt: skip
    waits_already = bool(consent.asked_by)
    consent.topics, consent.asked_by = chosen, by.name
    consent.save()
    record("consent.asked", consent, by=by, at=at, subjects=wanted, topics=chosen or [])
    if not waits_already:
        tell_asked(consent, by=by, at=at)
    return consent
