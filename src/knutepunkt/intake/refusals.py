"""What intake refuses, each with the sentence that says why and where to mend it."""

from django.utils.translation import gettext_lazy as _

from knutepunkt.foundation.refusal import Refusal


class WishNotAsked(Refusal):
    """Somebody other than the person reported it, and the person has not said yes (pbrl. § 4-1)."""

    message = _("The person has not yet said yes to being assessed. Record the person's own wish on the notice first.")


class PersonNotKnown(Refusal):
    """A follow-up, a decision and an application are about somebody."""

    message = _("It is not recorded who the notice is about. Fill in who it is about on the notice first.")


class PersonAlreadyKnown(Refusal):
    """Content of one person's notice is never moved to another person."""

    message = _(
        "It is already recorded who the notice is about. If it is the wrong person, enter the notice in error and record a new one."
    )


class ContentClosed(Refusal):
    """After a no, and when entered in error, nobody reads the content."""

    message = _("The content of this notice is closed, so nothing more can be recorded on it.")


class NoConsentToRest(Refusal):
    """A notice rests only when the person agrees."""

    message = _("A notice can only rest when the person agrees to it. Ask the person first.")


class RestsUntilLater(Refusal):
    """The date must lie ahead."""

    message = _("Choose a date after today. On that date the notice comes back as a task.")


class NowhereToForward(Refusal):
    """The receiver is missing, or is the unit itself."""

    message = _("Choose another unit or organisation than the one that has the notice now.")


class OnlyAnEnquiry(Refusal):
    """Only an enquiry is answered without a person."""

    message = _("Only an enquiry can be answered this way. Choose another outcome for this notice.")


class NotInTheUnit(Refusal):
    """Those who are responsible for a notice work in its unit."""

    message = _("Choose somebody who works with notices in the unit that has this one.")


class OwnDeputy(Refusal):
    """Two people are needed."""

    message = _("The deputy must be somebody other than the one who is responsible.")


class SomethingToGoOn(Refusal):
    """A notice without any way to reach anybody helps nobody."""

    message = _("Write at least a first name and a phone number, or what it is about.")


class CameLater(Refusal):
    """A thing cannot have come, or happened, later than now."""

    message = _("This lies ahead in time. Write when it happened or came.")


class TooManyReports(Refusal):
    """The public form is used too often from one place, for one address or for one unit."""

    message = _("The form has been used many times in a short while. Wait an hour, or call the unit.")


class LinkTooOld(Refusal):
    """The link of a public notice is used or too old."""

    message = _("This link has been used or is too old. Fill in the form again to get a new one.")
