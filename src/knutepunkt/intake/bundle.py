"""What the bundle holds of this room: notices about the person, and stays in hospital they tell of."""

from django.utils.translation import gettext_lazy as _

from knutepunkt.foundation.bundle import part
from knutepunkt.intake import models

part(
    models.Notice, "notices", _("Notices"), kind=_("About"), sender_organisation=_("From"), unit_id=_("Service"), received_at=_("Came in"),
    acknowledged_by=_("Read by"), acknowledged_at=_("Read"), closed_at=_("Closed"),
)  # fmt: skip
part(
    models.NoticeContent, "notice-contents", _("What the notices say"), text=_("Text"), important=_("What is important"),
    sender_name=_("Written by"), sender_role=_("Role"), wish_words=_("In own words"), outcome_text=_("What came of it"),
    outcome_on=_("When"),
)  # fmt: skip
part(models.NoticeStep, "notice-steps", _("What happened with each notice"))
part(
    models.Admission, "admissions", _("Stays in hospital"), hospital=_("Hospital"), ward=_("Ward"), admitted_at=_("From"),
    discharged_at=_("Until"),
)  # fmt: skip
