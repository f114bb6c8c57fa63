"""What must hold across the files of the demo: known words, references that exist, days in order."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date

from knutepunkt.demo.content.lately_checks import lately_problems
from knutepunkt.demo.content.people import FollowUp, Notice, Person
from knutepunkt.demo.content.places import Organisation, Unit
from knutepunkt.demo.content.plan import Plan
from knutepunkt.demo.content.reading import Content
from knutepunkt.demo.content.words import (
    ACTIVITY_STATES,
    APPOINTMENT_STATES,
    AREAS,
    BASES,
    CHANNELS,
    DECISIONS,
    FOLLOW_UP_STATES,
    FORMS,
    GOAL_STATES,
    KINDS,
    MUNICIPAL_FUNCTIONS,
    NOTICE_KINDS,
    NOTICE_STATES,
    OUTCOMES,
    PLAN_STATES,
    RELATIONS,
    ROLES,
    SECTORS,
    TRUST_FUNCTIONS,
)

FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
SYNTHETIC_MONTH_SHIFT = 80


class ContentError(ValueError):
    """The demo's content does not hold together; one sentence per problem."""

    def __init__(self, found: list[str]) -> None:
        super().__init__("\n".join(found))


def problems(content: Content) -> list[str]:
    """Every problem found, each as a sentence that names the file's own key; empty when all holds."""
    return [
        *_places(content),
        *_staff(content),
        *_duplicates(content),
        *(problem for person in content.persons for problem in _person(content, person)),
        *(problem for told in content.lately for problem in lately_problems(content, told)),
    ]


def number_is_synthetic(number: str, born: date) -> bool:
    """Whether an identity number is a formally valid synthetic one (month + 80) of that birth date."""
    digits = [int(digit) for digit in number]
    head = f"{born.day:02}{born.month + SYNTHETIC_MONTH_SHIFT:02}{born.year % 100:02}"
    sums = (sum(map(int.__mul__, digits, weights)) % 11 for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS))
    return len(digits) == len(SECOND_WEIGHTS) and number.startswith(head) and not any(sums)


