"""The life of a consent. Moves that end in `-own` are made by the person, a parent or a guardian on the own pages."""

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
    PARTLY_WITHDRAWN = "partly-withdrawn"
    RENEWED = "renewed"
    EXPIRED = "expired"
    LAPSED = "lapsed"
    ENTERED_IN_ERROR = "entered-in-error"


S = ConsentState
GIVEN = frozenset({S.GIVEN_ORALLY, S.GIVEN_SIGNED})
P = Permission.CONSENT_RECORD
OWN = Permission.OWN_CONSENT
CONSENT = Lifecycle(
    name="consent",
    states=S,
    initial=S.DRAFTED,
    moves=(
        Move("give-orally", frozenset({S.DRAFTED}), S.GIVEN_ORALLY, P, _("Record oral consent")),
        Move("give-orally-own", frozenset({S.DRAFTED}), S.GIVEN_ORALLY, OWN),
        Move("give-signed", frozenset({S.DRAFTED}), S.GIVEN_SIGNED, P, _("Record signed consent")),
        Move("give-signed-own", frozenset({S.DRAFTED}), S.GIVEN_SIGNED, OWN, _("Say yes")),
        Move("sign", frozenset({S.GIVEN_ORALLY}), S.GIVEN_SIGNED, P, _("The declaration has come back signed")),
        Move("sign-own", frozenset({S.GIVEN_ORALLY}), S.GIVEN_SIGNED, OWN, _("Sign the consent")),
        Move("refuse", frozenset({S.DRAFTED}), S.REFUSED, P, _("Record a no")),
        Move("refuse-own", frozenset({S.DRAFTED}), S.REFUSED, OWN, _("Say no")),
        Move("withdraw", GIVEN, S.WITHDRAWN, P, _("Withdraw the consent")),
        Move("withdraw-own", GIVEN, S.WITHDRAWN, OWN, _("Take the consent back")),
        Move("withdraw-part", GIVEN, S.PARTLY_WITHDRAWN, P, _("Withdraw a part of the consent")),
        Move("withdraw-part-own", GIVEN, S.PARTLY_WITHDRAWN, OWN, _("Take a part of the consent back")),
        Move("renew", GIVEN, S.RENEWED, P),
        Move("renew-own", GIVEN, S.RENEWED, OWN),
        Move("expire", GIVEN, S.EXPIRED, P),
        Move("lapse", GIVEN | {S.DRAFTED}, S.LAPSED, P),
        Move("lapse-own", frozenset({S.DRAFTED}), S.LAPSED, OWN),
        Move("correct", frozenset(S) - {S.ENTERED_IN_ERROR}, S.ENTERED_IN_ERROR, P, _("Entered in error")),
    ),
)
