"""What the facts of this room give sight of, and take away again: the own file, those who act for somebody, emergencies, conflicts.

Birthdays and ends of mandates act by themselves: a grant starts or ends on them, and needs no job. Ages and parts are the law data's.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from knutepunkt import law
from knutepunkt.access import scope
from knutepunkt.access.grants import ExclusionSpec, GrantSpec, exclusion, source
from knutepunkt.foundation.clock import day
from knutepunkt.identity.models import Account, AccountKind
from knutepunkt.people.models import (
    CompetenceDecision,
    ConflictOfInterest,
    Custody,
    EmergencyAccess,
    MandateKind,
    NextOfKin,
    Person,
)
from knutepunkt.people.periods import Period, birthday, midnight

Topics = tuple[str, ...] | None


def _today() -> date:
    """The day whose law counts: that of the transaction, as row-level security reads it."""
    at = scope.current().at
    assert at is not None, "grants are derived at a moment"
    return day(at)


def _of(organisation_id: UUID, person_id: UUID | None, key: str = "person_id") -> Q:
    return Q(organisation_id=organisation_id) & (Q(**{key: person_id}) if person_id else Q())


@source("own-file")
def own_files(organisation_id: UUID, person_id: UUID | None) -> Iterable[GrantSpec]:
    """Being the person gives the own file, all of it: from the age at which a child must be heard."""
    rows = Person.objects.filter(_of(organisation_id, person_id, "pk"), account__isnull=False)
    for pk, account_id, since, born in rows.values_list("pk", "account_id", "created_at", "birth_date"):
        heard = birthday("heard-from", born, on=_today())
        starts = max(since, heard) if heard else since
        yield GrantSpec(pk, account_id, None, "person", None, "own-file", "own-file", pk, starts, None)


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides who acts for one person: ages, custody taken over, and what the person cannot decide about."""

    decides: datetime | None
    """When the person decides alone; None without a birth date."""
    between: Period | None
    """From deciding alone until of age."""
    custody: tuple[Period, ...]
    cannot: tuple[tuple[Period, Topics], ...]

    def acting(self, period: Period) -> list[tuple[Period, Topics]]:
        """When those who decide for a child act, of a period they are there in; and about what."""
        found: list[tuple[Period | None, Topics]] = [(period.until(self.decides), None)]
        later = period.meets(self.between) if self.between else None
        found += [(later.meets(when), topics) for when, topics in self.cannot if later]
        return [(when, topics) for when, topics in found if when]


class Situations:
    """The situations of the persons asked about, read in three statements."""

    def __init__(self, organisation_id: UUID, person_id: UUID | None) -> None:
        today = _today()
        self._born = dict(Person.objects.filter(_of(organisation_id, person_id, "pk")).values_list("pk", "birth_date"))
        self._custodies: dict[UUID, list[Period]] = defaultdict(list)
        for row in Custody.objects.filter(_of(organisation_id, person_id)):
            if row.ends_at is None or row.starts_at < row.ends_at:
                self._custodies[row.person_id].append(Period(row.starts_at, row.ends_at))
        self._cannot: dict[UUID, list[tuple[Period, Topics]]] = defaultdict(list)
        for decision in CompetenceDecision.objects.filter(_of(organisation_id, person_id), presented_on__isnull=False):
            when = counts_in(decision)
            if when:
                topics = None if decision.topics is None else tuple(decision.topics)
                self._cannot[decision.person_id].append((when, topics))
        self._today = today

    def of(self, person_id: UUID) -> Situation:
        """One person's situation."""
        born = self._born[person_id]
        decides, adult = birthday("decides", born, on=self._today), birthday("adult", born, on=self._today)
        return Situation(
            decides=decides,
            between=Period(decides, adult) if decides else None,
            custody=tuple(self._custodies.get(person_id, ())),
            cannot=tuple(self._cannot.get(person_id, ())),
        )


def counts_in(decision: CompetenceDecision) -> Period | None:
    """When a decision counts: in its period, and never before it was presented."""
    if decision.presented_on is None:
        return None
    return Period(decision.starts_at, decision.ends_at).meets(Period(midnight(decision.presented_on), None))


