"""The life of a notice."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from knutepunkt.access.permissions import Permission as P
from knutepunkt.foundation.lifecycle import Lifecycle, Move


class NoticeState(StrEnum):
    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    CLARIFYING = "clarifying"
    ACCEPTED = "accepted"
    GUIDANCE_GIVEN = "guidance-given"
    HANDED_ON = "handed-on-as-application"
    FORWARDED = "forwarded"
    RESTING = "resting-until"
    NO_NEED_FOUND = "no-need-found"
    REFUSED = "refused"
    DECLINED_BY_PERSON = "declined-by-person"
    WITHDRAWN_BY_SENDER = "withdrawn-by-sender"
    ENTERED_IN_ERROR = "entered-in-error"


S = NoticeState
OPEN = frozenset({S.RECEIVED, S.ACKNOWLEDGED, S.CLARIFYING})
SEEN = frozenset({S.ACKNOWLEDGED, S.CLARIFYING})
NOTICE = Lifecycle(
    name="notice",
    states=S,
    initial=S.RECEIVED,
    moves=(
        Move("acknowledge", frozenset({S.RECEIVED}), S.ACKNOWLEDGED, P.NOTICE_ACKNOWLEDGE, _("Acknowledge")),
        Move("clarify", frozenset({S.ACKNOWLEDGED, S.RESTING}), S.CLARIFYING, P.NOTICE_CLARIFY, _("Begin clearing up")),
        Move("accept", SEEN, S.ACCEPTED, P.NOTICE_DECIDE, _("Begin follow-up")),
        Move("give-guidance", SEEN, S.GUIDANCE_GIVEN, P.NOTICE_DECIDE, _("Guidance was given")),
        Move("hand-on", SEEN, S.HANDED_ON, P.NOTICE_DECIDE, _("Hand on as an application")),
        Move("forward", OPEN, S.FORWARDED, P.NOTICE_DECIDE, _("Forward to the right receiver")),
        Move("rest", SEEN, S.RESTING, P.NOTICE_DECIDE, _("Let it rest until a date")),
        Move("find-no-need", SEEN, S.NO_NEED_FOUND, P.NOTICE_DECIDE, _("No need was found")),
        Move("refuse", SEEN, S.REFUSED, P.NOTICE_DECIDE, _("Refuse")),
        Move("close-after-no", OPEN | {S.RESTING}, S.DECLINED_BY_PERSON, P.NOTICE_DECIDE, _("The person says no")),
        Move("withdraw", OPEN | {S.RESTING}, S.WITHDRAWN_BY_SENDER, P.NOTICE_DECIDE, _("Withdrawn by the sender")),
        Move("restore", frozenset({S.WITHDRAWN_BY_SENDER}), S.CLARIFYING, P.NOTICE_DECIDE, _("Restore")),
        Move(
            "correct", frozenset(S) - {S.ENTERED_IN_ERROR}, S.ENTERED_IN_ERROR, P.NOTICE_DECIDE, _("Entered in error")
        ),
    ),
)
