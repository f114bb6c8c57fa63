"""The plan itself, the person's answers and the revisions."""

from django.db import models
from django.db.models import F, Q

from knutepunkt.coordination.models import FollowUp
from knutepunkt.foundation.owned import InsideForeignKey, OwnedModel, OwnedStep, OwnerField
from knutepunkt.organisation.models import Unit
from knutepunkt.people.models import Person
from knutepunkt.plans.states import LIVING, PlanState

WHOLE = "whole"
"""The topic of what holds all topics: no consent and no grant names it."""


class IndividualPlan(OwnedModel):
    """One person's plan. One living plan at a time; the main-responsible service is never empty once it is in force.

    `version` rises with each change, so that two who edit the same are told and both keep their text.
    """

    organisation_id = OwnerField(person="person_id")
    person = InsideForeignKey(Person, related_name="plans")
    follow_up = InsideForeignKey(FollowUp, related_name="plans")
    unit = InsideForeignKey(Unit, related_name="+")
    main_responsible = InsideForeignKey(Unit, null=True, related_name="+")
    state = models.CharField(max_length=20, choices=[(s, s) for s in PlanState], default=PlanState.DRAFT)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    activated_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["changed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "person"], condition=Q(state__in=sorted(LIVING)), name="one_living_plan"
            ),
            models.CheckConstraint(
                name="active_plan_has_responsible",
                condition=~Q(state__in=["active", "under-revision"])
                | Q(main_responsible__isnull=False, starts_on__isnull=False, review_on__isnull=False),
            ),
            models.CheckConstraint(
                name="plan_period", condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.state


class PlanTexts(OwnedModel):
    """What a plan says in running text, and the working agreement: one row for each plan.

    The texts name no topic, so those whose consent covers some topics only do not see them; all others who see the file do.
    """

    organisation_id = OwnerField(person="person_id", part="file")
    person = InsideForeignKey(Person, related_name="+")
    plan = InsideForeignKey(IndividualPlan, related_name="+")
    needs = models.TextField(blank=True)
    resources = models.TextField(blank=True)
    carried_out = models.TextField(blank=True)
    cooperation = models.TextField(blank=True)
    child_took_part = models.TextField(blank=True)
    agreement_expectations = models.TextField(blank=True)
    agreement_contact = models.TextField(blank=True)
    agreement_meetings = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["organisation_id", "plan"], name="plan_texts_once")]

    def __str__(self) -> str:
        return f"{self.plan_id}"


class PlanStep(OwnedStep):
    """One move in the life of a plan."""

    organisation_id = OwnerField(person="person_id", open_insert=True, append_only=True, follows="plan")
    plan = InsideForeignKey(IndividualPlan, related_name="steps")


class PlanAnswer(OwnedModel):
    """The person's yes or no to the plan as it stood (`plan_version`), in own words when there are any."""

    organisation_id = OwnerField(person="person_id", part="goals", append_only=True)
    person = InsideForeignKey(Person, related_name="+")
    plan = InsideForeignKey(IndividualPlan, related_name="answers")
    plan_version = models.PositiveIntegerField()
    says_yes = models.BooleanField()
    words = models.TextField(blank=True)
    given_by = models.CharField(max_length=20)
    given_by_name = models.CharField(max_length=200)
    how = models.CharField(max_length=20)
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["answered_at", "id"]

    def __str__(self) -> str:
        return "yes" if self.says_yes else "no"


class Revision(OwnedModel):
    """The plan as it was put into force, whole, with the answer it rests on. Never changed, never removed.

    It holds every topic at once, so the database shows the row only to those from whom nothing is kept (`topic` is no consent's).
    All are read through `kept_revisions` (migration 0003), which leaves out what the reader does not see.
    """

    organisation_id = OwnerField(person="person_id", topic="topic", append_only=True)
    person = InsideForeignKey(Person, related_name="+")
    topic = models.CharField(max_length=40, default=WHOLE)
    plan = InsideForeignKey(IndividualPlan, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    answer = InsideForeignKey(PlanAnswer, null=True, related_name="revisions")
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "plan", "number"], name="revision_number_once")
        ]

    def __str__(self) -> str:
        return str(self.number)
