"""What types, sending statuses and results are called on the pages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knutepunkt.exchange.kith import MessageType as T
from knutepunkt.exchange.kith import Status as S
from knutepunkt.exchange.models import Result

TYPES: dict[str, str | Promise] = {
    T.HELSEOPPL_SOKNAD: _("Health information for an application"),
    T.LOG_INNLAGT: _("Admitted to hospital"),
    T.LOG_UTSKRIVNINGSKLAR: _("Ready for discharge"),
    T.LOG_AVMELDING: _("Not ready for discharge after all"),
    T.LOG_UTSKREVET: _("Discharged from hospital"),
    T.LOG_DOD: _("Notice of a death"),
    T.UTSKRIVNINGSRAPPORT: _("Discharge report"),
    T.DIALOG_FORESPORSEL: _("Question"),
    T.DIALOG_NOTAT: _("Note"),
    T.DIALOG_SVAR: _("Answer"),
    T.DIALOG_AVVIK: _("Message about an error"),
    T.MEDISINSKE_OPPLYSNINGER: _("Medical information"),
    T.HELSEOPPLYSNINGER_LEGE: _("Health information for a doctor"),
    T.INNLEGGELSESRAPPORT: _("Admission report"),
    T.ORIENTERING_TJENESTETILBUD: _("Orientation about services"),
    T.APPREC: _("Technical receipt"),
}
STATUSES: dict[str, str | Promise] = {
    S.CHANGE: _("Change"),
    S.CANCELLATION: _("Cancellation"),
    S.UPDATE: _("Update"),
    S.ADDITION: _("Addition"),
    S.HISTORY: _("History"),
}
TONES = {
    Result.FOR_A_PERSON: "warning",
    Result.WAITING: "warning",
    Result.REJECTED: "danger",
    Result.NOTICE_MADE: "success",
    Result.INFORMATION: "success",
    Result.JOINED: "success",
    Result.APPLIED: "success",
    Result.RECEIPT: "neutral",
    Result.SET_ASIDE: "neutral",
}


def type_name(code: str) -> str | Promise:
    """The name of a type; an unknown one is shown as sent, one that is missing as such."""
    return TYPES.get(code, code) or _("A message without a type")
