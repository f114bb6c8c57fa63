"""What a plan holds: goals, activities, comments, and reasons for what is left out."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.permissions import Topic
from knutepunkt.foundation.owned import InsideForeignKey, OwnedModel, OwnedStep, OwnerField
from knutepunkt.organisation.models import Staff, Unit
from knutepunkt.people.models import Person
from knutepunkt.plans.models.plan import IndividualPlan
from knutepunkt.plans.states import ActivityState, GoalState


class LifeArea(models.TextChoices):
    """Where in life a goal belongs; each area has its topic of access."""

    WORK = "work", _("Work and economy")
    SCHOOL = "school", _("School and kindergarten")
    HOME = "home", _("Home and daily living")
    HEALTH = "health", _("Body and health")
    MIND = "mind", _("Mental health")
    SUBSTANCE = "substance", _("Substance use")
    LANGUAGE = "language", _("Language and communication")
    FAMILY = "family", _("Family and network")
    LEISURE = "leisure", _("Leisure")
    HOUSING = "housing", _("Housing")
    TRANSPORT = "transport", _("Transport and devices")


AREA_TOPICS = {
    LifeArea.WORK: Topic.WORK,
    LifeArea.SCHOOL: Topic.SCHOOL,
    LifeArea.HOME: Topic.DAILY_LIVING,
    LifeArea.HEALTH: Topic.PHYSICAL_HEALTH,
    LifeArea.MIND: Topic.MENTAL_HEALTH,
    LifeArea.SUBSTANCE: Topic.SUBSTANCE_USE,
    LifeArea.LANGUAGE: Topic.PHYSICAL_HEALTH,
    LifeArea.FAMILY: Topic.FAMILY,
    LifeArea.LEISURE: Topic.LEISURE,
    LifeArea.HOUSING: Topic.HOUSING,
    LifeArea.TRANSPORT: Topic.TRANSPORT,
}


class Goal(OwnedModel):
    """A goal in the person's own words, or a sub-goal of one (`parent`)."""

    organisation_id = OwnerField(person="person_id", topic="topic")
    person = InsideForeignKey(Person, related_name="+")
    plan = InsideForeignKey(IndividualPlan, related_name="goals")
    parent = InsideForeignKey("self", null=True, related_name="sub_goals")
    number = models.PositiveSmallIntegerField()
    words = models.TextField()
    expressed_by = models.CharField(max_length=200)
    life_area = models.CharField(max_length=20, choices=LifeArea.choices)
    topic = models.CharField(max_length=40)
    is_main = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=[(s, s) for s in GoalState], default=GoalState.PROPOSED)
    why_abandoned = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number", "id"]
        indexes = [models.Index(fields=["organisation_id", "plan", "number"], name="goal_by_plan")]

    def __str__(self) -> str:
        return str(self.number)


class GoalStep(OwnedStep):
    """One move in the life of a goal."""

    organisation_id = OwnerField(person="person_id", open_insert=True, append_only=True, follows="goal")
    goal = InsideForeignKey(Goal, related_name="steps")


class Activity(OwnedModel):
    """Something somebody does for a goal. Done by a service (`unit`) that must agree, or by a named contributor without access.

    `replaces`: another service is asked to take the named activity over. The present one stays responsible until the new one
    has agreed; then the replaced activity is stopped and this one stands in its place.
    """

    organisation_id = OwnerField(person="person_id", topic="topic", unit="unit_id")
    person = InsideForeignKey(Person, related_name="+")
    plan = InsideForeignKey(IndividualPlan, related_name="activities")
    goal = InsideForeignKey(Goal, related_name="activities")
    topic = models.CharField(max_length=40)
    replaces = InsideForeignKey("self", null=True, related_name="replacements")
    number = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=300)
    how = models.TextField(blank=True)
    amount = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=200, blank=True)
    unit = InsideForeignKey(Unit, null=True, related_name="activities")
    responsible = InsideForeignKey(Staff, null=True, related_name="activities")
    contributor = models.CharField(max_length=200, blank=True)
    contributes = models.TextField(blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    state = models.CharField(max_length=30, choices=[(s, s) for s in ActivityState], default=ActivityState.PROPOSED)
    answered_by = models.CharField(max_length=200, blank=True)
    answer_note = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number", "id"]
        indexes = [models.Index(fields=["organisation_id", "plan", "number"], name="activity_by_plan")]
        constraints = [
            models.CheckConstraint(name="activity_has_doer", condition=Q(unit__isnull=False) | ~Q(contributor="")),
            models.CheckConstraint(
                name="activity_period", condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class ActivityStep(OwnedStep):
    """One move in the life of an activity."""

    organisation_id = OwnerField(person="person_id", open_insert=True, append_only=True, follows="activity")
    activity = InsideForeignKey(Activity, related_name="steps")


class GoalComment(OwnedModel):
    """What the person, or somebody in the plan, says about a goal."""

    organisation_id = OwnerField(person="person_id", topic="topic", follows="goal")
    person = InsideForeignKey(Person, related_name="+")
    goal = InsideForeignKey(Goal, related_name="comments")
    topic = models.CharField(max_length=40)
    words = models.TextField()
    said_by = models.CharField(max_length=200)
    by_person = models.BooleanField()
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["said_at", "id"]

    def __str__(self) -> str:
        return f"{self.said_at:%Y-%m-%d}"


class PointNote(OwnedModel):
    """A content point of the plan answered in a text of its own (`text`), or why it is left out (`reason`).

    `key` is the point's key in the law data, so a point that the law gets later needs no code.
    """

    organisation_id = OwnerField(person="person_id", part="file")
    person = InsideForeignKey(Person, related_name="+")
    plan = InsideForeignKey(IndividualPlan, related_name="point_notes")
    key = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "plan", "key"], name="point_note_once"),
            models.CheckConstraint(
                name="point_note_text_or_reason", condition=(Q(text="") & ~Q(reason="")) | (Q(reason="") & ~Q(text=""))
            ),
        ]

    def __str__(self) -> str:
        return self.key
