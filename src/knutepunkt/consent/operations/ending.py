"""Taking back wholly or in part, renewing, signing, correcting, and the end that comes by a date."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.grants import refresh_person
from knutepunkt.access.models import Grant
from knutepunkt.access.moves import make_move
from knutepunkt.access.permissions import Topic
from knutepunkt.access.scope import acting_as
from knutepunkt.consent import queries
from knutepunkt.consent.hearers import tell_hearers
from knutepunkt.consent.models import Consent, GivenBy
from knutepunkt.consent.operations.answering import record_consent
from knutepunkt.consent.operations.base import (
    ReasonMissing,
    as_topics,
    end,
    follow,
    go_on_with,
    lock,
    only_who_decides,
    own,
    permission,
)
from knutepunkt.consent.operations.keeping import record_block
from knutepunkt.consent.states import CONSENT, GIVEN
from knutepunkt.consent.topics import OUTSIDE_HEALTH
from knutepunkt.foundation.lifecycle import CannotMove
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.system import DERIVER
from knutepunkt.organisation.models import Staff
from knutepunkt.people.models import NextOfKin, Person

BY_CONSENT = ("member", "coordinator", "next-of-kin")


class NotCovered(Refusal):
    """What is to be taken out is not in the consent."""

    message = _("The consent does not cover this. Choose something it covers, or take all of it back.")


@transaction.atomic
def sign_consent(*, consent: Consent, by: Actor, at: datetime) -> Consent:
    """The declaration of an oral consent has come back signed. Nothing else changes: it counted all along."""
    make_move(consent, CONSENT, own("sign", by), by=by, at=at)
    tell_hearers(consent, by=by, at=at)
    return consent


@transaction.atomic
def withdraw_consent(
    *, consent: Consent, by: Actor, at: datetime, reason: str, topics: Collection[str] | None = None
) -> Consent:
    """Take a consent back, wholly, or only some `topics`: then the rest goes on as a row of its own, which is returned.

    What rested on it ends in this transaction: grants first of all (pbrl. § 4-1). Raises NotCovered, NotTheirDecision.
    """
    if not reason.strip():
        raise ReasonMissing(field="reason")
    only_who_decides(consent.person, by=by, at=at)
    lock(consent.person)
    if topics is None:
        end(consent, own("withdraw", by), by=by, at=at, reason=reason)
        follow(consent, by=by, at=at)
        return consent
    left = _without(consent, as_topics(topics) or [])
    if not left:
        return withdraw_consent(consent=consent, by=by, at=at, reason=reason)
    state = consent.state
    end(consent, own("withdraw-part", by), by=by, at=at, reason=reason)
    going_on = go_on_with(consent, state, by=by, at=at, topics=left)
    follow(consent, by=by, at=at)
    return going_on


def _without(consent: Consent, taken: list[str]) -> list[str]:
    """What is left to share. A consent without named topics covered nothing of health for those outside it."""
    if consent.state not in GIVEN:
        raise CannotMove
    covered = consent.topics if consent.topics is not None else [str(t) for t in Topic if t in OUTSIDE_HEALTH]
    if not set(taken) & set(covered):
        raise NotCovered(field="topics")
    return [topic for topic in covered if topic not in taken]


@transaction.atomic
def withdraw_recipient(
    *,
    person: Person,
    by: Actor,
    at: datetime,
    reason: str,
    staff: Staff | None = None,
    kin: NextOfKin | None = None,
) -> None:
    """One recipient sees nothing any more, from this moment. Consents that name them end; whoever would still see, by a yes to all
    or as health personnel who cooperate (hpl. § 25), is kept out by a block (§ 29).
    """
    if not reason.strip():
        raise ReasonMissing(field="reason")
    require(by, permission(by), person)
    only_who_decides(person, by=by, at=at)
    lock(person)
    naming = Q(recipient_staff=staff) if staff else Q(recipient_kin=kin)
    for consent in queries.given(person.organisation_id, person.pk).filter(naming):
        end(consent, own("withdraw", by), by=by, at=at, reason=reason)
        follow(consent, by=by, at=at)
    if staff and _still_sees(person, staff, at):
        record_block(person=person, staff=staff, words=reason, by=by, at=at)
    else:
        refresh_person(person.organisation_id, person.pk, at=at, actor=by)


def _still_sees(person: Person, staff: Staff, at: datetime) -> bool:
    with acting_as(DERIVER, purpose="still-sees", organisation_id=person.organisation_id, at=at):
        rows = Grant.objects.filter(
            Q(ends=None) | Q(ends__gt=at), organisation_id=person.organisation_id, person_id=person.pk, account_id=staff.account_id,
            role__in=BY_CONSENT,
        )  # fmt: skip
        return staff.account_id is not None and rows.exists()


@transaction.atomic
def renew_consent(
    *,
    consent: Consent,
    by: Actor,
    at: datetime,
    answer: str,
    given_by: str = GivenBy.PERSON,
    given_by_name: str = "",
    information: str = "",
    information_language: str = "",
    informed_on: date | None = None,
    interpreter_used: bool = False,
    child_heard: str = "",
    ends_on: date | None = None,
    parents: Sequence[NextOfKin] = (),
) -> Consent:
    """The same yes once more, by who decides now: the old row ends as renewed, the new one names it. A no takes it back."""
    if consent.state not in GIVEN:
        raise CannotMove
    renewed = record_consent(
        person=consent.person, by=by, at=at, subjects=consent.subjects, answer=answer, given_by=given_by, given_by_name=given_by_name,
        recipients=consent.recipients, recipient_staff=consent.recipient_staff, recipient_kin=consent.recipient_kin,
        recipient_organisation=consent.recipient_organisation, not_shared=consent.not_shared, uses=consent.uses, topics=consent.topics,
        information=information, information_language=information_language, informed_on=informed_on,
        interpreter_used=interpreter_used, child_heard=child_heard, ends_on=ends_on, parents=parents,
    )  # fmt: skip
    renewed.goes_on_from = consent
    renewed.save(update_fields=["goes_on_from"])
    consent.refresh_from_db()
    return renewed


@transaction.atomic
def correct_consent(*, consent: Consent, by: Actor, at: datetime, reason: str) -> Consent:
    """Take out what was recorded by mistake. It stays readable as entered in error."""
    if not reason.strip():
        raise ReasonMissing(field="reason")
    end(consent, "correct", by=by, at=at, reason=reason)
    follow(consent, by=by, at=at)
    return consent


@transaction.atomic
def expire_due(*, person: Person, by: Actor, at: datetime) -> list[Consent]:
    """Move consents whose end date has passed. They already stopped counting on that date; this writes it down."""
    lock(person)
    passed = list(queries.past_their_end(person.organisation_id, at=at).filter(person=person).order_by("id"))
    for consent in passed:
        end(consent, "expire", by=by, at=at)
        follow(consent, by=by, at=at)
    return passed
