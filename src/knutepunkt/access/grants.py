"""Grants are derived: each room that holds a fact registers a source, and one function recomputes and compares.

Operations that change such a fact call `refresh_person` (or `refresh_units`) in their transaction.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from knutepunkt.access.actor import Actor
from knutepunkt.access.models import Exclusion, Grant, UnitGrant
from knutepunkt.access.roles import ROLES
from knutepunkt.access.scope import acting_as
from knutepunkt.identity.system import DERIVER


@dataclass(frozen=True, slots=True)
class GrantSpec:
    """What a source says should stand in the table. `topics` None means all topics."""

    person_id: UUID
    account_id: UUID | None
    unit_id: UUID | None
    role: str
    topics: tuple[str, ...] | None
    basis: str
    source: str
    source_id: UUID
    starts: datetime
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class ExclusionSpec:
    """What a source says is taken away again. Neither topics nor object: the whole file. `kind`: block, conflict, withheld."""

    person_id: UUID
    account_id: UUID | None
    unit_id: UUID | None
    topics: tuple[str, ...] | None
    object_id: UUID | None
    kind: str
    source: str
    source_id: UUID
    starts: datetime
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class UnitGrantSpec:
    """Someone works in a unit in a role."""

    account_id: UUID
    unit_id: UUID | None
    role: str
    source_id: UUID
    starts: datetime
    ends: datetime | None


Source = Callable[[UUID, UUID | None], Iterable[GrantSpec]]
ExclusionSource = Callable[[UUID, UUID | None], Iterable[ExclusionSpec]]
UnitSource = Callable[[UUID], Iterable[UnitGrantSpec]]
SOURCES: dict[str, Source] = {}
EXCLUSIONS: dict[str, ExclusionSource] = {}
UNIT_SOURCES: dict[str, UnitSource] = {}


def source(name: str) -> Callable[[Source], Source]:
    """Register `function(organisation_id, person_id or None for all)` as a source of grants."""

    def register(function: Source) -> Source:
        SOURCES[name] = function
        return function

    return register


def exclusion(name: str) -> Callable[[ExclusionSource], ExclusionSource]:
    """Register `function(organisation_id, person_id or None for all)` as a source of exclusions."""

    def register(function: ExclusionSource) -> ExclusionSource:
        EXCLUSIONS[name] = function
        return function

    return register


def unit_source(name: str) -> Callable[[UnitSource], UnitSource]:
    """Register a source of unit roles."""

    def register(function: UnitSource) -> UnitSource:
        UNIT_SOURCES[name] = function
        return function

    return register


def _spec(row: Grant) -> GrantSpec:
    topics = None if row.topics is None else tuple(row.topics)
    return GrantSpec(
        row.person_id,
        row.account_id,
        row.unit_id,
        row.role,
        topics,
        row.basis,
        row.source,
        row.source_id,
        row.starts,
        row.ends,
    )


def _excluded(row: Exclusion) -> ExclusionSpec:
    topics = None if row.topics is None else tuple(row.topics)
    return ExclusionSpec(
        row.person_id,
        row.account_id,
        row.unit_id,
        topics,
        row.object_id,
        row.kind,
        row.source,
        row.source_id,
        row.starts,
        row.ends,
    )


def _difference(wanted: Iterable[Any], rows: Iterable[Any], spec: Callable[[Any], Any]) -> tuple[list[Any], list[Any]]:
    missing = Counter(wanted)
    surplus = []
    for row in rows:
        key = spec(row)
        if missing[key] > 0:
            missing[key] -= 1
        else:
            surplus.append(row)
    return list(missing.elements()), surplus


def _derive(organisation_id: UUID, person_id: UUID | None) -> list[GrantSpec]:
    return [spec for derive in SOURCES.values() for spec in derive(organisation_id, person_id)]


def refresh_person(organisation_id: UUID, person_id: UUID, *, at: datetime, actor: Actor | None = None) -> None:
    """Make grants and exclusions of one person equal what the sources say, in the transaction of the change that called for it."""
    with acting_as(DERIVER, purpose="derive-grants", organisation_id=organisation_id, person_id=person_id, at=at):
        rows = Grant.objects.filter(organisation_id=organisation_id, person_id=person_id)
        missing, surplus = _difference(_derive(organisation_id, person_id), rows, _spec)
        if surplus:
            Grant.objects.filter(organisation_id=organisation_id, pk__in=[row.pk for row in surplus]).delete()
        _insert(organisation_id, missing)
        _refresh_exclusions(organisation_id, person_id)
    if actor is not None:
        actor.forget(person_id)


def _refresh_exclusions(organisation_id: UUID, person_id: UUID) -> None:
    rows = Exclusion.objects.filter(organisation_id=organisation_id, person_id=person_id)
    missing, surplus = _difference(_derive_exclusions(organisation_id, person_id), rows, _excluded)
    if surplus:
        Exclusion.objects.filter(organisation_id=organisation_id, pk__in=[row.pk for row in surplus]).delete()
    Exclusion.objects.bulk_create(Exclusion(organisation_id=organisation_id, **_values(spec)) for spec in missing)


def _derive_exclusions(organisation_id: UUID, person_id: UUID | None) -> list[ExclusionSpec]:
    return [spec for derive in EXCLUSIONS.values() for spec in derive(organisation_id, person_id)]


def _values(spec: GrantSpec | ExclusionSpec) -> dict[str, Any]:
    values = {each.name: getattr(spec, each.name) for each in fields(spec)}
    return values | {"topics": None if spec.topics is None else list(spec.topics)}


def _insert(organisation_id: UUID, specs: Iterable[GrantSpec]) -> None:
    Grant.objects.bulk_create(Grant(organisation_id=organisation_id, **_values(spec)) for spec in specs)


def _unit_spec(row: UnitGrant) -> UnitGrantSpec:
    return UnitGrantSpec(row.account_id, row.unit_id, row.role, row.source_id, row.starts, row.ends)


def refresh_units(organisation_id: UUID, *, at: datetime) -> None:
    """Make the unit grants of the organisation equal what the sources say."""
    with acting_as(DERIVER, purpose="derive-grants", organisation_id=organisation_id, at=at):
        wanted = [spec for derive in UNIT_SOURCES.values() for spec in derive(organisation_id)]
        missing, surplus = _difference(wanted, UnitGrant.objects.filter(organisation_id=organisation_id), _unit_spec)
        UnitGrant.objects.filter(organisation_id=organisation_id, pk__in=[row.pk for row in surplus]).delete()
        UnitGrant.objects.bulk_create(
            UnitGrant(
                organisation_id=organisation_id,
                account_id=s.account_id,
                unit_id=s.unit_id,
                role=s.role,
                content=ROLES[s.role].content,
                source_id=s.source_id,
                starts=s.starts,
                ends=s.ends,
            )
            for s in missing
        )


def differences(organisation_id: UUID, *, at: datetime) -> list[str]:
    """What differs between the tables and the sources, as lines for an alarm; empty when all is well."""
    with acting_as(DERIVER, purpose="check-grants", organisation_id=organisation_id, at=at):
        missing, surplus = _difference(
            _derive(organisation_id, None), Grant.objects.filter(organisation_id=organisation_id), _spec
        )
        unsaid, stale = _difference(
            _derive_exclusions(organisation_id, None),
            Exclusion.objects.filter(organisation_id=organisation_id),
            _excluded,
        )
    said: list[GrantSpec | ExclusionSpec] = [*missing, *unsaid]
    held: list[GrantSpec | ExclusionSpec] = [*map(_spec, surplus), *map(_excluded, stale)]
    return [f"missing: {astuple(spec)}" for spec in said] + [f"surplus: {astuple(spec)}" for spec in held]
