"""Who is who in the database: organisations, units, staff and their actors, by the keys of the content."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from knutepunkt.access.actor import Actor, system_actor
from knutepunkt.access.scope import acting_as
from knutepunkt.demo.content.reading import Content
from knutepunkt.foundation.clock import OSLO, day
from knutepunkt.identity.models import Account
from knutepunkt.identity.system import DEMO_LOADER
from knutepunkt.organisation.actors import staff_actor
from knutepunkt.organisation.kinds import OrganisationKind, Sector, UnitKind
from knutepunkt.organisation.models import Organisation, Staff, Unit
from knutepunkt.organisation.operations import create_unit
from knutepunkt.people.models import Person

SECTOR_OF_KIND = {
    "hospital-trust": Sector.SPECIALIST,
    "private-institution": Sector.SPECIALIST,
    "nav-office": Sector.WORK,
    "assistive-device-centre": Sector.WORK,
    "employer": Sector.WORK,
    "school": Sector.EDUCATION,
    "kindergarten": Sector.EDUCATION,
    "county": Sector.EDUCATION,
    "educational-psychological-service": Sector.EDUCATION,
    "child-welfare": Sector.CHILD_WELFARE,
    "volunteer": Sector.PRIVATE,
    "user-organisation": Sector.PRIVATE,
}


# How somebody close is called, in bokmål and nynorsk.
RELATIONS = {
    "spouse": ("ektefelle", "ektefelle"), "cohabitant": ("samboer", "sambuar"), "mother": ("mor", "mor"), "father": ("far", "far"),
    "daughter": ("datter", "dotter"), "son": ("sønn", "son"), "sister": ("søster", "syster"), "brother": ("bror", "bror"),
    "grandparent": ("besteforelder", "besteforelder"), "friend": ("venn", "ven"), "foster-parent": ("fosterforelder", "fosterforelder"),
}  # fmt: skip


def called(relation: str, language: str) -> str:
    """How a relation is called in the person's language form; empty for one that is not known."""
    return RELATIONS.get(relation, ("", ""))[language == "nn"]


@dataclass
class Cast:
    """What has been made so far. `now` is the moment of loading; moments of the past never lie after it."""

    content: Content
    now: datetime
    organisations: dict[str, Organisation] = field(default_factory=dict)
    units: dict[tuple[str, str], Unit] = field(default_factory=dict)
    staff: dict[tuple[str, str], Staff] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    minutes: int = 0

    def moment(self, offset: int, hour: int = 10) -> datetime:
        """A moment so many days from today, in office hours, each a little later than the one before."""
        self.minutes = (self.minutes + 1) % 50
        wanted = datetime.combine(day(self.now) + timedelta(days=offset), time(hour, self.minutes), OSLO)
        return min(wanted, self.now)

    def date(self, offset: int) -> date:
        """The calendar day so many days from today."""
        return day(self.now) + timedelta(days=offset)

    def loader(self, organisation: str, at: datetime) -> Actor:
        """The system actor that sets up and plays what no staff of the demo did."""
        known = self.organisations[organisation]
        return system_actor(DEMO_LOADER, organisation_id=known.pk, at=at, organisation_name=known.name, purpose="demo")

    def actor(self, organisation: str, key: str, at: datetime) -> Actor:
        """The actor of a member of staff at a moment; the loader when nobody is named."""
        staff = self.staff.get((organisation, key))
        if staff is None or staff.account_id is None:
            return self.loader(organisation, at)
        actor = staff_actor(staff.account_id, organisation_id=staff.organisation_id, at=at)
        assert actor is not None
        return replace(actor, at=at)

    def key_of(self, organisation: str, staff: Staff | None) -> str:
        """The key of a member of staff; empty for nobody."""
        return next(
            (
                key
                for (place, key), known in self.staff.items()
                if place == organisation and staff and known.pk == staff.pk
            ),
            "",
        )

    @contextmanager
    def inside(self, organisation: str, at: datetime) -> Iterator[None]:
        """The scope of one organisation, seen whole."""
        with acting_as(DEMO_LOADER, purpose="demo", organisation_id=self.organisations[organisation].pk, at=at):
            yield

    def unit(self, organisation: str, key: str) -> Unit:
        """A unit as one organisation knows it; a partner's unit is made the first time it is named there."""
        known = self.units.get((organisation, key))
        if known is None:
            known = self._partner(organisation, key)
            self.units[organisation, key] = known
        return known

    def _partner(self, organisation: str, key: str) -> Unit:
        there = next((u for u in self.content.units if u.key == key), None)
        party = self.organisations[there.organisation if there else key]
        sector = there.sector if there else SECTOR_OF_KIND.get(party.kind, Sector.HEALTH)
        return create_unit(
            by=self.loader(organisation, self.now),
            at=self.now,
            organisation_id=self.organisations[organisation].pk,
            name=f"{there.name}, {party.name}" if there else party.name,
            kind=UnitKind.PARTNER,
            sector=sector,
            slug=key,
            partner=party,
        )

    def name_of(self, key: str) -> str:
        """The name of a unit or an organisation of the content, for texts."""
        names = {one.key: one.name for one in self.content.organisations} | {
            one.key: one.name for one in self.content.units
        }
        return names.get(key, "")

    def organisation_of(self, key: str) -> Organisation | None:
        """The organisation a key names, or the one its unit belongs to."""
        unit = next((u for u in self.content.units if u.key == key), None)
        return self.organisations.get(unit.organisation if unit else key)


def account(subject: str, kind: str, language: str = "") -> Account:
    """A demo login; it has no password, the demo's chooser signs it in."""
    made = Account(subject=f"demo:{subject}", kind=kind, language=language)
    made.set_unusable_password()
    made.save()
    return made


def connect_twin(own: Account, staff_key: str) -> None:
    """The same human works here: the two accounts know each other."""
    work = Account.objects.get(subject=f"demo:{staff_key}")
    own.twin, work.twin = work, own
    own.save(update_fields=["twin"])
    work.save(update_fields=["twin"])


def is_partner(kind: str) -> bool:
    """Kinds of organisations that keep no files of this sort."""
    return kind in {OrganisationKind.EMPLOYER, OrganisationKind.VOLUNTEER, OrganisationKind.USER_ORGANISATION}


def organisation_id(cast: Cast, key: str) -> UUID:
    """The id of an organisation by its key."""
    return cast.organisations[key].pk
