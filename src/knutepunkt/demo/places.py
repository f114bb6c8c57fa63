"""Organisations, units, staff and routing of the demo, through the room's own operations."""

from datetime import time

from knutepunkt.demo.cast import Cast, account
from knutepunkt.demo.content.places import CoordinatingUnit
from knutepunkt.demo.content.places import Unit as UnitContent
from knutepunkt.organisation.kinds import UnitKind
from knutepunkt.organisation.models import Organisation, Unit
from knutepunkt.organisation.operations import (
    add_catchment,
    add_her_address,
    add_routing_rule,
    create_organisation,
    create_unit,
    employ,
    give_role,
    set_deputy,
    set_hours,
    set_postcodes,
)

WEEK = range(5)
SINCE = -720


def load_places(cast: Cast) -> None:
    """Everything that stands before the first person comes."""
    _organisations(cast)
    for organisation in cast.content.organisations:
        if organisation.served:
            with cast.inside(organisation.key, cast.now):
                _units(cast, organisation.key)
                _addresses(cast, organisation.key)
                _staff(cast, organisation.key)
                _routing(cast, organisation.key)


def _organisations(cast: Cast) -> None:
    made: dict[str, Organisation] = {}
    todo = list(cast.content.organisations)
    founder = None
    while todo:
        one = todo.pop(0)
        if one.parent and one.parent not in made:
            todo.append(one)
            continue
        if founder is None:
            cast.organisations[one.key] = Organisation(name=one.name)
            founder = cast.loader(one.key, cast.now)
        made[one.key] = create_organisation(
            by=founder,
            at=cast.now,
            slug=one.key,
            kind=one.kind,
            name=one.name,
            served=one.served,
            number=one.number,
            municipality_number=one.municipality_number,
            parent=made.get(one.parent),
            language_form=one.language,
        )
    cast.organisations.update(made)


def _units(cast: Cast, key: str) -> None:
    coordinating = {unit: c for c in cast.content.coordinating_units if c.organisation == key for unit in c.units}
    todo = [unit for unit in cast.content.units if unit.organisation == key]
    while todo:
        unit = todo.pop(0)
        if unit.parent and (key, unit.parent) not in cast.units:
            todo.append(unit)
            continue
        cast.units[key, unit.key] = _unit(cast, unit, coordinating.get(unit.key))


def _unit(cast: Cast, unit: UnitContent, coordinating: CoordinatingUnit | None) -> Unit:
    carried = [
        function
        for c in cast.content.coordinating_units
        if c.organisation == unit.organisation
        for function, carrier in c.functions.items()
        if carrier == unit.key
    ]
    district = next(
        (d.name for d in cast.content.districts if d.organisation == unit.organisation and d.number == unit.district),
        "",
    )
    groups = unit.target_groups
    return create_unit(
        by=cast.loader(unit.organisation, cast.now),
        at=cast.now,
        organisation_id=cast.organisations[unit.organisation].pk,
        name=unit.name,
        kind=UnitKind.COORDINATING if coordinating else UnitKind.WARD if unit.ward else UnitKind.SERVICE,
        sector=unit.sector,
        slug=unit.key,
        target_group=groups[0] if len(groups) == 1 else "both",
        parent=cast.units.get((unit.organisation, unit.parent)),
        district=district,
        form=coordinating.called if coordinating else "",
        mandate=coordinating.mandate if coordinating else unit.about,
        functions=sorted(carried),
        phone=unit.phone or (coordinating.contact_phone if coordinating else ""),
        email=unit.email or (coordinating.contact_email if coordinating else ""),
        address=unit.address,
    )


def _addresses(cast: Cast, key: str) -> None:
    loader = cast.loader(key, cast.now)
    owner = cast.organisations[key].pk
    one = next(o for o in cast.content.organisations if o.key == key)
    if one.her:
        add_her_address(by=loader, at=cast.now, organisation_id=owner, her_id=one.her)
    for unit in cast.content.units:
        if unit.organisation == key and unit.her:
            add_her_address(
                by=loader, at=cast.now, organisation_id=owner, her_id=unit.her, unit=cast.units[key, unit.key]
            )
    if one.hours:
        opens, closes = time.fromisoformat(one.hours.opens), time.fromisoformat(one.hours.closes)
        set_hours(organisation_id=owner, week=dict.fromkeys(WEEK, (opens, closes)), by=loader, at=cast.now)
    areas = Organisation.objects.filter(municipality_number__in=one.catchment).exclude(pk=owner)
    if one.kind == "hospital-trust" and areas:
        add_catchment(by=loader, at=cast.now, organisation_id=owner, areas=list(areas))


def _staff(cast: Cast, key: str) -> None:
    loader = cast.loader(key, cast.now)
    owner = cast.organisations[key].pk
    here = [one for one in cast.content.staff if one.organisation == key]
    for one in here:
        unit = cast.units[key, one.posts[0].unit] if one.posts else None
        sector = unit.sector if unit else "health"
        employer = cast.organisation_of(one.employer) if one.employer else None
        if employer is not None:
            sector = cast.unit(key, one.employer).sector
        cast.staff[key, one.key] = employ(
            by=loader,
            at=cast.now,
            organisation_id=owner,
            name=f"{one.given} {one.family}",
            title=one.profession,
            unit=unit or (cast.unit(key, one.employer) if one.employer else None),
            account=account(one.key, "staff", one.language),
            employer=employer,
            sector=sector,
            hpr=one.hpr,
            phone=one.phone,
            email=one.email,
        )
    for one in here:
        for post in one.posts:
            staff, unit = cast.staff[key, one.key], cast.units[key, post.unit]
            since = cast.moment(post.since, 8)
            until = cast.moment(post.until, 16) if post.until is not None else None
            give_role(staff=staff, role=post.role, by=loader, at=cast.now, unit=unit, valid_from=since, valid_to=until)
            if post.deputy_for:
                stood_in_for = cast.staff[key, post.deputy_for]
                set_deputy(staff=stood_in_for, deputy=staff, by=loader, at=cast.now, valid_from=cast.date(SINCE))


def _routing(cast: Cast, key: str) -> None:
    loader = cast.loader(key, cast.now)
    owner = cast.organisations[key].pk
    names = {}
    for district in cast.content.districts:
        if district.organisation == key:
            names[district.number] = district.name
            set_postcodes(
                organisation_id=owner, district=district.name, postcodes=district.postcodes, by=loader, at=cast.now
            )
    for rule in cast.content.routing:
        if rule.organisation != key:
            continue
        add_routing_rule(
            by=loader,
            at=cast.now,
            organisation_id=owner,
            order=rule.order,
            unit=cast.units[key, rule.unit],
            responsible=cast.staff.get((key, rule.caseworker)),
            kind=_only(rule.kinds),
            message_type=_only(rule.message_types),
            ward=_only(rule.wards),
            sector=_only(rule.sectors),
            district=names.get(_only(rule.districts), ""),
            age_from=rule.age_from,
            age_to=None if rule.age_under is None else rule.age_under - 1,
        )


def _only(values: tuple[str, ...]) -> str:
    return values[0] if values else ""
