"""What is said before and after each thing a person can ask for."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knutepunkt.coordination.models import RequestKind

Said = str | Promise

BEFORE: dict[str, Said] = {
    RequestKind.CORRECTION: _(
        "Tell us what is wrong, and what it should say. If we do not change it, we tell you why."
    ),
    RequestKind.OTHER_COORDINATOR: _(
        "You can ask for another coordinator. The one you have now does not see what you write here."
    ),
    RequestKind.COMPLAINT: _(
        "Write it as you would say it. We help you if you want. Your coordinator does not see what you write here."
    ),
    RequestKind.MEETING: _("Tell us what you want to talk about. We find a time together with you."),
    RequestKind.EVALUATION: _("How is it going? Answer as much or as little as you like. One answer is enough."),
    RequestKind.COPY: _(
        "You can read everything here, and you can keep a copy. If you want it on paper, you can ask for that here."
    ),
}
AFTER: dict[str, Said] = {
    RequestKind.CORRECTION: _("Those who answer for the file look at it. You get the answer here."),
    RequestKind.OTHER_COORDINATOR: _("The unit reads it and talks with you. Your coordinator does not see it."),
    RequestKind.COMPLAINT: _("The unit reads it and answers you. Your coordinator does not see it."),
    RequestKind.MEETING: _("We find a time and tell you."),
    RequestKind.EVALUATION: _("Those who help you read it, and talk with you about it."),
    RequestKind.COPY: _("We print it and send it to you."),
}
