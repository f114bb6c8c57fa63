"""Those close to a person, and those who act for them: parents, guardians, foster parents, with what they may and from when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.grants import refresh_person
from knutepunkt.access.permissions import FILE, Permission, Topic
from knutepunkt.audit.log import record
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.identity.models import Account, AccountKind
from knutepunkt.people.models import MandateKind, NextOfKin, Person
from knutepunkt.people.settling import acts, settle_ending, settle_followed_kin

CHANGEABLE = frozenset({
    "name", "relation", "nearest", "parental_responsibility", "foster_parent", "mandate", "mandate_kind", "mandate_topics", "phone", "email",
    "valid_from", "valid_to",
})  # fmt: skip


class AlreadyConnected(Refusal):
    """The account belongs to another file here, or the file has another account."""

    message = _(
        "The sign-in already belongs to another file here, or the file has another sign-in. Look at the file first."
    )


class NotAPersonsSignIn(Refusal):
    """A member of staff's sign-in never opens own pages: the two are kept apart."""

    message = _("This is a sign-in for staff. Use the person's own sign-in.")


class MandateWordsMissing(Refusal):
    """A kind without words."""

    message = _("Write what the mandate says, in a few words. It is shown on the file.")


class MandateKindUnknown(Refusal):
    """Somebody acts by a mandate of no known kind, or in parts there are none of."""

    message = _("Choose what kind of mandate it is, and which parts of the file it covers.")


class EndsBeforeItStarts(Refusal):
    """The days are the wrong way round."""

    message = _("The last day is before the first. Check the dates.")


class NoLongerActs(Refusal):
    """What has ended stays as it was."""

    message = _("This has ended, so it stands as it was. Add the person anew if they act again.")


@transaction.atomic
def add_next_of_kin(
    *,
    person: Person,
    by: Actor,
    at: datetime,
    name: str,
    relation: str,
    account: Account | None = None,
    valid_from: datetime | None = None,
    **facts: Any,
) -> NextOfKin:
    """Add somebody close. `facts` are fields of NextOfKin.

    With an account, one with parental responsibility sees the file until the person decides alone; a guardian or future proxy what the
    mandate covers, from and to; a foster parent daily matters while custody is taken over. Raises MandateWordsMissing,
    MandateKindUnknown, EndsBeforeItStarts, NotAPersonsSignIn, NotAllowed.
    """
    require(by, Permission.PERSON_EDIT, person)
    kin = NextOfKin(
        organisation_id=person.organisation_id,
        person=person,
        account=checked_account(None, account) if account else None,
        name=name,
        relation=relation,
        valid_from=valid_from or at,
        **_checked(facts),
    )
    _check(kin)
    kin.save(force_insert=True)
    record("next-of-kin.added", kin, by=by, at=at, **_codes(kin))
    settle_followed_kin(kin, by=by, at=at)
    refresh_person(person.organisation_id, person.pk, at=at, actor=by)
    return kin


@transaction.atomic
def change_next_of_kin(*, kin: NextOfKin, by: Actor, at: datetime, **changes: Any) -> NextOfKin:
    """Change what is known of somebody close, or what they may; sight follows at once. Raises as `add_next_of_kin`, and NoLongerActs."""
    require(by, Permission.PERSON_EDIT, kin)
    if kin.valid_to is not None and kin.valid_to <= at:
        raise NoLongerActs
    fields = [name for name, value in _checked(changes).items() if getattr(kin, name) != value]
    for name in fields:
        setattr(kin, name, changes[name])
    _check(kin)
    if fields:
        kin.save(update_fields=fields)
        record("next-of-kin.changed", kin, by=by, at=at, fields=sorted(fields), **_codes(kin))
        if "valid_to" in fields or not acts(kin):
            settle_ending(kin.organisation_id, [kin.pk], by=by, at=at)
        settle_followed_kin(kin, by=by, at=at)
        refresh_person(kin.organisation_id, kin.person_id, at=at, actor=by)
    return kin


@transaction.atomic
def end_next_of_kin(*, kin: NextOfKin, by: Actor, at: datetime) -> None:
    """Somebody close is so no longer, or no longer acts: sight of the file ends at once; the row stays as history."""
    require(by, Permission.PERSON_EDIT, kin)
    kin.valid_to = at
    kin.save(update_fields=["valid_to"])
    record("next-of-kin.ended", kin, by=by, at=at)
    settle_ending(kin.organisation_id, [kin.pk], by=by, at=at)
    refresh_person(kin.organisation_id, kin.person_id, at=at, actor=by)


@transaction.atomic
def connect_kin_account(*, kin: NextOfKin, account: Account, by: Actor, at: datetime) -> None:
    """Let a sign-in be theirs: from now on they see what they may act in. Raises AlreadyConnected, NotAPersonsSignIn."""
    require(by, Permission.PERSON_EDIT, kin)
    kin.account = checked_account(kin.account_id, account)
    kin.save(update_fields=["account"])
    record("next-of-kin.account-connected", kin, by=by, at=at, account=account.pk)
    refresh_person(kin.organisation_id, kin.person_id, at=at, actor=by)


def checked_account(present: UUID | None, account: Account) -> Account:
    """The account, when it is a person's and no other stands there. Raises AlreadyConnected, NotAPersonsSignIn."""
    if account.kind != AccountKind.PERSON:
        raise NotAPersonsSignIn
    if present not in {None, account.pk}:
        raise AlreadyConnected
    return account


def known_parts(topics: Sequence[str] | None) -> bool:
    """Are these parts of a file there are?"""
    return topics is None or (len(topics) > 0 and {FILE, *Topic}.issuperset(topics))


def _checked(facts: dict[str, Any]) -> dict[str, Any]:
    unknown = facts.keys() - CHANGEABLE
    if unknown:
        raise TypeError(f"next of kin have no field {sorted(unknown)} to set")
    return facts


def _check(kin: NextOfKin) -> None:
    if kin.mandate_kind and not kin.mandate.strip():
        raise MandateWordsMissing(field="mandate")
    if (kin.mandate_kind and kin.mandate_kind not in MandateKind.values) or not known_parts(kin.mandate_topics):
        raise MandateKindUnknown(field="mandate_kind")
    if kin.valid_to is not None and kin.valid_to <= kin.valid_from:
        raise EndsBeforeItStarts(field="valid_to")


def _codes(kin: NextOfKin) -> dict[str, Any]:
    return {
        "parental_responsibility": kin.parental_responsibility,
        "foster_parent": kin.foster_parent,
        "mandate": bool(kin.mandate),
        "mandate_kind": kin.mandate_kind,
    }
