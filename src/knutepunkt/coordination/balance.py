"""The responsibility balance of guide 10.3 drawn: five lines, the municipality's need to the left, the specialist's to the right."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from knutepunkt.coordination.weights import LEVELS, MOST, PAIRS, sentence

ROW, TOP, GAP = 58, 34, 4
WIDTHS = {"wide": 560, "narrow": 320}


@dataclass(frozen=True, slots=True)
class Block:
    """One step of a bar; `kind` service (filled) or none."""

    kind: str
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Line:
    """Two needs against each other."""

    left: str
    right: str
    y: float
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Sketch:
    """The picture in one width."""

    name: str
    width: int
    height: int
    middle: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """The same line in words."""

    left: str
    left_weight: str
    right: str
    right_weight: str
    note: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The picture, the same in words, and the whole in a sentence."""

    sketches: tuple[Sketch, ...]
    words: tuple[Words, ...]
    sentence: str


def draw(weights: Mapping[str, int], notes: Mapping[str, str]) -> Drawing:
    """Draw what has been weighed; a need without a weight is told as not assessed."""
    return Drawing(
        sketches=tuple(_sketch(name, width, weights) for name, width in WIDTHS.items()),
        words=tuple(
            Words(
                str(pair.municipality_label),
                _level(weights.get(pair.municipality)),
                str(pair.specialist_label),
                _level(weights.get(pair.specialist)),
                notes.get(pair.municipality, ""),
            )
            for pair in PAIRS
        ),
        sentence=sentence(weights),
    )


def _level(value: int | None) -> str:
    return _("not assessed") if value is None else str(LEVELS[value])


def _sketch(name: str, width: int, weights: Mapping[str, int]) -> Sketch:
    middle = width / 2
    step = (middle - GAP) / MOST
    lines = []
    for at, pair in enumerate(PAIRS):
        y = TOP + at * ROW
        blocks = [
            Block("service" if (weights.get(key) or 0) > order else "none", round(x, 1), y + 26, round(step - 3, 1))
            for order in range(MOST)
            for key, x in (
                (pair.municipality, middle - GAP - (order + 1) * step + 3),
                (pair.specialist, middle + GAP + order * step),
            )
        ]
        lines.append(Line(str(pair.municipality_short), str(pair.specialist_short), y, tuple(blocks)))
    return Sketch(name, width, TOP + len(PAIRS) * ROW, middle, tuple(lines))
