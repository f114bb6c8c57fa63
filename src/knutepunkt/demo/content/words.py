"""The closed word lists of the demo's content: kinds, states and codes, in the words of the domain."""

KINDS = frozenset(
    {
        "municipality",
        "city-district",
        "hospital-trust",
        "region",
        "private-institution",
        "inter-municipal-institution",
        "county",
        "nav-office",
        "gp-practice",
        "kindergarten",
        "school",
        "educational-psychological-service",
        "child-welfare",
        "crisis-centre",
        "refugee-service",
        "assistive-device-centre",
        "user-organisation",
        "volunteer",
        "employer",
        "county-governor",
        "operator",
    },
)
SECTORS = frozenset({"health", "specialist", "work", "education", "child-welfare", "private"})
FORMS = frozenset(
    {"district-offices", "service-office", "own-unit", "several-departments", "one-post", "leaders-group"}
)
MUNICIPAL_FUNCTIONS = frozenset(
    {
        "overall-responsibility",
        "receive-plan-notices",
        "receive-rehabilitation-notices",
        "routines",
        "appoint",
        "train",
        "guide",
        "participation",
        "overview",
        "cooperation",
        "family",
        "information",
        "municipal-plan",
    }
)
TRUST_FUNCTIONS = frozenset(
    {
        "overall-responsibility",
        "receive-plan-notices",
        "appoint",
        "train",
        "guide",
        "notify-municipality",
        "routines",
        "directory",
    }
)
ROLES = frozenset({"caseworker", "leader", "employee", "guest", "administrator", "sender", "operator"})
CHANNELS = frozenset({"form", "public-form", "oral", "kith", "paper"})
BASES = frozenset({"consent", "own", "other-ground", "anonymous", "not-stated"})
NOTICE_KINDS = frozenset(
    {"plan-or-coordinator", "possible-need", "own-request", "discharge", "unaddressed", "own-initiative"}
)
OUTCOMES = frozenset(
    {
        "accepted",
        "guidance-given",
        "handed-on-as-application",
        "forwarded",
        "resting-until",
        "no-need-found",
        "refused",
        "declined-by-person",
        "withdrawn-by-sender",
        "entered-in-error",
    },
)
NOTICE_STATES = frozenset({"received", "acknowledged", "clarifying"}) | OUTCOMES
FOLLOW_UP_STATES = frozenset(
    {
        "opened",
        "consented",
        "coordinator-appointed",
        "plan-active",
        "coordinator-only",
        "closing",
        "closed",
        "reopened",
    },
)
APPOINTMENT_STATES = frozenset(
    {"requested-of-service", "proposed", "accepted", "declined", "no-answer", "appointed", "ended"},
)
PLAN_STATES = frozenset({"draft", "active", "under-revision", "paused", "ended"})
ACTIVITY_STATES = frozenset({"proposed", "agreed-by-responsible", "declined", "started", "completed", "stopped"})
AREAS = frozenset(
    {"work", "school", "home", "health", "mind", "substance", "language", "family", "leisure", "housing", "transport"}
)
RELATIONS = frozenset(
    {
        "spouse",
        "cohabitant",
        "mother",
        "father",
        "daughter",
        "son",
        "sister",
        "brother",
        "grandparent",
        "friend",
        "foster-parent",
    },
)
DECISIONS = frozenset({"plan-granted", "plan-refused", "coordinator-granted", "coordinator-refused", "no-need"})
GOAL_STATES = frozenset({"proposed", "accepted", "attained", "abandoned"})
WRITTEN_TO = frozenset({"coordinator", "team", "unit", "concern"})
REQUESTS = frozenset({"correction", "other-coordinator", "complaint", "meeting", "evaluation", "copy"})
