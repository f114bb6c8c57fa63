"""Why a sign-in or a sign-out message is refused: a code for the log, a calm sentence for the reader."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knutepunkt.foundation.refusal import Refusal


class Reason(StrEnum):
    """One code for each check that can fail. The log holds the code; it never holds what was wrong in it."""

    STATE_MISSING = "state-missing"
    STATE = "state"
    STATE_USED = "state-used"
    TOO_LATE = "too-late"
    OTHER_PROVIDER = "other-provider"
    DECLINED = "declined"
    PROVIDER_SAID_NO = "provider-said-no"
    RESPONSE_ISSUER = "response-issuer"
    CODE_MISSING = "code-missing"
    CODE_USED = "code-used"
    CODE_REFUSED = "code-refused"
    UNREACHABLE = "unreachable"
    TOO_MANY = "too-many"
    ANSWER = "answer-unreadable"
    DISCOVERY_ISSUER = "discovery-issuer"
    DISCOVERY = "discovery"
    PUSH_REFUSED = "push-refused"
    TOKEN_TYPE = "token-type"  # noqa: S105 -- a code, no secret
    TOKEN_FORM = "token-form"  # noqa: S105 -- the same
    TOKEN_KIND = "token-kind"  # noqa: S105 -- the same
    TOKEN_USED = "token-used"  # noqa: S105 -- the same
    ALGORITHM = "algorithm"
    KEY_UNKNOWN = "key-unknown"
    SIGNATURE = "signature"
    ISSUER = "issuer"
    SUBJECT = "subject"
    AUDIENCE = "audience"
    AUDIENCE_UNTRUSTED = "audience-untrusted"
    PARTY = "authorized-party"
    EXPIRED = "expired"
    ISSUED_LATER = "issued-in-future"
    ISSUED_EARLY = "issued-too-early"
    NOT_YET = "not-before"
    NONCE = "nonce"
    NONCE_IN_LOGOUT = "nonce-in-logout"
    ACCESS_TOKEN_HASH = "at-hash"  # noqa: S105 -- a code, no secret
    LEVEL_MISSING = "level-missing"
    LEVEL = "level"
    USERINFO = "userinfo"
    USERINFO_SUBJECT = "userinfo-subject"
    EVENTS = "events"
    TOKEN_ID = "token-id"  # noqa: S105 -- a code, no secret
    WHOM = "nobody-named"
    NUMBER_MISSING = "number-missing"
    NUMBER = "number"
    NUMBER_CHANGED = "number-changed"
    ACCOUNT_CLOSED = "account-closed"


AGAIN = _("The sign-in had waited too long, or was begun in another window. Start again from the sign-in page.")
DECLINED = _("The sign-in was stopped before it was done. You can start again when you want.")
NOT_HIGH_ENOUGH = _(
    "You signed in in a way that is not safe enough for health information. Start again and choose one at the highest level, such as BankID."
)
NO_NUMBER = _(
    "The sign-in service did not tell us a national identity number that we can use. Ask it for help, or call the unit you were to reach."
)
CHANGED = _(
    "You have signed in here before with another identity number. Call the unit you were to reach, so that they can put it right."
)
CLOSED = _("This account is closed. Call the unit you were to reach if you think that is wrong.")
BUSY = _(
    "The sign-in service does not answer just now, or too many sign in at once. Wait a few minutes and start again."
)
DOES_NOT_HOLD = _(
    "We could not be sure that the answer from the sign-in service was meant for you. Start again. If it happens once more, "
    "tell the one who runs Knutepunkt."
)

_SENTENCES: dict[Reason, str | Promise] = {
    **dict.fromkeys((Reason.STATE_MISSING, Reason.STATE, Reason.STATE_USED, Reason.TOO_LATE), AGAIN),
    **dict.fromkeys((Reason.LEVEL, Reason.LEVEL_MISSING), NOT_HIGH_ENOUGH),
    **dict.fromkeys((Reason.NUMBER, Reason.NUMBER_MISSING), NO_NUMBER),
    **dict.fromkeys((Reason.UNREACHABLE, Reason.TOO_MANY), BUSY),
    Reason.DECLINED: DECLINED,
    Reason.NUMBER_CHANGED: CHANGED,
    Reason.ACCOUNT_CLOSED: CLOSED,
}


class SignInRefused(Refusal):
    """Nobody is signed in, or out. The sentence is for the reader; `reason` is for the log."""

    def __init__(self, reason: Reason) -> None:
        """Keep the code beside its sentence."""
        self.reason = reason
        super().__init__(_SENTENCES.get(reason, DOES_NOT_HOLD))
