"""One plan for one person: what stands in plans elsewhere, what organisations ask each other, what services disagree about."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from knutepunkt.consent.models import Consent
from knutepunkt.foundation.owned import InsideForeignKey, OwnedModel, OwnerField
from knutepunkt.organisation.models import Organisation, Unit
from knutepunkt.people.models import Person
from knutepunkt.plans.models.plan import IndividualPlan


class SubPlan(OwnedModel):
    """Another plan the person has, of a school, NAV or a hospital, linked to this one, which is the common one.

    Only that it is there, where, and whom to ask; its content stays where it is. Seen with its topic. Never deleted: `removed_at`.
    """

    organisation_id = OwnerField(person="person_id", topic="topic")
    person = InsideForeignKey(Person, related_name="+")
    plan = InsideForeignKey(IndividualPlan, related_name="sub_plans")
    topic = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    holder = models.CharField(max_length=200)
    contact = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    linked_by = models.CharField(max_length=200)
    linked_at = models.DateTimeField()
    removed_by = models.CharField(max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["linked_at", "id"]

    def __str__(self) -> str:
        return self.topic


class PlanQuestion(OwnedModel):
    """Asked of another organisation, by a consent that names it: is there an individual plan there?

    Whether nobody there knows the person, there is no plan, or the person has not said yes to telling: the answer is the same
    (`has_plan` False). `question_id` is what the two organisations know the question by.
    """

    organisation_id = OwnerField(person="person_id", part="file")
    person = InsideForeignKey(Person, related_name="+")
    to_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    consent = InsideForeignKey(Consent, related_name="+")
    unit = InsideForeignKey(Unit, related_name="+")
    question_id = models.UUIDField()
    asked_by = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    has_plan = models.BooleanField(default=False)
    contact = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "question_id"], name="plan_question_once"),
            models.CheckConstraint(
                name="plan_question_no_plan_no_words",
                condition=Q(has_plan=True, answered_at__isnull=False) | Q(has_plan=False, contact=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d}"


class ReceivedPlanQuestion(OwnedModel):
    """The same question where it came in: a copy with a history of its own. `person` is empty when nobody here has that number."""

    organisation_id = OwnerField(person="person_id", part="file", unit="unit_id", content=True, open_insert=True)
    person = InsideForeignKey(Person, null=True, related_name="+")
    unit = InsideForeignKey(Unit, related_name="+")
    question_id = models.UUIDField()
    from_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    from_unit = models.CharField(max_length=200)
    asked_by = models.CharField(max_length=200)
    name = models.CharField(max_length=200)
    birth_date = models.DateField(null=True)
    received_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=200, blank=True)
    told = models.BooleanField(default=False)

    class Meta:
        ordering = ["received_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "question_id"], name="received_plan_question_once")
        ]

    def __str__(self) -> str:
        return f"{self.received_at:%Y-%m-%d}"


class Disagreement(OwnedModel):
    """Services do not agree on which of them has the main responsibility: the municipality decides, with reasons, from a day.

    The one that has it keeps it until that day, so that there is never none (FOR-2022-06-22-1110 § 7).
    """

    organisation_id = OwnerField(person="person_id", part="file")
    person = InsideForeignKey(Person, related_name="+")
    plan = InsideForeignKey(IndividualPlan, related_name="disagreements")
    unit_ids = ArrayField(models.UUIDField())
    words = models.TextField()
    raised_by = models.CharField(max_length=200)
    raised_at = models.DateTimeField()
    main_responsible = InsideForeignKey(Unit, null=True, related_name="+")
    reasons = models.TextField(blank=True)
    from_day = models.DateField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    carried_out_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["raised_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "plan"], condition=Q(carried_out_at=None), name="one_open_disagreement"
            ),
            models.CheckConstraint(
                name="disagreement_decided_with_reasons",
                condition=Q(decided_at=None, main_responsible=None, reasons="", from_day=None, carried_out_at=None)
                | (
                    Q(decided_at__isnull=False, main_responsible__isnull=False, from_day__isnull=False) & ~Q(reasons="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.raised_at:%Y-%m-%d}"
