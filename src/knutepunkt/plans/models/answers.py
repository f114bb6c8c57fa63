"""What the person says to each thing that has changed in the plan."""

from django.db import models

from knutepunkt.foundation.owned import InsideForeignKey, OwnedModel, OwnerField
from knutepunkt.people.models import Person
from knutepunkt.plans.models.plan import PlanAnswer


class ChangeAnswer(OwnedModel):
    """A yes or no to one change since the last yes, given together with the answer to the plan as a whole.

    `kind` and `entry` are the thing that changed, as the difference knows it (`plans.difference.Entry`): a goal or an activity by
    its id, somebody who takes part by name.
    """

    organisation_id = OwnerField(person="person_id", part="goals", append_only=True)
    person = InsideForeignKey(Person, related_name="+")
    answer = InsideForeignKey(PlanAnswer, related_name="changes")
    kind = models.CharField(max_length=20)
    entry = models.CharField(max_length=250, blank=True)
    says_yes = models.BooleanField()
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["answer", "kind", "entry", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation_id", "answer", "kind", "entry"], name="change_answered_once")
        ]

    def __str__(self) -> str:
        return "yes" if self.says_yes else "no"
