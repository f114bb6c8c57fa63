"""Why a sign-in or a change of it was refused. One sentence for all that was wrong, so that no answer tells who has an account."""

from django.utils.translation import gettext_lazy as _

from knutepunkt.foundation.refusal import Refusal


class NotSignedIn(Refusal):
    message = _("We could not sign you in with this. Check what you wrote, wait for a new code and try again.")


class TooManyAttempts(Refusal):
    message = _("There have been too many attempts. Wait fifteen minutes and try again, or use a passkey.")


class PasskeyNotRead(Refusal):
    message = _("We could not read the passkey. Try once more; if it does not help, use another passkey.")


class InvitationOver(Refusal):
    message = _("This invitation is used or too old. Ask the one who set up your access for a new one.")


class WeakPassword(Refusal):
    message = _("Choose another password: at least 12 characters, and not one that many people use.")


class NameTaken(Refusal):
    message = _("This sign-in name cannot be used. Choose another one.")


class WrongCode(Refusal):
    message = _("The code is not right. Check the clock of your phone, wait for a new code and write that one.")


class NoWorkplace(Refusal):
    message = _(
        "You do not work anywhere here any more. Ask the one who set up your access if you think this is wrong."
    )


class LastWayIn(Refusal):
    message = _("This is your only way to sign in. Add another passkey before you remove it.")


class ProofNeeded(Refusal):
    message = _("Show first that it is you: use your passkey, or write a new code.")
