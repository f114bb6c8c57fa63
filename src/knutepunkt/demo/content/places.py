"""Organisations, units, how each coordinating unit is set up, staff and routing, as the demo tells them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Office hours Monday to Friday, as `"08:00"`; on the eve of a holiday like any other day."""

    opens: str
    closes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A party of its own. `served` means it has its data in this installation; others are named and written to."""

    key: str
    name: str
    kind: str
    """One of `words.KINDS`."""
    served: bool = False
    number: str = ""
    """Organisation number (Brønnøysund), for the real ones only."""
    her: str = ""
    """HER-id; those from 8150000 on are invented and lie in the national test range."""
    municipality_number: str = ""
    parent: str = ""
    """Key of the organisation above: the region of a trust."""
    language: str = "nb"
    hours: Hours | None = None
    address: str = ""
    phone: str = ""
    email: str = ""
    catchment: tuple[str, ...] = ()
    """Municipality numbers it serves; what lies outside them is not a service of that place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A part of an organisation that answers for something: an office, a ward, a service, a school."""

    key: str
    organisation: str
    name: str
    kind: str
    """One of `words.KINDS`: a school is a unit of its municipality with the kind `school`."""
    parent: str = ""
    """Key of the unit above, where a vacant post or a closed unit leads to."""
    her: str = ""
    sector: str = "health"
    """One of `words.SECTORS`."""
    target_groups: tuple[str, ...] = ("child", "adult")
    district: str = ""
    """District number (six digits) it answers for."""
    ward: bool = False
    leader_vacant: bool = False
    phone: str = ""
    email: str = ""
    address: str = ""
    about: str = ""
    """What it does, in one plain sentence for the public page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoordinatingUnit:
    """How an organisation has organised its coordinating unit (helse- og omsorgstjenesteloven § 7-3)."""

    organisation: str
    units: tuple[str, ...]
    """Keys of the units that are the coordinating unit here; the first is the one to write to."""
    called: str
    """What people there call it."""
    form: str
    """One of `words.FORMS`."""
    mandate: str
    anchored: str
    """Where in the leadership it is anchored."""
    contact_phone: str
    contact_email: str
    functions: dict[str, str]
    """Statutory function (as in the law room's data) → key of the unit that carries it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A role a member of staff holds in a unit from a day on; `deputy_for` names the colleague stood in for."""

    role: str
    """One of `words.ROLES`."""
    unit: str
    since: int = -720
    until: int | None = None
    deputy_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Somebody who works here. Invented; the key is also the demo login name."""

    key: str
    given: str
    family: str
    organisation: str
    profession: str
    employer: str = ""
    """Key of the organisation somebody works in who is only a guest here; such a guest holds no post."""
    posts: tuple[Post, ...]
    language: str = "nb"
    phone: str = ""
    email: str = ""
    hpr: str = ""
    """Invented number of the health personnel register, for professions that have one."""
    training: int | None = None
    """When the course for coordinators was taken."""
    sign_in: str = ""
    """Why one would sign in as this person, in one sentence; empty keeps the account off the demo's front list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingRule:
    """Where a notice goes. The first rule in `order` whose every stated condition holds decides; empty means any."""

    organisation: str
    order: int
    name: str
    unit: str
    caseworker: str
    deputy: str
    kinds: tuple[str, ...] = ()
    message_types: tuple[str, ...] = ()
    wards: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    """Sector of the sender."""
    districts: tuple[str, ...] = ()
    age_from: int | None = None
    age_under: int | None = None
    """Years on the day of the notice; the unborn count as under any age."""


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A district of a municipality with its postcodes (an approximation: some postcodes cross the border)."""

    organisation: str
    number: str
    name: str
    postcodes: tuple[str, ...]
