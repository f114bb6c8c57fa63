"""Who has looked, in plain words: what each page is called for the person, and why somebody was let in.

Keys are those of `record_view` and of grants. A key nobody has put into words yet is told in general words, never hidden. Where a
sentence says "you", a second one says the name, for those who act for somebody: the functions take that `name`, empty for the
person's own pages.
"""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.permissions import Topic
from knutepunkt.access.roles import ROLES

Said = str | Promise
Sentence = Said | tuple[Said, Said]
"""One sentence, or two: to the person, and about the person by name."""

PAGES: dict[str, Sentence] = {
    "plan": _("Read the plan."),
    "plan-paper": _("Printed the plan."),
    "plan-print": _("Printed the plan."),
    "plan-revision": _("Read an earlier plan."),
    "plan-revisions": _("Read the list of earlier plans."),
    "plan-difference": _("Looked at what has changed in the plan."),
    "plan-elsewhere": _("Asked if there is a plan elsewhere."),
    "plan-question": _("Read a question about a plan."),
    "own-plan-versions": _("Read the list of earlier plans."),
    "own-plan-version": _("Read an earlier plan."),
    "own-plan-changes": _("Looked at what has changed in the plan."),
    "plan-new": _("Began to make a plan."),
    "plan-answer": (_("Wrote down your answer to the plan."), _("Wrote down the answer to %(name)s's plan.")),
    "goal": _("Worked with a goal in the plan."),
    "activity": _("Looked at what somebody is to do in the plan."),
    "asked-of-service": (
        _("Saw what they were asked to do for you."),
        _("Saw what they were asked to do for %(name)s."),
    ),
    "coordinator-request": (
        _("Saw that they were asked to find a coordinator for you."),
        _("Saw that they were asked to find a coordinator for %(name)s."),
    ),
    "follow-up": (_("Read the page about you."), _("Read the page about %(name)s.")),
    "history": (_("Read what has happened with you."), _("Read what has happened with %(name)s.")),
    "person": (_("Read your name and how to reach you."), _("Read %(name)s's name and how to reach %(name)s.")),
    "assessment": (_("Read what you need help with."), _("Read what %(name)s needs help with.")),
    "edit-assessment": (_("Wrote about what you need help with."), _("Wrote about what %(name)s needs help with.")),
    "important": (_("Read what is important to you."), _("Read what is important to %(name)s.")),
    "need": (_("Looked at how much help you need."), _("Looked at how much help %(name)s needs.")),
    "place": (_("Looked at which help suits you."), _("Looked at which help suits %(name)s.")),
    "told": (
        _("Wrote down that you were told about your rights."),
        _("Wrote down that %(name)s was told about the rights."),
    ),
    "consents": (_("Read what you have said yes and no to."), _("Read what has been said yes and no to for %(name)s.")),
    "consent": (_("Read what you have said yes and no to."), _("Read what has been said yes and no to for %(name)s.")),
    "declaration": (_("Read what you have said yes to."), _("Read what has been said yes to for %(name)s.")),
    "record-consent": (
        _("Wrote down what you said yes or no to."),
        _("Wrote down what was said yes or no to for %(name)s."),
    ),
    "sign-consent": (_("Wrote down that you have signed."), _("Wrote down that somebody signed for %(name)s.")),
    "ask-consent": (
        _("Asked who may see something about you."),
        _("Asked who may see something about %(name)s."),
    ),
    "answer-consent": (_("Wrote down what you say yes or no to."), _("Wrote down a yes or no about %(name)s.")),
    "withdraw-consent": (
        _("Wrote down that you took back a yes."),
        _("Wrote down that a yes was taken back for %(name)s."),
    ),
    "decision": (_("Read a decision about you."), _("Read a decision about %(name)s.")),
    "new-decision": (_("Wrote a decision about you."), _("Wrote a decision about %(name)s.")),
    "notes": _("Read the coordinator's notes."),
    "note": _("Read a note from the coordinator."),
    "new-note": (_("Wrote a note about what was done for you."), _("Wrote a note about what was done for %(name)s.")),
    "team": _("Read who takes part."),
    "member": _("Looked at somebody who takes part."),
    "new-member": _("Asked somebody to take part."),
    "coordinator": (_("Read about your coordinator."), _("Read about %(name)s's coordinator.")),
    "ask-service": (_("Asked for a coordinator for you."), _("Asked for a coordinator for %(name)s.")),
    "moving": (_("Gave you another coordinator."), _("Gave %(name)s another coordinator.")),
    "closing": (
        _("Looked at whether the work with you can end."),
        _("Looked at whether the work with %(name)s can end."),
    ),
    "reopening": (_("Took up the work with you again."), _("Took up the work with %(name)s again.")),
    "without-plan": _("Looked at going on without a plan."),
    "notice": (_("Read a notice about you."), _("Read a notice about %(name)s.")),
    "inbox": (_("Saw your name in the list of notices."), _("Saw %(name)s in the list of notices.")),
    "sent": (
        _("Saw your name in the list of notices they have sent."),
        _("Saw %(name)s in the list of notices they have sent."),
    ),
    "my-day": (_("Saw your name in the list of what to do today."), _("Saw %(name)s in the list of what to do today.")),
    "search": (_("Found your name in a search."), _("Found %(name)s in a search.")),
    "overview": (
        _("Saw your name in the list of everybody with a plan or a coordinator."),
        _("Saw %(name)s in the list of everybody with a plan or a coordinator."),
    ),
    "message": (_("Read a message about you."), _("Read a message about %(name)s.")),
    "messages": (_("Saw your name in the list of messages."), _("Saw %(name)s in the list of messages.")),
    "own": _("Opened these pages."),
    "own-files": _("Saw the name in the list of whom the pages can be about."),
    "own-plan-paper": _("Printed the plan."),
    "outbox": (
        _("Saw a letter to you in the list of what is sent."),
        _("Saw a letter about %(name)s in the list of what is sent."),
    ),
    "own-plan": _("Read the plan."),
    "own-important": (_("Read what is important to you."), _("Read what is important to %(name)s.")),
    "own-consents": (
        _("Read what you have said yes and no to."),
        _("Read what has been said yes and no to for %(name)s."),
    ),
    "own-who-sees": _("Read who can see what."),
    "own-looks": _("Read who has looked."),
    "own-papers": _("Read letters and papers."),
    "own-take": _("Took the file along."),
    "own-contact": (_("Read how to reach you."), _("Read how to reach %(name)s.")),
    "own-represents": (_("Read who acts for you."), _("Read who acts for %(name)s.")),
    "own-seen-as": (
        _("Saw what somebody else would see about you."),
        _("Saw what somebody else would see about %(name)s."),
    ),
    "own-blocks": (
        _("Read who must not see something about you."),
        _("Read who must not see something about %(name)s."),
    ),
    "kin": (_("Read who is close to you."), _("Read who is close to %(name)s.")),
    "custody": (_("Read who has custody of you."), _("Read who has custody of %(name)s.")),
    "competence": (_("Read who decides for you."), _("Read who decides for %(name)s.")),
    "emergency": (_("Opened your file because of danger."), _("Opened %(name)s's file because of danger.")),
    "blocks": (_("Read who must not see something about you."), _("Read who must not see something about %(name)s.")),
    "new-block": (
        _("Wrote down who must not see something about you."),
        _("Wrote down who must not see something about %(name)s."),
    ),
    "end-block": (_("Opened something again that was closed."), _("Opened something again that was closed.")),
    "who-sees": _("Looked at who can see what."),
    "review": _("Looked afterwards at who had looked."),
    "seen-as": (_("Saw what somebody else sees about you."), _("Saw what somebody else sees about %(name)s.")),
}
SOMETHING: Sentence = (_("Read something about you."), _("Read something about %(name)s."))

