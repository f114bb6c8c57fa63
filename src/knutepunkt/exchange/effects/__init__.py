"""The type table: what a message of each type becomes. A change or cancellation of any is applied to its original."""

from collections.abc import Callable

from knutepunkt.exchange.effects import changes, discharge, others
from knutepunkt.exchange.effects.incoming import Incoming, Outcome
from knutepunkt.exchange.kith import MessageType as T

Effect = Callable[[Incoming], Outcome]

TABLE: dict[T, Effect] = {
    T.HELSEOPPL_SOKNAD: discharge.begin_or_join,
    T.LOG_INNLAGT: discharge.begin_or_join,
    T.LOG_UTSKRIVNINGSKLAR: discharge.begin_or_join,
    T.LOG_AVMELDING: discharge.join,
    T.LOG_UTSKREVET: discharge.join,
    T.UTSKRIVNINGSRAPPORT: discharge.join,
    T.DIALOG_FORESPORSEL: others.ask_a_person,
    T.DIALOG_NOTAT: others.ask_a_person,
    T.DIALOG_SVAR: others.join_conversation,
    T.DIALOG_AVVIK: others.join_conversation,
    T.MEDISINSKE_OPPLYSNINGER: others.inform,
    T.HELSEOPPLYSNINGER_LEGE: others.inform,
    T.INNLEGGELSESRAPPORT: others.inform,
    T.ORIENTERING_TJENESTETILBUD: others.inform,
    T.LOG_DOD: others.report,
}


def effect_of(incoming: Incoming) -> Outcome:
    """Let the message have its effect, and say what became of it."""
    if incoming.message.is_change or incoming.message.is_cancellation:
        return changes.apply_to_original(incoming)
    return TABLE[incoming.message.type](incoming)
