"""What is known and what matters, in the person's words first."""

from django.db import models
from django.db.models import Q

from knutepunkt.access.permissions import Topic
from knutepunkt.coordination.models.follow_up import FollowUp
from knutepunkt.foundation.owned import InsideForeignKey, OwnedModel, OwnerField
from knutepunkt.people.models import Person


class Important(OwnedModel):
    """What is important to the person, in own words: written by the person, or told to staff, with who helped to say it."""

    organisation_id = OwnerField(person="person_id", topic="topic")
    person = InsideForeignKey(Person, related_name="important")
    topic = models.CharField(max_length=40, default=Topic.GOALS)
    words = models.TextField()
    said_by = models.CharField(max_length=200)
    by_person = models.BooleanField(default=True)
    helped_by = models.CharField(max_length=200, blank=True)
    adapted = models.CharField(max_length=300, blank=True)
    said_at = models.DateTimeField()

    class Meta:
        ordering = ["-said_at", "id"]

    def __str__(self) -> str:
        return f"{self.said_at:%Y-%m-%d}"


class Assessment(OwnedModel):
    """The assessment of one follow-up: the guide's four areas (8.2), resources, obstacles, potential."""

    organisation_id = OwnerField(person="person_id", topic="topic")
    person = InsideForeignKey(Person, related_name="assessments")
    follow_up = InsideForeignKey(FollowUp, related_name="assessments")
    topic = models.CharField(max_length=40, default=Topic.ASSESSMENT)
    body = models.TextField(blank=True)
    activities = models.TextField(blank=True)
    participation = models.TextField(blank=True)
    environment = models.TextField(blank=True)
    resources_own = models.TextField(blank=True)
    resources_family = models.TextField(blank=True)
    resources_network = models.TextField(blank=True)
    obstacles = models.TextField(blank=True)
    potential = models.TextField(blank=True)
    changed_by = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["changed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "follow_up"], name="one_assessment_per_follow_up")
        ]

    def __str__(self) -> str:
        return f"{self.version}"


class BalanceWeight(OwnedModel):
    """One of the ten weights of the responsibility balance (guide 10.3), 0–4; five point to each level (see `weights`)."""

    organisation_id = OwnerField(person="person_id", topic="topic")
    person = InsideForeignKey(Person, related_name="+")
    assessment = InsideForeignKey(Assessment, related_name="balance")
    topic = models.CharField(max_length=40, default=Topic.ASSESSMENT)
    key = models.CharField(max_length=40)
    weight = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["key", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "assessment", "key"], name="balance_key_once"),
            models.CheckConstraint(name="balance_0_to_4", condition=Q(weight__lte=4)),
        ]

    def __str__(self) -> str:
        return self.key


class FunctionScore(OwnedModel):
    """A standard function tool with its score and date."""

    organisation_id = OwnerField(person="person_id", topic="topic")
    person = InsideForeignKey(Person, related_name="+")
    assessment = InsideForeignKey(Assessment, related_name="scores")
    topic = models.CharField(max_length=40, default=Topic.ASSESSMENT)
    tool = models.CharField(max_length=120)
    score = models.CharField(max_length=40)
    scored_on = models.DateField()

    class Meta:
        ordering = ["scored_on", "id"]

    def __str__(self) -> str:
        return self.tool
