"""Kinds of look-ups to review that need to know who works here, who is close to whom, and where people live."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from knutepunkt.audit.review import Day, Found, by_account_and_person, review_kind
from knutepunkt.identity.models import Account
from knutepunkt.organisation.models import StaffRole
from knutepunkt.people.models import ConflictOfInterest, NextOfKin, Person

Pairs = dict[UUID, set[UUID]]
"""Account of a member of staff -> ids of persons."""


def _looked_up(day: Day, pairs: Pairs) -> Iterable[Found]:
    """Those who looked up a person they are paired with."""
    wanted = Q(pk__in=[])
    for account_id, person_ids in pairs.items():
        wanted |= Q(account_id=account_id, person_id__in=person_ids)
    return by_account_and_person(day.views().filter(wanted)) if pairs else []


def _twins(day: Day) -> dict[UUID, UUID]:
    """Account as a person -> account as a member of staff, of those who have both, whichever of the two knows the other."""
    known = Account.objects.filter(pk__in=day.staff, twin__isnull=False).values_list("twin_id", "pk")
    knowing = Account.objects.filter(twin_id__in=day.staff).values_list("pk", "twin_id")
    return {twin: account for twin, account in known.union(knowing) if twin and account}


def _own_persons(day: Day) -> dict[UUID, UUID]:
    """Person -> account as a member of staff, of those who work here and have a file here."""
    twins = _twins(day)
    rows = Person.objects.filter(organisation_id=day.organisation_id, account_id__in=twins).values_list(
        "pk", "account_id"
    )
    return {person: twins[account] for person, account in rows if account}


@review_kind(
    "colleague",
    _("A colleague"),
    _("The file is that of somebody who works in the organisation."),
)
def colleague(day: Day) -> Iterable[Found]:
    """Files of those who work here, looked up by others who do."""
    own = _own_persons(day)
    found = by_account_and_person(day.views().filter(person_id__in=list(own))) if own else []
    return [one for one in found if one.person_id and own[one.person_id] != one.account_id]


@review_kind(
    "family",
    _("Own or declared family"),
    _(
        "The file is this member of staff's own, or that of somebody close to them or whom they have said that they know."
    ),
)
def family(day: Day) -> Iterable[Found]:
    """A member of staff's own file, and files of those they are next of kin to or have declared."""
    pairs: Pairs = defaultdict(set)
    for own, account in _own_persons(day).items():
        pairs[account].add(own)
    twins = _twins(day)
    kin = NextOfKin.objects.filter(organisation_id=day.organisation_id, account_id__in=twins)
    for account_id, person_id in kin.values_list("account_id", "person_id"):
        if account_id:
            pairs[twins[account_id]].add(person_id)
    declared = ConflictOfInterest.objects.filter(
        Q(ends_at=None) | Q(ends_at__gt=day.since),
        organisation_id=day.organisation_id,
        starts_at__lt=day.until,
        staff__account_id__in=day.staff,
    )
    for account_id, person_id in declared.values_list("staff__account_id", "person_id"):
        if account_id:
            pairs[account_id].add(person_id)
    return _looked_up(day, pairs)


@review_kind(
    "same-address",
    _("Same address"),
    _("The person lives at the address of this member of staff."),
)
def same_address(day: Day) -> Iterable[Found]:
    """Files of those who live with a member of staff, as far as the staff member's own address is known here."""
    own = _own_persons(day)
    here = Person.objects.filter(organisation_id=day.organisation_id).exclude(address="")
    homes = defaultdict(set)
    for person_id, *home in here.filter(pk__in=list(own)).values_list("pk", Lower("address"), "postcode"):
        homes[tuple(home)].add(own[person_id])
    if not homes:
        return []
    pairs: Pairs = defaultdict(set)
    streets = [street for street, _postcode in homes]
    neighbours = here.annotate(street=Lower("address")).filter(street__in=streets)
    for person_id, *home in neighbours.values_list("pk", "street", "postcode"):
        for account_id in homes.get(tuple(home), ()):
            if own.get(person_id) != account_id:
                pairs[account_id].add(person_id)
    return _looked_up(day, pairs)


@review_kind(
    "after-role",
    _("After the role ended"),
    _("This member of staff looked up the file after their last role here had ended."),
)
def after_role(day: Day) -> Iterable[Found]:
    """Look-ups by somebody whose roles had all ended by then."""
    roles = StaffRole.objects.filter(organisation_id=day.organisation_id, staff__account_id=OuterRef("account_id"))
    in_force = roles.filter(Q(valid_to=None) | Q(valid_to__gt=OuterRef("at")), valid_from__lte=OuterRef("at"))
    ended = roles.filter(valid_to__lte=OuterRef("at"))
    return by_account_and_person(day.views().filter(Exists(ended), ~Exists(in_force)))
