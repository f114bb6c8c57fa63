"""Consents and their steps."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from knutepunkt.consent.states import ConsentState
from knutepunkt.foundation.owned import InsideForeignKey, OwnedModel, OwnedStep, OwnerField
from knutepunkt.organisation.models import Organisation, Staff
from knutepunkt.people.models import NextOfKin, Person


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

    A consent to sharing names one recipient: somebody who works here or is a guest here (`recipient_staff`), somebody close
    (`recipient_kin`) or another organisation (`recipient_organisation`). Without one it is as a whole: it covers those who take part
    when it is given (`recipients` in words), nobody who comes later. `topics` null: all that the plan needs. It never covers what is
    in `not_shared`. Ends by itself after `ends_on`. `goes_on_from`: the consent this one renews, or what was left of it.
    `informed_on`, `information*`: what was explained before the answer, when and in which language.
    """

    organisation_id = OwnerField(person="person_id", part="file")
    person = InsideForeignKey(Person, related_name="consents")
    subjects = ArrayField(models.CharField(max_length=20, choices=Subject.choices))
    topics = ArrayField(models.CharField(max_length=40), null=True)
    recipients = models.TextField(blank=True)
    recipient_staff = InsideForeignKey(Staff, null=True, related_name="+")
    recipient_kin = InsideForeignKey(NextOfKin, null=True, related_name="+")
    recipient_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    uses = models.TextField(blank=True)
    goes_on_from = InsideForeignKey("self", null=True, related_name="goes_on_as")
    asked_by = models.CharField(max_length=200, blank=True)
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
        constraints = [
            models.CheckConstraint(
                name="consent_one_recipient",
                condition=Q(recipient_staff=None, recipient_kin=None)
                | Q(recipient_staff=None, recipient_organisation=None)
                | Q(recipient_kin=None, recipient_organisation=None),
            )
        ]

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

    organisation_id = OwnerField(person="person_id", open_insert=True, append_only=True, follows="consent")
    consent = InsideForeignKey(Consent, related_name="steps")


class ConsentAnswer(OwnedModel):
    """What one of those who decide together said: a parent of two with parental responsibility. Nothing that needs both starts
    before both have said yes; each sees only that it is not agreed.
    """

    organisation_id = OwnerField(
        person="person_id", part="staff", account="account_id", open_insert=True, append_only=True, follows="consent"
    )
    person = InsideForeignKey(Person, related_name="+")
    consent = InsideForeignKey(Consent, related_name="answers")
    kin = InsideForeignKey(NextOfKin, null=True, related_name="+")
    account_id = models.UUIDField(null=True)
    given_by = models.CharField(max_length=20, choices=GivenBy.choices)
    given_by_name = models.CharField(max_length=200)
    says_yes = models.BooleanField()
    how = models.CharField(max_length=20)
    answered_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)

    class Meta:
        ordering = ["answered_at", "id"]

    def __str__(self) -> str:
        return "yes" if self.says_yes else "no"
