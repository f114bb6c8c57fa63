"""The life of a consent."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from knutepunkt.access.permissions import Permission
from knutepunkt.foundation.lifecycle import Lifecycle, Move


class ConsentState(StrEnum):
    DRAFTED = "drafted"
    GIVEN_ORALLY = "given-orally"
    GIVEN_SIGNED = "given-signed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    LAPSED = "lapsed"
    ENTERED_IN_ERROR = "entered-in-error"


S = ConsentState
GIVEN = frozenset({S.GIVEN_ORALLY, S.GIVEN_SIGNED})
P = Permission.CONSENT_RECORD
CONSENT = Lifecycle(
    name="consent",
    states=S,
    initial=S.DRAFTED,
    moves=(
        Move("give-orally", frozenset({S.DRAFTED}), S.GIVEN_ORALLY, P, _("Record oral consent")),
        Move("give-signed", frozenset({S.DRAFTED, S.GIVEN_ORALLY}), S.GIVEN_SIGNED, P, _("Record signed consent")),
        Move("refuse", frozenset({S.DRAFTED}), S.REFUSED, P, _("Record a no")),
        Move("withdraw", GIVEN, S.WITHDRAWN, P, _("Withdraw the consent")),
        Move("expire", GIVEN, S.EXPIRED, P),
        Move("lapse", GIVEN, S.LAPSED, P),
        Move("correct", frozenset(S) - {S.ENTERED_IN_ERROR}, S.ENTERED_IN_ERROR, P, _("Entered in error")),
    ),
)
