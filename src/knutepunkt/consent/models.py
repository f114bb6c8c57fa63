"""Consents and their steps."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from knutepunkt.consent.states import ConsentState
from knutepunkt.foundation.owned import InsideForeignKey, OwnedModel, OwnedStep, OwnerField
from knutepunkt.people.models import Person


class Subject(models.TextChoices):
    """What can be consented to."""

    ASSESSMENT = "assessment", _("That the needs are looked into")
    PLAN = "plan", _("An individual plan")
    COORDINATOR = "coordinator", _("A coordinator")
    SHARING = "sharing", _("That those who take part see what they need")


class GivenBy(models.TextChoices):
    """In which capacity somebody answers."""

    PERSON = "person", _("The person")
    PARENT = "parent", _("A parent with parental responsibility")
    GUARDIAN = "guardian", _("A guardian or future proxy within the mandate")
    CHILD_WELFARE = "child-welfare", _("Child welfare with custody")
    HEALTH_PERSONNEL = "health-personnel", _("Health personnel by law, for a person without competence to decide")


class Consent(OwnedModel):
    """One answer: to what, by whom in which capacity, how, and what they were told first.

    `recipients`: who may know, as a whole; `topics` null: all that the plan needs. Ends by itself after `ends_on`.
    `informed_on`, `information*`: what was explained before the answer, when and in which language.
    """

    organisation_id = OwnerField(person="person_id")
    person = InsideForeignKey(Person, related_name="consents")
    subjects = ArrayField(models.CharField(max_length=20, choices=Subject.choices))
    topics = ArrayField(models.CharField(max_length=40), null=True)
    recipients = models.TextField(blank=True)
    not_shared = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=[(s, s) for s in ConsentState], default=ConsentState.DRAFTED)
    given_by = models.CharField(max_length=20, choices=GivenBy.choices, default=GivenBy.PERSON)
    given_by_name = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ends_on = models.DateField(null=True)
    information = models.TextField(blank=True)
    information_language = models.CharField(max_length=40, blank=True)
    interpreter_used = models.BooleanField(default=False)
    informed_on = models.DateField(null=True)
    child_heard = models.TextField(blank=True)
    recorded_by = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.state

    @property
    def subject_labels(self) -> list[str]:
        """What it is about, in words, in the order of the vocabulary."""
        return [str(subject.label) for subject in Subject if subject in self.subjects]

    @property
    def signed(self) -> bool:
        """A declaration has been signed; oral consent counts as well, but stands as not yet signed."""
        return self.state == ConsentState.GIVEN_SIGNED


class ConsentStep(OwnedStep):
    """One move in the life of a consent."""

    consent = InsideForeignKey(Consent, related_name="steps")
