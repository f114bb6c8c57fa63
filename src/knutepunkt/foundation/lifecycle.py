"""The life of a thing as a table: states, named moves, who may make them.

From one table come the legality check, the buttons, the permission check, the diagram in the docs and the exhaustive test.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from knutepunkt.foundation.refusal import Refusal

S = TypeVar("S", bound=StrEnum)


class CannotMove(Refusal):
    """The move does not start from the state the thing is in."""

    message = _(
        "This has already been dealt with, or it is too early for this step. Reload the page to see where it stands."
    )


@dataclass(frozen=True, slots=True)
class Move(Generic[S]):
    """One named step in a life: from any of `sources` to `target`, for those who hold `permission`."""

    name: str
    sources: frozenset[S]
    target: S
    permission: StrEnum
    label: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Lifecycle(Generic[S]):
    """All states and moves of one kind of thing. `name` is the file name of its diagram."""

    name: str
    states: type[S]
    initial: S
    moves: tuple[Move[S], ...]

    def __post_init__(self) -> None:
        REGISTRY[self.name] = self  # type: ignore[assignment]  # a registry of every kind

    def open_moves(self, state: str) -> tuple[Move[S], ...]:
        """The moves that start from `state`."""
        return tuple(move for move in self.moves if state in move.sources)

    def move(self, name: str, state: str) -> Move[S]:
        """The move called `name` from `state`; raises CannotMove when there is none."""
        for move in self.open_moves(state):
            if move.name == name:
                return move
        raise CannotMove


REGISTRY: dict[str, Lifecycle[StrEnum]] = {}