def texts(thing: object) -> Iterator[str]:
    """Every text inside a piece of content, in order; keys and code words among them."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        for item in thing:
            yield from texts(item)
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from texts(getattr(thing, field.name))


def _unknown(where: str, value: str, known: Iterable[str]) -> Iterator[str]:
    if value and value not in known:
        yield f"{where}: {value} is not known"


def _places(content: Content) -> Iterator[str]:
    organisations = {one.key for one in content.organisations}
    units = {one.key: one.organisation for one in content.units}
    for place in _all_places(content):
        yield from _unknown(f"{place.key}.kind", place.kind, KINDS)
    for organisation in content.organisations:
        yield from _unknown(f"{organisation.key}.parent", organisation.parent, organisations)
    for unit in content.units:
        yield from _unknown(f"{unit.key}.organisation", unit.organisation, organisations)
        yield from _unknown(f"{unit.key}.sector", unit.sector, SECTORS)
        yield from _unknown(f"{unit.key}.parent", unit.parent, units)
    for one in content.coordinating_units:
        yield from _unknown(f"{one.organisation}.form", one.form, FORMS)
        for name in (*one.units, *one.functions.values()):
            if units.get(name) != one.organisation:
                yield f"{one.organisation}: the coordinating unit names {name}, which is not a unit of it"
        if set(one.functions) not in (MUNICIPAL_FUNCTIONS, TRUST_FUNCTIONS):
            yield f"{one.organisation}: a statutory function has no unit"
    for rule in content.routing:
        if units.get(rule.unit) != rule.organisation:
            yield f"{rule.organisation} rule {rule.order}: {rule.unit} is not a unit of it"


def _staff(content: Content) -> Iterator[str]:
    units = {one.key for one in content.units}
    staff = {one.key: one.organisation for one in content.staff}
    for one in content.staff:
        yield from _unknown(f"{one.key}.employer", one.employer, {place.key for place in _all_places(content)})
        for post in one.posts:
            yield from _unknown(f"{one.key}.role", post.role, ROLES)
            yield from _unknown(f"{one.key}.unit", post.unit, units)
            yield from _unknown(f"{one.key}.deputy_for", post.deputy_for, staff)
    for rule in content.routing:
        for name in (rule.caseworker, rule.deputy):
            if staff.get(name) != rule.organisation:
                yield f"{rule.organisation} rule {rule.order}: {name} does not work there"


def _duplicates(content: Content) -> Iterator[str]:
    keys = Counter(
        [
            *(one.key for one in _all_places(content)),
            *(one.key for one in content.staff),
            *(one.key for one in content.persons),
        ]
    )
    numbers = Counter(person.number for person in content.persons if person.number)
    hers = Counter(one.her for one in _all_places(content) if one.her)
    yield from (f"{name} is used twice" for name, count in (keys + numbers + hers).items() if count > 1)


def _person(content: Content, person: Person) -> Iterator[str]:
    where = person.key
    if person.number and not (person.born and number_is_synthetic(person.number, person.born)):
        yield f"{where}: the identity number is not a synthetic one of that birth date"
    yield from _unknown(f"{where}.gp", person.gp, _parties(content))
    yield from _unknown(f"{where}.organisation", person.organisation, {one.key for one in content.organisations})
    for sibling in person.siblings:
        yield from _unknown(f"{where}.siblings", sibling, {one.key for one in content.persons})
    for kin in person.kin:
        yield from _unknown(f"{where}.kin", kin.relation, RELATIONS)
        yield from _unknown(f"{where}.kin", kin.works_as, _names(content))
    for notice in person.notices:
        yield from _notice(content, where, notice)
    if person.follow_up:
        if not any(notice.state == "accepted" for notice in person.notices):
            yield f"{where}: has a follow-up, but no accepted notice"
        yield from _follow_up(content, person, person.follow_up)


def _notice(content: Content, where: str, notice: Notice) -> Iterator[str]:
    known = (
        (notice.kind, NOTICE_KINDS),
        (notice.channel, CHANNELS),
        (notice.state, NOTICE_STATES),
        (notice.basis, BASES),
        (notice.sender, _parties(content)),
        (notice.outcome_to, _parties(content)),
        (notice.acknowledged_by, _names(content)),
        (notice.outcome_by, _names(content)),
        (notice.responsible, _names(content)),
    )
    for value, words in known:
        yield from _unknown(f"{where}.notice", value, words)
    if notice.decision:
        yield from _unknown(f"{where}.decision", notice.decision.kind, DECISIONS)
    days = [day for day in (notice.received, notice.acknowledged, notice.outcome_at) if day is not None]
    if days != sorted(days) or days[-1] > 0:
        yield f"{where}: the notice's days are out of order"
    if (notice.state == "received") != (notice.acknowledged is None):
        yield f"{where}: acknowledged exactly when past received"
    if (notice.state in OUTCOMES) != (notice.outcome_at is not None):
        yield f"{where}: an outcome has its day, and nothing else has one"


def _follow_up(content: Content, person: Person, follow_up: FollowUp) -> Iterator[str]:
    where, parties, names = person.key, _parties(content), _names(content)
    yield from _unknown(f"{where}.state", follow_up.state, FOLLOW_UP_STATES)
    yield from _unknown(f"{where}.gp", follow_up.gp, parties)
    for appointment in follow_up.appointments:
        yield from _unknown(f"{where}.appointment", appointment.state, APPOINTMENT_STATES)
        yield from _unknown(f"{where}.appointment", appointment.staff, names)
        yield from _unknown(f"{where}.appointment", appointment.service, parties)
    for member in follow_up.team:
        yield from _unknown(f"{where}.team", member.staff, names)
        yield from _unknown(f"{where}.team", member.party, parties)
    for name in [
        follow_up.opened_by,
        *(note.by for note in follow_up.notes),
        *(one.made_by for one in follow_up.decisions),
    ]:
        yield from _unknown(f"{where}.by", name, names)
    for decision in follow_up.decisions:
        yield from _unknown(f"{where}.decision", decision.kind, DECISIONS)
    if follow_up.consent:
        for recipient in follow_up.consent.recipients:
            yield from _unknown(f"{where}.consent", recipient, parties)
    if follow_up.plan:
        yield from _plan(content, person, follow_up.plan)


def _plan(content: Content, person: Person, plan: Plan) -> Iterator[str]:
    where, services = person.key, _services_of(content, person.organisation)
    yield from _unknown(f"{where}.plan", plan.state, PLAN_STATES)
    yield from _unknown(f"{where}.main_responsible", plan.main_responsible, services)
    for goal in plan.goals:
        yield from _unknown(f"{where}.goal", goal.area, AREAS)
        yield from _unknown(f"{where}.goal", goal.state, GOAL_STATES)
        for activity in goal.activities:
            yield from _unknown(f"{where}.activity", activity.state, ACTIVITY_STATES)
            if bool(activity.service) == bool(activity.contributor):
                yield f"{where}: an activity has a service or a contributor: {activity.what}"
            if activity.service and activity.service not in services:
                yield f"{where}: {activity.service} is not a service of that place"


def _all_places(content: Content) -> tuple[Organisation | Unit, ...]:
    return (*content.organisations, *content.units)


def _parties(content: Content) -> set[str]:
    return {one.key for one in _all_places(content)}


def _names(content: Content) -> set[str]:
    return {one.key for one in content.staff}


def _services_of(content: Content, organisation: str) -> set[str]:
    """Keys of the units of a municipality, and of organisations and their units that serve it."""
    number = next(one.municipality_number for one in content.organisations if one.key == organisation)
    near = {one.key for one in content.organisations if one.key == organisation or number in one.catchment}
    return near | {one.key for one in content.units if one.organisation in near}
