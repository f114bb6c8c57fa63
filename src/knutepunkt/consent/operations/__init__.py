"""Everything that can be done in the room, gathered; each file holds one subject."""

from knutepunkt.consent.operations.answering import (
    AlreadyAnswered,
    TooWide,
    WhichParent,
    answer_consent,
    record_consent,
)
from knutepunkt.consent.operations.asking import ask_consent
from knutepunkt.consent.operations.base import ANSWERS, ASK_TASK, NO, ORAL, SIGNED, NothingAsked, ReasonMissing
from knutepunkt.consent.operations.ending import (
    NotCovered,
    correct_consent,
    expire_due,
    renew_consent,
    sign_consent,
    withdraw_consent,
    withdraw_recipient,
)
from knutepunkt.consent.operations.keeping import (
    BlockOfOwnUnit,
    BlockOfTwo,
    DeciderMissing,
    NothingKept,
    TooYoung,
    end_block,
    end_withholding,
    record_block,
    review_withholding,
    withhold,
)
from knutepunkt.consent.operations.opposing import end_opposition, record_opposition

__all__ = [
    "ANSWERS",
    "ASK_TASK",
    "NO",
    "ORAL",
    "SIGNED",
    "AlreadyAnswered",
    "BlockOfOwnUnit",
    "BlockOfTwo",
    "DeciderMissing",
    "NotCovered",
    "NothingAsked",
    "NothingKept",
    "ReasonMissing",
    "TooWide",
    "TooYoung",
    "WhichParent",
    "answer_consent",
    "ask_consent",
    "correct_consent",
    "end_block",
    "end_opposition",
    "end_withholding",
    "expire_due",
    "record_block",
    "record_consent",
    "record_opposition",
    "renew_consent",
    "review_withholding",
    "sign_consent",
    "withdraw_consent",
    "withdraw_recipient",
    "withhold",
]
