"""What the bundle holds of this room: every yes and no, blocks, and what is kept back by the reader."""

from django.utils.translation import gettext_lazy as _

from knutepunkt.consent import models
from knutepunkt.consent.states import ConsentState
from knutepunkt.foundation.bundle import part

SUBJECTS = dict(models.Subject.choices)
STATES = {
    ConsentState.DRAFTED: _("Asked, not answered"),
    ConsentState.GIVEN_ORALLY: _("Yes, said aloud"),
    ConsentState.GIVEN_SIGNED: _("Yes"),
    ConsentState.REFUSED: _("No"),
    ConsentState.WITHDRAWN: _("Taken back"),
    ConsentState.PARTLY_WITHDRAWN: _("Partly taken back"),
    ConsentState.RENEWED: _("Replaced by a later answer"),
    ConsentState.EXPIRED: _("Has ended"),
    ConsentState.LAPSED: _("Does not count any more"),
}

part(
    models.Consent,
    "consents",
    _("Yes and no"),
    say={
        "subjects": lambda subject: str(SUBJECTS.get(subject, subject)),
        "state": lambda state: str(STATES.get(state, state)),
    },
    subjects=_("About"),
    state=_("Where it stands"),
    given_by=_("In which capacity"),
    given_by_name=_("Answered by"),
    answered_at=_("Answered"),
    recipients=_("Who may know"),
    topics=_("What"),
    not_shared=_("Not shared"),
    information=_("What was explained first"),
    child_heard=_("What the child said"),
    ends_on=_("Until"),
    ended_at=_("Ended"),
)
part(models.ConsentStep, "consent-steps", _("What happened with each yes and no"))
part(models.ConsentAnswer, "consent-answers", _("Your own answers where more than one decides"))
part(
    models.Block, "blocks", _("Who must not see"), staff_id=_("Who"), unit_id=_("Service"), topics=_("What"), words=_("In own words"),
    said_by=_("Said by"), starts_at=_("From"), ends_at=_("Until"),
)  # fmt: skip
part(
    models.WithheldMatter, "withheld", _("What is kept back"), topic=_("What"), kept_from=_("From whom"), reason=_("Why"),
    decided_by=_("Decided by"), review_on=_("Looked at again"), starts_at=_("From"), ends_at=_("Until"),
)  # fmt: skip
part(
    models.Opposition, "oppositions", _("What the person opposes"), subjects=_("About"), how=_("How it was said"),
    starts_at=_("From"), ends_at=_("Until"),
)  # fmt: skip
