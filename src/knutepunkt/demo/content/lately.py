"""What persons and those who help them have written and asked lately, as the demo tells it.

`by` is who does it: empty for the person, one of `words.RELATIONS` for somebody close who signs in, else a key of the staff.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message. With `file` a PDF of that name goes with it, on which `file_text` stands, one paragraph each."""

    at: int
    hour: int = 10
    by: str = ""
    words: str
    file: str = ""
    file_text: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """What is written about one matter; the first line begins it. A concern (to = "concern") has no subject."""

    to: str
    """One of `words.WRITTEN_TO`."""
    subject: str = ""
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked of the unit, by the questions of its kind, and the answer when there is one."""

    kind: str
    """One of `words.REQUESTS`."""
    at: int
    by: str = ""
    answers: dict[str, str]
    move: str = "answer"
    """`answer`, `carry-out` or `refuse`."""
    answer: str = ""
    answered: int | None = None
    answered_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of consent that waits for the one who decides."""

    at: int
    by: str
    recipients: str
    topics: tuple[str, ...]
    uses: str
    not_shared: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Somebody of the staff the person has closed the file to."""

    at: int
    by: str
    staff: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBack:
    """A topic a young person keeps from the parents."""

    at: int
    topic: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FromElsewhere:
    """A coordinator who works in another organisation: asked for, named and appointed beside the one with the main responsibility."""

    staff: str
    service: str
    """Key of the unit that is asked, in which the coordinator is a guest."""
    asked: int
    asked_by: str
    since: int
    wish: str
    note: str = ""
    """What the coordinator has written down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lately:
    """All of it about one person."""

    person: str
    """Key of the person."""
    email: str = ""
    """The address the person has given."""
    kin_email: str = ""
    """The address of the one close to the person who signs in."""
    conversations: tuple[Conversation, ...] = ()
    requests: tuple[Request, ...] = ()
    questions: tuple[Question, ...] = ()
    blocks: tuple[Block, ...] = ()
    kept_back: tuple[KeptBack, ...] = ()
    from_elsewhere: tuple[FromElsewhere, ...] = ()
