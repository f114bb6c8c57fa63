"""The responsibility balance as a picture: for each weight, how much lies with the person and with the services."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MOST = 4
LEVELS = {0: _("nothing"), 1: _("a little"), 2: _("some"), 3: _("much"), 4: _("all or nearly all")}


@dataclass(frozen=True, kw_only=True)
class BalanceWeight:
    """One weight: how much lies with the person and with the services, 0–4, or None when not assessed."""

    label: str | Promise
    person: int | None
    service: int | None
    note: str = ""

    @property
    def person_words(self) -> str:
        return _level(self.person)

    @property
    def service_words(self) -> str:
        return _level(self.service)


@dataclass(frozen=True)
class Part:
    kind: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Bar:
    label: str
    text_y: float
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class BalanceSketch:
    name: str
    width: float
    height: float
    middle: float
    left_x: float
    right_x: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class BalanceDrawing:
    weights: tuple[BalanceWeight, ...]
    sketches: tuple[BalanceSketch, ...]
    sentence: str


def _level(value: int | None) -> str:
    return str(LEVELS[value]) if value is not None else gettext("not assessed")


def balance(weights: Sequence[BalanceWeight]) -> BalanceDrawing:
    """Draw the balance. Values outside 0–4 are a mistake of the caller."""
    for weight in weights:
        for value in (weight.person, weight.service):
            if value is not None and value not in LEVELS:
                message = f"A weight is 0 to {MOST}, not {value}"
                raise ValueError(message)
    return BalanceDrawing(
        weights=tuple(weights),
        sketches=(_sketch("wide", 480, weights), _sketch("narrow", 330, weights)),
        sentence=_sentence(weights),
    )


def _sentence(weights: Sequence[BalanceWeight]) -> str:
    known = [(w.person, w.service) for w in weights if w.person is not None and w.service is not None]
    return gettext(
        "Most with the person: %(person)s. Most with the services: %(service)s. Shared equally: %(equal)s. "
        "Not assessed: %(unknown)s."
    ) % {
        "person": sum(person > service for person, service in known),
        "service": sum(person < service for person, service in known),
        "equal": sum(person == service for person, service in known),
        "unknown": len(weights) - len(known),
    }


def _sketch(name: str, width: int, weights: Sequence[BalanceWeight]) -> BalanceSketch:
    middle, row, first = width / 2, 48, 30
    unit = (middle - 8) / MOST
    bars = []
    for at, weight in enumerate(weights):
        top = first + at * row
        parts = []
        for step in range(MOST):
            for kind, value, side in (("person", weight.person, -1), ("service", weight.service, 1)):
                x = middle + 3 + step * unit if side > 0 else middle - 3 - (step + 1) * unit + 3
                filled = value is not None and step < value
                parts.append(Part(kind if filled else "none", round(x, 1), top + 22, round(unit - 3, 1), 14))
        bars.append(Bar(str(weight.label), top + 14, tuple(parts)))
    return BalanceSketch(name, width, first + len(weights) * row, middle, 2, width - 2, tuple(bars))
