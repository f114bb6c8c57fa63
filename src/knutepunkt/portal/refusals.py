"""What the own pages refuse, in the plainest words."""

from django.utils.translation import gettext_lazy as _

from knutepunkt.foundation.refusal import Refusal


class PageAboutAnother(Refusal):
    """The form was opened for another file than the one chosen now."""

    message = _(
        "You have changed who the pages are about since you opened this one. So we did not send what you wrote."
    )


class PlanHasChanged(Refusal):
    """The answer is to a plan that has another version now."""

    message = _("The plan has been changed since you read it. Read it once more, then answer. We kept what you wrote.")


class SayWhatMustChange(Refusal):
    """A no without words helps nobody."""

    message = _("Write what must change, so that we can make it right.")


class AlreadyAnswered(Refusal):
    """The notice does not wait for an answer."""

    message = _("This is already answered. Call us if you want something else now.")


class NotYourFile(Refusal):
    """The file asked for is not, or no longer, one the account acts for."""

    message = _("You cannot open this one. It may have ended. Choose one from the list.")
