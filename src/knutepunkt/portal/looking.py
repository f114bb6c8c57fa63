"""Who has looked, in plain words: what each page is called for the person, and why somebody was let in.

Keys are those of `record_view` and of grants. A key nobody has put into words yet is told in general words, never hidden.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.permissions import Topic
from knutepunkt.access.roles import ROLES

PAGES: dict[str, str | Promise] = {
    "plan": _("Read the plan."),
    "plan-pdf": _("Printed the plan."),
    "plan-print": _("Printed the plan."),
    "plan-revision": _("Read an earlier plan."),
    "plan-revisions": _("Read the list of earlier plans."),
    "plan-difference": _("Looked at what has changed in the plan."),
    "goal": _("Read a goal in the plan."),
    "activity": _("Read what somebody is to do in the plan."),
    "asked": _("Read what they were asked to do in the plan."),
    "follow-up": _("Read the page about you."),
    "person": _("Read your name and how to reach you."),
    "assessment": _("Read what you need help with."),
    "consent": _("Read what you have said yes and no to."),
    "decision": _("Read a decision about you."),
    "work-notes": _("Read the coordinator's notes."),
    "care-team": _("Read who takes part."),
    "notice": _("Read a notice about you."),
    "inbox": _("Saw your name in the list of notices."),
    "sent": _("Saw your name in the list of notices they have sent."),
    "my-day": _("Saw your name in the list of what to do today."),
    "search": _("Found your name in a search."),
    "overview": _("Saw your name in the list of everybody with a plan or a coordinator."),
    "message": _("Read a message about you."),
    "messages": _("Saw your name in the list of messages."),
    "own-home": _("Opened your pages on your behalf."),
    "own-plan": _("Opened your plan on your behalf."),
    "own-important": _("Opened what is important to you, on your behalf."),
    "own-consents": _("Opened what you have said yes and no to, on your behalf."),
    "own-notice": _("Opened a notice about you, on your behalf."),
    "own-who-sees": _("Opened the list of who can see what, on your behalf."),
    "own-looks": _("Opened this list, on your behalf."),
}
SOMETHING: str | Promise = _("Read something about you.")

BASES: dict[str, str | Promise] = {
    "own-file": _("These are the person's own pages."),
    "parent": _("Acts for you as a parent."),
    "guardian": _("Acts for you as a guardian."),
    "unit": _("Works in the unit that follows you up."),
    "follow-up": _("Works in the unit that follows you up."),
    "notice": _("Works in the unit that got a notice about you."),
    "coordinator": _("Is your coordinator."),
    "consent": _("Takes part in your plan. You have said yes to it."),
}
SOME_REASON: str | Promise = _("Has a task for you. Ask us if you want to know more.")

TOPICS: dict[str, str | Promise] = {
    Topic.GOALS: _("your goals"),
    Topic.DAILY_LIVING: _("your days at home"),
    Topic.PHYSICAL_HEALTH: _("your body and health"),
    Topic.MENTAL_HEALTH: _("your mental health"),
    Topic.SUBSTANCE_USE: _("alcohol and drugs"),
    Topic.SCHOOL: _("school"),
    Topic.WORK: _("work and money"),
    Topic.HOUSING: _("your home"),
    Topic.TRANSPORT: _("how you get around"),
    Topic.FAMILY: _("your family"),
    Topic.LEISURE: _("your free time"),
    Topic.CHILD_WELFARE: _("child welfare"),
    Topic.ASSESSMENT: _("what you need help with"),
    Topic.WORK_NOTES: _("the coordinator's notes"),
    Topic.MINUTES: _("what was said in meetings"),
    Topic.MESSAGES: _("messages about you"),
}


def what(page: str) -> str:
    """A whole sentence about what was read: of the page itself, else of the kind of page its key begins with."""
    while page:
        if page in PAGES:
            return str(PAGES[page])
        page = page.rpartition("-")[0]
    return str(SOMETHING)


def why(basis: str) -> str:
    """A whole sentence about why somebody could read."""
    return str(BASES.get(basis, SOME_REASON))


def reasons(bases: tuple[str, ...]) -> list[str]:
    """Each reason once, as sentences."""
    return list(dict.fromkeys(why(basis) for basis in bases))


def role_name(role: str) -> str:
    """A title as it is written, a role of ours by its name."""
    known = ROLES.get(role)
    return str(known.name) if known else role


def topic_names(topics: tuple[str, ...]) -> list[str]:
    """What a reader with some topics can see, as the person calls it."""
    return [str(TOPICS[topic]) for topic in topics if topic in TOPICS]
