"""The knot: the person in the middle, goals around, those who help outermost, tied to the goals they help with.

Plain geometry; the templates turn it into SVG with classes only. Two sketches are made, one with names for wide pages
and one with initials for phones. Units are those of the sketch's viewBox.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from knutepunkt.ui.filters import initials
from knutepunkt.ui.knot_parts import (
    CENTRE_LETTERS,
    CROWDED_GOALS,
    KINDS,
    NARROW,
    WIDE,
    Frame,
    GoalBox,
    HelperNode,
    KnotGoal,
    KnotHelper,
    Line,
    Point,
    Sketch,
    Strand,
    Words,
    figure,
    wrapped,
)

__all__ = ["KnotDrawing", "KnotGoal", "KnotHelper", "knot", "wrapped"]


@dataclass(frozen=True)
class KnotDrawing:
    centre: str
    sketches: tuple[Sketch, ...]
    kinds: tuple[str, ...]
    words: tuple[Words, ...]
    coordinator: str


def knot(
    *,
    centre: str,
    goals: Sequence[KnotGoal],
    helpers: Sequence[KnotHelper],
    coordinator: KnotHelper | None = None,
) -> KnotDrawing:
    """Draw the knot around a person. Ties to goals that are not given are left out."""
    known = {goal.id for goal in goals}
    kept = [replace(h, goals={id_: on for id_, on in h.goals.items() if id_ in known}) for h in helpers]
    return KnotDrawing(
        centre=centre,
        sketches=tuple(_sketch(frame, centre, goals, kept, coordinator) for frame in (WIDE, NARROW)),
        kinds=tuple(kind for kind in KINDS if any(helper.kind == kind for helper in kept)),
        words=tuple(_in_words(goal, kept) for goal in goals),
        coordinator=_called(coordinator) if coordinator else "",
    )


def _called(helper: KnotHelper) -> str:
    return f"{helper.name}, {helper.role}" if helper.role else helper.name


def _in_words(goal: KnotGoal, helpers: Iterable[KnotHelper]) -> Words:
    tied = [helper for helper in helpers if goal.id in helper.goals]
    return Words(
        words=goal.words,
        url=goal.url,
        going=". ".join(_called(helper) for helper in tied if helper.goals[goal.id]),
        later=". ".join(_called(helper) for helper in tied if not helper.goals[goal.id]),
    )


def _sketch(
    frame: Frame,
    centre: str,
    goals: Sequence[KnotGoal],
    helpers: Sequence[KnotHelper],
    coordinator: KnotHelper | None,
) -> Sketch:
    cx = frame.width / 2
    boxes = _boxes(frame, goals)
    sides = _sides(helpers, {id_: (box.x - cx, box.y) for id_, box in boxes.items()})
    ry = max(frame.least_ry, frame.spacing * max(len(side) for side in sides) / 1.7)
    shift = max(0.0, ry + frame.node_radius + 6 - frame.cy)
    boxes = {id_: _moved(box, shift) for id_, box in boxes.items()}
    cy = frame.cy + shift
    places = _places(frame, sides, (cx, cy), ry)
    nodes = [_node(frame, helper, places[at], cx) for at, helper in enumerate(helpers)]
    strands = [
        Strand("own", True, f"M{figure(cx)} {figure(cy)}L{figure(box.x)} {figure(box.y)}") for box in boxes.values()
    ]
    for at, helper in enumerate(helpers):
        strands += [
            Strand(helper.kind, going, _path(places[at], boxes[id_], boxes.values(), ((cx, cy), frame.centre_radius)))
            for id_, going in helper.goals.items()
        ]
    if coordinator:
        foot = (cx, cy + ry)
        strands.append(Strand("coord", True, f"M{figure(cx)} {figure(cy)}L{figure(foot[0])} {figure(foot[1])}"))
        nodes.append(_node(frame, replace(coordinator, kind="coord"), foot, cx))
    return Sketch(
        frame.name,
        figure(frame.width),
        figure(cy + ry + frame.foot),
        figure(cx),
        figure(cy),
        figure(frame.rx),
        figure(ry),
        wrapped(centre, CENTRE_LETTERS, 1)[0],
        frame.centre_radius,
        tuple(boxes.values()),
        tuple(nodes),
        tuple(strands),
    )


def _angles(count: int) -> list[float]:
    """Evenly round the person, never straight down, where the coordinator is."""
    start = -90 if count % 2 else -90 - 180 / count if count else 0
    return [math.radians(start + at * 360 / count) for at in range(count)]


def _boxes(frame: Frame, goals: Sequence[KnotGoal]) -> dict[str, GoalBox]:
    crowded = len(goals) > CROWDED_GOALS
    width, height = (frame.box[0] * 0.76, frame.box[1] * 0.86) if crowded else frame.box
    grow = 1.2 if crowded and frame is WIDE else 1
    letters = int(frame.letters * (0.76 if crowded else 1))
    made = {}
    for goal, angle in zip(goals, _angles(len(goals)), strict=True):
        x = frame.width / 2 + frame.goal_rx * grow * math.cos(angle)
        y = frame.cy + frame.goal_ry * grow * math.sin(angle)
        text = goal.words if frame.line_count > 1 else goal.short or goal.words
        lines = wrapped(text, letters, frame.line_count)
        first = y + 6 - 11 * (len(lines) - 1)
        made[goal.id] = GoalBox(
            goal.id,
            figure(x),
            figure(y),
            figure(width),
            figure(height),
            tuple(Line(line, figure(first + 22 * at)) for at, line in enumerate(lines)),
        )
    return made


def _moved(box: GoalBox, down: float) -> GoalBox:
    lines = tuple(Line(line.text, figure(line.y + down)) for line in box.lines)
    return replace(box, y=figure(box.y + down), lines=lines)


def _sides(helpers: Sequence[KnotHelper], goals: Mapping[str, Point]) -> tuple[list[int], list[int]]:
    """Which helpers stand left and right, from top to bottom, each near the goals they help with."""

    def middle(at: int) -> Point:
        tied = [goals[id_] for id_ in helpers[at].goals]
        if not tied:
            return (0.0, 0.0)
        return (sum(x for x, _ in tied) / len(tied), sum(y for _, y in tied) / len(tied))

    by_x = sorted(range(len(helpers)), key=lambda at: (middle(at)[0], at))
    natural = sum(1 for at in by_x if middle(at)[0] < 0)
    half = len(by_x) // 2
    lean = 1 + len(by_x) % 2
    split = min(max(natural, half - 1), half + lean)
    left, right = by_x[:split], by_x[split:]
    return sorted(left, key=lambda at: middle(at)[1]), sorted(right, key=lambda at: middle(at)[1])


def _places(frame: Frame, sides: tuple[list[int], list[int]], centre: Point, ry: float) -> dict[int, Point]:
    cx, cy = centre
    top, bottom = -0.93 * ry, 0.77 * ry
    made = {}
    for side, sign in zip(sides, (-1, 1), strict=True):
        for order, at in enumerate(side):
            y = top + (order + 0.25) / (len(side) - 0.5) * (bottom - top) if len(side) > 1 else (top + bottom) / 2
            x = frame.rx * math.sqrt(max(0.0, 1 - (y / ry) ** 2))
            made[at] = (cx + sign * max(x, frame.rx * 0.3), cy + y)
    return made


def _node(frame: Frame, helper: KnotHelper, place: Point, cx: float) -> HelperNode:
    x, y = place
    wide, low = frame is WIDE, helper.kind == "coord"
    left = x < cx
    anchor = "" if low else "end" if left else "start"
    label_x = x if low else x - 30 if left else x + 30
    room = 24 if low else max(8, int(((x if left else frame.width - x) - 34) / 9.6))
    return HelperNode(
        helper.kind,
        initials(helper.name),
        _fitting(helper.name, room) if wide else "",
        wrapped(helper.role, room + 1, 1)[0] if wide else "",
        figure(x),
        figure(y),
        frame.node_radius,
        anchor,
        figure(label_x),
        figure(y + 44 if low else y - 1),
        figure(y + 64 if low else y + 18),
    )


def _fitting(name: str, room: int) -> str:
    """The name, or first name and initials when there is no room."""
    if len(name) <= room:
        return name
    first, *rest = name.split()
    return wrapped(" ".join([first, *(f"{word[0]}." for word in rest)]), room, 1)[0]


def _path(start: Point, goal: GoalBox, boxes: Iterable[GoalBox], centre: tuple[Point, float]) -> str:
    """A curve from a helper to a goal; it bends round other goals and the person where it can."""
    others = [box for box in boxes if box is not goal]
    end = (goal.x, goal.y)
    best = min(
        (_bend(start, end, by) for by in (0, 26, -26, 60, -60, 100, -100, 150, -150)),
        key=lambda way: (
            sum(any(box.holds(point) for point in way[1]) for box in others)
            + any(math.dist(point, centre[0]) < centre[1] + 4 for point in way[1]),
            abs(way[2]),
        ),
    )
    (qx, qy), _, _ = best
    return f"M{figure(start[0])} {figure(start[1])}Q{figure(qx)} {figure(qy)} {figure(end[0])} {figure(end[1])}"


def _bend(start: Point, end: Point, by: float) -> tuple[Point, list[Point], float]:
    """A quadratic curve bent sidewise: its control point, points along it, and how much it bends."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy) or 1
    control = ((start[0] + end[0]) / 2 - dy / length * by, (start[1] + end[1]) / 2 + dx / length * by)
    points = []
    for step in range(1, 20):
        t = step / 20
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
        points.append((a * start[0] + b * control[0] + c * end[0], a * start[1] + b * control[1] + c * end[1]))
    return control, points, by
