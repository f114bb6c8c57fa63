"""How single values are written on screen: codes as words, dates as 21.11.2026, decimals with comma, yes and no."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from knutepunkt.exchange.kith import values
from knutepunkt.exchange.kith.elements import BOOLEANS, DATES, DECIMALS, Language, code_text, word

if TYPE_CHECKING:
    from knutepunkt.exchange.kith.nodes import Node

_KILO: Final = 1000
_LINE_ENDS: Final = re.compile(r"[ \t]*\r?\n[ \t]*")
_YEAR, _MONTH = 1, 2


def coded(node: Node, parent: str) -> tuple[str, str] | None:
    """(words, raw code) of a coded value; None when it has no V, DN or OT, or is a date, a number or an address."""
    value = node.value()
    text, other = node.value(attribute="DN"), node.value(attribute="OT")
    if node.name in DATES or node.attributes.get("U") is not None or not (value or text or other):
        return None
    words = text or code_text(value, node.value(attribute="S"), node.name, parent)
    shown = ", ".join(dict.fromkeys(filter(None, (words, other)))) or value
    return shown, value if value != shown else ""


def leaf_value(node: Node, language: Language) -> str:
    """The text of an element without elements, as a person reads it; empty when there is none."""
    text = values.said(node)
    if not text:
        return ""
    if node.name in BOOLEANS and text in values.BOOLEANS:
        return word("yes" if values.BOOLEANS[text] else "no", language)
    if node.name in DATES:
        return moment_text(text, language) or text
    if node.name in DECIMALS:
        return " ".join(filter(None, (text.replace(".", ","), node.value(attribute="U"))))
    return _LINE_ENDS.sub("\n", text)


def moment_text(text: str, language: Language) -> str:
    """21.11.2026, 21.11.2026 kl. 14.30, 11.2026 or 2026; empty when it is no date."""
    found = values.moment(text)
    if found is None:
        return ""
    if found.at is not None:
        return word("clock", language).format(date=f"{found.at:%d.%m.%Y}", time=f"{found.at:%H.%M}")
    return {_YEAR: f"{found.on:%Y}", _MONTH: f"{found.on:%m.%Y}"}.get(found.precision, f"{found.on:%d.%m.%Y}")


def size_text(container: Node, language: Language) -> str:
    """How large the attachment is, from the length of its base64 text."""
    text = "".join(container.text().split())
    count = len(text) * 3 // 4 - text.count("=")
    if count < _KILO:
        return word("bytes", language).format(count=count)
    return word("kilobytes", language).format(count=round(count / _KILO))
