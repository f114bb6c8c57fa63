import pytest

from rooms.plans.making import Making


@pytest.fixture
def making(world):
    return Making(world)
