"""Which consents there are, and which count now."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from knutepunkt.access.actor import Actor
from knutepunkt.consent.models import Consent
from knutepunkt.consent.states import GIVEN
from knutepunkt.foundation.clock import day


def given(organisation_id: UUID, person_id: UUID | None = None) -> QuerySet[Consent]:
    """Consents given, oral or signed, and not ended by a move; those with an end date are in force until it has passed."""
    rows = Consent.objects.filter(organisation_id=organisation_id, state__in=sorted(GIVEN))
    return rows.filter(person_id=person_id) if person_id else rows


def all_in_force(organisation_id: UUID, person_id: UUID, *, at: datetime) -> list[Consent]:
    """Every consent of the person that counts at the moment, newest first."""
    today = day(at)
    rows = given(organisation_id, person_id).filter(Q(ends_on=None) | Q(ends_on__gte=today), answered_at__lte=at)
    return list(rows.order_by("-answered_at", "-id"))


def past_their_end(organisation_id: UUID, *, at: datetime) -> QuerySet[Consent]:
    """Consents whose last day has passed and which nobody has written down as ended yet."""
    return given(organisation_id).filter(ends_on__lt=day(at))


def in_force(organisation_id: UUID, person_id: UUID, subject: str, *, at: datetime) -> Consent | None:
    """The consent to one subject that counts at the moment; there is never more than one."""
    return next((c for c in all_in_force(organisation_id, person_id, at=at) if subject in c.subjects), None)


def any_in_force(organisation_id: UUID, person_id: UUID, subjects: Collection[str], *, at: datetime) -> bool:
    """Does a consent to at least one of the subjects count?"""
    return any(set(c.subjects) & set(subjects) for c in all_in_force(organisation_id, person_id, at=at))


def history(actor: Actor, person_id: UUID) -> list[Consent]:
    """Every consent of the person the actor sees, newest first, each with its steps."""
    rows = Consent.visible_to(actor).filter(person_id=person_id).prefetch_related("steps")
    return list(rows.order_by("-created_at", "-id"))
