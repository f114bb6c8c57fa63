"""Documents to hold in the hand: the individual plan and letters, as tagged PDF/UA-1 (ISO 14289-1).

Purpose: a person reads the plan on paper or with a screen reader, in their own language form, with every letter
of every name. This room knows nothing of the database: a caller fills a frozen dataclass and gets bytes. All text
in it is data, never markup. Headings and labels of the documents are this room's (`labels.toml`, nb, nn, en); every
other sentence, also a letter's, is the caller's, already in the document's language.

Law: regulation on individual plan (what a plan holds) is data of the caller; universal design of ICT asks for PDF/UA.
FHIR: none (DocumentReference and Binary, should documents be exchanged).
Words: plan, letter, own words (shown with a bar and quotes, never by colour alone).
"""

from knutepunkt.paper.documents import (
    Activity,
    Address,
    Assent,
    Chapter,
    Complaint,
    ContentPoint,
    Entry,
    FileDocument,
    Goal,
    LetterDocument,
    Participant,
    Period,
    PlanDocument,
    Section,
    Sender,
    Signature,
    SubGoal,
)
from knutepunkt.paper.setting import PaperError, file, letter, plan

__all__ = [
    "Activity",
    "Address",
    "Assent",
    "Chapter",
    "Complaint",
    "ContentPoint",
    "Entry",
    "FileDocument",
    "Goal",
    "LetterDocument",
    "PaperError",
    "Participant",
    "Period",
    "PlanDocument",
    "Section",
    "Sender",
    "Signature",
    "SubGoal",
    "file",
    "letter",
    "plan",
]
