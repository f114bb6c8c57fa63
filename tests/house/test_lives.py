"""Every life is whole: each state can be reached, each move has a permission somebody holds, and only moves are legal."""

import pytest

from knutepunkt.access.roles import ROLES
from knutepunkt.foundation.lifecycle import REGISTRY, CannotMove

LIVES = pytest.mark.parametrize("life", list(REGISTRY.values()), ids=lambda life: life.name)


def test_there_are_lives():
    assert {
        "notice",
        "follow-up",
        "consent",
        "plan",
        "goal",
        "activity",
        "decision",
        "work-note",
        "appointment",
        "task",
    } <= set(REGISTRY)


@LIVES
def test_every_state_can_be_reached(life):
    reached, front = {life.initial}, [life.initial]
    while front:
        state = front.pop()
        for move in life.open_moves(state):
            if move.target not in reached:
                reached.add(move.target)
                front.append(move.target)

    assert reached == set(life.states)


@LIVES
def test_every_state_and_move_is_legal_or_refused(life):
    names = {move.name for move in life.moves}
    for state in life.states:
        for name in names:
            wanted = [m for m in life.moves if m.name == name and state in m.sources]
            if wanted:
                assert life.move(name, state) is wanted[0]
            else:
                with pytest.raises(CannotMove):
                    life.move(name, state)


@LIVES
def test_a_move_belongs_to_a_role(life):
    held = set().union(*(role.permissions for code, role in ROLES.items() if code != "system"))

    assert {move.permission for move in life.moves} <= held
