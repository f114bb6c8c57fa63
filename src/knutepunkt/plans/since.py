"""What has changed in a plan since the person last said yes to it: what a new answer is about."""

from dataclasses import dataclass

from knutepunkt.access.actor import Actor
from knutepunkt.plans.difference import Change, Entry, difference, flat, flat_difference
from knutepunkt.plans.difference_words import ChangeWords, change_words
from knutepunkt.plans.models import Revision
from knutepunkt.plans.revisions import draft_content
from knutepunkt.plans.whole import WholePlan

ANSWERED = frozenset({"plan", "goal", "activity", "participant", "coordinator", "point"})


@dataclass(frozen=True, slots=True)
class ChangeToAnswer:
    """One change, and the same in words."""

    change: Change
    said: ChangeWords

    @property
    def entry(self) -> Entry:
        """The thing that changed."""
        return self.change.entry


def since_yes(actor: Actor, plan: WholePlan) -> list[ChangeToAnswer]:
    """The changes since the version put into force, which rests on a yes; in a first plan everything is new. One statement.

    Who does not see the whole of the earlier plan is asked about everything as new, rather than about too little.
    """
    revision = Revision.visible_to(actor).filter(plan_id=plan.id).order_by("-number").first()
    new = draft_content(plan)
    if revision is None:
        changes = [change for change in flat_difference({}, flat(new)) if _says_something(change)]
        old = new
    else:
        old = revision.content
        changes = list(difference(old, new))
    changes = [change for change in changes if change.kind in ANSWERED]
    said = change_words(changes, old, new)
    return [ChangeToAnswer(change, words) for change, words in zip(changes, said, strict=True) if words.fields]


def _says_something(change: Change) -> bool:
    return any(each.new for each in change.fields)
