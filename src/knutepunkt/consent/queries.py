"""Which consents there are, which wait for an answer, and which count now."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from knutepunkt.access.actor import Actor
from knutepunkt.consent.models import Block, Consent, ConsentAnswer, Subject, WithheldMatter
from knutepunkt.consent.periods import rests
from knutepunkt.consent.states import GIVEN, ConsentState
from knutepunkt.foundation.clock import day

RESTING = frozenset({Subject.PLAN, Subject.SHARING})
"""What waits for the young person's own answer from the day they decide alone; assessment and coordinator go on."""


def given(organisation_id: UUID, person_id: UUID | None = None) -> QuerySet[Consent]:
    """Consents given, oral or signed, and not ended by a move; those with an end date are in force until it has passed."""
    rows = Consent.objects.filter(organisation_id=organisation_id, state__in=sorted(GIVEN))
    return rows.filter(person_id=person_id) if person_id else rows


def all_in_force(organisation_id: UUID, person_id: UUID, *, at: datetime) -> list[Consent]:
    """Every consent of the person that counts at the moment, newest first; those that rest as well (see `rests`)."""
    today = day(at)
    rows = given(organisation_id, person_id).filter(Q(ends_on=None) | Q(ends_on__gte=today), answered_at__lte=at)
    return list(rows.select_related("person").order_by("-answered_at", "-id"))


def past_their_end(organisation_id: UUID, *, at: datetime) -> QuerySet[Consent]:
    """Consents whose last day has passed and which nobody has written down as ended yet."""
    return given(organisation_id).filter(ends_on__lt=day(at))


def in_force(organisation_id: UUID, person_id: UUID, subject: str, *, at: datetime) -> Consent | None:
    """The consent to one subject that counts at the moment, the newest first; one that waits for the young person's answer does not."""
    for consent in all_in_force(organisation_id, person_id, at=at):
        resting = subject in RESTING and rests(consent, consent.person.birth_date, at=at)
        if subject in consent.subjects and not resting:
            return consent
    return None


def any_in_force(organisation_id: UUID, person_id: UUID, subjects: Collection[str], *, at: datetime) -> bool:
    """Does a consent to at least one of the subjects count?"""
    return any(set(c.subjects) & set(subjects) for c in all_in_force(organisation_id, person_id, at=at))


def history(actor: Actor, person_id: UUID) -> list[Consent]:
    """Every consent of the person the actor sees, newest first, each with its steps."""
    rows = Consent.visible_to(actor).filter(person_id=person_id)
    named = rows.select_related("recipient_staff", "recipient_kin", "recipient_organisation")
    return list(named.prefetch_related("steps").order_by("-created_at", "-id"))


def waiting(actor: Actor, person_id: UUID) -> list[Consent]:
    """The questions that wait for an answer, oldest first, each with whom it is about."""
    rows = Consent.visible_to(actor).filter(person_id=person_id, state=ConsentState.DRAFTED)
    return list(
        rows.select_related("recipient_staff", "recipient_kin", "recipient_organisation").order_by("created_at", "id")
    )


def last_answers(consent: Consent) -> dict[UUID | None, ConsentAnswer]:
    """The latest answer of each parent that the reader may see: staff all, a parent the own one."""
    rows = ConsentAnswer.objects.filter(organisation_id=consent.organisation_id, consent=consent)
    return {row.kin_id: row for row in rows.order_by("answered_at", "id")}


def own_answer(actor: Actor, consent: Consent) -> ConsentAnswer | None:
    """What this account has answered to a question that waits for the other parent as well."""
    rows = ConsentAnswer.visible_to(actor).filter(consent=consent, account_id=actor.account_id)
    return rows.order_by("-answered_at", "-id").first()


def standing(actor: Actor, consent: Consent) -> str:
    """How a waiting question stands for one parent: "waiting", "you-said-yes" or "you-said-no". Of the other parent it tells nothing."""
    mine = own_answer(actor, consent)
    if mine is None:
        return "waiting"
    return "you-said-yes" if mine.says_yes else "you-said-no"


def blocks(actor: Actor, person_id: UUID) -> list[Block]:
    """What the person opposes that somebody sees, newest first."""
    return list(
        Block.visible_to(actor)
        .filter(person_id=person_id)
        .select_related("staff", "unit")
        .order_by("-starts_at", "-id")
    )


def withheld(actor: Actor, person_id: UUID) -> list[WithheldMatter]:
    """What is kept from somebody; the database shows it to those who work with the person and to the one who wrote it."""
    return list(
        WithheldMatter.visible_to(actor).filter(person_id=person_id).select_related("kin").order_by("-starts_at", "-id")
    )
