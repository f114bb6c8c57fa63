"""The plan on paper: the same content in the same order as the page, in the person's language form."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol, cast

from django.utils import translation
from django.utils.translation import gettext as _

from knutepunkt import paper
from knutepunkt.consent.models import Subject
from knutepunkt.foundation.clock import day
from knutepunkt.paper.documents import Language, Tone
from knutepunkt.plans.completeness import State
from knutepunkt.plans.states import ActivityState, PlanState
from knutepunkt.plans.whole import WholeActivity, WholeConsent, WholeGoal, WholePlan
from knutepunkt.plans.words import ACTIVITY_WORDS, HOW_ANSWERED, PLAN_WORDS, area
from knutepunkt.ui.filters import day as spelled
from knutepunkt.ui.filters import moment

TONES: dict[str, Tone] = {
    "success": "good",
    "info": "good",
    "warning": "waiting",
    "danger": "stopped",
    "neutral": "neutral",
}
PLAN_TONES: dict[str, Tone] = {
    PlanState.ACTIVE: "good",
    PlanState.UNDER_REVISION: "waiting",
    PlanState.DRAFT: "waiting",
}


class Point(Protocol):
    """A content point as it stands now, or as a revision kept it."""

    @property
    def name(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def applies(self) -> bool: ...


def plan_pdf(
    whole: WholePlan, *, statuses: Sequence[Point], revision: int, revised_on: date, printed_by: str, at: datetime
) -> bytes:
    """The plan as a tagged PDF. `revision` is the number of the version printed, or of the last one put into force."""
    with translation.override(whole.language):
        made = document(
            whole, statuses=statuses, revision=revision, revised_on=revised_on, printed_by=printed_by, at=at
        )
        return paper.plan(made)


def document(
    whole: WholePlan, *, statuses: Sequence[Point], revision: int, revised_on: date, printed_by: str, at: datetime
) -> paper.PlanDocument:
    """What is printed, in the language that is active."""
    answer = whole.answer_now
    coordinator = whole.coordinator
    return paper.PlanDocument(
        language=cast("Language", whole.language),
        title=_("Individual plan for %(name)s") % {"name": whole.person_name or _("a person without a recorded name")},
        person_name=whole.person_name,
        birth_date=whole.birth_date,
        owner=whole.organisation_name,
        main_responsible=whole.main_responsible,
        coordinator=", ".join(part for part in (coordinator.name, coordinator.title) if part) if coordinator else "",
        period=paper.Period(start=whole.starts_on, end=whole.ends_on),
        revision=revision,
        revised_on=revised_on,
        next_revision_on=whole.review_on,
        state=str(PLAN_WORDS[whole.state]),
        tone=PLAN_TONES.get(whole.state, "neutral"),
        important=whole.important,
        participants=tuple(
            paper.Participant(name=m.name, role=m.role, service=m.service, contributes=m.contributes)
            for m in whole.team
        ),
        goals=tuple(_goal(goal) for goal in whole.goals),
        texts=texts(whole),
        working_agreement="\n\n".join(
            text for text in (whole.agreement_expectations, whole.agreement_contact, whole.agreement_meetings) if text
        ),
        content_points=tuple(
            paper.ContentPoint(label=str(point.name), filled=point.state == State.READY, reason=point.reason)
            for point in statuses
            if point.applies
        ),
        consents=tuple(consent_line(consent) for consent in whole.consents),
        assent=paper.Assent(given_on=day(answer.answered_at), how=str(HOW_ANSWERED[answer.how]))
        if answer and answer.says_yes
        else None,
        footer=_("Printed %(moment)s by %(name)s.") % {"moment": moment(at), "name": printed_by},
    )


def texts(whole: WholePlan) -> tuple[paper.Section, ...]:
    """The parts of the plan in running text, those that are written."""
    parts = (
        (_("What help is needed with"), whole.needs),
        (_("What the person can do, and who is around"), whole.resources),
        (_("How the activities are carried out"), whole.carried_out),
        (_("Who else the plan is worked on with"), whole.cooperation),
        (_("How the child took part"), whole.child_took_part),
    )
    written = tuple(paper.Section(heading=heading, paragraphs=(text,)) for heading, text in parts if text)
    elsewhere = tuple(
        ", ".join(part for part in (one.title, one.holder, one.contact, one.reference) if part)
        for one in whole.sub_plans
    )
    return (*written, paper.Section(heading=_("Plans elsewhere"), paragraphs=elsewhere)) if elsewhere else written


def consent_line(consent: WholeConsent) -> str:
    """A consent in one line: to what, for whom, from when."""
    subjects = ", ".join(str(Subject(subject).label) for subject in consent.subjects)
    line = subjects if consent.answered_on is None else f"{subjects} ({spelled(consent.answered_on)})"
    if consent.recipients:
        line = _("%(consent)s. May know: %(recipients)s") % {"consent": line, "recipients": consent.recipients}
    if consent.not_shared:
        line = _("%(consent)s. Not shared: %(what)s") % {"consent": line, "what": consent.not_shared}
    return line


def _goal(goal: WholeGoal) -> paper.Goal:
    return paper.Goal(
        number=str(goal.number),
        words=goal.words,
        life_area=area(goal.life_area),
        sub_goals=tuple(
            paper.SubGoal(number=f"{goal.number}.{sub.number}", words=sub.words, activities=_activities(sub))
            for sub in goal.sub_goals
        ),
        activities=_activities(goal),
    )


def _activities(goal: WholeGoal) -> tuple[paper.Activity, ...]:
    return tuple(_activity(activity) for activity in goal.activities)


def _activity(activity: WholeActivity) -> paper.Activity:
    label, tone = ACTIVITY_WORDS[ActivityState(activity.state)]
    return paper.Activity(
        what=activity.what,
        how=activity.how,
        extent=activity.amount,
        responsible=activity.who,
        period=paper.Period(start=activity.starts_on, end=activity.ends_on),
        place=activity.place,
        state=str(label),
        tone=TONES[tone],
    )
