"""Organisations (the installation's), and what each owns: units, addresses, staff, hours, routing."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from knutepunkt.foundation.ids import new_id
from knutepunkt.foundation.owned import InsideForeignKey, OwnedModel, OwnerField
from knutepunkt.identity.models import Account
from knutepunkt.organisation.kinds import OrganisationKind, Sector, TargetGroup, UnitKind


class Organisation(models.Model):
    """A legal body. `served`: it keeps files in this installation. Holds nothing about a person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=40, choices=OrganisationKind.choices)
    name = models.CharField(max_length=200)
    number = models.CharField(max_length=9, blank=True)
    municipality_number = models.CharField(max_length=4, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    language_form = models.CharField(max_length=2, default="nb")
    served = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Unit(OwnedModel):
    """A unit of the organisation, or a partner's unit as the organisation knows it (`partner`).

    The coordinating unit has its form and mandate, its public contact point and the statutory functions it carries.
    """

    organisation_id = OwnerField()
    slug = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=UnitKind.choices)
    sector = models.CharField(max_length=20, choices=Sector.choices)
    target_group = models.CharField(max_length=10, choices=TargetGroup.choices, default=TargetGroup.BOTH)
    parent = InsideForeignKey("self", null=True, related_name="parts")
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    district = models.CharField(max_length=80, blank=True)
    form = models.CharField(max_length=200, blank=True)
    mandate = models.TextField(blank=True)
    functions = ArrayField(models.CharField(max_length=60), default=list)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation_id", "slug"], name="unit_slug_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def unit_id(self) -> object:
        """A unit is its own unit when permission is asked for it."""
        return self.pk


class HerAddress(OwnedModel):
    """A HER-id, the address of the national message exchange, of the organisation or one of its units, with its period."""

    organisation_id = OwnerField()
    her_id = models.CharField(max_length=12)
    unit = InsideForeignKey(Unit, null=True, related_name="her_addresses")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    successor = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ["her_id", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation_id", "her_id"], name="her_address_once")]

    def __str__(self) -> str:
        return self.her_id


class Catchment(OwnedModel):
    """Which municipality or district a trust or region serves, from and to."""

    organisation_id = OwnerField()
    area = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    district = models.CharField(max_length=80, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ["organisation_id", "id"]

    def __str__(self) -> str:
        return self.district or str(self.area_id)


class Staff(OwnedModel):
    """Somebody who works here, or a guest who works elsewhere (`employer`) and takes part in a file here."""

    organisation_id = OwnerField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=120)
    employer = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    unit = InsideForeignKey(Unit, null=True, related_name="staff")
    sector = models.CharField(max_length=20, choices=Sector.choices, default=Sector.HEALTH)
    hpr = models.CharField(max_length=9, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "account"], condition=Q(account__isnull=False), name="staff_account_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class StaffRole(OwnedModel):
    """A role somebody holds in a unit for a period; without unit: in the whole organisation."""

    organisation_id = OwnerField()
    staff = InsideForeignKey(Staff, related_name="roles")
    unit = InsideForeignKey(Unit, null=True, related_name="roles")
    role = models.CharField(max_length=40)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = [
            models.CheckConstraint(
                name="staff_role_period", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            )
        ]

    def __str__(self) -> str:
        return self.role


class Deputy(OwnedModel):
    """Who steps in for whom, and when."""

    organisation_id = OwnerField()
    staff = InsideForeignKey(Staff, related_name="deputies")
    deputy = InsideForeignKey(Staff, related_name="deputy_for")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = [models.CheckConstraint(name="nobody_is_own_deputy", condition=~Q(staff=F("deputy")))]

    def __str__(self) -> str:
        return f"{self.valid_from}"


class OfficeHours(OwnedModel):
    """When the organisation is open on a weekday (Monday is 0). No row: closed that day."""

    organisation_id = OwnerField()
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["weekday", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation_id", "weekday"], name="office_hours_once")]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}–{self.closes}"


class DeadlineSetting(OwnedModel):
    """The organisation's own length of a deadline that the law leaves to it; amount in the unit the law data name."""

    organisation_id = OwnerField()
    key = models.CharField(max_length=60)
    amount = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ["key", "valid_from", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "key", "valid_from"], name="deadline_setting_once")
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.amount}"


class PostcodeDistrict(OwnedModel):
    """Which district a postcode belongs to, for routing."""

    organisation_id = OwnerField()
    postcode = models.CharField(max_length=4)
    district = models.CharField(max_length=80)

    class Meta:
        ordering = ["postcode", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation_id", "postcode"], name="postcode_once")]

    def __str__(self) -> str:
        return f"{self.postcode} {self.district}"


class RoutingRule(OwnedModel):
    """One line of routing: when every condition that is filled holds, the notice goes to `unit`. Lowest `order` wins.

    Ages in whole years, both included. A rule without conditions is the organisation's fallback.
    """

    organisation_id = OwnerField()
    order = models.PositiveSmallIntegerField()
    unit = InsideForeignKey(Unit, related_name="routing_rules")
    responsible = InsideForeignKey(Staff, null=True, related_name="+")
    kind = models.CharField(max_length=40, blank=True)
    message_type = models.CharField(max_length=40, blank=True)
    ward = models.CharField(max_length=12, blank=True)
    place_of_stay = models.CharField(max_length=40, blank=True)
    district = models.CharField(max_length=80, blank=True)
    sector = models.CharField(max_length=20, blank=True)
    age_from = models.PositiveSmallIntegerField(null=True)
    age_to = models.PositiveSmallIntegerField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation_id", "order"], name="routing_order_once")]

    def __str__(self) -> str:
        return f"{self.order} → {self.unit_id}"