BASES: dict[str, Sentence] = {
    "own-file": _("These are the person's own pages."),
    "parent": (_("Acts for you as a parent."), _("Acts for %(name)s as a parent.")),
    "guardian": (_("Acts for you as a guardian."), _("Acts for %(name)s as a guardian.")),
    "foster-parent": (_("Is your foster parent."), _("Is %(name)s's foster parent.")),
    "next-of-kin": (_("Is close to you. You have said yes to it."), _("Is close to %(name)s, and was let see.")),
    "unit": (_("Works in the unit that follows you up."), _("Works in the unit that follows %(name)s up.")),
    "follow-up": (_("Works in the unit that follows you up."), _("Works in the unit that follows %(name)s up.")),
    "notice": (
        _("Works in the unit that got a notice about you."),
        _("Works in the unit that got a notice about %(name)s."),
    ),
    "coordinator": (_("Is your coordinator."), _("Is %(name)s's coordinator.")),
    "consent": (
        _("Takes part in your plan. You have said yes to it."),
        _("Takes part in %(name)s's plan. Somebody has said yes to it."),
    ),
    "cooperation": (
        _("Works with your health in the same service. You can say no to it."),
        _("Works with %(name)s's health in the same service. It can be said no to."),
    ),
    "custody": (_("Child welfare decides for you."), _("Child welfare decides for %(name)s.")),
    "child-welfare": (_("Child welfare decides for you."), _("Child welfare decides for %(name)s.")),
    "emergency": (
        _("Opened it because of danger to life or health. The leader looks at it afterwards."),
        _("Opened it because of danger to life or health. The leader looks at it afterwards."),
    ),
    "review": _("Looked afterwards at who had looked, and whether it was right."),
    "agenda-item": _("Was asked to help with one thing."),
}
SOME_REASON: Sentence = (
    _("Has a task for you. Ask us if you want to know more."),
    _("Has a task for %(name)s. Ask us if you want to know more."),
)

