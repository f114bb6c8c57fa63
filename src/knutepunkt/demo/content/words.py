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
SECTORS = frozenset(
    {"health-care", "specialist-health", "education", "labour-welfare", "child-welfare", "culture-leisure", "other"},
)
FORMS = frozenset(
    {"district-offices", "service-office", "own-unit", "several-departments", "one-post", "leaders-group"}
)
FUNCTIONS = frozenset(
    {
        "receive-notices",
        "responsible-for-plans",
        "appoint-coordinators",
        "child-coordinator",
        "train-coordinators",
        "service-overview",
        "cooperation",
        "user-participation",
    },
)
ROLES = frozenset({"caseworker", "leader", "coordinator", "member", "administrator", "sender", "operator"})
CHANNELS = frozenset({"form", "public-form", "oral", "kith", "paper"})
BASES = frozenset({"consent", "own-request", "parents-consent", "other-ground", "anonymous"})
NOTICE_KINDS = frozenset(
    {"plan-or-coordinator", "possible-need", "own-request", "discharge", "unaddressed", "own-initiative"},
)
OUTCOMES = frozenset(
    {
        "accepted",
        "guidance-given",
        "handed-on-as-application",
        "forwarded",
        "resting",
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
    {
        "health",
        "communication",
        "mobility",
        "self-care",
        "home",
        "housing",
        "family-network",
        "school-kindergarten",
        "work-education",
        "economy",
        "leisure",
        "transport-devices",
        "mental-health",
        "substance-use",
    },
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
