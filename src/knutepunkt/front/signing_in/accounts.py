"""The account behind somebody a sign-in service vouches for: found, connected to what belongs to it, or new and able to do nothing.

A number is compared by its keyed hash only. One human may have two accounts, one as staff and one as a person; they know each other
and are never mixed in a session. What a service of one organisation says counts in that organisation only.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection

from knutepunkt.foundation.clock import day
from knutepunkt.foundation.ids import new_id
from knutepunkt.front.signing_in import matching
from knutepunkt.identity.models import Account, AccountKind, ExternalIdentity
from knutepunkt.identity.oidc.flow import Verified
from knutepunkt.identity.oidc.provider import OidcProvider
from knutepunkt.identity.oidc.reasons import Reason, SignInRefused
from knutepunkt.organisation.queries import served_organisations
from knutepunkt.people import vault
from knutepunkt.people.conflicts import files_follow_twin
from knutepunkt.people.numbers import NumberKind, NumberRefused, classify

INSTALLATION = UUID(int=0)
"""Stands for no organisation: the hash that tells one human in the whole installation."""
ONE_AT_A_TIME = 0x6B70_6F69
LANGUAGES = {"nb": "nb", "no": "nb", "nn": "nn", "en": "en"}
KINDS = {
    "persons": (AccountKind.PERSON,),
    "staff": (AccountKind.STAFF,),
    "both": (AccountKind.STAFF, AccountKind.PERSON),
}


@dataclass(frozen=True, slots=True)
class Matched:
    """Who signs in, and in which organisation. No organisation: the account can do nothing yet."""

    account: Account
    organisation_id: UUID | None


@dataclass(slots=True)
class _Human:
    """Whom we look for, and the accounts known to be hers, by kind."""

    who: Verified
    provider: OidcProvider
    number: str
    person_hash: bytes | None
    accounts: dict[str, Account]

    def new(self, kind: AccountKind) -> Account:
        """An account of that kind with no role; its name says nothing about anybody."""
        language = LANGUAGES.get(self.who.locale.replace("_", "-").split("-")[0].lower(), "")
        account = Account(subject=f"{self.provider.method}:{new_id()}", kind=kind, language=language)
        account.set_unusable_password()
        account.save()
        self.accounts[kind] = account
        return account


def match(provider: OidcProvider, who: Verified, *, at: datetime) -> Matched:
    """Find or make the account, and connect what the number or the work proves to be its own. Raises SignInRefused."""
    number = _number(provider, who, at=at)
    # What one organisation's own service says about somebody's number opens nothing elsewhere.
    person_hash = vault.fingerprint(INSTALLATION, number) if number and not provider.organisation else None
    with connection.cursor() as cursor:  # two first sign-ins of one human must not make two accounts
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    known = (
        ExternalIdentity.objects.select_related("account__twin")
        .filter(provider=provider.key, subject=who.subject)
        .first()
    )
    if known and known.person_hash and person_hash and bytes(known.person_hash) != person_hash:
        raise SignInRefused(Reason.NUMBER_CHANGED)
    human = _Human(who, provider, number, person_hash, _accounts(known, person_hash))
    matched = _matched(human, at=at)
    if not matched.account.is_active:
        raise SignInRefused(Reason.ACCOUNT_CLOSED)
    _remember(human, matched.account, known, at=at)
    _introduce(human, matched.account, at=at)
    return matched


def _number(provider: OidcProvider, who: Verified, *, at: datetime) -> str:
    """The identity number as eleven digits; empty where staff come without one."""
    if not who.pid:
        if provider.people == "persons":
            raise SignInRefused(Reason.NUMBER_MISSING)
        return ""
    try:
        found = classify(who.pid, on=day(at), test_installation=settings.KNUTEPUNKT_TEST_INSTALLATION)
    except NumberRefused:
        raise SignInRefused(Reason.NUMBER) from None
    if found.kind not in {NumberKind.FNR, NumberKind.DNR}:
        raise SignInRefused(Reason.NUMBER)
    return found.value


def _accounts(known: ExternalIdentity | None, person_hash: bytes | None) -> dict[str, Account]:
    """Accounts that are this human's already: this service's own, their twins, and those of the same number."""
    found: list[Account] = []
    if known:
        found.append(known.account)
    if person_hash:
        same = ExternalIdentity.objects.select_related("account__twin").filter(person_hash=person_hash)
        found += [identity.account for identity in same.order_by("created_at", "id")]
        found += [account.twin for account in found if account.twin]
    accounts: dict[str, Account] = {}
    for account in found:
        accounts.setdefault(account.kind, account)
    return accounts


def _matched(human: _Human, *, at: datetime) -> Matched:
    """The first kind of account that has something to do here; else the account there is, or a new one."""
    kinds = KINDS[human.provider.people]
    found: list[Matched] = []
    for kind in kinds:
        account = human.accounts.get(kind)
        if kind == AccountKind.STAFF:
            account, place = matching.staff_place(
                account, human.who, human.provider, lambda: human.new(AccountKind.STAFF), at=at
            )
        elif human.number:
            account, place = matching.person_place(
                account, human.number, human.provider, lambda: human.new(AccountKind.PERSON), at=at
            )
        else:
            place = None
        if account:
            human.accounts[kind] = account
            found.append(Matched(account, place))
    return next((one for one in found if one.organisation_id), None) or (
        found[0] if found else Matched(human.new(kinds[-1]), None)
    )


def _remember(human: _Human, account: Account, known: ExternalIdentity | None, *, at: datetime) -> None:
    """Next time the service's own subject leads to the account."""
    if known is None:
        ExternalIdentity.objects.create(
            account=account,
            provider=human.provider.key,
            subject=human.who.subject,
            person_hash=human.person_hash,
            created_at=at,
            used_at=at,
        )
        return
    known.account, known.used_at = account, at
    known.person_hash = human.person_hash or known.person_hash
    known.save(update_fields=["account", "used_at", "person_hash"])


def _introduce(human: _Human, account: Account, *, at: datetime) -> None:
    """Staff account and person account of one human know each other, once both exist and neither has another twin.

    From then on the own and relatives' files are closed to the staff account.
    """
    other = next((one for kind, one in human.accounts.items() if kind != account.kind), None)
    if human.person_hash is None or other is None or account.twin_id or other.twin_id:
        return
    Account.objects.filter(pk=account.pk).update(twin=other)
    Account.objects.filter(pk=other.pk).update(twin=account)
    personal = account if account.kind == AccountKind.PERSON else other
    files_follow_twin(personal.pk, served_organisations(), at=at)
