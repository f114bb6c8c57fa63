"""What the demo holds: read from the TOML files in `demo/data`, typed, and checked before anything is loaded.

Dates are day offsets from the day the demo is loaded (`received = -12` is twelve days ago, `revision = 90` in three
months), so the demo is always fresh. Only birth dates are calendar dates, because identity numbers carry them.
Every text is in the person's own language form (`language`), in her words where the field says words.
"""

from functools import cache

from knutepunkt.demo.content.checks import ContentError, problems
from knutepunkt.demo.content.people import Enquiry, Person
from knutepunkt.demo.content.places import Organisation, RoutingRule, Staff, Unit
from knutepunkt.demo.content.reading import Content, read

__all__ = ["Content", "ContentError", "Enquiry", "Organisation", "Person", "RoutingRule", "Staff", "Unit", "load"]


@cache
def load() -> Content:
    """The whole demo; raises ContentError with every problem found, each in a sentence."""
    content = read()
    if found := problems(content):
        raise ContentError(found)
    return content
