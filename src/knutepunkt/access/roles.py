"""Roles and what each may do. A role is held in a unit (UnitGrant) or towards one person's file (Grant)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knutepunkt.access.permissions import Permission as P


@dataclass(frozen=True, slots=True)
class Role:
    """A named set of permissions. `content`: people of the unit with this role see the persons of the unit, not only envelopes."""

    code: str
    name: str | Promise
    description: str | Promise
    permissions: frozenset[P]
    content: bool = False


_CASEWORK = frozenset({
    P.OVERVIEW_READ, P.NOTICE_READ, P.NOTICE_CONTENT_READ, P.NOTICE_CREATE, P.NOTICE_ACKNOWLEDGE, P.NOTICE_CLARIFY,
    P.NOTICE_DECIDE, P.NOTICE_REASSIGN, P.NOTICE_SENT_READ, P.PERSON_SEARCH, P.PERSON_READ, P.PERSON_EDIT, P.FOLLOW_UP_READ, P.FOLLOW_UP_EDIT,
    P.ASSESSMENT_EDIT, P.CONSENT_RECORD, P.DECISION_MAKE, P.WORK_NOTE_READ, P.WORK_NOTE_WRITE, P.COORDINATOR_APPOINT,
    P.COORDINATOR_ANSWER, P.CARE_TEAM_EDIT, P.PLAN_READ, P.PLAN_EDIT, P.PLAN_ACTIVATE, P.ACTIVITY_ANSWER, P.TASK_READ, P.TASK_DO,
    P.CONVERSE, P.MESSAGE_IMPORT, P.MESSAGE_READ, P.MESSAGE_DECIDE, P.ORGANISATION_READ, P.EMERGENCY_OPEN, P.CONFLICT_DECLARE,
})  # fmt: skip

ROLES = {
    role.code: role
    for role in (
        Role(
            "caseworker",
            _("Caseworker"),
            _("Works in the coordinating unit: receives notices, clears them up and follows the persons of the unit."),
            _CASEWORK,
            content=True,
        ),
        Role(
            "leader",
            _("Leader"),
            _(
                "Answers for the unit: sees what is late and who has it, and can give it to somebody else. Sees no content."
            ),
            frozenset(
                {
                    P.OVERVIEW_READ,
                    P.NOTICE_READ,
                    P.NOTICE_REASSIGN,
                    P.TASK_READ,
                    P.ORGANISATION_READ,
                    P.AUDIT_REVIEW,
                    P.CONFLICT_DECLARE,
                    P.CONFLICT_MANAGE,
                }
            ),
        ),
        Role(
            "administrator",
            _("Administrator"),
            _("Keeps units, staff and routing right. Sees no persons."),
            frozenset({P.ORGANISATION_READ, P.ORGANISATION_EDIT, P.CONFLICT_DECLARE}),
        ),
        Role(
            "employee",
            _("Employee of a service"),
            _(
                "Works in a service that can be asked for a coordinator or to carry out an activity; sees only own persons."
            ),
            frozenset(
                {
                    P.OVERVIEW_READ,
                    P.PERSON_SEARCH,
                    P.COORDINATOR_ANSWER,
                    P.ACTIVITY_ANSWER,
                    P.TASK_READ,
                    P.TASK_DO,
                    P.NOTICE_CREATE,
                    P.NOTICE_SENT_READ,
                    P.EMERGENCY_OPEN,
                    P.CONFLICT_DECLARE,
                }
            ),
        ),
        Role(
            "guest",
            _("Guest from another organisation"),
            _("Works elsewhere and answers when asked to be coordinator here; sees only what a consent opens."),
            frozenset({P.COORDINATOR_ANSWER, P.CONFLICT_DECLARE}),
        ),
        Role(
            "sender",
            _("Sender of notices"),
            _("Sends notices of need, for example from a ward, and sees what became of them."),
            frozenset({P.NOTICE_CREATE, P.NOTICE_SENT_READ}),
        ),
        Role(
            "operator",
            _("Operator"),
            _("Runs the installation: sees messages that found no receiver, and jobs. Sees no files."),
            frozenset({P.OPERATE, P.MESSAGE_IMPORT, P.MESSAGE_READ}),
        ),
        Role(
            "coordinator",
            _("Coordinator"),
            _("Follows up one person's plan, calls the meetings and keeps the plan current."),
            frozenset(
                {
                    P.PERSON_READ,
                    P.FOLLOW_UP_READ,
                    P.FOLLOW_UP_EDIT,
                    P.ASSESSMENT_EDIT,
                    P.CONSENT_RECORD,
                    P.WORK_NOTE_READ,
                    P.WORK_NOTE_WRITE,
                    P.CARE_TEAM_EDIT,
                    P.CONVERSE,
                    P.PLAN_READ,
                    P.PLAN_EDIT,
                    P.PLAN_ACTIVATE,
                    P.ACTIVITY_ANSWER,
                    P.TASK_READ,
                    P.TASK_DO,
                }
            ),
        ),
        Role(
            "member",
            _("Member of the care team"),
            _("Takes part in one person's plan and sees what the consent covers."),
            frozenset({P.PERSON_READ, P.PLAN_READ, P.ACTIVITY_ANSWER, P.CONVERSE}),
        ),
        Role(
            "child-welfare",
            _("Child welfare with custody"),
            _("Decides for a child it has taken over custody of, and answers for it."),
            frozenset({P.PERSON_READ, P.FOLLOW_UP_READ, P.PLAN_READ, P.CONSENT_RECORD, P.ACTIVITY_ANSWER}),
        ),
        Role(
            "emergency",
            _("Emergency access"),
            _(
                "Reads one file for 60 minutes because life or health is in danger; it is told and looked at afterwards."
            ),
            frozenset({P.PERSON_READ, P.FOLLOW_UP_READ, P.PLAN_READ, P.WORK_NOTE_READ}),
        ),
        Role(
            "person",
            _("The person"),
            _("Sees and shapes the own file and plan."),
            frozenset({P.OWN_READ, P.OWN_WRITE, P.OWN_CONSENT}),
        ),
        Role(
            "parent",
            _("Parent"),
            _("Acts for a child as far as the law says."),
            frozenset({P.OWN_READ, P.OWN_WRITE, P.OWN_CONSENT}),
        ),
        Role(
            "guardian",
            _("Guardian"),
            _("Acts for the person within a mandate."),
            frozenset({P.OWN_READ, P.OWN_WRITE, P.OWN_CONSENT}),
        ),
        Role(
            "foster-parent",
            _("Foster parent"),
            _("Sees what daily life with the child needs."),
            frozenset({P.OWN_READ}),
        ),
        Role(
            "next-of-kin",
            _("Next of kin"),
            _("Sees what the person has said yes to."),
            frozenset({P.OWN_READ}),
        ),
        Role(
            "system",
            _("The system"),
            _("Jobs and commands: imports messages, derives grants, sends what is queued."),
            frozenset(P),
            content=True,
        ),
    )
}

PERSONAL_ROLES = frozenset({"person", "parent", "guardian", "foster-parent", "next-of-kin"})
