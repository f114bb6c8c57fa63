"""The ten weights of the national guide's model (10.3) for who carries the main part: the municipality or the specialist
health service. Five needs point to each side; each stands against its counterpart. Weighed from the person's goals.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

MOST = 4
LEVELS = {0: _("no weight"), 1: _("a little"), 2: _("some"), 3: _("much"), 4: _("decisive")}


@dataclass(frozen=True, slots=True)
class Pair:
    """One line of the model: the need that points to the municipality and the one that points to the specialist service."""

    municipality: str
    municipality_label: str | Promise
    municipality_short: str | Promise
    specialist: str
    specialist_label: str | Promise
    specialist_short: str | Promise


PAIRS = (
    Pair(
        "breadth", _("Broad competence across professions"), _("Breadth"),
        "specialised", _("Specialised competence"), _("Specialised"),
    ),
    Pair(
        "sectors", _("Cooperation across sectors"), _("Across sectors"),
        "one-place", _("A broad team gathered in one place"), _("Team in one place"),
    ),
    Pair(
        "long-term", _("Long-term, coordinated follow-up"), _("Long-term"),
        "intensive", _("Intensive follow-up"), _("Intensive"),
    ),
    Pair(
        "near-life", _("Near where life is lived"), _("Near life"),
        "near-medicine", _("Near specialised medical competence"), _("Near medicine"),
    ),
    Pair(
        "common", _("Experience with large groups and common problems"), _("Common problems"),
        "rare", _("Experience with rarer, narrower problems"), _("Rare problems"),
    ),
)  # fmt: skip
KEYS = tuple(key for pair in PAIRS for key in (pair.municipality, pair.specialist))
LABELS = {
    key: label
    for pair in PAIRS
    for key, label in ((pair.municipality, pair.municipality_label), (pair.specialist, pair.specialist_label))
}


def sentence(weights: Mapping[str, int]) -> str:
    """The whole balance in words."""
    if not weights:
        return gettext("Nothing has been weighed yet.")
    left = sum(weights.get(pair.municipality, 0) for pair in PAIRS)
    right = sum(weights.get(pair.specialist, 0) for pair in PAIRS)
    unknown = len(KEYS) - len(weights)
    said = gettext("The needs weigh %(left)s to the municipality and %(right)s to the specialist health service.") % {
        "left": left,
        "right": right,
    }
    if left > right:
        said = gettext("Most of the weight lies with the municipality: %(left)s against %(right)s.") % {
            "left": left,
            "right": right,
        }
    elif right > left:
        said = gettext("Most of the weight lies with the specialist health service: %(right)s against %(left)s.") % {
            "left": left,
            "right": right,
        }
    if unknown:
        said += " " + ngettext("%(n)s weight is not assessed.", "%(n)s weights are not assessed.", unknown) % {
            "n": unknown
        }
    return said
