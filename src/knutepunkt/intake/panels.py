"""What rooms above show on the page of a notice, such as an electronic message as it came."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from markupsafe import Markup

from knutepunkt.intake.models import Notice

Place = Literal["letter", "below"]
Make = Callable[[Any, Notice], Markup | str]


@dataclass(frozen=True, slots=True)
class Panel:
    """`make(request, notice)` gives safe markup, or an empty text when it has nothing to say."""

    name: str
    make: Make
    place: Place


PANELS: dict[str, Panel] = {}


def register(name: str, make: Make, *, place: Place = "below") -> None:
    """Register a panel: inside the letter, or below it. It is asked only when the reader may see the content."""
    PANELS[name] = Panel(name, make, place)


def panels_of(request: Any, notice: Notice) -> dict[str, list[Markup]]:
    """What the registered panels have to show of a notice, by place."""
    shown: dict[str, list[Markup]] = {"letter": [], "below": []}
    for panel in PANELS.values():
        text = panel.make(request, notice)
        if text:
            shown[panel.place].append(Markup(text))  # noqa: S704 -- panels are templates of rooms above, escaped there
    return shown
