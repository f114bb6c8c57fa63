"""The parts a knot is drawn of, and the sizes of its two sketches. Units are those of the sketch's viewBox."""

from collections.abc import Mapping
from dataclasses import dataclass, field

KINDS = ("municipality", "hospital", "work", "private")
Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class KnotGoal:
    """A goal: its words, a word or two for phones, and where it is written."""

    id: str
    words: str
    short: str = ""
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class KnotHelper:
    """Someone who helps. `goals` says which goals, and for each whether the help has begun."""

    name: str
    role: str
    kind: str = "municipality"
    goals: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    text: str
    y: float


@dataclass(frozen=True)
class GoalBox:
    id: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[Line, ...]

    @property
    def left(self) -> float:
        return figure(self.x - self.width / 2)

    @property
    def top(self) -> float:
        return figure(self.y - self.height / 2)

    def holds(self, point: Point, margin: float = 4) -> bool:
        return abs(point[0] - self.x) < self.width / 2 + margin and abs(point[1] - self.y) < self.height / 2 + margin


@dataclass(frozen=True)
class HelperNode:
    kind: str
    initials: str
    name: str
    role: str
    x: float
    y: float
    radius: float
    anchor: str
    label_x: float
    name_y: float
    role_y: float


@dataclass(frozen=True)
class Strand:
    kind: str
    going: bool
    path: str


@dataclass(frozen=True)
class Words:
    """One goal in words: who helps now, who has not begun."""

    words: str
    url: str | None
    going: str
    later: str


@dataclass(frozen=True)
class Frame:
    """Sizes of one sketch."""

    name: str
    width: float
    cy: float
    rx: float
    goal_rx: float
    goal_ry: float
    box: tuple[float, float]
    letters: int
    line_count: int
    centre_radius: float
    node_radius: float
    spacing: float
    least_ry: float
    foot: float


WIDE = Frame("wide", 920, 272, 285, 166, 141, (158, 62), 16, 2, 46, 22, 50, 232, 96)
NARROW = Frame("narrow", 340, 200, 146, 97, 97, (72, 40), 9, 1, 32, 19, 42, 172, 28)
CROWDED_GOALS = 6
CENTRE_LETTERS = 11


@dataclass(frozen=True)
class Sketch:
    name: str
    width: float
    height: float
    cx: float
    cy: float
    rx: float
    ry: float
    centre: str
    centre_radius: float
    goals: tuple[GoalBox, ...]
    helpers: tuple[HelperNode, ...]
    strands: tuple[Strand, ...]


def figure(value: float) -> float:
    """One decimal, and none where it would be zero."""
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else rounded


def wrapped(text: str, letters: int, lines: int) -> list[str]:
    """The text in at most `lines` lines of at most `letters` letters, cut with … when it is longer."""
    made: list[str] = [""]
    for word in text.split():
        longer = f"{made[-1]} {word}".strip()
        if len(longer) <= letters or not made[-1]:
            made[-1] = longer
        else:
            made.append(word)
    cut = len(made) > lines
    made = made[:lines]
    if cut:
        made[-1] += "…"
    return [line if len(line) <= letters else line[: letters - 1].rstrip(" …,.") + "…" for line in made]
