"""The person's own facts. Address and number are kept apart from the name, for different rules hold for them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knutepunkt.foundation.owned import InsideForeignKey, OwnedModel, OwnerField
from knutepunkt.identity.models import Account

LONGEST_NAME = 200


class Sex(models.TextChoices):
    """As FHIR's administrative gender."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not known")


class Protection(models.TextChoices):
    """The national register's address codes: two codes, two rules."""

    NONE = "", _("No protected address")
    STRICTLY_CONFIDENTIAL = "6", _("Strictly confidential address (code 6)")
    CONFIDENTIAL = "7", _("Confidential address (code 7)")


class LanguageForm(models.TextChoices):
    """The written language a person gets letters and pages in."""

    NB = "nb", "Bokmål"
    NN = "nn", "Nynorsk"
    EN = "en", "English"


class Person(OwnedModel):
    """The one a file is about. `name_order` is made by the database (see migrations) and sorts as Norwegians sort.

    `paper_only`: has said no to digital contact, and gets letters on paper.
    `death_*`: what a message or staff reported, reversible; the state before is restored when it is cancelled.
    """

    organisation_id = OwnerField(person="id", open_insert=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    given_name = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    birth_date = models.DateField(null=True)
    due_date = models.DateField(null=True)
    sex = models.CharField(max_length=10, choices=Sex.choices, default=Sex.UNKNOWN)
    number_kind = models.CharField(max_length=10, blank=True)
    number_encrypted = models.BinaryField(null=True)
    number_hash = models.BinaryField(max_length=32, null=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=4, blank=True)
    city = models.CharField(max_length=80, blank=True)
    district = models.CharField(max_length=80, blank=True)
    protection = models.CharField(max_length=1, choices=Protection.choices, blank=True, default=Protection.NONE)
    language = models.CharField(max_length=2, choices=LanguageForm.choices, default=LanguageForm.NB)
    interpreter = models.CharField(max_length=80, blank=True)
    communication = models.CharField(max_length=200, blank=True)
    paper_only = models.BooleanField(default=False)
    gp_name = models.CharField(max_length=120, blank=True)
    gp_practice = models.CharField(max_length=120, blank=True)
    gp_her_id = models.CharField(max_length=12, blank=True)
    death_on = models.DateField(null=True)
    death_reported_by = models.CharField(max_length=200, blank=True)
    death_reported_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["family_name", "given_name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "number_hash"],
                condition=Q(number_hash__isnull=False),
                name="person_number_once",
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "account"], condition=Q(account__isnull=False), name="person_account_once"
            ),
            models.CheckConstraint(
                name="protected_address_is_not_here",
                condition=Q(protection="") | Q(address="", postcode="", city="", district="", phone="", email=""),
            ),
            models.CheckConstraint(
                name="person_death_reported", condition=Q(death_reported_at=None) | ~Q(death_reported_by="")
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def person_id(self) -> object:
        """A person is the person asked about when permission is asked."""
        return self.pk

    @property
    def full_name(self) -> str:
        """Given and family name; may be empty. Never longer than what holds names of those who said something."""
        return " ".join(part for part in (self.given_name, self.family_name) if part)[:LONGEST_NAME]


class ProtectedContact(OwnedModel):
    """How somebody with a protected address (code 6 or 7) is reached, encrypted, kept out of the person's row: the database shows it
    to the person alone, so no page, export, search, log or size of either can tell it.
    """

    organisation_id = OwnerField(person="person_id", part="own", open_insert=True)
    person = InsideForeignKey(Person, related_name="+")
    encrypted = models.BinaryField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["organisation_id", "person"], name="protected_contact_once")]

    def __str__(self) -> str:
        return str(self.pk)


class MandateKind(models.TextChoices):
    """On what somebody acts for an adult."""

    GUARDIAN = "guardian", _("Guardian")
    FUTURE_PROXY = "future-proxy", _("Future proxy")
    POWER_OF_ATTORNEY = "power-of-attorney", _("Power of attorney")


class NextOfKin(OwnedModel):
    """Somebody close. A parent may hold parental responsibility and have an account of their own; a guardian a mandate.

    `mandate` in words, `mandate_kind` and `mandate_topics` (null: all) as what the product acts on. A foster parent sees daily life.
    Whoever the row is about sees it, also when the person's formal side is not theirs to see: it is who they are here.
    """

    organisation_id = OwnerField(person="person_id", part="file", account="account_id", open_insert=True)
    person = InsideForeignKey(Person, related_name="next_of_kin")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    relation = models.CharField(max_length=40)
    nearest = models.BooleanField(default=False)
    parental_responsibility = models.BooleanField(default=False)
    foster_parent = models.BooleanField(default=False)
    mandate = models.CharField(max_length=300, blank=True)
    mandate_kind = models.CharField(max_length=20, choices=MandateKind.choices, blank=True)
    mandate_topics = ArrayField(models.CharField(max_length=40), null=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)

    class Meta:
        ordering = ["valid_from", "id"]

    def __str__(self) -> str:
        return self.name


class StayKind(models.TextChoices):
    """Where a person lives or stays: the municipality of stay is responsible."""

    HOME = "home", _("At home")
    HOSPITAL = "hospital", _("In hospital")
    REHABILITATION = "rehabilitation", _("In a rehabilitation institution")
    NURSING_HOME = "nursing-home", _("In a nursing home")
    STUDENT = "student", _("Student away from home")
    INSTITUTION = "institution", _("In an institution elsewhere")
    PRISON = "prison", _("In prison")
    RECEPTION_CENTRE = "reception-centre", _("In a reception centre")
    NO_FIXED_ADDRESS = "no-fixed-address", _("No fixed address")


class Stay(OwnedModel):
    """A period in a place, with the living arrangement."""

    organisation_id = OwnerField(person="person_id", part="file", open_insert=True)
    person = InsideForeignKey(Person, related_name="stays")
    kind = models.CharField(max_length=20, choices=StayKind.choices)
    place = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        ordering = ["-starts_on", "id"]

    def __str__(self) -> str:
        return self.place or self.kind
