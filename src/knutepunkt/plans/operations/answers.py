"""A yes or no to each change, given with the answer to the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.actor import Actor
from knutepunkt.audit.log import record
from knutepunkt.consent.models import GivenBy
from knutepunkt.foundation.refusal import Refusal
from knutepunkt.plans.models import ChangeAnswer, IndividualPlan, PlanAnswer
from knutepunkt.plans.operations.activation import OWN_PAGE, answer_plan


class NoToAChange(Refusal):
    """A no to one thing is not a yes to the whole."""

    message = _("You have said no to something in the plan. Then the answer to the plan is no, until it is changed.")


@dataclass(frozen=True, slots=True)
class SaidToChange:
    """What was said to one change; `name` is what the thing is called, for the coordinator who reads the answer."""

    kind: str
    entry: str
    name: str
    says_yes: bool
    words: str = ""


@transaction.atomic
def answer_changes(
    *,
    plan: IndividualPlan,
    by: Actor,
    at: datetime,
    changes: Sequence[SaidToChange],
    says_yes: bool,
    words: str = "",
    given_by: str = GivenBy.PERSON,
    given_by_name: str = "",
    how: str = OWN_PAGE,
) -> PlanAnswer:
    """Keep the answer to the plan with what was said to each change; the coordinator reads both in the answer's words.

    Raises NoToAChange, and what `answer_plan` raises. Writes one event with the number of yes and no.
    """
    if says_yes and any(not said.says_yes for said in changes):
        raise NoToAChange(field="answer")
    answer = answer_plan(
        plan=plan,
        by=by,
        at=at,
        says_yes=says_yes,
        words=_together(words, changes),
        given_by=given_by,
        given_by_name=given_by_name,
        how=how,
    )
    ChangeAnswer.objects.bulk_create(
        ChangeAnswer(
            organisation_id=plan.organisation_id,
            person_id=plan.person_id,
            answer=answer,
            kind=said.kind,
            entry=said.entry[:250],
            says_yes=said.says_yes,
            words=said.words.strip(),
        )
        for said in changes
    )
    noes = sum(not said.says_yes for said in changes)
    record("plan.changes-answered", plan, by=by, at=at, answer=answer.pk, yes=len(changes) - noes, no=noes)
    return answer


def _together(words: str, changes: Sequence[SaidToChange]) -> str:
    """The words to the whole, then each thing that got a no or a word, so that whoever reads the answer reads all of it."""
    lines = [words.strip()]
    for said in changes:
        facts = {"name": said.name, "words": said.words.strip()}
        if not said.says_yes and facts["words"]:
            lines.append(gettext("No to “%(name)s”: %(words)s") % facts)
        elif not said.says_yes:
            lines.append(gettext("No to “%(name)s”.") % facts)
        elif facts["words"]:
            lines.append(gettext("About “%(name)s”: %(words)s") % facts)
    return "\n".join(line for line in lines if line)
