"""What is taken away again: blocks, what is kept from somebody, and what a person without competence opposes."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from knutepunkt.foundation.owned import InsideForeignKey, OwnedModel, OwnerField
from knutepunkt.organisation.models import Staff, Unit
from knutepunkt.people.models import NextOfKin, Person


class Block(OwnedModel):
    """The person opposes that somebody sees something (hpl. § 29, pjl. § 17): one member of staff, a unit, or, with neither, all
    health personnel who cooperate but the coordinating unit. Wins over every grant. `topics` null: everything.
    """

    organisation_id = OwnerField(person="person_id", part="file")
    person = InsideForeignKey(Person, related_name="blocks")
    staff = InsideForeignKey(Staff, null=True, related_name="+")
    unit = InsideForeignKey(Unit, null=True, related_name="+")
    topics = ArrayField(models.CharField(max_length=40), null=True)
    words = models.TextField(blank=True)
    said_by = models.CharField(max_length=200)
    recorded_by = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(name="block_one_target", condition=Q(staff=None) | Q(unit=None)),
            models.CheckConstraint(
                name="block_ended_at_and_by",
                condition=Q(ends_at=None, ended_by="") | (Q(ends_at__gte=F("starts_at")) & ~Q(ended_by="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d}"


class KeptFrom(models.TextChoices):
    """From whom something is kept."""

    PARENTS = "parents", _("The parents")
    PERSON = "person", _("The person")
    ONE = "one", _("One of those close")


class WithheldMatter(OwnedModel):
    """Something kept from those who would see it: by a child from the parents for reasons to be respected (pbrl. § 3-4), or by law
    from the person or the parents, with who decided and when it is looked at again. One topic, or one row (`object_id`).

    Seen by those who work with the person and by the one who wrote it; that it exists tells the others too much.
    """

    organisation_id = OwnerField(person="person_id", part="staff", account="by_account_id", open_insert=True)
    person = InsideForeignKey(Person, related_name="withheld_matters")
    kept_from = models.CharField(max_length=10, choices=KeptFrom.choices)
    kin = InsideForeignKey(NextOfKin, null=True, related_name="+")
    topic = models.CharField(max_length=40, blank=True)
    object_type = models.CharField(max_length=80, blank=True)
    object_id = models.UUIDField(null=True)
    by_law = models.BooleanField(default=False)
    reason = models.TextField()
    decided_by = models.CharField(max_length=200)
    by_account_id = models.UUIDField()
    review_on = models.DateField(null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="withheld_topic_or_object",
                condition=(Q(object_id=None) & ~Q(topic="")) | (Q(object_id__isnull=False, topic="")),
            ),
            models.CheckConstraint(
                name="withheld_by_law_has_review", condition=Q(by_law=False) | Q(review_on__isnull=False)
            ),
            models.CheckConstraint(
                name="withheld_from_one_names_them", condition=~Q(kept_from="one") | Q(kin__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.topic or str(self.object_id)


class Opposition(OwnedModel):
    """A person without competence to decide opposes something: what nobody may then decide in the person's place (pbrl. § 4-6)."""

    organisation_id = OwnerField(person="person_id", part="file")
    person = InsideForeignKey(Person, related_name="oppositions")
    subjects = ArrayField(models.CharField(max_length=20))
    topics = ArrayField(models.CharField(max_length=40), null=True)
    how = models.TextField()
    recorded_by = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "id"]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d}"
