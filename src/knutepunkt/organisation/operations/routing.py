"""Who gets what: the rules of routing, and which postcodes a district has."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.access.decide import require
from knutepunkt.access.permissions import Permission
from knutepunkt.audit.log import record
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.organisation.models import Organisation, PostcodeDistrict, RoutingRule, Unit

CONDITIONS = ("kind", "message_type", "ward", "place_of_stay", "district", "sector", "age_from", "age_to")
CHANGEABLE = frozenset({*CONDITIONS, "order", "unit", "responsible", "valid_from", "valid_to"})


class OrderTaken(Refusal):
    """Two rules cannot have the same place in the row."""

    message = _("Another rule has this number in the order. Choose a number that is free.")


class AgesTurned(Refusal):
    """The youngest age is above the oldest."""

    message = _("The lowest age is above the highest. Check the ages.")


class NoConditionBeforeOthers(Refusal):
    """A rule that takes all hides those after it."""

    message = _(
        "A rule without conditions takes everything, so it must come last. Give it a number above the others, or a condition."
    )


@transaction.atomic
def add_routing_rule(
    *, by: Actor, at: datetime, organisation_id: UUID, order: int, unit: Unit, **conditions: Any
) -> RoutingRule:
    """Add one line of routing: what fits all its conditions goes to the unit. Lowest `order` wins.

    `conditions`: kind, message_type, ward, place_of_stay, district, sector, age_from, age_to (both included); also
    `responsible` and the period. Raises OrderTaken, AgesTurned, NoConditionBeforeOthers.
    """
    require(by, Permission.ORGANISATION_EDIT)
    rule = RoutingRule(organisation_id=organisation_id, order=order, unit=unit, **_known(conditions))
    _save(rule, insert=True)
    record("routing-rule.added", rule, by=by, at=at, order=order, unit=unit.pk)
    return rule


@transaction.atomic
def change_routing_rule(*, rule: RoutingRule, by: Actor, at: datetime, **changes: Any) -> RoutingRule:
    """Change the fields named; what was routed before stays where it is."""
    require(by, Permission.ORGANISATION_EDIT)
    changed = [name for name, value in _known(changes).items() if getattr(rule, name) != value]
    for name in changed:
        setattr(rule, name, changes[name])
    if changed:
        _save(rule, insert=False)
        record("routing-rule.changed", rule, by=by, at=at, fields=sorted(changed))
    return rule


@transaction.atomic
def end_routing_rule(*, rule: RoutingRule, by: Actor, at: datetime, valid_to: date) -> None:
    """The rule's last day. It stays as history."""
    require(by, Permission.ORGANISATION_EDIT)
    rule.valid_to = valid_to
    rule.save(update_fields=["valid_to"])
    record("routing-rule.ended", rule, by=by, at=at)


def _known(facts: dict[str, Any]) -> dict[str, Any]:
    unknown = facts.keys() - CHANGEABLE
    if unknown:
        raise TypeError(f"a routing rule has no field {sorted(unknown)} to set")
    return facts


def _save(rule: RoutingRule, *, insert: bool) -> None:
    if rule.age_from is not None and rule.age_to is not None and rule.age_from > rule.age_to:
        raise AgesTurned(field="age_to")
    if takes_all(rule) and rule.valid_to is None:
        later = RoutingRule.objects.filter(organisation_id=rule.organisation_id, order__gt=rule.order, valid_to=None)
        if later.exclude(pk=rule.pk).exists():
            raise NoConditionBeforeOthers(field="order")
    try:
        with transaction.atomic():
            rule.save(force_insert=insert)
    except IntegrityError as error:
        if "routing_order_once" in str(error):
            raise OrderTaken(field="order") from None
        raise


def takes_all(rule: RoutingRule) -> bool:
    """Has the rule no condition? Then it is the fallback."""
    return all(getattr(rule, condition) in ("", None) for condition in CONDITIONS)


@transaction.atomic
def set_postcodes(*, organisation_id: UUID, district: str, postcodes: Iterable[str], by: Actor, at: datetime) -> None:
    """Say which postcodes a district has: exactly these; one that belonged to another district moves."""
    require(by, Permission.ORGANISATION_EDIT)
    wanted = sorted(set(postcodes))
    rows = PostcodeDistrict.objects.filter(organisation_id=organisation_id)
    rows.filter(district=district).exclude(postcode__in=wanted).delete()
    rows.filter(postcode__in=wanted).delete()
    PostcodeDistrict.objects.bulk_create(
        PostcodeDistrict(organisation_id=organisation_id, postcode=postcode, district=district) for postcode in wanted
    )
    record("district.postcodes-set", Organisation(pk=organisation_id), by=by, at=at, postcodes=len(wanted))
