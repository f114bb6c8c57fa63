"""Follow-up, what is known, what is decided, who coordinates and who takes part."""

from knutepunkt.coordination.models.assessment import Assessment, BalanceWeight, FunctionScore, Important
from knutepunkt.coordination.models.coordinator import (
    Appointment,
    AppointmentKind,
    AppointmentStep,
    CareTeamMember,
    MainResponsibility,
)
from knutepunkt.coordination.models.follow_up import (
    Decision,
    DecisionKind,
    DecisionStep,
    FollowUp,
    FollowUpStep,
    WorkNote,
    WorkNoteStep,
)
from knutepunkt.coordination.models.request import PersonRequest, PersonRequestStep, RequestKind

__all__ = [
    "Appointment",
    "AppointmentKind",
    "AppointmentStep",
    "Assessment",
    "BalanceWeight",
    "CareTeamMember",
    "Decision",
    "DecisionKind",
    "DecisionStep",
    "FollowUp",
    "FollowUpStep",
    "FunctionScore",
    "Important",
    "MainResponsibility",
    "PersonRequest",
    "PersonRequestStep",
    "RequestKind",
    "WorkNote",
    "WorkNoteStep",
]
