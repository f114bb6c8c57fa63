"""What can be done with a notice. Each operation is one transaction, checked, logged, and refuses in sentences."""

from knutepunkt.access.moves import AlreadyDone
from knutepunkt.intake.operations.admission import join_admission, open_discharge_notice
from knutepunkt.intake.operations.answering import (
    acknowledge,
    assign,
    begin_clarifying,
    identify_person,
    record_wish,
    require_reassign,
    wish_on_receipt,
)
from knutepunkt.intake.operations.correcting import enter_in_error, restore, withdraw
from knutepunkt.intake.operations.forwarding import forward
from knutepunkt.intake.operations.outcomes import (
    accept,
    answer_enquiry,
    close_after_no,
    find_no_need,
    give_guidance,
    hand_on,
    refuse,
    rest_until,
)
from knutepunkt.intake.operations.public import confirm_report, report_publicly
from knutepunkt.intake.operations.receiving import person_of, receive_notice
from knutepunkt.intake.operations.sending import send_notice

__all__ = [
    "AlreadyDone",
    "accept",
    "acknowledge",
    "answer_enquiry",
    "assign",
    "begin_clarifying",
    "close_after_no",
    "confirm_report",
    "enter_in_error",
    "find_no_need",
    "forward",
    "give_guidance",
    "hand_on",
    "identify_person",
    "join_admission",
    "open_discharge_notice",
    "person_of",
    "receive_notice",
    "record_wish",
    "refuse",
    "report_publicly",
    "require_reassign",
    "rest_until",
    "restore",
    "send_notice",
    "wish_on_receipt",
    "withdraw",
]
