"""The forms of the room. They check shape; rules are the operations'."""

from knutepunkt.intake.forms.handling import (
    AcceptanceForm,
    AnswerForm,
    ApplicationForm,
    EmptyForm,
    FilterForm,
    ForwardForm,
    GuidanceForm,
    NoNeedForm,
    PersonForm,
    RefusalForm,
    ResponsibleForm,
    RestForm,
    WishForm,
)
from knutepunkt.intake.forms.telling import EnquiryForm, OralForm, PaperForm, RecordForm, ReportForm, SendForm

__all__ = [
    "AcceptanceForm",
    "AnswerForm",
    "ApplicationForm",
    "EmptyForm",
    "EnquiryForm",
    "FilterForm",
    "ForwardForm",
    "GuidanceForm",
    "NoNeedForm",
    "OralForm",
    "PaperForm",
    "PersonForm",
    "RecordForm",
    "RefusalForm",
    "ReportForm",
    "ResponsibleForm",
    "RestForm",
    "SendForm",
    "WishForm",
]
