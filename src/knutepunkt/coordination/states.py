"""The lives of the room: follow-up, decision, work note, coordinator appointment.

Moves that end in `-own` follow from an answer the person gave on the own pages.
"""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from knutepunkt.access.permissions import Permission as P
from knutepunkt.foundation.lifecycle import Lifecycle, Move


class FollowUpState(StrEnum):
    OPENED = "opened"
    CONSENTED = "consented"
    COORDINATOR_APPOINTED = "coordinator-appointed"
    PLAN_ACTIVE = "plan-active"
    COORDINATOR_ONLY = "coordinator-only"
    CLOSING = "closing"
    CLOSED = "closed"
    ENTERED_IN_ERROR = "entered-in-error"


F = FollowUpState
RUNNING = frozenset(F) - {F.CLOSED, F.ENTERED_IN_ERROR}
RESTS_ON_CONSENT = frozenset({F.CONSENTED, F.COORDINATOR_APPOINTED, F.PLAN_ACTIVE, F.COORDINATOR_ONLY})
FOLLOW_UP = Lifecycle(
    name="follow-up",
    states=F,
    initial=F.OPENED,
    moves=(
        Move("consent", frozenset({F.OPENED}), F.CONSENTED, P.CONSENT_RECORD),
        Move("consent-own", frozenset({F.OPENED}), F.CONSENTED, P.OWN_CONSENT),
        Move("appoint-coordinator", frozenset({F.CONSENTED}), F.COORDINATOR_APPOINTED, P.COORDINATOR_ANSWER),
        Move(
            "activate-plan",
            frozenset({F.CONSENTED, F.COORDINATOR_APPOINTED, F.COORDINATOR_ONLY}),
            F.PLAN_ACTIVE,
            P.PLAN_ACTIVATE,
        ),
        Move(
            "go-on-without-plan",
            frozenset({F.COORDINATOR_APPOINTED, F.PLAN_ACTIVE}),
            F.COORDINATOR_ONLY,
            P.FOLLOW_UP_EDIT,
            _("Go on without a plan"),
        ),
        Move("go-on-without-plan-own", frozenset({F.PLAN_ACTIVE}), F.COORDINATOR_ONLY, P.OWN_CONSENT),
        Move("withdraw-consent", RESTS_ON_CONSENT, F.OPENED, P.CONSENT_RECORD),
        Move("withdraw-consent-own", RESTS_ON_CONSENT, F.OPENED, P.OWN_CONSENT),
        Move("begin-closing", RUNNING - {F.CLOSING}, F.CLOSING, P.FOLLOW_UP_EDIT, _("Begin closing")),
        Move("close", RUNNING, F.CLOSED, P.FOLLOW_UP_EDIT, _("Close the follow-up")),
        Move("reopen", frozenset({F.CLOSED, F.CLOSING}), F.OPENED, P.FOLLOW_UP_EDIT, _("Open again")),
        Move(
            "correct", frozenset(F) - {F.ENTERED_IN_ERROR}, F.ENTERED_IN_ERROR, P.FOLLOW_UP_EDIT, _("Entered in error")
        ),
    ),
)


class DecisionState(StrEnum):
    DRAFTED = "drafted"
    MADE = "made"
    TOLD = "told"
    STANDS = "stands"
    CHANGED = "changed"


D = DecisionState
DECISION = Lifecycle(
    name="decision",
    states=D,
    initial=D.DRAFTED,
    moves=(
        Move("make", frozenset({D.DRAFTED}), D.MADE, P.DECISION_MAKE, _("Make the decision")),
        Move("tell", frozenset({D.MADE}), D.TOLD, P.DECISION_MAKE, _("The person has been told")),
        Move("let-stand", frozenset({D.TOLD}), D.STANDS, P.DECISION_MAKE, _("The deadline has passed")),
        Move("change", frozenset({D.MADE, D.TOLD, D.STANDS}), D.CHANGED, P.DECISION_MAKE, _("Change the decision")),
    ),
)


class WorkNoteState(StrEnum):
    DRAFT = "draft"
    SIGNED = "signed"
    CORRECTED = "corrected"
    ENTERED_IN_ERROR = "entered-in-error"


W = WorkNoteState
WORK_NOTE = Lifecycle(
    name="work-note",
    states=W,
    initial=W.DRAFT,
    moves=(
        Move("sign", frozenset({W.DRAFT}), W.SIGNED, P.WORK_NOTE_WRITE, _("Sign")),
        Move("correct", frozenset({W.SIGNED}), W.CORRECTED, P.WORK_NOTE_WRITE, _("Correct")),
        Move(
            "enter-in-error",
            frozenset({W.DRAFT, W.SIGNED}),
            W.ENTERED_IN_ERROR,
            P.WORK_NOTE_WRITE,
            _("Entered in error"),
        ),
    ),
)


class AppointmentState(StrEnum):
    REQUESTED = "requested-of-service"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    NO_ANSWER = "no-answer"
    APPOINTED = "appointed"
    ENDED = "ended"


A = AppointmentState
APPOINTMENT = Lifecycle(
    name="appointment",
    states=A,
    initial=A.REQUESTED,
    moves=(
        Move(
            "propose", frozenset({A.REQUESTED, A.NO_ANSWER}), A.PROPOSED, P.COORDINATOR_ANSWER, _("Name a coordinator")
        ),
        Move("accept", frozenset({A.PROPOSED}), A.ACCEPTED, P.COORDINATOR_ANSWER, _("Accept")),
        Move("decline", frozenset({A.REQUESTED, A.PROPOSED}), A.DECLINED, P.COORDINATOR_ANSWER, _("Decline")),
        Move(
            "note-no-answer", frozenset({A.REQUESTED, A.PROPOSED}), A.NO_ANSWER, P.COORDINATOR_APPOINT, _("No answer")
        ),
        Move("appoint", frozenset({A.ACCEPTED}), A.APPOINTED, P.COORDINATOR_APPOINT, _("Appoint")),
        Move("end", frozenset({A.APPOINTED, A.ACCEPTED}), A.ENDED, P.COORDINATOR_APPOINT, _("End the appointment")),
    ),
)


class PersonRequestState(StrEnum):
    RECEIVED = "received"
    ANSWERED = "answered"
    CARRIED_OUT = "carried-out"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


R = PersonRequestState
PERSON_REQUEST = Lifecycle(
    name="person-request",
    states=R,
    initial=R.RECEIVED,
    moves=(
        Move("answer", frozenset({R.RECEIVED}), R.ANSWERED, P.FOLLOW_UP_EDIT, _("Answer")),
        Move("carry-out", frozenset({R.RECEIVED, R.ANSWERED}), R.CARRIED_OUT, P.FOLLOW_UP_EDIT, _("It is done")),
        Move("refuse", frozenset({R.RECEIVED, R.ANSWERED}), R.REFUSED, P.FOLLOW_UP_EDIT, _("No, with the reason")),
        Move("withdraw", frozenset({R.RECEIVED}), R.WITHDRAWN, P.FOLLOW_UP_EDIT, _("The person takes it back")),
        Move("withdraw-own", frozenset({R.RECEIVED}), R.WITHDRAWN, P.OWN_WRITE),
    ),
)
