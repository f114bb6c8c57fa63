"""What the elements are called and how their values are written, from the data files beside this module."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import Any, Final, Literal

Language = Literal["nb", "nn", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("nb", "nn", "en")


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((files("knutepunkt.exchange.kith") / "data" / name).read_text("utf-8"))


_DATA: Final = _load("elements.toml")
_CODES: Final[dict[str, dict[str, str]]] = _load("codes.toml")
_LABELS: Final[dict[str, list[str]]] = _DATA["labels"]
_WORDS: Final[dict[str, list[str]]] = _DATA["words"]
_LISTS: Final[dict[str, str]] = _DATA["lists"]
HEADINGS: Final[dict[str, str]] = _DATA["headings"]
"""Element -> the coded child its heading is taken from."""
DATES: Final = frozenset(_DATA["kinds"]["dates"])
BOOLEANS: Final = frozenset(_DATA["kinds"]["booleans"])
DECIMALS: Final = frozenset(_DATA["kinds"]["decimals"])
FREE_TEXTS: Final = frozenset(_DATA["kinds"]["free_texts"])
ANY_TYPE: Final = frozenset(_DATA["kinds"]["any_type"])
"""Elements that may hold marked-up text of any kind."""

_OID_OF_LISTS: Final = "2.16.578.1.12.4.1.1."
_CAMEL: Final = re.compile(r"(?<=[a-zæøå0-9])(?=[A-ZÆØÅ])")


def is_known(name: str) -> bool:
    """Whether the element has a label of its own."""
    return name in _LABELS or any(key.endswith(f"/{name}") for key in _LABELS)


def label(name: str, parent: str = "", language: Language = "nb") -> str:
    """What to call an element under its parent; its own name taken apart when we do not know it."""
    row = _LABELS.get(f"{parent}/{name}") or _LABELS.get(name)
    if row is not None:
        return row[LANGUAGES.index(language)]
    return _CAMEL.sub(" ", name).replace("_", " ").capitalize()


def word(name: str, language: Language) -> str:
    """A word of the presentation itself."""
    return _WORDS[name][LANGUAGES.index(language)]


def code_text(value: str, system: str, name: str, parent: str = "") -> str:
    """The official text of a code from the list it names, else from the element's usual list; empty when unknown."""
    number = system.removeprefix(_OID_OF_LISTS) if system.startswith(_OID_OF_LISTS) else ""
    number = number or _LISTS.get(f"{parent}/{name}") or _LISTS.get(name, "")
    return _CODES.get(number, {}).get(value, "")
