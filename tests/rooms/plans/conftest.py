import pytest
import time_machine

from rooms.plans.making import Making


@pytest.fixture
def making(world):
    return Making(world)


@pytest.fixture
def now(at):
    """Pages see the moment of the world."""
    with time_machine.travel(at, tick=False):
        yield at