@source("representatives")
def representatives(organisation_id: UUID, person_id: UUID | None) -> Iterable[GrantSpec]:
    """Parents until the child decides alone, and not while custody is taken over; guardians and proxies in their mandate; foster
    parents daily matters while custody is taken over (pbrl. §§ 4-4, 4-5, 4-7).
    """
    rows = list(NextOfKin.objects.filter(_of(organisation_id, person_id), account__isnull=False))
    if not rows:
        return
    situations = Situations(organisation_id, person_id)
    daily = law.on(_today()).standing("foster-parent").parts
    for row in rows:
        for role, when, topics in _acts(row, situations.of(row.person_id), daily):
            yield GrantSpec(
                row.person_id, row.account_id, None, role, topics, role, "representatives", row.pk, when.starts, when.ends,
            )  # fmt: skip


def _acts(row: NextOfKin, situation: Situation, daily: tuple[str, ...]) -> Iterator[tuple[str, Period, Topics]]:
    whole = Period(row.valid_from, row.valid_to)
    if whole.ends is not None and whole.ends <= whole.starts:
        return
    if row.parental_responsibility:
        for when, topics in situation.acting(whole):
            for part in when.without(situation.custody):
                yield "parent", part, topics
    elif row.mandate and row.mandate_kind != MandateKind.POWER_OF_ATTORNEY:
        yield "guardian", whole, None if row.mandate_topics is None else tuple(row.mandate_topics)
    if row.foster_parent:
        for custody in situation.custody:
            shared = whole.meets(custody)
            if shared:
                yield "foster-parent", shared, daily


@source("custody")
def custodies(organisation_id: UUID, person_id: UUID | None) -> Iterable[GrantSpec]:
    """Who answers in child welfare, while custody is taken over and the child does not decide alone."""
    rows = list(
        Custody.objects.filter(_of(organisation_id, person_id), staff__account__isnull=False).select_related("staff")
    )
    if not rows:
        return
    situations = Situations(organisation_id, person_id)
    for row in rows:
        assert row.staff is not None
        if row.ends_at is not None and row.ends_at <= row.starts_at:
            continue
        for when, topics in situations.of(row.person_id).acting(Period(row.starts_at, row.ends_at)):
            yield GrantSpec(
                row.person_id, row.staff.account_id, None, "child-welfare", topics, "custody", "custody", row.pk, when.starts, when.ends,
            )  # fmt: skip


@source("emergency")
def emergencies(organisation_id: UUID, person_id: UUID | None) -> Iterable[GrantSpec]:
    """Emergency access, until it ends by itself or is closed before."""
    rows = EmergencyAccess.objects.filter(_of(organisation_id, person_id), staff__account__isnull=False)
    for pk, whose, account_id, starts, ends in rows.values_list(
        "pk", "person_id", "staff__account_id", "starts_at", "ends_at"
    ):
        yield GrantSpec(whose, account_id, None, "emergency", None, "emergency", "emergency", pk, starts, ends)


@exclusion("conflicts")
def conflicts(organisation_id: UUID, person_id: UUID | None) -> Iterable[ExclusionSpec]:
    """Staff never reach as staff their own file, a relative's, or one they have said they must keep away from."""
    yield from _relatives(organisation_id, person_id)
    rows = ConflictOfInterest.objects.filter(_of(organisation_id, person_id), staff__account__isnull=False)
    for pk, whose, account_id, starts, ends in rows.values_list(
        "pk", "person_id", "staff__account_id", "starts_at", "ends_at"
    ):
        yield ExclusionSpec(whose, account_id, None, None, None, "conflict", "conflicts", pk, starts, ends)


def _relatives(organisation_id: UUID, person_id: UUID | None) -> Iterable[ExclusionSpec]:
    persons = Person.objects.filter(_of(organisation_id, person_id, "pk"))
    own = persons.filter(account__isnull=False).values_list("account_id", "pk", "created_at")
    kin = NextOfKin.objects.filter(_of(organisation_id, person_id), account__isnull=False)
    near = {(account, whose, since) for account, whose, since in own} | set(
        kin.values_list("account_id", "person_id", "person__created_at")
    )
    if not near:
        return
    staff = _staff_behind({account for account, *_ in near})
    for account, whose, since in sorted(near):
        if account in staff:
            yield ExclusionSpec(whose, staff[account], None, None, None, "conflict", "conflicts", whose, since, None)


def _staff_behind(accounts: set[UUID]) -> dict[UUID, UUID]:
    """The staff account of the same human, for each account that has one."""
    known = Account.objects.filter(pk__in=accounts, twin__kind=AccountKind.STAFF).values_list("pk", "twin_id")
    knowing = Account.objects.filter(twin_id__in=accounts, kind=AccountKind.STAFF).values_list("twin_id", "pk")
    return {mine: staff for mine, staff in known.union(knowing) if mine and staff}
