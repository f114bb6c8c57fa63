"""What a plan and a letter on paper hold. Frozen, complete, in reading order.

Conventions: every `str` is plain text in the document's language and may hold line breaks (an empty line parts
paragraphs); an empty string or tuple leaves its label out. Dates are calendar dates and are spelled out by this room.
Nothing here is looked up, translated or checked against the law: that is done before.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Language = Literal["nb", "nn", "en"]
Tone = Literal["neutral", "good", "waiting", "stopped"]
"""How a state's tag looks; its words say the same, so nothing is told by colour alone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """From and to, both inclusive; either may be open."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Participant:
    """Someone who takes part in the plan, the person's own people included."""

    name: str
    role: str = ""
    service: str = ""
    contributes: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Activity:
    """One thing that is done. `state` is the word shown, for example "Avtalt"."""

    what: str
    how: str = ""
    extent: str = ""
    responsible: str = ""
    period: Period = Period()
    place: str = ""
    state: str = ""
    tone: Tone = "neutral"


@dataclass(frozen=True, kw_only=True, slots=True)
class SubGoal:
    """A step on the way to a goal. `number` as shown, for example "1.2"."""

    number: str
    words: str
    activities: tuple[Activity, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Goal:
    """A goal in the person's own words. Printed: words, sub-goals with theirs, then the goal's own activities."""

    number: str
    words: str
    life_area: str = ""
    sub_goals: tuple[SubGoal, ...] = ()
    activities: tuple[Activity, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ContentPoint:
    """A thing the plan must hold by the law in force. Not filled: `reason` says why it stands open."""

    label: str
    filled: bool
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Assent:
    """The person's yes to this revision: the day, and how it was said ("på sin egen side", "muntlig i møte")."""

    given_on: date
    how: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """A part of a letter with its own heading."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanDocument:
    """One revision of an individual plan, or its draft.

    `title` is the first heading and the PDF's own title, for example "Individuell plan for Arne Solli". Never use it
    as a file name. `revision` is the number of this revision; `state` the word shown ("Gjelder", "Utkast").
    `important` is the person's answer to what is important, as said. `texts` are the plan's parts in running text, after the
    goals. `assent` None says in words that there is no yes.
    `footer` stands last (who printed it and when).
    """

    language: Language
    title: str
    person_name: str
    birth_date: date | None
    owner: str
    main_responsible: str
    coordinator: str
    period: Period
    revision: int
    revised_on: date
    next_revision_on: date | None
    state: str
    important: str
    tone: Tone = "neutral"
    participants: tuple[Participant, ...] = ()
    goals: tuple[Goal, ...] = ()
    texts: tuple[Section, ...] = ()
    working_agreement: str = ""
    content_points: tuple[ContentPoint, ...] = ()
    consents: tuple[str, ...] = ()
    assent: Assent | None = None
    footer: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sender:
    """Who writes. `contact` holds lines such as telephone, opening hours, web page."""

    organisation: str
    unit: str = ""
    contact: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """Name and address lines as they stand in the envelope's window; no line for a person with a hidden address."""

    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Complaint:
    """The right to complain: what can be complained of, the deadline, where to send it and who decides.

    `deadline` is the last day when it is known; `deadline_note` says what it is counted from, and stands alone when
    the day is not known yet.
    """

    right: str
    send_to: str
    deadline: date | None = None
    deadline_note: str = ""
    decided_by: str = ""
    help: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """Who answers for the letter. `electronic` adds the sentence that it has no hand-written signature."""

    name: str
    role: str = ""
    unit: str = ""
    electronic: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterDocument:
    """A letter. `reference` is an opaque id, never a birth number; `marking` an exemption from public access, if any."""

    language: Language
    sender: Sender
    recipient: Address
    sent_on: date
    reference: str
    subject: str
    paragraphs: tuple[str, ...]
    sections: tuple[Section, ...] = ()
    complaint: Complaint | None = None
    signature: Signature | None = None
    attachments: tuple[str, ...] = ()
    marking: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing in a list: what it is called, and its facts as label and text."""

    title: str = ""
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Chapter:
    """A heading, a sentence about what stands below, and the entries."""

    heading: str
    note: str = ""
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class FileDocument:
    """All that somebody may read of a file, as one document to keep. `introduction`: what it is and what is not in it."""

    language: Language
    title: str
    owner: str
    introduction: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    footer: str = ""
