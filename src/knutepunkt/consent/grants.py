"""What consents give those close, and what is kept from somebody."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from knutepunkt.access.grants import ExclusionSpec, GrantSpec, exclusion, source
from knutepunkt.access.permissions import Topic
from knutepunkt.consent.ages import reaches
from knutepunkt.consent.models import KeptFrom, Subject, WithheldMatter
from knutepunkt.consent.periods import Period, period_of
from knutepunkt.consent.queries import given
from knutepunkt.people.models import NextOfKin

NOT_FOR_KIN = frozenset({Topic.WORK_NOTES})


@source("next-of-kin")
def next_of_kin(organisation_id: UUID, person_id: UUID | None) -> Iterator[GrantSpec]:
    """Somebody close whom a consent to sharing names sees what it names, while it counts and they are close."""
    rows = given(organisation_id, person_id).filter(recipient_kin__account__isnull=False)
    for consent in rows.filter(subjects__contains=[Subject.SHARING]).select_related("recipient_kin", "person"):
        kin = consent.recipient_kin
        counts = period_of(consent, consent.person.birth_date, other_sector=False)
        met = counts.meets(Period(kin.valid_from, kin.valid_to)) if kin and counts else None
        if kin is None or met is None:
            continue
        topics = frozenset(Topic) - NOT_FOR_KIN if consent.topics is None else consent.topics
        yield GrantSpec(
            consent.person_id, kin.account_id, None, "next-of-kin", tuple(sorted(map(str, topics))), "consent", "next-of-kin",
            consent.pk, met.starts, met.ends,
        )  # fmt: skip


@exclusion("withheld")
def withheld(organisation_id: UUID, person_id: UUID | None) -> Iterator[ExclusionSpec]:
    """A topic or a row kept from the parents, from the person or from one of those close; a child's own from the age of the law."""
    rows = WithheldMatter.objects.filter(organisation_id=organisation_id).select_related("person", "kin")
    for row in rows.filter(person_id=person_id) if person_id else rows:
        starts = row.starts_at
        if not row.by_law:
            starts = max(starts, reaches(row.person.birth_date, "weight") or starts)
        if row.ends_at is not None and row.ends_at <= starts:
            continue
        topics = (row.topic,) if row.topic else None
        for account_id in sorted(set(_kept_from(row))):
            yield ExclusionSpec(
                row.person_id,
                account_id,
                None,
                topics,
                row.object_id,
                "withheld",
                "withheld",
                row.pk,
                starts,
                row.ends_at,
            )


def _kept_from(row: WithheldMatter) -> Iterable[UUID]:
    if row.kept_from == KeptFrom.PERSON:
        return [row.person.account_id] if row.person.account_id else []
    if row.kept_from == KeptFrom.ONE:
        return [row.kin.account_id] if row.kin and row.kin.account_id else []
    kin = NextOfKin.objects.filter(organisation_id=row.organisation_id, person_id=row.person_id, account__isnull=False)
    return [each.account_id for each in kin if each.account_id and (each.parental_responsibility or each.foster_parent)]
