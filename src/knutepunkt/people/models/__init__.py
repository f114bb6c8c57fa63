"""The person, those close, and the facts that decide who acts for whom and who is kept out."""

from knutepunkt.people.models.deciding import (
    CompetenceDecision,
    ConflictKind,
    ConflictOfInterest,
    Custody,
    EmergencyAccess,
)
from knutepunkt.people.models.person import (
    LanguageForm,
    MandateKind,
    NextOfKin,
    Person,
    ProtectedContact,
    Protection,
    Sex,
    Stay,
    StayKind,
)

__all__ = [
    "CompetenceDecision",
    "ConflictKind",
    "ConflictOfInterest",
    "Custody",
    "EmergencyAccess",
    "LanguageForm",
    "MandateKind",
    "NextOfKin",
    "Person",
    "ProtectedContact",
    "Protection",
    "Sex",
    "Stay",
    "StayKind",
]
