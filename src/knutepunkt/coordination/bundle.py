"""What the bundle holds of this room: the follow-up, what is known, what is decided, who coordinates and takes part."""

from django.utils.translation import gettext_lazy as _

from knutepunkt.coordination import models, words
from knutepunkt.foundation.bundle import part

UNFINISHED = ("draft", "drafted", "entered-in-error")


def _said(names: object, code: str) -> str:
    known = dict(names) if not isinstance(names, dict) else names  # type: ignore[call-overload]  # pairs or a dict
    found = known.get(code, code)
    return str(found[0] if isinstance(found, tuple) else found)


part(
    models.Important, "important", _("What is important"), words=_("In own words"), said_by=_("Said by"),
    helped_by=_("Helped by"), said_at=_("When"),
)  # fmt: skip
part(
    models.FollowUp,
    "follow-ups",
    _("The work with the person"),
    say={
        "state": lambda code: _said(words.FOLLOW_UP_STATES, code),
        "target_group": lambda code: _said(words.TARGET_GROUPS, code),
        "field_of_need": lambda code: _said(words.FIELDS_OF_NEED, code),
    },
    unit_id=_("Service"),
    state=_("Where it stands"),
    target_group=_("Group"),
    field_of_need=_("Field"),
    need_level=_("How much help"),
    need_reason=_("Why"),
    opened_at=_("From"),
    closed_at=_("Until"),
    close_reason=_("Why it ended"),
)
part(models.FollowUpStep, "follow-up-steps", _("What happened in the work"))
part(
    models.Assessment,
    "assessments",
    _("What help is needed"),
    body=_("Body"),
    activities=_("Activities"),
    participation=_("Taking part"),
    environment=_("Surroundings"),
    resources_own=_("What the person can do"),
    resources_family=_("Family"),
    resources_network=_("Network"),
    obstacles=_("What stands in the way"),
    potential=_("What can get better"),
    changed_by=_("Written by"),
    changed_at=_("When"),
)
part(models.BalanceWeight, "balance-weights", _("How much lies with the person"))
part(
    models.FunctionScore, "function-scores", _("Measured"), tool=_("Tool"), score=_("Score"), scored_on=_("When"),
)  # fmt: skip
part(
    models.Decision,
    "decisions",
    _("Decisions"),
    say={"state": lambda code: _said(words.DECISION_STATES, code)},
    states_hidden=UNFINISHED,
    kind=_("About"),
    reasons=_("Why"),
    state=_("Where it stands"),
    made_by=_("Decided by"),
    made_at=_("When"),
    complaint_until=_("You can complain until"),
)
part(models.DecisionStep, "decision-steps", _("What happened with each decision"))
part(
    models.WorkNote, "work-notes", _("The coordinator's notes"), states_hidden=UNFINISHED, happened_on=_("When"),
    author_name=_("Written by"), text=_("Text"),
)  # fmt: skip
part(models.WorkNoteStep, "work-note-steps", _("What happened with each note"))
part(
    models.Appointment,
    "appointments",
    _("Coordinators"),
    say={"state": lambda code: _said(words.APPOINTMENT_STATES, code)},
    coordinator_id=_("Who"),
    unit_id=_("Service"),
    kind=_("Kind"),
    state=_("Where it stands"),
    wish=_("What was wished"),
    starts_at=_("From"),
    ends_at=_("Until"),
)
part(models.AppointmentStep, "appointment-steps", _("What happened with each coordinator"))
part(models.MainResponsibility, "main-responsibility", _("Who has had the main responsibility"))
part(
    models.CareTeamMember, "care-team", _("Those who take part"), name=_("Name"), role=_("Role"), service=_("Service"),
    contributes=_("Contributes"), topics=_("What"), starts_at=_("From"), ends_at=_("Until"),
)  # fmt: skip
part(
    models.PersonRequest, "requests", _("Asked for by the person"), kind=_("About"), received_at=_("When"), by_name=_("Written by"),
    said_by=_("Said by"), due_on=_("To be answered by"), answer=_("Answer"), answered_by=_("Answered by"), answered_at=_("Answered"),
)  # fmt: skip
part(models.PersonRequestStep, "request-steps", _("What happened with what was asked for"), through="request")
