"""Words of the room for pages and letters: states, capacities, relations."""

from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.permissions import Topic
from knutepunkt.consent.models import Subject
from knutepunkt.consent.states import ConsentState

CONSENT_STATES = {
    ConsentState.DRAFTED: (_("Not answered"), "neutral"),
    ConsentState.GIVEN_ORALLY: (_("Given orally, not yet signed"), "warning"),
    ConsentState.GIVEN_SIGNED: (_("Given and signed"), "success"),
    ConsentState.REFUSED: (_("Said no"), "danger"),
    ConsentState.WITHDRAWN: (_("Taken back"), "danger"),
    ConsentState.EXPIRED: (_("Ended by its date"), "neutral"),
    ConsentState.PARTLY_WITHDRAWN: (_("Partly taken back, the rest goes on"), "warning"),
    ConsentState.RENEWED: (_("Replaced by a later answer"), "neutral"),
    ConsentState.LAPSED: (_("Its ground fell away"), "neutral"),
    ConsentState.ENTERED_IN_ERROR: (_("Entered in error"), "neutral"),
}
DECISION_STATES = {
    "drafted": (_("Draft"), "neutral"),
    "made": (_("Made, the person is not told yet"), "warning"),
    "told": (_("The person has been told"), "info"),
    "stands": (_("Stands"), "success"),
    "changed": (_("Changed by a later decision"), "neutral"),
}
APPOINTMENT_STATES = {
    "requested-of-service": (_("Asked of the service"), "warning"),
    "proposed": (_("Named, has not answered yet"), "warning"),
    "accepted": (_("Has said yes, not appointed yet"), "info"),
    "declined": (_("Said no"), "danger"),
    "no-answer": (_("No answer"), "danger"),
    "appointed": (_("Appointed"), "success"),
    "ended": (_("Ended"), "neutral"),
}
NOTE_STATES = {
    "draft": (_("Draft, only you see it"), "warning"),
    "signed": (_("Signed"), "success"),
    "corrected": (_("Corrected by a later note"), "neutral"),
    "entered-in-error": (_("Entered in error"), "danger"),
}
FOLLOW_UP_STATES = {
    "opened": _("Opened, the person has not said yes yet"),
    "consented": _("The person has said yes"),
    "coordinator-appointed": _("Has a coordinator"),
    "plan-active": _("Has a plan in force"),
    "coordinator-only": _("Coordinator without a plan"),
    "closing": _("Being closed"),
    "closed": _("Closed"),
    "entered-in-error": _("Entered in error"),
}
TOPICS = {
    Topic.GOALS: _("What is important to me, and goals"),
    Topic.DAILY_LIVING: _("Daily living"),
    Topic.PHYSICAL_HEALTH: _("Physical health"),
    Topic.MENTAL_HEALTH: _("Mental health"),
    Topic.SUBSTANCE_USE: _("Substance use"),
    Topic.SCHOOL: _("School and kindergarten"),
    Topic.WORK: _("Work and economy"),
    Topic.HOUSING: _("Housing"),
    Topic.TRANSPORT: _("Transport and devices"),
    Topic.FAMILY: _("Family and network"),
    Topic.LEISURE: _("Leisure"),
    Topic.CHILD_WELFARE: _("Child welfare"),
    Topic.ASSESSMENT: _("Assessment"),
    Topic.WORK_NOTES: _("Work notes"),
    Topic.MINUTES: _("Minutes of meetings"),
    Topic.MESSAGES: _("Messages"),
}
SUBJECTS = {
    Subject.ASSESSMENT: _("that the needs are looked into"),
    Subject.PLAN: _("an individual plan"),
    Subject.COORDINATOR: _("a coordinator"),
    Subject.SHARING: _("that those who take part see what they need"),
}
TARGET_GROUPS = (
    ("habilitation-child", _("Habilitation, child")),
    ("habilitation-adult", _("Habilitation, adult")),
    ("rehabilitation-child", _("Rehabilitation, child")),
    ("rehabilitation-adult", _("Rehabilitation, adult")),
)
FIELDS_OF_NEED = (("somatic", _("Physical health")), ("mental", _("Mental health")), ("substance", _("Substance use")))
PATHWAYS = (
    ("1", _("Found and met in the municipality")),
    ("2", _("Found in the hospital, met in the municipality")),
    ("3", _("Found in the municipality, met in the hospital")),
    ("4", _("Found and met in the hospital")),
)
CLOSE_REASONS = (
    ("goals-reached", _("The goals are reached or the need has ended")),
    ("wish", _("The person wishes to end it")),
    ("moved", _("The person has moved")),
    ("died", _("The person has died")),
    ("other", _("Another reason")),
)


def listed(words: Iterable[object]) -> str:
    """One, two and three: joined as one reads it aloud."""
    known = [str(word) for word in words]
    if len(known) < 2:  # noqa: PLR2004 -- one word needs no joining
        return "".join(known)
    # Translators: joins all but the last of a list with the last
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(known[:-1]), "last": known[-1]}


def subjects(keys: Iterable[str]) -> str:
    """What a consent is about, in a sentence."""
    return listed(SUBJECTS[Subject(key)] for key in keys)