AS: dict[str, Sentence] = {
    "own-file": _("as the one it is about"),
    "parent": (_("as your parent"), _("as a parent")),
    "guardian": (_("as your guardian"), _("as a guardian")),
    "foster-parent": (_("as your foster parent"), _("as a foster parent")),
    "next-of-kin": (_("as somebody close to you"), _("as somebody close")),
    "coordinator": (_("as your coordinator"), _("as coordinator")),
    "consent": (_("as one who takes part in your plan"), _("as one who takes part in the plan")),
    "cooperation": _("as one who works in the same health service"),
    "unit": (_("as one of those who follow you up"), _("as one of those who follow up")),
    "follow-up": (_("as one of those who follow you up"), _("as one of those who follow up")),
    "notice": _("as one of those who got the notice"),
    "custody": _("for child welfare"),
    "child-welfare": _("for child welfare"),
    "emergency": _("because of danger to life or health"),
    "review": _("to see whether others had looked rightly"),
}

TOPICS: dict[str, Sentence] = {
    Topic.GOALS: (_("your goals"), _("the goals")),
    Topic.DAILY_LIVING: (_("your days at home"), _("the days at home")),
    Topic.PHYSICAL_HEALTH: (_("your body and health"), _("body and health")),
    Topic.MENTAL_HEALTH: (_("your mental health"), _("mental health")),
    Topic.SUBSTANCE_USE: _("alcohol and drugs"),
    Topic.SCHOOL: _("school"),
    Topic.WORK: _("work and money"),
    Topic.HOUSING: (_("your home"), _("the home")),
    Topic.TRANSPORT: (_("how you get around"), _("getting around")),
    Topic.FAMILY: (_("your family"), _("the family")),
    Topic.LEISURE: (_("your free time"), _("free time")),
    Topic.CHILD_WELFARE: _("child welfare"),
    Topic.ASSESSMENT: (_("what you need help with"), _("what help is needed with")),
    Topic.WORK_NOTES: _("the coordinator's notes"),
    Topic.MINUTES: _("what was said in meetings"),
    Topic.MESSAGES: (_("messages about you"), _("messages")),
}


def _say(sentence: Sentence, name: str) -> str:
    if not isinstance(sentence, tuple):
        return str(sentence)
    return str(sentence[1]) % {"name": name} if name else str(sentence[0])


def what(page: str, name: str = "") -> str:
    """A whole sentence about what was read: of the page itself, else of the kind of page its key begins with.

    A key may be led by the name of its room ("intake.notice.wish").
    """
    parts = page.replace(".", "-").split("-")
    for first in (0, 1):
        for last in range(len(parts), first, -1):
            sentence = PAGES.get("-".join(parts[first:last]))
            if sentence:
                return _say(sentence, name)
    return _say(SOMETHING, name)


def told_as(page: str) -> str:
    """The key of a page as it is given away: pages about what is kept back would tell that something is."""
    return "file" if "withheld" in page else page


def why(basis: str, name: str = "") -> str:
    """A whole sentence about why somebody could read."""
    return _say(BASES.get(basis, SOME_REASON), name)


def reasons(bases: tuple[str, ...], name: str = "") -> list[str]:
    """Each reason once, as sentences."""
    return list(dict.fromkeys(why(basis, name) for basis in bases))


def role_name(role: str) -> str:
    """A title as it is written, a role of ours by its name."""
    known = ROLES.get(role)
    return str(known.name) if known else role


def who(name: str, role: str, organisation: str) -> str:
    """Somebody with title and place: "Kari Lie, physiotherapist in Rælingen"."""
    if not role:
        return _now("%(name)s, %(organisation)s") % {"name": name, "organisation": organisation}
    return _now("%(name)s, %(role)s in %(organisation)s") % {
        "name": name, "role": role_name(role), "organisation": organisation,
    }  # fmt: skip


def in_one(row: Any, moment: str, name: str = "") -> str:
    """One look as one sentence: who, what, when and in which capacity."""
    facts = {
        "who": who(row.by_name, row.role, row.by_organisation),
        "did": _within(what(row.page, name)),
        "moment": moment,
        "capacity": _say(AS.get(row.basis, ""), name),
    }
    if facts["capacity"]:
        return _now("%(who)s, %(did)s on %(moment)s, %(capacity)s.") % facts
    return _now("%(who)s, %(did)s on %(moment)s.") % facts


def _within(sentence: str) -> str:
    """A sentence about what was done, as it stands inside another one."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def topic_names(topics: tuple[str, ...], name: str = "") -> list[str]:
    """What a reader with some topics can see, as the person calls it."""
    return [_say(TOPICS[topic], name) for topic in topics if topic in TOPICS]
