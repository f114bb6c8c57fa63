"""Every line this version must show has a test."""

import re
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
MARK = re.compile(r'mark\.story\("(S\d+\.\d+)"\)')


def marked():
    """The lines that tests carry."""
    return {line for path in HERE.glob("test_*.py") for line in MARK.findall(path.read_text())}


def test_every_line_of_every_story_has_a_test():
    wanted = {line for lines in tomllib.loads((HERE / "ids.toml").read_text()).values() for line in lines}
    assert sorted(wanted - marked()) == []
    assert sorted(marked() - wanted) == []
