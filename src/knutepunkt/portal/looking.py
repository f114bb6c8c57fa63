"""Who has looked, in plain words: what each page is called for the person, and why somebody was let in.

Keys are those of `record_view` and of grants. A key nobody has put into words yet is told in general words, never hidden.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.permissions import Topic
from knutepunkt.access.roles import ROLES

PAGES: dict[str, str | Promise] = {
    "plan": _("Read the plan."),
    "plan-paper": _("Printed the plan."),
    "plan-print": _("Printed the plan."),
    "plan-revision": _("Read an earlier plan."),
    "plan-revisions": _("Read the list of earlier plans."),
    "plan-difference": _("Looked at what has changed in the plan."),
    "plan-new": _("Began to make a plan."),
    "plan-answer": _("Wrote down your answer to the plan."),
    "goal": _("Worked with a goal in the plan."),
    "activity": _("Looked at what somebody is to do in the plan."),
    "asked-of-service": _("Saw what they were asked to do for you."),
    "coordinator-request": _("Saw that they were asked to find a coordinator for you."),
    "follow-up": _("Read the page about you."),
    "history": _("Read what has happened with you."),
    "person": _("Read your name and how to reach you."),
    "assessment": _("Read what you need help with."),
    "edit-assessment": _("Wrote about what you need help with."),
    "important": _("Read what is important to you."),
    "need": _("Looked at how much help you need."),
    "place": _("Looked at which help suits you."),
    "told": _("Wrote down that you were told about your rights."),
    "consents": _("Read what you have said yes and no to."),
    "consent": _("Read what you have said yes and no to."),
    "declaration": _("Read what you have said yes to."),
    "record-consent": _("Wrote down what you said yes or no to."),
    "sign-consent": _("Wrote down that you have signed."),
    "withdraw-consent": _("Wrote down that you took back a yes."),
    "decision": _("Read a decision about you."),
    "new-decision": _("Wrote a decision about you."),
    "notes": _("Read the coordinator's notes."),
    "note": _("Read a note from the coordinator."),
    "new-note": _("Wrote a note about what was done for you."),
    "team": _("Read who takes part."),
    "member": _("Looked at somebody who takes part."),
    "new-member": _("Asked somebody to take part."),
    "coordinator": _("Read about your coordinator."),
    "ask-service": _("Asked for a coordinator for you."),
    "moving": _("Gave you another coordinator."),
    "closing": _("Looked at whether the work with you can end."),
    "reopening": _("Took up the work with you again."),
    "without-plan": _("Looked at going on without a plan."),
    "notice": _("Read a notice about you."),
    "inbox": _("Saw your name in the list of notices."),
    "sent": _("Saw your name in the list of notices they have sent."),
    "my-day": _("Saw your name in the list of what to do today."),
    "search": _("Found your name in a search."),
    "overview": _("Saw your name in the list of everybody with a plan or a coordinator."),
    "message": _("Read a message about you."),
    "messages": _("Saw your name in the list of messages."),
    "own": _("Opened these pages."),
    "own-files": _("Saw the name in the list of whom the pages can be about."),
    "own-plan-paper": _("Printed the plan."),
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
    """A whole sentence about what was read: of the page itself, else of the kind of page its key begins with.

    A key may be led by the name of its room ("intake.notice.wish").
    """
    parts = page.replace(".", "-").split("-")
    for first in (0, 1):
        for last in range(len(parts), first, -1):
            sentence = PAGES.get("-".join(parts[first:last]))
            if sentence:
                return str(sentence)
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
