import pytest

from knutepunkt.ui import nav


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    """A menu with nothing in it: the rooms above are not there."""
    made = nav.Registry()
    monkeypatch.setattr(nav, "registry", made)
    return made
