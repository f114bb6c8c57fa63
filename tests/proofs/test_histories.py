"""Thousands of random histories: the grants and exclusions the product derives are those of a model that knows nothing of it."""

import random
from collections import Counter, defaultdict
from datetime import timedelta

import pytest

from knutepunkt.access import grants
from knutepunkt.access.scope import acting_as
from knutepunkt.identity.system import DERIVER
from proofs import reference_model as model
from proofs.histories import History, Pool

HISTORIES, CHUNKS, STEPS = 2000, 4, (15, 30)


def moments(history, specs):
    """Now, and just before and at every moment ahead at which anything could change."""
    edges = {history.at}
    for spec in specs:
        edges |= {moment for moment in (spec.starts, spec.ends) if moment}
    edges |= {model.birthday(history.facts.birth, years) for years in (7, 12, 16, 18)}
    for consent in history.facts.consents:
        if consent.last_day:
            edges.add(model.datetime.combine(consent.last_day + timedelta(days=1), model.time(), tzinfo=model.OSLO))
    near = {edge + step for edge in edges for step in (timedelta(seconds=-1), timedelta(0))}
    return sorted(t for t in near if t >= history.at)


def in_force(spec, t):
    return spec.starts <= t and (spec.ends is None or t < spec.ends)


def topics(spec):
    return None if spec.topics is None else frozenset(spec.topics)


def given(specs, t):
    return {(str(s.account_id or s.unit_id), s.role, topics(s)) for s in specs if in_force(s, t)}


def taken(specs, t):
    return {
        (str(s.account_id or s.unit_id), topics(s), str(s.object_id) if s.object_id else None, s.kind)
        for s in specs
        if in_force(s, t)
    }


def by_person(specs):
    found = defaultdict(list)
    for spec in specs:
        found[spec.person_id].append(spec)
    return found


def save(histories):
    """All rows of all histories, one INSERT for each kind, the referred ones first."""
    kinds = defaultdict(list)
    for history in histories:
        for row in history.rows:
            kinds[type(row)].append(row)
    first = ("Person", "FollowUp", "NextOfKin")
    for kind in sorted(
        kinds, key=lambda one: (one.__name__ not in first, first.index(one.__name__) if one.__name__ in first else 0)
    ):
        kind.objects.bulk_create(kinds[kind])


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_grants_and_exclusions_are_those_of_the_model(world, at, chunk):
    size = HISTORIES // CHUNKS
    chance = random.Random(f"knutepunkt {chunk}")
    pool = Pool(world, accounts=size)
    histories = [History(pool, chance, number, at).play(chance.randint(*STEPS)) for number in range(size)]
    save(histories)
    with acting_as(DERIVER, purpose="derive-grants", organisation_id=pool.organisation_id, at=at):
        gives = by_person(spec for derive in grants.SOURCES.values() for spec in derive(pool.organisation_id, None))
        takes = by_person(spec for derive in grants.EXCLUSIONS.values() for spec in derive(pool.organisation_id, None))
    wrong, seen = [], Counter()
    for history in histories:
        key = history.person.pk
        for t in moments(history, [*gives[key], *takes[key]]):
            wanted, found = model.grants(history.facts, t), given(gives[key], t)
            closed, excluded = model.exclusions(history.facts, t), taken(takes[key], t)
            seen.update(role for _, role, _ in wanted)
            seen.update(kind for *_, kind in closed)
            if wanted != found or closed != excluded:
                wrong.append((str(t), history.log, wanted ^ found, closed ^ excluded))
                break

    assert wrong[:3] == []
    assert sum(len(history.log) for history in histories) >= 15 * size
    assert set(seen) >= {
        "person", "parent", "guardian", "foster-parent", "next-of-kin", "child-welfare", "emergency", "caseworker", "coordinator",
        "member", "block", "conflict", "withheld",
    }  # fmt: skip


def test_refreshing_one_person_writes_what_all_together_say(world, at):
    """The table after `refresh_person`, person by person, holds exactly what the sources say; and nothing is left to differ."""
    chance = random.Random("one by one")
    pool = Pool(world, accounts=60)
    histories = [History(pool, chance, number, at).play(20) for number in range(60)]
    save(histories)
    for history in histories:
        grants.refresh_person(pool.organisation_id, history.person.pk, at=at)

    assert grants.differences(pool.organisation_id, at=at) == []
