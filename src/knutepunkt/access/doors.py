"""Every channel through which person data leaves, in one registry. Tests of withdrawal and confidentiality walk it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Door:
    """One channel: a page, a fragment, a document, a message, a job. `kind` is one of KINDS."""

    name: str
    kind: str
    where: str


KINDS = frozenset({"page", "list", "search", "document", "message", "export", "job", "count"})
DOORS: dict[str, Door] = {}


def door(name: str, kind: str, where: str) -> Door:
    """Register a door; names are unique."""
    if kind not in KINDS:
        raise ValueError(kind)
    made = Door(name, kind, where)
    known = DOORS.setdefault(name, made)
    if known != made:
        message = f"two doors are called {name}"
        raise ValueError(message)
    return made
