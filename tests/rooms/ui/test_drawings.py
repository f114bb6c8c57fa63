"""Geometry of the pictures: nothing overlaps, nothing is cut off, every tie is drawn."""

import math
import random

import pytest

from knutepunkt.ui.drawings import KnotGoal, KnotHelper, knot, wrapped


def drawing(goal_count, helper_count, seed=1):
    dice = random.Random(seed)
    goals = [
        KnotGoal(id=f"g{at}", words=f"I want to do thing number {at}", short=f"Thing {at}") for at in range(goal_count)
    ]
    helpers = [
        KnotHelper(
            name=f"Áile Márjá Sara-Nordmann {at}",
            role="speech and language therapist",
            goals={f"g{dice.randrange(goal_count)}": dice.random() > 0.5 for _ in range(dice.choice([1, 2]))},
        )
        for at in range(helper_count)
    ]
    return knot(
        centre="Kristoffer", goals=goals, helpers=helpers, coordinator=KnotHelper(name="Ida Lie", role="coordinator")
    )


SIZES = [(1, 0), (1, 3), (2, 4), (3, 5), (4, 8), (5, 9), (6, 14), (8, 20), (10, 25)]


@pytest.mark.parametrize(("goal_count", "helper_count"), SIZES)
def test_goal_boxes_and_faces_do_not_overlap(goal_count, helper_count):
    for sketch in drawing(goal_count, helper_count).sketches:
        boxes = sketch.goals
        for at, one in enumerate(boxes):
            for other in boxes[at + 1 :]:
                apart_x = abs(one.x - other.x) >= (one.width + other.width) / 2
                apart_y = abs(one.y - other.y) >= (one.height + other.height) / 2
                assert apart_x or apart_y
        nodes = sketch.helpers
        for at, one in enumerate(nodes):
            for other in nodes[at + 1 :]:
                assert math.dist((one.x, one.y), (other.x, other.y)) >= 2 * one.radius - 1


@pytest.mark.parametrize(("goal_count", "helper_count"), SIZES)
def test_everything_is_inside_the_picture(goal_count, helper_count):
    for sketch in drawing(goal_count, helper_count).sketches:
        for box in sketch.goals:
            assert box.left >= 0
            assert box.top >= 0
            assert box.left + box.width <= sketch.width
            assert box.top + box.height <= sketch.height
        for node in sketch.helpers:
            assert node.radius <= node.x <= sketch.width - node.radius
            assert node.radius <= node.y <= sketch.height - node.radius
            if not node.name:
                continue
            room = {"start": sketch.width - node.label_x, "end": node.label_x, "": sketch.width}[node.anchor]
            assert len(node.name) * 9 <= room
            assert len(node.role) * 8 <= room


@pytest.mark.parametrize(("goal_count", "helper_count"), SIZES)
def test_every_tie_is_one_strand(goal_count, helper_count):
    made = drawing(goal_count, helper_count)
    dice = random.Random(1)
    ties = sum(len({f"g{dice.randrange(goal_count)}" for _ in _drawn(dice)}) for _ in range(helper_count))
    for sketch in made.sketches:
        own = [strand for strand in sketch.strands if strand.kind == "own"]
        coordinator = [strand for strand in sketch.strands if strand.kind == "coord"]
        assert (len(own), len(coordinator)) == (goal_count, 1)
        assert len(sketch.strands) - goal_count - 1 == ties


def _drawn(dice):
    """Draws in the order `drawing` does: how many ties first, then for each its goal and whether it has begun."""
    for _ in range(dice.choice([1, 2])):
        yield
        dice.random()


def test_strands_go_round_other_goals_in_the_usual_picture():
    from knutepunkt.ui.examples import example_knot

    sketch = example_knot().sketches[0]
    for strand in sketch.strands:
        if strand.kind in {"own", "coord"}:
            continue
        numbers = [float(part) for part in strand.path.replace("M", "").replace("Q", " ").split()]
        (ax, ay, bx, by, cx, cy) = numbers
        crossed = set()
        for step in range(1, 20):
            t = step / 20
            x = (1 - t) ** 2 * ax + 2 * t * (1 - t) * bx + t * t * cx
            y = (1 - t) ** 2 * ay + 2 * t * (1 - t) * by + t * t * cy
            crossed |= {box.id for box in sketch.goals if box.holds((x, y), margin=0)}
        assert len(crossed) <= 1


def test_ties_to_unknown_goals_are_left_out():
    made = knot(centre="A", goals=[], helpers=[KnotHelper(name="B C", role="", goals={"gone": True})])
    assert made.sketches[0].strands == ()
    assert made.words == ()


@pytest.mark.parametrize(
    ("text", "letters", "lines", "expected"),
    [
        ("Back to the workshop", 12, 2, ["Back to the", "workshop"]),
        ("One two three four", 7, 2, ["One two", "three…"]),
        ("Rehabiliteringssenteret", 10, 1, ["Rehabilit…"]),
        ("", 10, 2, [""]),
    ],
)
def test_words_are_wrapped_and_cut_with_dots(text, letters, lines, expected):
    made = wrapped(text, letters, lines)
    assert made == expected
    assert all(len(line) <= letters for line in made)
