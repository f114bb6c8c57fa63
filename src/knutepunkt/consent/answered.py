"""What a later answer takes the place of, and whether a young person has answered all that rests from the day they decide alone."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from knutepunkt import law
from knutepunkt.access.scope import acting_as
from knutepunkt.consent.ages import reaches
from knutepunkt.consent.models import Consent, Subject
from knutepunkt.consent.periods import BY_OTHERS
from knutepunkt.consent.queries import RESTING
from knutepunkt.consent.states import GIVEN, ConsentState
from knutepunkt.foundation.clock import day
from knutepunkt.identity.system import DERIVER
from knutepunkt.people.models import Person
from knutepunkt.people.settling import knows_answers

TAKEN_BACK = (ConsentState.WITHDRAWN, ConsentState.PARTLY_WITHDRAWN)
NO_ANSWER = (ConsentState.DRAFTED, ConsentState.LAPSED, ConsentState.ENTERED_IN_ERROR)


def about(consent: Consent) -> tuple[UUID | None, UUID | None, UUID | None]:
    """Whom a consent names."""
    return consent.recipient_staff_id, consent.recipient_kin_id, consent.recipient_organisation_id


def replaced(earlier: Consent, later: Consent, *, to_all: bool) -> set[str]:
    """The subjects on which the later answer takes the place of the earlier: sharing stands for each recipient by itself."""
    over = set(earlier.subjects) & set(later.subjects)
    if about(earlier) != about(later) and not to_all:
        over -= {Subject.SHARING} if not any(about(later)) else set(Subject)
    return over


@knows_answers
def has_answered(person: Person, at: datetime) -> bool:
    """Has somebody young answered, for the time from the day they decide alone, each question that rests from that day? (rules.md, At 16)

    One who decides alone since long, or of unknown age, is not asked: False.
    """
    if not law.on(day(at)).is_child(person.birth_date):
        return False
    alone = reaches(person.birth_date, "decides")
    if alone is None:
        return False
    with acting_as(DERIVER, purpose="young-person-answered", organisation_id=person.organisation_id, at=at):
        since = Q(answered_at__gte=alone) | Q(ended_at__gte=alone, state__in=TAKEN_BACK)
        rows = Consent.objects.filter(organisation_id=person.organisation_id, person_id=person.pk)
        answers = list(rows.filter(since).exclude(state__in=NO_ANSWER))
        resting = list(rows.filter(state__in=sorted(GIVEN), given_by__in=sorted(BY_OTHERS), answered_at__lt=alone))
    waiting = [row for row in resting if row.ends_on is None or row.ends_on >= day(alone)]
    return bool(answers) and not any(_left(row, answers) for row in waiting)


def _left(resting: Consent, answers: list[Consent]) -> set[str]:
    """The subjects of a parent's yes that nobody has answered for the time after."""
    left = set(resting.subjects) & RESTING
    for answer in answers:
        to_all = answer.state == ConsentState.REFUSED and not any(about(answer))
        left -= replaced(resting, answer, to_all=to_all)
    return left
