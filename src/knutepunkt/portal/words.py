"""The states of things as the person would say them: a sentence each, with the tone of its mark."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knutepunkt.consent.states import ConsentState
from knutepunkt.intake.kinds import NoticeKind
from knutepunkt.intake.states import NoticeState
from knutepunkt.plans.states import ActivityState, GoalState, PlanState

Said = str | Promise

ROLE_WORDS: dict[str, Said] = {
    "person": _("You yourself"),
    "parent": _("You act as a parent"),
    "guardian": _("You act as a guardian"),
    "foster-parent": _("You are a foster parent"),
    "next-of-kin": _("You are next of kin"),
}


def role_words(role: str) -> str:
    """In which capacity the reader is here."""
    return str(ROLE_WORDS[role])


PLAN_WORDS: dict[str, Said] = {
    PlanState.DRAFT: _("The plan is being made. It does not count yet."),
    PlanState.ACTIVE: _("The plan is in use."),
    PlanState.UNDER_REVISION: _("The plan is in use. Something in it is being changed."),
    PlanState.PAUSED: _("The plan has a pause. Nobody works on it now."),
    PlanState.ENDED: _("The plan has ended."),
}
GOAL_WORDS: dict[str, Said] = {
    GoalState.PROPOSED: _("Somebody has suggested this goal"),
    GoalState.ACCEPTED: "",
    GoalState.ATTAINED: _("You have reached this goal"),
    GoalState.ABANDONED: _("This goal has been let go"),
}
ACTIVITY_WORDS: dict[str, tuple[Said, str]] = {
    ActivityState.PROPOSED: (_("They have not answered yet"), "warning"),
    ActivityState.AGREED: (_("They have said yes"), "info"),
    ActivityState.DECLINED: (_("They cannot do this"), "danger"),
    ActivityState.STARTED: (_("Going on now"), "success"),
    ActivityState.COMPLETED: (_("Done"), "success"),
    ActivityState.STOPPED: (_("Stopped"), "neutral"),
}
CONSENT_WORDS: dict[str, tuple[Said, str]] = {
    ConsentState.GIVEN_ORALLY: (_("Yes, said aloud. Not signed yet"), "warning"),
    ConsentState.GIVEN_SIGNED: (_("Yes"), "success"),
    ConsentState.REFUSED: (_("No"), "neutral"),
    ConsentState.WITHDRAWN: (_("Taken back"), "neutral"),
    ConsentState.EXPIRED: (_("Has ended"), "neutral"),
    ConsentState.PARTLY_WITHDRAWN: (_("Partly taken back"), "neutral"),
    ConsentState.RENEWED: (_("Replaced by a later answer"), "neutral"),
    ConsentState.LAPSED: (_("Does not count any more"), "neutral"),
}
SUBJECT_WORDS: dict[str, Said] = {
    "assessment": _("To find out what help is needed"),
    "plan": _("To make a plan"),
    "coordinator": _("To have a coordinator"),
    "sharing": _("That those who help can see what they need to know"),
}
CONSEQUENCES: dict[str, Said] = {
    "assessment": _("We stop finding out what help is needed."),
    "plan": _("The plan gets a pause. Nobody changes it or works by it."),
    "coordinator": _("The work with a coordinator stops until there is a new yes."),
    "sharing": _("Those who take part in the plan can no longer read it. It is closed to them at once."),
}
NOTICE_KINDS: dict[str, Said] = {
    NoticeKind.PLAN_OR_COORDINATOR: _("Somebody thinks that a plan or a coordinator would help."),
    NoticeKind.POSSIBLE_NEED: _("Somebody thinks that help and training could be of use."),
    NoticeKind.OWN_REQUEST: _("This was asked for on these pages, or by phone."),
    NoticeKind.DISCHARGE: _("The hospital has told about a stay there."),
    NoticeKind.UNADDRESSED: _("Somebody has asked who can help."),
    NoticeKind.OWN_INITIATIVE: _("A service in the municipality thinks that help is needed."),
}
NOTICE_STATES: dict[str, Said] = {
    NoticeState.RECEIVED: _("It has come in. Nobody has begun with it."),
    NoticeState.ACKNOWLEDGED: _("Somebody has read it."),
    NoticeState.CLARIFYING: _("Somebody is finding out what it is about."),
    NoticeState.ACCEPTED: _("The work has begun."),
    NoticeState.GUIDANCE_GIVEN: _("You got advice. It is finished."),
    NoticeState.HANDED_ON: _("It was sent on to the service that decides."),
    NoticeState.RESTING: _("It waits. We ask again later."),
    NoticeState.NO_NEED_FOUND: _("We found no need for more help. You can ask again at any time."),
    NoticeState.REFUSED: _("The answer was no. You have got a letter that says why."),
    NoticeState.DECLINED_BY_PERSON: _("The answer was no thanks. It is closed."),
}
