"""What the bundle holds of this room: the plan, its goals, who does what, the answers and earlier plans."""

from django.utils.translation import gettext_lazy as _

from knutepunkt.foundation.bundle import part
from knutepunkt.plans import models
from knutepunkt.plans.words import ACTIVITY_WORDS, GOAL_WORDS, HOW_ANSWERED, PLAN_WORDS, area

part(
    models.IndividualPlan,
    "plans",
    _("The plan"),
    say={"state": lambda code: str(PLAN_WORDS[code])},
    state=_("Where it stands"),
    starts_on=_("From"),
    ends_on=_("Until"),
    review_on=_("Looked at again"),
)
part(
    models.PlanTexts,
    "plan-texts",
    _("What the plan says"),
    needs=_("What help is needed with"),
    resources=_("What the person can do, and who is around"),
    carried_out=_("How the activities are carried out"),
    cooperation=_("Who else the plan is worked on with"),
    child_took_part=_("How the child took part"),
    agreement_expectations=_("What we expect of each other"),
    agreement_contact=_("How we keep in touch"),
    agreement_meetings=_("Meetings"),
)
part(models.PlanStep, "plan-steps", _("What happened with the plan"))
part(
    models.Goal,
    "goals",
    _("Goals"),
    say={"state": lambda code: str(GOAL_WORDS[code]), "life_area": area},
    words=_("The goal"),
    expressed_by=_("Said by"),
    life_area=_("Area of life"),
    state=_("Where it stands"),
    why_abandoned=_("Why it is let go"),
)
part(models.GoalStep, "goal-steps", _("What happened with each goal"))
part(
    models.Activity,
    "activities",
    _("Who does what"),
    say={"state": lambda code: str(ACTIVITY_WORDS[code][0])},
    what=_("Activity"),
    how=_("How"),
    amount=_("How much"),
    place=_("Where"),
    unit_id=_("Service"),
    responsible_id=_("Who"),
    contributor=_("Contributor"),
    contributes=_("Contributes"),
    starts_on=_("From"),
    ends_on=_("Until"),
    state=_("Where it stands"),
)
part(models.ActivityStep, "activity-steps", _("What happened with each activity"))
part(
    models.GoalComment, "goal-comments", _("Said about the goals"), words=_("In own words"), said_by=_("Said by"), said_at=_("When"),
)  # fmt: skip
part(
    models.PointNote,
    "point-notes",
    _("Other parts of the plan"),
    text=_("Text"),
    reason=_("Why it is left out"),
    by_name=_("Written by"),
)
part(
    models.PlanAnswer,
    "plan-answers",
    _("Answers to the plan"),
    say={"how": lambda code: str(HOW_ANSWERED[code])},
    says_yes=_("Said yes"),
    words=_("In own words"),
    given_by_name=_("Answered by"),
    how=_("How it was said"),
    answered_at=_("When"),
)
part(
    models.ChangeAnswer, "change-answers", _("Answers to each change in the plan"), kind=_("About"), says_yes=_("Said yes"), words=_("In own words"),
)  # fmt: skip
part(models.Revision, "revisions", _("The plan as it was"), number=_("Number"), made_by=_("Made by"), made_at=_("When"))
part(
    models.SubPlan, "sub-plans", _("Other plans"), title=_("Name"), holder=_("Kept by"), contact=_("Ask"), linked_at=_("From"),
    removed_at=_("Until"),
)  # fmt: skip
part(
    models.PlanQuestion,
    "plan-questions",
    _("Asked elsewhere"),
    asked_by=_("Asked by"),
    asked_at=_("When"),
    has_plan=_("Has a plan"),
)
part(
    models.ReceivedPlanQuestion, "plan-questions-received", _("Asked here from elsewhere"), from_unit=_("From"), asked_by=_("Asked by"),
    received_at=_("Came in"), told=_("Was told"),
)  # fmt: skip
part(
    models.Disagreement, "disagreements", _("Where services did not agree"), words=_("Text"), raised_by=_("Said by"), raised_at=_("When"),
    main_responsible_id=_("Main responsibility"), reasons=_("Why"), decided_by=_("Decided by"),
)  # fmt: skip
