"""What a person without competence to decide opposes: nobody may then decide it in their place (pbrl. § 4-6)."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission
from knutepunkt.audit.log import record
from knutepunkt.consent import queries
from knutepunkt.consent.models import GivenBy, Opposition
from knutepunkt.consent.operations.base import ReasonMissing, as_topics, end, follow, known
from knutepunkt.people.models import Person

IN_THEIR_PLACE = (GivenBy.GUARDIAN, GivenBy.HEALTH_PERSONNEL)


@transaction.atomic
def record_opposition(
    *, person: Person, by: Actor, at: datetime, subjects: Sequence[str], how: str, topics: Collection[str] | None = None
) -> Opposition:
    """The person opposes something they cannot decide about. What others have said yes to in their place on it stops at once."""
    require(by, Permission.CONSENT_RECORD, person)
    if not how.strip():
        raise ReasonMissing(_("Write how the person shows it or says it."), field="how")
    row = Opposition.objects.create(
        organisation_id=person.organisation_id, person=person, subjects=known(subjects), topics=as_topics(topics), how=how,
        recorded_by=by.name, starts_at=at,
    )  # fmt: skip
    record("opposition.recorded", row, by=by, at=at, subjects=row.subjects)
    for consent in queries.given(person.organisation_id, person.pk).filter(given_by__in=IN_THEIR_PLACE):
        about = row.topics is None or consent.topics is None or set(row.topics) & set(consent.topics)
        if about and set(row.subjects) & set(consent.subjects):
            end(consent, "lapse", by=by, at=at, reason=how)
            follow(consent, by=by, at=at)
    return row


@transaction.atomic
def end_opposition(*, opposition: Opposition, by: Actor, at: datetime) -> Opposition:
    """The person does not oppose it any more. Whoever decides can be asked again."""
    require(by, Permission.CONSENT_RECORD, opposition)
    if opposition.ends_at is None:
        opposition.ends_at = at
        opposition.save(update_fields=["ends_at"])
        record("opposition.ended", opposition, by=by, at=at)
    return opposition
